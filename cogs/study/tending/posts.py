"""How those who were coming hear that a session is moved, cancelled or has a new host."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.redraws import ThreadName
from cogs.study.render import thread_name
from cogs.study.tending import render
from db import session_acts, session_ends, session_moves, session_posts, study
from db.session_acts import Scope
from db.study import Posted, Stage


async def draw_moved(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says when the session is
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.stage is not Stage.OPEN:
        return None
    if posted.starts_at != datetime.fromisoformat(payload["to"]):
        return None  # it was moved again, and that is told as well
    coming = {*posted.going, *posted.maybe}
    people = [one for one in payload["people"] if one in coming]
    was = datetime.fromisoformat(payload["from"])
    return Message(render.moved_notice(posted, was, people), people) if people else None


async def draw_cancelled(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.cancelled is None:
        return None
    coming = {posted.host_id, *posted.going, *posted.maybe}
    people = [one for one in payload["people"] if one in coming]
    if not people:
        return None
    return Message(render.cancelled_notice(posted, posted.cancelled, people), people)


async def draw_handed_over(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.stage is not Stage.OPEN or [posted.host_id] != payload["people"]:
        return None
    notice = render.host_notice(posted, payload["by_id"], Scope(payload["scope"]), bot.mention)
    return Message(notice, [posted.host_id])


async def _thread_named(bot: Nexus, guild: discord.Guild, key: int) -> ThreadName | None:
    posted = await _posted(bot, guild.id, key)
    if posted is None or posted.thread_id is None:
        return None
    return ThreadName(posted.thread_id, thread_name(posted))


KINDS = {
    session_moves.MOVED: Kind(draw_moved, resend_when_unsure=True, gone=session_posts.elsewhere),
    session_ends.CANCELLED: Kind(
        draw_cancelled, resend_when_unsure=True, gone=session_posts.elsewhere
    ),
    session_acts.HANDED_OVER: Kind(
        draw_handed_over, resend_when_unsure=True, gone=session_posts.elsewhere
    ),
}
STANDING = {session_posts.NAME: _thread_named}


async def settle(bot: Nexus) -> None:
    """Take away what undoes a cancellation, once the time for that is over."""
    async with bot.db.begin() as session:
        await session_ends.settle(session, bot.now())


async def _posted(bot: Nexus, guild_id: int, session_id: int) -> Posted | None:
    async with bot.db.read() as session:
        return await study.by_id(session, guild_id, session_id)
