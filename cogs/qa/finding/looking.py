"""What a command and a button both look up: the cards that they show, as things stand now."""

import discord

from bot.client import NexusInteraction
from bot.domain import credit
from bot.places import guild_of, moderates
from cogs.qa.finding import render, shown
from cogs.qa.finding.sought import Sought
from db import acceptances, found, guilds, helpers
from db.found import Page


async def search(interaction: NexusInteraction, sought: Sought, at: int) -> Page:
    async with interaction.client.db.read() as session:
        return await found.search_for(
            session,
            guild_of(interaction).id,
            sought.words,
            topic=sought.topic,
            only_solved=sought.is_solved,
            at=at,
        )


async def shown_card(interaction: NexusInteraction, number: int, at: int) -> discord.ui.LayoutView:
    """The guild's question `number` with one of its answers, and what the caller may do."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        one = await found.show(session, guild_id, number, at=at)
        me, is_moderator = interaction.user.id, moderates(interaction, settings)
        undoable = await acceptances.undoable(
            session, one.question, me, is_moderator=is_moderator, now=bot.now()
        )
    return shown.shown_card(one, shown.Reader(me, is_moderator, undoable), bot.now())


async def mine_card(interaction: NexusInteraction, at: int) -> discord.ui.LayoutView:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        mine = await found.mine(session, guild_id, interaction.user.id, at=at)
    return render.mine_card(mine, bot.mention("qa ask"))


async def unanswered_card(interaction: NexusInteraction, at: int) -> discord.ui.LayoutView:
    bot, now = interaction.client, interaction.client.now()
    async with bot.db.read() as session:
        waiting = await found.unanswered(session, guild_of(interaction).id, now, at=at)
    return render.unanswered_card(waiting, now)


async def helpers_card(interaction: NexusInteraction, *, is_ever: bool) -> discord.ui.LayoutView:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        since = None if is_ever else credit.month_began(bot.now(), settings.zone or "UTC")
        ranking = await helpers.ranking(session, guild_id, since)
    return render.helpers_card(
        ranking, interaction.user.id, bot.mention("privacy optout"), is_ever=is_ever
    )
