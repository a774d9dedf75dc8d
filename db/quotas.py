"""How many coming sessions a member may host, and a guild may have; a series counts as one.

Those of pairs are not counted.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import guilds, session_readers
from db.guilds import Settings
from db.study import Stage
from db.tables import StudySession

# Where moderators have said nothing of it.
PER_MEMBER, PER_GUILD = 10, 100


async def check(session: AsyncSession, guild_id: int, host_id: int, now: datetime) -> None:
    """Refuse one more session where a member, or all together, have as many as they may."""
    settings = await guilds.settings(session, guild_id)
    mine = await _open_count(session, guild_id, now, StudySession.host_id == host_id)
    most = per_member(settings)
    if mine >= most:
        raise Refusal(
            f"You host {mine} coming sessions already, and {most} is the most here."
            " Cancel one with `/session cancel`, or plan this one later."
        )
    every = await _open_count(session, guild_id, now)
    if every >= per_guild(settings):
        raise Refusal(
            f"There are {every} coming sessions here already, the most that moderators allow."
            " Join one of them (`/session list`), or plan this one later."
        )


def per_member(settings: Settings) -> int:
    return PER_MEMBER if settings.sessions_per_member is None else settings.sessions_per_member


def per_guild(settings: Settings) -> int:
    return PER_GUILD if settings.sessions_per_guild is None else settings.sessions_per_guild


async def _open_count(session: AsyncSession, guild_id: int, now: datetime, *which: Any) -> int:
    one_each = func.coalesce(-StudySession.series_id, StudySession.id)
    count = await session.scalar(
        select(func.count(func.distinct(one_each))).where(
            StudySession.guild_id == guild_id,
            StudySession.stage.in_((Stage.OPEN, Stage.HELD)),
            StudySession.starts_at > now,
            session_readers.IS_FOR_ALL,
            *which,
        )
    )
    return count or 0
