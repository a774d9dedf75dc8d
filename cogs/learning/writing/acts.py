"""What commands and buttons both do to entries of the log."""

import discord

from bot.client import NexusInteraction
from bot.domain.log import Entry
from bot.places import guild_of
from bot.replies import whisper
from cogs.learning.render import entry_card
from cogs.learning.writing import forms, render
from db import log_acts, log_offers, log_streaks, logs

OFFERED = 3


async def choose_card(interaction: NexusInteraction) -> discord.ui.LayoutView:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        offers = await log_offers.offers(session, guild_id, me, bot.now())
    return render.choose_card(offers[:OFFERED])


async def edit_form(interaction: NexusInteraction, entry_id: int) -> discord.ui.Modal:
    async with interaction.client.db.read() as session:
        entry = await logs.find(session, guild_of(interaction).id, interaction.user.id, entry_id)
    return forms.edit_form(entry)


async def remove(interaction: NexusInteraction, entry_id: int) -> discord.ui.LayoutView:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        removed = await log_acts.remove(session, guild_id, interaction.user.id, entry_id, bot.now())
    return render.removed_card(removed)


async def added_card(interaction: NexusInteraction, entry: Entry) -> discord.ui.LayoutView:
    """The card of an entry that was added just now."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        found = await log_streaks.standing(session, guild_id, interaction.user.id, bot.now())
    return entry_card(entry, render.added(entry, found.streak.current))


async def tell_added(interaction: NexusInteraction, entry: Entry) -> None:
    await whisper(interaction, await added_card(interaction, entry))
    await interaction.client.redraws.redraw_now(guild_of(interaction).id)
