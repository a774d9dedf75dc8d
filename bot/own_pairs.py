"""How a command finds the pair that a member means: one of their own, and nobody else's."""

from collections.abc import Mapping

from bot.choices import Choices, like
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import listed, number
from bot.names import names
from bot.places import guild_of
from db import pairs
from db.pairs import Pair

WHICH = "Your partner's name, or the project; not needed in your thread"
_NONE = "You have no partner at the moment. `/pair find` finds you one."
_SEVERAL = (
    "You are in several pairs: use this in the thread of the one that you mean, or choose it as"
    " `pair`."
)


async def chosen(interaction: NexusInteraction, typed: str | None, *, only_on: bool = True) -> Pair:
    """The pair that was chosen; else that of this thread; else their only one.

    With `only_on` False, and nothing chosen, one that has ended serves where none is on.
    """
    guild_id, me = guild_of(interaction).id, interaction.user.id
    async with interaction.client.db.read() as session:
        if typed is not None:
            named = number(typed)
            meant = await pairs.by_number(session, guild_id, named) if named else None
        else:
            meant = await pairs.in_thread(session, guild_id, interaction.channel_id or 0)
        mine = await pairs.of_member(session, guild_id, me, only_on=only_on)
    if meant is not None and me in meant.people:
        return meant
    if typed is not None or meant is not None:
        raise pairs.not_yours()
    if not mine:
        raise Refusal(_NONE)
    going_on = [one for one in mine if one.is_on]
    if len(going_on) > 1:
        raise Refusal(_SEVERAL)
    return going_on[0] if going_on else mine[0]


async def choices(interaction: NexusInteraction, typed: str) -> Choices:
    """The caller's own, that are on."""
    return await _choices(interaction, typed, only_on=True)


async def choices_of_all(interaction: NexusInteraction, typed: str) -> Choices:
    """The caller's own; what those have that ended can still be read."""
    return await _choices(interaction, typed, only_on=False)


async def _choices(interaction: NexusInteraction, typed: str, *, only_on: bool) -> Choices:
    guild, me = guild_of(interaction), interaction.user.id
    async with interaction.client.db.read() as session:
        mine = await pairs.of_member(session, guild.id, me, only_on=only_on)
    called = await names(guild, {one for pair in mine for one in pair.others(me)})
    return like(typed, {str(one.number): _label(one, called, me) for one in mine})


def _label(pair: Pair, called: Mapping[int, str], me: int) -> str:
    others = listed(called.get(one, "somebody") for one in pair.others(me))
    ended = "" if pair.is_on else ", ended"
    return f"{pair.project} with {others}{ended}"
