"""The card of a member's streak, as it stands."""

import discord

from bot.client import NexusInteraction
from bot.places import guild_of
from cogs.learning.streaks import render
from db import log_streaks, members


async def streak_card(interaction: NexusInteraction, said: str = "") -> discord.ui.LayoutView:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        found = await log_streaks.standing(session, guild_id, me, bot.now())
        zone = await members.zone(session, guild_id, me)
    return render.streak_card(found, zone, bot.mention, said)
