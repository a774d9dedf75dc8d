"""The pages of lists of sessions."""

from bot.client import NexusInteraction
from bot.replies import redraw
from bot.roads import Press, Roads
from cogs.study.finding import render
from db import study

roads = Roads("study")


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.db.read() as session:
        found = await study.coming(session, press.guild_id, bot.now(), limit=render.LIST_LIMIT)
    await redraw(interaction, render.list_card(found, interaction.user.id, press.id(), bot.mention))
