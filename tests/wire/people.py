"""People who use the bot: they call commands, press, choose, submit, and see what comes of it."""

import base64
import hashlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.wire import payloads
from tests.wire.errors import Json
from tests.wire.filling import NotThere, filled, options_of, resolved, walked
from tests.wire.intents import Intent
from tests.wire.permissions import P, in_channel
from tests.wire.transcript import Transcript
from tests.wire.world import (
    Channel,
    Interaction,
    InteractionKind,
    Member,
    Message,
    World,
    nested,
)

_MESSAGE_MENU = 3  # a type of command
PATIENCE = 5.0  # real seconds; a person has seen "This interaction failed" by then


class NoAnswer(AssertionError):  # noqa: N818
    """The person was shown nothing, or "thinking" for ever."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person has in front of them, as it is now."""

    message: Message | None  # the answer, or the card that was redrawn
    followups: tuple[Message, ...]
    form: Json | None
    choices: tuple[Json, ...]

    @property
    def text(self) -> str:
        said = (self.message, *self.followups)
        return "\n".join(one.text for one in said if one and not one.deleted_at and one.text)

    @property
    def is_private(self) -> bool:
        return bool(self.message and self.message.is_ephemeral)


class Act:
    """Something a person did. `await` it for what they are shown in the end."""

    def __init__(self, world: World, transcript: Transcript, interaction: Interaction) -> None:
        self.interaction = interaction
        self._world = world
        self._transcript = transcript

    @property
    def is_acknowledged(self) -> bool:
        return self.interaction.acknowledged_at is not None

    @property
    def is_answered(self) -> bool:
        """Whether there is more to see than "thinking"."""
        message = self._world.messages.get(self.interaction.response_id or 0)
        return self.is_acknowledged and not (message and message.is_loading)

    @property
    def shown(self) -> Shown:
        given, messages = self.interaction, self._world.messages
        return Shown(
            message=messages.get(given.response_id or 0),
            followups=tuple(messages[one] for one in given.followup_ids),
            form=given.form,
            choices=tuple(given.choices or ()),
        )

    async def acknowledged(self, *, within: float = PATIENCE) -> Shown:
        """Until Discord has taken the first answer, be it only "thinking"."""
        return await self._until(lambda: self.is_acknowledged, within)

    async def answered(self, *, within: float = PATIENCE) -> Shown:
        return await self._until(lambda: self.is_answered, within)

    async def followed_up(self, count: int = 1, *, within: float = PATIENCE) -> Shown:
        """Until so many follow-ups have come."""
        return await self._until(lambda: len(self.interaction.followup_ids) >= count, within)

    def __await__(self) -> Generator[Any, Any, Shown]:
        return self.answered().__await__()

    async def _until(self, is_so: Any, within: float) -> Shown:
        try:
            await self._transcript.until(is_so, within=within, about=self.interaction.id)
        except TimeoutError:
            raise NoAnswer(f"This interaction failed: {self.interaction.data}") from None
        return self.shown


class People:
    """What members do; each verb does it at once and gives the `Act` to wait for."""

    def __init__(self, world: World, transcript: Transcript) -> None:
        self._world = world
        self._transcript = transcript

    def slash(self, who: Member, where: Channel, command: str, **options: Any) -> Act:
        """Call `/qa ask` as `"qa ask"`; a member, role or channel may stand for an option."""
        data = self._called(who, where, command, options)
        return self._act(who, where, InteractionKind.COMMAND, data)

    def autocomplete(
        self, who: Member, where: Channel, command: str, option: str, text: str, **options: Any
    ) -> Act:
        """Type into an option, with the others filled in so far."""
        given = options | {option: text}
        data = self._called(who, where, command, given, typing=option)
        return self._act(who, where, InteractionKind.AUTOCOMPLETE, data)

    def choose_in_menu(self, who: Member, message: Message, command: str) -> Act:
        """Choose a command in the menu of a message: what stands in that is sent along."""
        where = self._seen(who, message)
        known = [
            one for place in (who.guild_id, None) for one in self._world.commands.get(place, [])
        ]
        named = (one for one in known if (one["name"], one["type"]) == (command, _MESSAGE_MENU))
        found = next(named, None)
        if found is None:
            raise NotThere(f"a message's menu has no {command}")
        data: Json = {
            "id": found["id"],
            "name": command,
            "type": _MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): payloads.message(self._world, message)}},
        }
        return self._act(who, where, InteractionKind.COMMAND, data)

    def press(self, who: Member, message: Message, button: str) -> Act:
        """Press a button, named by its `custom_id` or its label."""
        found = self._component(who, message, button)
        data: Json = {key: found[key] for key in ("custom_id", "id") if key in found}
        return self._on(message, who, data | {"component_type": found["type"]})

    def choose(self, who: Member, message: Message, select: str, *values: Any) -> Act:
        """Choose in a select, named by its `custom_id` or its placeholder."""
        found = self._component(who, message, select)
        data = filled(found, values) | {"component_type": found["type"]}
        del data["type"]
        return self._on(message, who, data | self._resolved(who, values))

    def submit(self, who: Member, form: Act, fields: Mapping[str, Any]) -> Act:
        """Submit the form that an act has opened, with values by the fields' `custom_id`."""
        opened = form.interaction
        if opened.form is None:
            raise NotThere("no form is open")
        left = dict(fields)
        components = [_submitted(one, left) for one in opened.form["components"]]
        if left:
            raise NotThere(f"the form has no fields {sorted(left)}")
        values = [one for it in fields.values() for one in (it if _is_many(it) else [it])]
        data: Json = {"custom_id": opened.form["custom_id"], "components": components}
        where = self._world.channels[opened.channel_id]
        data |= self._resolved(who, values)
        act = self._act(who, where, InteractionKind.FORM, data, opened.message_id)
        act.interaction.opened_by = opened.id
        return act

    # How it comes about.

    def _called(
        self, who: Member, where: Channel, command: str, given: Mapping[str, Any], typing: str = ""
    ) -> Json:
        if not in_channel(self._world, where, who.id) & P.USE_APPLICATION_COMMANDS:
            raise NotThere(f"{who.user.name} can't use commands in {where.name}")
        places = (where.guild_id, None)
        known = [one for place in places for one in self._world.commands.get(place, [])]
        top, path = walked(self._world, known, who, command)
        options = options_of(path[-1], given, typing)
        for one in reversed(path[1:]):
            options = [{"name": one["name"], "type": one["type"], "options": options}]
        data: Json = {"id": top["id"], "name": top["name"], "type": 1, "options": options}
        return data | self._resolved(who, given.values())

    def _resolved(self, who: Member, values: Any) -> Json:
        found = resolved(self._world, self._world.guilds[who.guild_id], values)
        return {"resolved": found} if found else {}

    def _seen(self, who: Member, message: Message) -> Channel:
        """Where the message stands, for somebody who sees it."""
        if message.deleted_at or message.viewer_id not in (None, who.id):
            raise NotThere(f"{who.user.name} doesn't see that message")
        where = self._world.channels[message.channel_id]
        if not in_channel(self._world, where, who.id) & P.VIEW_CHANNEL:
            raise NotThere(f"{who.user.name} doesn't see {where.name}")
        return where

    def _component(self, who: Member, message: Message, name: str) -> Json:
        self._seen(who, message)
        for one in nested(message.components):
            names = (one.get("custom_id"), one.get("label"), one.get("placeholder"))
            if one.get("custom_id") and name in names:
                if one.get("disabled"):
                    raise NotThere(f"{name} is disabled")
                return one
        raise NotThere(f"there is no {name} to press in:\n{message.text}")

    def _on(self, message: Message, who: Member, data: Json) -> Act:
        where = self._world.channels[message.channel_id]
        return self._act(who, where, InteractionKind.COMPONENT, data, message.id)

    def _act(
        self,
        who: Member,
        where: Channel,
        kind: InteractionKind,
        data: Json,
        message_id: int | None = None,
    ) -> Act:
        world = self._world
        interaction_id = world.ids.next()
        given = Interaction(
            interaction_id,
            _token(interaction_id),
            kind,
            who.id,
            who.guild_id,
            where.id,
            data,
            world.clock.now(),
            message_id,
        )
        world.interactions[given.id] = world.tokens[given.token] = given
        world.emit("INTERACTION_CREATE", _told(world, given), Intent.ALWAYS)
        return Act(world, self._transcript, given)


def _told(world: World, one: Interaction) -> Json:
    """What INTERACTION_CREATE says."""
    where = world.channels[one.channel_id]
    who = world.guilds[one.guild_id].members[one.user_id]
    may = in_channel(world, where, one.user_id)
    bot_may = in_channel(world, where, world.bot.id)
    body: Json = {
        "id": str(one.id),
        "application_id": str(world.bot.id),
        "type": int(one.kind),
        "token": one.token,
        "version": 1,
        "guild_id": str(one.guild_id),
        "guild": {"id": str(one.guild_id), "locale": "en-US", "features": []},
        "channel_id": str(one.channel_id),
        "channel": payloads.channel(world, where) | {"permissions": str(may)},
        "member": payloads.member(who, may),
        "app_permissions": str(bot_may),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(one.guild_id)},
        "context": 0,
        "attachment_size_limit": 10485760,
        "data": one.data,
    }
    if one.message_id is not None:
        body["message"] = payloads.message(world, world.messages[one.message_id])
    return body


def _submitted(one: Json, left: dict[str, Any]) -> Json:
    """A label or a row of a form, with what was entered; takes it out of `left`."""
    common: Json = {"type": one["type"], "id": one.get("id", 0)}
    if "component" in one:
        return common | {"component": _entered(one["component"], left)}
    if "components" in one:
        return common | {"components": [_entered(it, left) for it in one["components"]]}
    return common


def _entered(field: Json, left: dict[str, Any]) -> Json:
    given = left.pop(field["custom_id"], None)
    values: Sequence[Any] = given if _is_many(given) else () if given is None else (given,)
    return filled(field, values)


def _is_many(given: Any) -> bool:
    return isinstance(given, (list, tuple))


def _token(interaction_id: int) -> str:
    """As long and as opaque as Discord's."""
    noise = hashlib.sha512(str(interaction_id).encode()).hexdigest()
    words = f"interaction:{interaction_id}:{noise}"
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")
