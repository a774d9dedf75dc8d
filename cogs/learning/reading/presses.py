"""The list of a member's own log: its pages, its kinds, and an entry that is opened."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.replies import redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.learning import choices
from cogs.learning.reading import acts, render
from cogs.learning.render import entry_card
from db import logs

roads = Roads("log")


@roads("mine")
async def begin(interaction: NexusInteraction, _: Press) -> None:
    """As `/log list` does, from a card that everybody sees."""
    await whisper(interaction, await acts.list_card(interaction))


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    named = "".join(press.args[1:2])
    kind = choices.kind(named) if named else None
    await redraw(interaction, await acts.list_card(interaction, at=press.id(), kind=kind))


@roads("filter")
async def choose_kind(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.choice()
    kind = None if chosen == render.EVERY else choices.kind(chosen)
    await redraw(interaction, await acts.list_card(interaction, kind=kind))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    entry_id = press.picked()
    if entry_id is None:
        raise Refusal(STALE)
    async with interaction.client.db.read() as session:
        entry = await logs.find(session, press.guild_id, interaction.user.id, entry_id)
    await whisper(interaction, entry_card(entry))
