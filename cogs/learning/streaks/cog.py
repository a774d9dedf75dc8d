"""/log streak."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import whisper
from cogs.learning.streaks import acts


class Streaks(commands.Cog):
    """One of the verbs of /log."""

    @app_commands.command()
    async def streak(self, interaction: NexusInteraction) -> None:
        """See for how many days in a row you kept your log, and plan a break; only you see it."""
        await whisper(interaction, await acts.streak_card(interaction))
