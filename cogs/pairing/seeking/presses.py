"""What the button under a place in the queue does."""

from bot.client import NexusInteraction
from bot.replies import redraw
from bot.roads import Press, Roads
from cogs.pairing.seeking import render
from db import queue

roads = Roads("pairing")


@roads("leave")
async def leave(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        project = await queue.leave(session, press.guild_id, interaction.user.id, bot.now())
    await redraw(interaction, render.left_card(project, bot.mention("pair find")))
