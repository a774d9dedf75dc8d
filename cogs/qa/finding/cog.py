"""/qa search."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import guild_of
from bot.replies import whisper
from cogs.qa.finding import render
from db import questions

FOUND = 5


class Finding(commands.Cog):
    bot: Nexus

    @app_commands.command()
    @app_commands.describe(words="What it is about, such as: JWT expires")
    async def search(
        self, interaction: NexusInteraction, words: app_commands.Range[str, 1, 200]
    ) -> None:
        """Find questions and answers, shown to you alone."""
        async with self.bot.db.read() as session:
            found = await questions.search_for(
                session, guild_of(interaction).id, words, limit=FOUND
            )
        if found:
            await whisper(interaction, render.found_card(found))
        else:
            await whisper(interaction, render.nothing_found(self.bot.mention("qa ask")))
