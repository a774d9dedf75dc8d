"""Lists of reviews: what waits, and what a member may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db import reviews
from db.reviews import Review, is_free, is_open
from db.tables import Review as Row

# Two rows each: so many fit on a phone's screen.
PAGE = 4


class Which(StrEnum):
    """What a member wants to do with one of these."""

    FINISH = "finish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Page:
    """Page `at` of a list, from 0 to `last`; `count` reviews are in it altogether."""

    shown: Sequence[Review]
    at: int
    last: int
    count: int


async def waiting(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime, *, at: int = 0
) -> Page:
    """What waits for a review, the longest first; a member's own, and what they have, on top."""
    is_theirs = or_(Row.asker_id == user_id, and_(Row.reviewer_id == user_id, ~is_free(now)))
    found = (is_open(guild_id), or_(is_theirs, is_free(now)))
    count = await session.scalar(select(func.count(Row.id)).where(*found)) or 0
    last = max(count - 1, 0) // PAGE
    at = min(max(at, 0), last)
    rows = await session.scalars(
        select(Row)
        .where(*found)
        .order_by(case((is_theirs, 0), else_=1), Row.waits_since, Row.id)
        .offset(at * PAGE)
        .limit(PAGE)
    )
    return Page([reviews.read(one) for one in rows], at, last, count)


async def suggest(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    typed: str,
    which: Which,
    *,
    is_moderator: bool,
    now: datetime,
    limit: int,
) -> Sequence[Review]:
    """What the member may finish, or withdraw, and `typed` is a part of; the oldest first."""
    words = or_(
        Row.link.contains(typed, autoescape=True), Row.look_at.contains(typed, autoescape=True)
    )
    rows = await session.scalars(
        select(Row)
        .where(is_open(guild_id), _may(which, user_id, now, is_moderator=is_moderator), words)
        .order_by(Row.asker_id != user_id, Row.waits_since, Row.id)
        .limit(limit)
    )
    return [reviews.read(one) for one in rows]


def _may(which: Which, user_id: int, now: datetime, *, is_moderator: bool) -> ColumnElement[bool]:
    if which is Which.FINISH:
        lapsed = and_(Row.lapsed_by_id == user_id, is_free(now))
        return or_(Row.reviewer_id == user_id, lapsed)
    return true() if is_moderator else Row.asker_id == user_id
