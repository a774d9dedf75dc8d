"""/session list: what is coming, shown to the caller alone."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import guild_of
from bot.replies import whisper
from cogs.study.finding import render
from db import study


class Finding(commands.Cog):
    bot: Nexus

    @app_commands.command(name="list")
    async def coming(self, interaction: NexusInteraction) -> None:
        """See the sessions that are coming, and to which you go."""
        async with self.bot.db.read() as session:
            found = await study.coming(
                session, guild_of(interaction).id, self.bot.now(), limit=render.LIST_LIMIT
            )
        await whisper(
            interaction, render.list_card(found, interaction.user.id, 0, self.bot.mention)
        )
