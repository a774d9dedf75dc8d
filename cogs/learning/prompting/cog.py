"""/log prompt."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import whisper
from cogs.learning.prompting import acts


class Prompting(commands.Cog):
    """One of the verbs of /log."""

    @app_commands.command()
    async def prompt(self, interaction: NexusInteraction) -> None:
        """Be asked once a week what your week was like, by direct message, or no longer."""
        await whisper(interaction, await acts.settings_card(interaction))
