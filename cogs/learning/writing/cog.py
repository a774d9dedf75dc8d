"""/log add, edit and remove; and *Save to my log*, in the menu of a message."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.replies import OPENS_FORM, ask, whisper
from cogs.learning import choices
from cogs.learning.writing import acts, forms, saving

_WHICH = "A part of its title"


class Writing(commands.Cog):
    """Some of the verbs of /log."""

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(kind="What it is; without it, you see what could be added by a tap")
    @app_commands.choices(kind=choices.KINDS)
    async def add(self, interaction: NexusInteraction, kind: str | None = None) -> None:
        """Add what you learned, did or plan; a form opens for it."""
        if kind is None:
            await whisper(interaction, await acts.choose_card(interaction))
        else:
            await ask(interaction, forms.add_form(choices.kind(kind)))

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(entry=_WHICH)
    @app_commands.autocomplete(entry=choices.entry_choices)
    async def edit(self, interaction: NexusInteraction, entry: str) -> None:
        """Change an entry of your log; a form opens for it."""
        await ask(interaction, await acts.edit_form(interaction, choices.chosen(entry)))

    @app_commands.command()
    @app_commands.describe(entry=_WHICH)
    @app_commands.autocomplete(entry=choices.entry_choices)
    async def remove(self, interaction: NexusInteraction, entry: str) -> None:
        """Take an entry out of your log; for five minutes you can undo that."""
        await whisper(interaction, await acts.remove(interaction, choices.chosen(entry)))
        await saving.redraw(interaction)


@app_commands.context_menu(name="Save to my log", extras=OPENS_FORM)
async def save_to_my_log(interaction: NexusInteraction, message: discord.Message) -> None:
    """Keep what a message says in your learning log; a form opens."""
    await ask(interaction, await saving.form(interaction, message))
