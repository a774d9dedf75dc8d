"""How those who come are reminded: what is due is queued here, and drawn as things stand then."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot import notices, presence
from bot.client import Nexus
from bot.domain.reminders import Offset
from bot.jobs import TICK
from bot.kinds import Kind, Message
from cogs.study.reminding import render
from db import guilds, outbox, session_clock, session_posts, study
from db.session_clock import Due
from db.study import Posted, Stage

log = logging.getLogger(__name__)

REMIND = "study:remind"


def start(bot: Nexus) -> None:
    async def chore() -> None:
        await remind(bot)

    bot.delivery.learn(KINDS)
    bot.jobs.every(TICK, chore, name=REMIND)


def stop(bot: Nexus) -> None:
    bot.jobs.drop(REMIND)
    bot.delivery.unlearn(KINDS)


async def remind(bot: Nexus) -> None:
    """Queue the reminders that are due; before a session's first one, see if its host is there."""
    if not bot.is_ready():
        return
    async with bot.db.read() as session:
        due = await session_clock.due(session, bot.now())
    looks = await asyncio.gather(*(_has_left(bot, one) for one in due))
    for one, has_left in zip(due, looks, strict=True):
        try:
            await _remind_of(bot, one, has_left=has_left)
        except Exception:
            log.exception("session %s could not be reminded of; it is tried again", one.id)


async def _remind_of(bot: Nexus, due: Due, *, has_left: bool) -> None:
    told_in = await _moderators(bot, due.guild_id) if has_left else None
    now = bot.now()
    async with bot.db.begin() as session:
        is_news = has_left and await session_clock.lose_host(
            session, due.guild_id, due.id, due.host_id, now
        )
        if is_news and told_in:
            notice = notices.hostless_row(due.id, due.host_id, now)
            await outbox.enqueue(session, due.guild_id, told_in.id, **notice)
        await session_clock.claim(session, due.guild_id, due.id, now)
    if is_news:
        log.warning("session %s has lost its host", due.id)


async def _moderators(bot: Nexus, guild_id: int) -> discord.TextChannel | None:
    guild = bot.get_guild(guild_id)
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
    return notices.place(guild, settings) if guild else None


async def _has_left(bot: Nexus, due: Due) -> bool:
    guild = bot.get_guild(due.guild_id)
    if not due.is_host_unsure or guild is None or guild.unavailable:
        return False
    return await presence.has_left(guild, due.host_id)


async def draw_reminder(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    async with bot.db.read() as session:
        posted = await study.by_id(session, guild.id, payload["id"])
    offset = Offset(payload["offset"])
    if posted is None or posted.stage is not Stage.OPEN or offset not in posted.plan.reminders:
        return None
    if posted.starts_at.isoformat() != payload["starts_at"]:
        return None  # it was moved: of its new time it is reminded anew
    people = [one for one in payload["people"] if _is_concerned(posted, offset, one)]
    if not people and (payload["people"] or not posted.going):
        return None
    return Message(render.reminder_card(posted, offset, people, late), people)


def _is_concerned(posted: Posted, offset: Offset, user_id: int) -> bool:
    match offset:
        case Offset.DAY:
            return user_id in posted.going
        case Offset.HOUR:
            return user_id in posted.going or user_id in posted.maybe
        case Offset.START:
            return user_id in posted.going or (bool(posted.going) and user_id == posted.host_id)


KINDS = {
    session_clock.REMINDER: Kind(
        draw_reminder, resend_when_unsure=True, gone=session_posts.elsewhere
    )
}
