"""/me card."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import whisper
from cogs.profile.deeds import acts


class Doing(commands.Cog):
    """One of the verbs of /me."""

    @app_commands.command()
    async def card(self, interaction: NexusInteraction) -> None:
        """See what you did here; share it, or take it along as Markdown."""
        await whisper(interaction, await acts.own_card(interaction))
