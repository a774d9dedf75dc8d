"""How a command finds the pair and the endpoint that a member means."""

from collections.abc import Sequence

from discord import app_commands

from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import code, fit, one_line
from bot.places import guild_of
from bot.roads import Press
from db import contracts, pairs
from db.contracts import NOT_YOURS, Author, Endpoint, Shared
from db.pairs import Pair

PAIR = "Which of your pairs; not needed in its thread, or if you have one"
ENDPOINT = "Type a part of its method or path"


def by(interaction: NexusInteraction, press: Press) -> Author:
    """Who pressed, on the contract of which pair: the first argument of every road here."""
    return Author(press.guild_id, press.id(), interaction.user.id)


async def author(
    interaction: NexusInteraction, typed: str | None, *, only_on: bool = True
) -> Author:
    """The caller, on the pair that was chosen; else that of this thread; else their only one.

    With `only_on` False, what is asked for still works for a pair that has ended.
    """
    guild_id, user_id = guild_of(interaction).id, interaction.user.id
    async with interaction.client.db.read() as session:
        if typed is not None:
            chosen = await pairs.by_id(session, guild_id, _id(typed))
        else:
            chosen = await pairs.in_thread(session, guild_id, interaction.channel_id or 0)
        mine = await pairs.of_member(session, guild_id, user_id, only_on=only_on)
    if typed is not None or chosen is not None:
        if chosen is None or user_id not in chosen.people:
            raise Refusal(NOT_YOURS)
        return Author(guild_id, chosen.id, user_id)
    return Author(guild_id, _only(mine).id, user_id)


def _only(mine: Sequence[Pair]) -> Pair:
    going_on = [one for one in mine if one.is_on]
    if len(going_on) > 1:
        raise Refusal(
            "You are of several pairs: use this in the thread of the one that you mean, or choose"
            " it as `pair`."
        )
    if not mine:
        raise Refusal("You have no partner yet. `/pair find` finds you one.")
    return going_on[0] if going_on else mine[0]


def find(shared: Shared, typed: str) -> Endpoint:
    """The endpoint that was chosen from the list, or whose method and path were typed."""
    if typed.isascii() and typed.isdecimal() and len(typed) < 19:
        return shared.endpoint(int(typed))
    sought = one_line(typed).casefold()
    names = {one.operation.name.casefold(): one for one in shared.endpoints}
    found = [names[sought]] if sought in names else [names[one] for one in names if sought in one]
    if len(found) != 1:
        raise Refusal(
            f"{'Several endpoints fit' if found else 'There is no endpoint like'}"
            f" {code(typed, 60)}. Choose one from the list."
        )
    return found[0]


async def endpoint_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    """Those of the caller's own pair; nothing where there is none, or somebody else's was named."""
    try:
        who = await author(interaction, getattr(interaction.namespace, "pair", None), only_on=False)
    except Refusal:
        return []
    async with interaction.client.db.read() as session:
        found = await contracts.suggest(
            session, who.guild_id, who.pair_id, one_line(typed), limit=LIMIT
        )
    return [app_commands.Choice(name=fit(name, 100), value=str(number)) for number, name in found]


async def pair_choices(interaction: NexusInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """The caller's pairs, the newest first; those that have ended can still be read."""
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        mine = await pairs.of_member(session, guild_id, interaction.user.id, only_on=False)
    labels = {one.id: _label(one) for one in mine}
    sought = one_line(typed).casefold()
    return [
        app_commands.Choice(name=label, value=str(number))
        for number, label in labels.items()
        if sought in label.casefold()
    ][:LIMIT]


def _label(pair: Pair) -> str:
    ended = "" if pair.is_on else ", ended"
    return fit(f"Pair {pair.number}: {pair.project} ({pair.made_at:%d %b}{ended})", 100)


def _id(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
        raise Refusal("Choose the pair from the list: type a part of its project.")
    return int(typed)
