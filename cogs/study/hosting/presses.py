"""A member presses that they host it."""

from bot.client import NexusInteraction
from bot.replies import whisper
from bot.roads import Press, Roads
from cogs.study.hosting import render
from cogs.study.tending.acts import tell
from db import host_calls

roads = Roads("study")


@roads("host_it")
async def host_it(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        done = await host_calls.volunteer(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.hosting(done.posted, bot.mention))
    await tell(interaction, done)
