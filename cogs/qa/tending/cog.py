"""/qa edit, close, reopen and duplicate."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import OPENS_FORM, ask
from cogs.qa.choices import chosen, question_choices
from cogs.qa.tending import acts, forms

_WHICH = "Its number or words of its title; not needed in its thread"


class Tending(commands.Cog):
    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(question=_WHICH)
    @app_commands.autocomplete(question=question_choices)
    async def edit(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Change what your question says."""
        found = await chosen(interaction, question)
        await ask(interaction, forms.edit_form(await acts.may(interaction, found.number, "edit")))

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(question=_WHICH)
    @app_commands.autocomplete(question=question_choices)
    async def close(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Close a question that needs no answer any more."""
        found = await chosen(interaction, question)
        await ask(interaction, forms.close_form(await acts.may_close(interaction, found.number)))

    @app_commands.command()
    @app_commands.describe(question=_WHICH)
    @app_commands.autocomplete(question=question_choices)
    async def reopen(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Open a question again that was closed."""
        found = await chosen(interaction, question)
        await acts.reopen(interaction, found.number)

    @app_commands.command()
    @app_commands.describe(of="The question that was there before", question=_WHICH)
    @app_commands.autocomplete(of=question_choices, question=question_choices)
    async def duplicate(
        self, interaction: NexusInteraction, of: str, question: str | None = None
    ) -> None:
        """Close a question that asks the same as another, and link the two."""
        found, original = await chosen(interaction, question), await chosen(interaction, of)
        await acts.close_as_duplicate(interaction, found.number, original.number)
