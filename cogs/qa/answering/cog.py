"""/qa answer."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import OPENS_FORM, ask
from cogs.qa.answering import forms
from cogs.qa.choices import chosen, question_choices


class Answering(commands.Cog):
    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(question="Its number or words of its title; not needed in its thread")
    @app_commands.autocomplete(question=question_choices)
    async def answer(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Answer a question; a form opens for it."""
        await ask(interaction, forms.answer_form(await chosen(interaction, question)))
