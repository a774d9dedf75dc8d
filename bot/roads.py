"""Buttons, selects and forms that never die: what their `custom_id` says is all they need.

A `custom_id` reads `feature:verb:argument...`. Each feature declares a `Roads` with one function
a verb, and the client walks every press to it. discord.py's view store is not used at all: there
is one road, the same before and after a restart, and a form that was open meanwhile arrives too.
No authority lies in a `custom_id`: a road checks the guild, the owner and the state of what it is
told, as a command does.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import discord

from bot import submitted
from bot.domain.errors import SERVERS_ONLY, Refusal
from bot.door import Door, admit
from bot.logs import answering
from bot.metrics import Outcome
from bot.replies import explain
from db import letters

if TYPE_CHECKING:
    from bot.client import NexusInteraction

_LAST_ID = 2**63 - 1  # the databases know no larger number

# Whoever presses again within this time pressed once, with an unsteady thumb or on a slow line.
DOUBLE_TAP = timedelta(seconds=3)

STALE = "This is from an older version of Nexus and no longer works. Use `/help` to find the way."


@dataclass(frozen=True, slots=True)
class Press:
    """What a person pressed, chose or submitted.

    `args` are the parts of the `custom_id` behind the verb; `values` what was chosen in a select;
    `fields` what was submitted in a form, by each field's `custom_id`: text for a text input, the
    tuple of choices for a select. Of what was chosen, `bots` are the members that are none.
    """

    guild_id: int
    args: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, Any])
    bots: frozenset[str] = frozenset()

    def id(self, at: int = 0) -> int:
        """The argument at `at` as a row's number; a forged or outdated one is refused kindly."""
        return _number(self.args[at] if at < len(self.args) else "")

    def moment(self, at: int) -> datetime:
        """The argument at `at` as an instant, which stands there in whole seconds."""
        try:
            return datetime.fromtimestamp(self.id(at), UTC)
        except (OverflowError, OSError, ValueError):
            raise Refusal(STALE) from None

    def text(self, name: str) -> str:
        """What was typed into a text input."""
        found = self.fields.get(name, "")
        return found if isinstance(found, str) else ""

    def choice(self, name: str | None = None) -> str | None:
        """What was chosen, in a form's select or in the select that was pressed itself."""
        found = self.values if name is None else self.fields.get(name, ())
        return found[0] if found and not isinstance(found, str) else None

    def picked(self) -> int | None:
        """The channel, role or member that was chosen in a select; None where none was."""
        chosen = self.choice()
        return None if chosen is None else _number(chosen)

    def below(self, count: int) -> int:
        """The number that was chosen in a select of so many, from 0 on."""
        chosen = self.picked()
        if chosen is None or chosen >= count:
            raise Refusal(STALE)
        return chosen

    def people(self) -> list[int]:
        """The members that were chosen in a select; bots are nobody."""
        return [_number(one) for one in self.values if one not in self.bots]

    def moments(self) -> tuple[datetime, ...]:
        """The instants that were chosen in a select, which stand there in whole seconds."""
        return tuple(Press(self.guild_id, (one,)).moment(0) for one in self.values)


def _number(given: str) -> int:
    if not (given.isascii() and given.isdecimal()) or int(given) > _LAST_ID:
        raise Refusal(STALE)
    return int(given)


Walk = Callable[["NexusInteraction", Press], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Road:
    name: str
    walk: Walk
    opens_form: bool
    """Whether its first answer is a form; then it has to come within three seconds."""
    is_toggle: bool
    """Whether a second press undoes the first; then a double tap is one press."""
    in_letters: bool
    """Whether it may be walked from a direct message as well."""


class Roads:
    """The roads of one feature, by verb."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        self._roads: dict[str, Road] = {}

    def __call__(
        self,
        verb: str,
        *,
        opens_form: bool = False,
        is_toggle: bool = False,
        in_letters: bool = False,
    ) -> Callable[[Walk], Walk]:
        """Declare the function that answers `feature:verb`.

        One that works in letters is told by its first argument which guild they are of: nothing
        else says so there. It is walked for those alone who were written to from that guild.
        """

        def declare(walk: Walk) -> Walk:
            if verb in self._roads:
                raise ValueError(f"{self.feature}:{verb} is declared twice")
            name = f"{self.feature}:{verb}"
            self._roads[verb] = Road(name, walk, opens_form, is_toggle, in_letters)
            return walk

        return declare

    def __iter__(self) -> Iterator[tuple[str, Road]]:
        return ((road.name, road) for road in self._roads.values())


async def _check_letter(interaction: "NexusInteraction", press: Press) -> None:
    """In a guild its members are who is there; in a letter, only who was written to for it."""
    async with interaction.client.db.read() as session:
        if not await letters.is_known(session, press.guild_id, interaction.user.id):
            raise Refusal(STALE)


class RoadMap:
    """All roads of all features, by the first two parts of a `custom_id`."""

    def __init__(self) -> None:
        self._roads: dict[str, Road] = {}
        self._pressed_at: dict[tuple[int, str], datetime] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._roads)

    def add(self, roads: Roads) -> None:
        for name, road in roads:
            if name in self._roads:
                raise ValueError(f"{name} is another feature's road")
            self._roads[name] = road

    def remove(self, roads: Roads) -> None:
        for name, _ in roads:
            self._roads.pop(name, None)

    async def walk(self, interaction: "NexusInteraction") -> None:
        """Answer a press or a submitted form; anything else is none of ours."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return
        answering.set(interaction.id)
        try:
            road, press = self._find(interaction)
            await admit(interaction, road.name, may_wait=not road.opens_form)
            if road.is_toggle and self._is_double_tap(interaction, road, press):
                await Door.of(interaction).nod()
            else:
                if interaction.guild_id is None:
                    await _check_letter(interaction, press)
                await road.walk(interaction, press)
                # As discord.py tells of commands, for those who follow what people do.
                interaction.client.dispatch("road_walked", interaction, road.name)
        except Exception as error:  # noqa: BLE001 - the last stop before the person
            await explain(interaction, error)

    def _is_double_tap(self, interaction: "NexusInteraction", road: Road, press: Press) -> bool:
        now, tapped = (
            interaction.client.now(),
            (interaction.user.id, f"{press.guild_id} {road.name} {press.args}"),
        )
        self._pressed_at = {
            one: at for one, at in self._pressed_at.items() if now < at + DOUBLE_TAP
        }
        if tapped in self._pressed_at:
            return True
        self._pressed_at[tapped] = now
        return False

    def _find(self, interaction: "NexusInteraction") -> tuple[Road, Press]:
        data = cast("Mapping[str, Any]", interaction.data or {})
        feature, _, rest = str(data.get("custom_id", "")).partition(":")
        verb, *args = rest.split(":")
        road = self._roads.get(f"{feature}:{verb}")
        if road is None:
            interaction.client.metrics.answered(None, Outcome.REFUSED, 0)
            raise Refusal(STALE)
        guild_id = interaction.guild_id
        if road.in_letters:
            guild_id, args = _of_letter(interaction, args)
        if guild_id is None:
            raise Refusal(SERVERS_ONLY)
        values = tuple(data.get("values", ()))
        fields = dict(submitted.fields(data.get("components", ())))
        return road, Press(guild_id, tuple(args), values, fields, _bots(data))


def _of_letter(interaction: "NexusInteraction", args: list[str]) -> tuple[int, list[str]]:
    """The guild of a letter, and the arguments behind it; in a guild it has to be that one."""
    guild_id = _number(args[0] if args else "")
    if interaction.guild_id not in (None, guild_id):
        raise Refusal(STALE)
    return guild_id, args[1:]


def _bots(data: Mapping[str, Any]) -> frozenset[str]:
    users: Mapping[str, Any] = data.get("resolved", {}).get("users", {})
    return frozenset(user_id for user_id, one in users.items() if one.get("bot"))
