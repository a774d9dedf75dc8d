"""What commands and buttons of reviews both do."""

import discord

from bot.client import NexusInteraction
from bot.places import guild_of, moderates
from bot.replies import whisper
from cogs.reviews import forms, render
from db import guilds, review_ends, review_lists, reviews


async def word_form(interaction: NexusInteraction, review_id: int) -> discord.ui.Modal:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        review = await reviews.finishable(session, guild_id, review_id, me, bot.now())
    return forms.word_form(review)


async def withdraw(interaction: NexusInteraction, review_id: int) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        review = await review_ends.withdraw(
            session,
            guild_id,
            review_id,
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.withdrawn(review))
    await bot.redraws.redraw_now(guild_id)


async def list_card(interaction: NexusInteraction, at: int) -> discord.ui.LayoutView:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        page = await review_lists.waiting(session, guild_id, me, bot.now(), at=at)
    return render.list_card(page, me, bot.now(), bot.mention)
