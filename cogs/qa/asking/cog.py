"""/qa ask."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.places import Purpose, place
from bot.replies import OPENS_FORM, ask
from cogs.qa.asking import forms


class Asking(commands.Cog):
    @app_commands.command(extras=OPENS_FORM, name="ask")
    async def ask_question(self, interaction: NexusInteraction) -> None:
        """Ask the cohort a question; a form opens for it."""
        await place(interaction, Purpose.QA)  # so that nobody types in vain
        await ask(interaction, forms.ask_form())
