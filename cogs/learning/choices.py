"""How a command finds the entry that a member means, among their own."""

from discord import app_commands

from bot.choices import LIMIT, Choices
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.log import LogKind
from bot.domain.text import number, one_line
from bot.places import guild_of
from bot.roads import STALE
from cogs.learning import render
from db import log_lists

KINDS = [app_commands.Choice(name=kind.label, value=kind.value) for kind in LogKind]
_WHICH = "Choose the entry from the list: type a part of its title."


async def entry_choices(interaction: NexusInteraction, typed: str) -> Choices:
    async with interaction.client.db.read() as session:
        found = await log_lists.suggest(
            session, guild_of(interaction).id, interaction.user.id, one_line(typed), LIMIT
        )
    return [app_commands.Choice(name=render.label(one), value=str(one.id)) for one in found]


def chosen(typed: str) -> int:
    """The entry that was chosen from the list, by its id."""
    if (entry_id := number(typed)) is None:
        raise Refusal(_WHICH)
    return entry_id


def kind(value: str | None) -> LogKind:
    """A kind that a card or a form of ours named; it may be one of another version."""
    if value is None or value not in set(LogKind):
        raise Refusal(STALE)
    return LogKind(value)
