"""/help."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.places import guild_of, moderates
from bot.replies import whisper
from cogs.guide import render, topics
from db import guilds


class Guide(commands.Cog):
    @app_commands.command(name="help")
    async def show(self, interaction: NexusInteraction) -> None:
        """See what you can do with Nexus, and how to begin."""
        bot = interaction.client
        async with bot.db.read() as session:
            settings = await guilds.settings(session, guild_of(interaction).id)
        found = topics.offered(to_moderator=moderates(interaction, settings))
        await whisper(interaction, render.front_card(found, bot.mention))
