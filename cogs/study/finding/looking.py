"""What a command and a button both look up: the cards that they show, as things stand now."""

import discord

from bot.client import NexusInteraction
from bot.domain import calendars
from bot.domain.errors import Refusal
from bot.door import TextFile
from bot.places import guild_of
from cogs.study import acting
from cogs.study.finding import files, render
from cogs.study.finding.render import Reader
from db import guilds, series, session_lists, study
from db.session_lists import Which
from db.study import Posted


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
        reader_id = None if acting.manages(interaction, settings) else interaction.user.id
        posted = await study.by_number(session, guild_id, number, reader_id=reader_id)
        repeating = await series.by_id(session, posted.series_id)
    reader = Reader(interaction.user.id, may_tend=acting.may_tend(interaction, settings, posted))
    return render.shown_card(posted, repeating.rule if repeating else None, reader, bot.now())


async def calendar_of(interaction: NexusInteraction, posted: Posted) -> tuple[str, TextFile]:
    """A session, with all of its series, as a calendar file."""
    bot, guild = interaction.client, guild_of(interaction)
    if posted.is_held:
        raise Refusal(render.NOT_YET)
    async with bot.db.read() as session:
        repeating = await series.by_id(session, posted.series_id)
        of = await series.all_of(session, guild.id, repeating.id) if repeating else ()
    name = _channel_name(guild)
    made = [files.series(repeating, of, name)] if repeating else []
    alone = [one for one in of if one.slot and one.slot < made[0].first] if made else [posted]
    entries = [files.entry(one, name) for one in alone]
    text = calendars.calendar(posted.topic, entries, made, bot.now())
    return render.calendar_words(1, is_series=repeating is not None), TextFile(
        calendars.file_name(posted.topic), text
    )


async def my_calendar(interaction: NexusInteraction) -> tuple[str, TextFile]:
    """All that the caller goes to or hosts, as a calendar file; a Refusal where that is nothing."""
    bot, guild, user_id = interaction.client, guild_of(interaction), interaction.user.id
    async with bot.db.read() as session:
        mine = await session_lists.mine(session, guild.id, user_id, bot.now())
    if not mine:
        raise Refusal(render.no_calendar(bot.mention("session list")))
    name = _channel_name(guild)
    entries = [files.entry(one, name) for one in mine]
    text = calendars.calendar(f"Study sessions, {guild.name}", entries, [], bot.now())
    return render.calendar_words(len(mine), is_series=False), TextFile(
        calendars.file_name("my sessions"), text
    )


def _channel_name(guild: discord.Guild) -> files.Place:
    def name(channel_id: int) -> str | None:
        channel = guild.get_channel(channel_id)
        return channel.name if channel else None

    return name
