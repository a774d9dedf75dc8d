"""How sessions reach Discord: their cards, the threads under them, and what is told there."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot import threads
from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose, find
from bot.redraws import Standing
from bot.verdicts import FAILURES, verdict
from cogs.study import render
from cogs.study.going import render as going
from db import guilds, rsvps, series, session_posts, study
from db.outbox import Post
from db.study import Posted, Stage

log = logging.getLogger(__name__)

# In a rush, one picture of a card serves all who press within this time.
PACE = timedelta(seconds=2)
# Younger ones are still on their way by the road that stored them.
PATIENCE = timedelta(minutes=1)


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says when it is
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.stage is not Stage.OPEN:
        return None
    # A pair's own is proposed to the others of it.
    ping = [one for one in posted.company if one != posted.host_id]
    return Message(render.session_card(posted), ping)


async def draw_seat(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    posted = await _posted(bot, guild.id, payload["id"])
    people = [one for one in payload["people"] if posted and one in posted.going]
    if posted is None or posted.stage is not Stage.OPEN or not people:
        return None
    return Message(going.seat_card(posted, people), people)


async def _card_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    posted = await _posted(bot, guild.id, key)
    if posted is None:
        return None
    return Standing(posted.channel_id, posted.message_id, render.session_card(posted))


async def _after_card(bot: Nexus, post: Post) -> None:
    await _open_thread_of(bot, post.guild_id, post.payload["id"])


KINDS = {
    session_posts.CARD: Kind(
        draw_card,
        resend_when_unsure=True,
        sent=session_posts.card_sent,
        then=_after_card,
        purpose=Purpose.SESSIONS,
    ),
    session_posts.OF_PAIR: Kind(
        draw_card,
        resend_when_unsure=True,
        sent=session_posts.card_sent,
        gone=session_posts.let_go,
    ),
    rsvps.PROMOTED: Kind(draw_seat, resend_when_unsure=True, gone=session_posts.elsewhere),
}
STANDING = {session_posts.CARD: _card_stands}


async def publish(bot: Nexus, posted: Posted) -> Posted:
    """Post the session's card now, if Discord will; returns how it stands."""
    await bot.delivery.send_now(session_posts.card_key(posted.id))
    async with bot.db.read() as session:
        return await study.by_number(session, posted.guild_id, posted.number)


async def finish(bot: Nexus) -> None:
    """Open the threads that Discord refused, or that a stop of the bot kept from being opened."""
    now = bot.now()
    async with bot.db.read() as session:
        waiting = await session_posts.without_thread(session, now, before=now - PATIENCE)
    for guild_id, session_id in waiting:
        await _open_thread_of(bot, guild_id, session_id)


async def repeat(bot: Nexus) -> None:
    """Make the sessions that series have ahead, and show each one's next."""
    async with bot.db.read() as session:
        running = await series.running(session)
    for guild_id, series_id in running:
        guild = bot.get_guild(guild_id)
        if guild is None or guild.unavailable:
            continue
        async with bot.db.read() as session:
            channel = find(guild, await guilds.settings(session, guild_id), Purpose.SESSIONS)
        async with bot.db.begin() as session:
            await series.extend(session, series_id, bot.now())
            await series.show_next(session, series_id, channel.id if channel else None, bot.now())


async def _open_thread_of(bot: Nexus, guild_id: int, session_id: int) -> None:
    posted = await _posted(bot, guild_id, session_id)
    if posted is None or posted.thread_id is not None or posted.stage is not Stage.OPEN:
        return
    if posted.channel_id is None or posted.message_id is None:
        return
    name = render.thread_name(posted)
    try:
        thread_id = await threads.open_under(
            bot, guild_id, posted.channel_id, posted.message_id, name
        )
    except FAILURES as error:
        log.warning("session %s has no thread yet: %s", posted.id, verdict(error))
        return
    async with bot.db.begin() as session:
        await session_posts.thread_opened(session, guild_id, posted.id, thread_id, bot.now())


async def _posted(bot: Nexus, guild_id: int, session_id: int) -> Posted | None:
    async with bot.db.read() as session:
        return await study.by_id(session, guild_id, session_id)
