"""The card of what a member did, as it stands."""

import discord

from bot.client import NexusInteraction
from bot.places import guild_of
from cogs.profile.deeds import render
from db import deeds, log_streaks


async def own_card(interaction: NexusInteraction, said: str = "") -> discord.ui.LayoutView:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        found = await deeds.of(session, guild_id, me, bot.now())
        shown = await deeds.shown(session, guild_id, me)
        streak = (await log_streaks.standing(session, guild_id, me, bot.now())).streak
    return render.own_card(found, streak, shown, said)
