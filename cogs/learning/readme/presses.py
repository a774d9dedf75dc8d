"""What learners press on the cards of their README."""

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.readme import Part
from bot.domain.readme_meter import FORMS
from bot.places import guild_of
from bot.replies import ask, redraw
from bot.roads import STALE, Press, Roads
from cogs.learning.readme import acts, render
from cogs.learning.writing import forms
from db import readme_imports, readmes

roads = Roads("readme")


@roads("make")
async def make(interaction: NexusInteraction, press: Press) -> None:
    del press
    await acts.hand_out(interaction)


@roads("add", opens_form=True)
async def add(interaction: NexusInteraction, press: Press) -> None:
    """The form of what is missing: its entry goes into the log."""
    part = press.args[0] if press.args else press.choice()
    if part == Part.OVERVIEW:
        await ask(interaction, await _overview_form(interaction))
        return
    if part not in {one.value for one in FORMS}:
        raise Refusal(STALE)
    await ask(interaction, forms.add_form(FORMS[Part(part)]))


@roads("overview", opens_form=True)
async def overview(interaction: NexusInteraction, press: Press) -> None:
    del press
    await ask(interaction, await _overview_form(interaction))


async def _overview_form(interaction: NexusInteraction) -> discord.ui.Modal:
    async with interaction.client.db.read() as session:
        known = await readmes.overview(session, guild_of(interaction).id, interaction.user.id)
    return render.overview_form(known)


@roads("said")
async def said(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.acting(interaction) as session:
        await readmes.say_overview(
            session, press.guild_id, interaction.user.id, press.text("overview")
        )
    await acts.hand_out(interaction)


@roads("apply")
async def apply(interaction: NexusInteraction, press: Press) -> None:
    change = await acts.take(interaction, press.id())
    await redraw(interaction, render.applied_card(change))
    await interaction.client.redraws.redraw_now(press.guild_id)


@roads("drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.acting(interaction) as session:
        await readme_imports.drop(session, press.guild_id, interaction.user.id, press.id())
    await redraw(interaction, render.dropped_card())
