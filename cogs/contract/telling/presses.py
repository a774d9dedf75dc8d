"""The history of a contract, page by page, for a member of its pair."""

import discord

from bot.client import NexusInteraction
from bot.replies import redraw, whisper
from bot.roads import Press, Roads
from cogs.contract.choices import by
from cogs.contract.telling import render
from db import contract_history, contracts
from db.contracts import Author

roads = Roads("contract")


@roads("history")
async def show(interaction: NexusInteraction, press: Press) -> None:
    await whisper(interaction, await _card(interaction, by(interaction, press), 0))


@roads("past")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await _card(interaction, by(interaction, press), press.id(1)))


async def _card(interaction: NexusInteraction, who: Author, at: int) -> discord.ui.LayoutView:
    async with interaction.client.db.read() as session:
        await contracts.of_mine(session, who)
        page = await contract_history.page(
            session, who.guild_id, who.pair_id, at=at, size=render.HISTORY_SIZE
        )
    return render.history_card(page, who.pair_id)
