"""What a command and a button both look up: the cards that they show, as things stand now."""

import discord

from bot.client import NexusInteraction
from bot.domain.recurrence import Rule
from bot.places import guild_of
from cogs.study import acting
from cogs.study.finding import render
from cogs.study.finding.render import Reader
from db import guilds, series, session_lists, study
from db.session_lists import Which


async def list_card(interaction: NexusInteraction, which: Which, at: int) -> discord.ui.LayoutView:
    bot, guild_id, user_id = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        page = await session_lists.page(session, guild_id, user_id, which, at=at, now=bot.now())
    return render.list_card(page, which, user_id, bot.mention)


async def shown_card(interaction: NexusInteraction, number: int) -> discord.ui.LayoutView:
    """The guild's session `number`, and what the caller may do with it."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        posted = await study.by_number(session, guild_id, number)
        rule = await series.rule(session, posted.series_id)
    reader = Reader(interaction.user.id, may_tend=acting.may_tend(interaction, settings, posted))
    return render.shown_card(posted, Rule.parse(rule) if rule else None, reader, bot.now())
