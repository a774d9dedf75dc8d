"""What no honest Discord client sends: any press, form or command, from anybody, anywhere.

SimCord's people press only what they see. To show that no authority lies in a `custom_id` or in
a hidden command, this file alone goes behind its back, by way of its private names.
"""

# pyright: reportPrivateUsage=false

from collections.abc import Mapping, Sequence
from typing import Any

from simcord import (
    ChannelHandle,
    Env,
    InteractionResult,
    MemberActor,
    UserHandle,
    actors,
    interactions,
)
from simcord.backend import serializers

_COMMAND, _COMPONENT, _TYPING, _SUBMIT = 2, 3, 4, 5
_USER_MENU, _MESSAGE_MENU = 2, 3
_BUTTON, _SELECT, _TEXT_INPUT, _LABEL, _TEXT = 2, 3, 4, 18, 10
_IS_V2 = 1 << 15

Who = MemberActor | UserHandle


async def press(
    who: Who, channel: ChannelHandle, custom_id: str, *values: str
) -> InteractionResult:
    """Press a button with any `custom_id` on a card of the bot's; a select, where values come."""
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": _BUTTON}
    if values:
        data |= {"component_type": _SELECT, "values": list(values)}
    return await _on_a_card(who, _COMPONENT, channel, data)


async def submit(
    who: Who, channel: ChannelHandle, custom_id: str, fields: Mapping[str, str | Sequence[str]]
) -> InteractionResult:
    """Submit a form with any `custom_id` and any fields; a sequence is what was chosen."""
    components = [{"type": _LABEL, "component": _field(*one)} for one in fields.items()]
    data = {"custom_id": custom_id, "components": components}
    return await _on_a_card(who, _SUBMIT, channel, data)


async def _on_a_card(
    who: Who, kind: int, channel: ChannelHandle, data: dict[str, Any]
) -> InteractionResult:
    backend = _env(who).backend
    card = backend.create_message(
        channel.id,
        backend.bot_user.id,
        components=[{"type": _TEXT, "content": "A card", "id": 1}],
        flags=_IS_V2,
        broadcast=False,
    )
    extra = {"message": dict(serializers.message_payload(backend, card))}
    return await actors._dispatch_actor_interaction(
        who, kind, channel, data, extra=extra, source_message_id=card.id
    )


def _field(name: str, said: str | Sequence[str]) -> dict[str, Any]:
    if isinstance(said, str):
        return {"type": _TEXT_INPUT, "custom_id": name, "value": said}
    return {"type": _SELECT, "custom_id": name, "values": list(said)}


async def slash(who: Who, channel: ChannelHandle, name: str, **options: Any) -> InteractionResult:
    """Run a command where Discord would not even show it."""
    return await _command(who, _COMMAND, channel, name, options)


async def choose_in_menu(
    who: Who, channel: ChannelHandle, name: str, author: MemberActor
) -> InteractionResult:
    """Choose a command in the menu of a message that `author` wrote there, or of their name."""
    backend = _env(who).backend
    root = backend.find_command(name, None, type=_MESSAGE_MENU)
    if root is None:
        return await _choose_of_member(who, channel, name, author)
    message = backend.create_message(channel.id, author.id, "Ask somebody else.", broadcast=False)
    data: dict[str, Any] = {
        "id": root["id"],
        "name": name,
        "type": _MESSAGE_MENU,
        "target_id": str(message.id),
        "resolved": {
            "messages": {str(message.id): dict(serializers.message_payload(backend, message))}
        },
    }
    return await _dispatch(who, _COMMAND, channel, data)


async def _choose_of_member(
    who: Who, channel: ChannelHandle, name: str, target: MemberActor
) -> InteractionResult:
    backend = _env(who).backend
    root = backend.find_command(name, None, type=_USER_MENU)
    assert root is not None, name
    named, user = str(target.id), backend.get_user(target.id)
    resolved: dict[str, Any] = {"users": {named: dict(serializers.user_payload(user))}}
    guild = backend.get_guild(who.guild.id) if isinstance(who, MemberActor) else None
    if guild and target.id in guild.members:
        member = guild.members[target.id]
        resolved["members"] = {
            named: dict(serializers.member_payload(backend, guild, member, with_user=False))
        }
    data: dict[str, Any] = {
        "id": root["id"],
        "name": name,
        "type": _USER_MENU,
        "target_id": str(target.id),
        "resolved": resolved,
    }
    return await _dispatch(who, _COMMAND, channel, data)


async def autocomplete(
    who: Who, channel: ChannelHandle, name: str, option: str, filled: Mapping[str, Any]
) -> InteractionResult:
    """Type into a command's option where Discord would not even show it; `filled` are all."""
    return await _command(who, _TYPING, channel, name, filled, focused=option)


async def _command(
    who: Who,
    kind: int,
    channel: ChannelHandle,
    name: str,
    options: Mapping[str, Any],
    *,
    focused: str = "",
) -> InteractionResult:
    root_name, *path = name.split()
    root = _env(who).backend.find_command(root_name, None, type=1)
    assert root is not None, name
    leaf, nesting = interactions.walk_to_subcommand(root, path)
    kinds = {one["name"]: one["type"] for one in leaf.get("options") or ()}
    given: list[dict[str, Any]] = [
        {"name": key, "type": kinds[key], "value": value} for key, value in options.items()
    ]
    for one in given:
        if one["name"] == focused:
            one["focused"] = True
    data = {
        "id": root["id"],
        "name": root["name"],
        "type": 1,
        "options": interactions.nest_options(root, nesting, given),
    }
    return await _dispatch(who, kind, channel, data)


async def _dispatch(
    who: Who, kind: int, channel: ChannelHandle, data: dict[str, Any]
) -> InteractionResult:
    return await actors._dispatch_actor_interaction(who, kind, channel, data)


def _env(who: Who) -> Env:
    return who._env


async def deliver_again(env: Env) -> None:
    """Deliver the last interaction once more, as Discord does when a connection resumes."""
    last = next(
        payload
        for _, event, payload in reversed(env.backend.transcript)
        if event == "INTERACTION_CREATE"
    )
    env.backend.emit("INTERACTION_CREATE", dict(last))
    await env.settle()
