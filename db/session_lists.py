"""Lists of study sessions that are coming: all, a member's own, or those of the next days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.seats import Answer
from db import session_readers, study
from db.study import Posted, Stage
from db.tables import Rsvp, StudySession

PAGE = 3
_WEEK = timedelta(days=7)
_MOST = 200  # in a calendar file


class Which(StrEnum):
    """Of all that are coming: which are wanted."""

    ALL = "all"
    MINE = "mine"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, from the place `at` on; `count` of all."""

    shown: Sequence[Posted]
    at: int
    count: int


async def page(
    session: AsyncSession, guild_id: int, user_id: int, which: Which, *, at: int, now: datetime
) -> Page:
    """The sessions that are not over, the nearest first; one's own with those that are held."""
    found = _found(guild_id, user_id, which, now)
    count = await session.scalar(select(func.count()).select_from(StudySession).where(*found)) or 0
    first = max(0, min(at, count - 1)) // PAGE * PAGE
    rows = await session.scalars(
        select(StudySession)
        .where(*found)
        .order_by(StudySession.starts_at, StudySession.number)
        .offset(first)
        .limit(PAGE)
    )
    return Page(await study.all_as_posted(session, rows.all()), first, count)


async def mine(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime
) -> Sequence[Posted]:
    """All to come that a member hosts or did not say no to; those cancelled since as well."""
    rows = await session.scalars(
        select(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.starts_at > now,
            StudySession.stage.in_((Stage.OPEN, Stage.CANCELLED)),
            _is_mine(guild_id, user_id),
            session_readers.visible_to(user_id),
        )
        .order_by(StudySession.starts_at, StudySession.number)
        .limit(_MOST)
    )
    return await study.all_as_posted(session, rows.all())


def _is_mine(guild_id: int, user_id: int) -> ColumnElement[bool]:
    said = select(Rsvp.session_id).where(
        Rsvp.guild_id == guild_id, Rsvp.user_id == user_id, Rsvp.answer != Answer.CANT
    )
    return or_(StudySession.host_id == user_id, StudySession.id.in_(said))


def _found(
    guild_id: int, user_id: int, which: Which, now: datetime
) -> Sequence[ColumnElement[bool]]:
    coming: list[Any] = [
        StudySession.guild_id == guild_id,
        StudySession.starts_at > now,
        session_readers.visible_to(user_id),
    ]
    if which is not Which.MINE:
        week = [StudySession.starts_at <= now + _WEEK] if which is Which.WEEK else []
        return [*coming, StudySession.stage == Stage.OPEN, *week]
    return [
        *coming,
        StudySession.stage.in_((Stage.OPEN, Stage.HELD)),
        _is_mine(guild_id, user_id),
    ]
