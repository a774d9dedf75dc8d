"""Which sessions' events in the server's own list are to be looked after, and how those stand.

`event_retry_at` says when one is looked at next: whatever changes what it shows sets that to now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.mirror import Shown
from db import session_readers, study
from db.study import Posted, Stage
from db.tables import StudySession, table

# No session lasts so long.
_OVER = timedelta(days=1)

_sessions = table(StudySession)
_DUE = (
    select(_sessions)
    .where(
        _sessions.c.event_retry_at <= bindparam("now"),
        _sessions.c.number.is_not(None),
        _sessions.c.pair_id.is_(None),  # those of pairs are nobody else's
    )
    .order_by(_sessions.c.event_retry_at, _sessions.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A session, and what is noted of its event."""

    posted: Posted
    event_id: int | None
    shown: Shown
    due_at: datetime | None


async def due(session: AsyncSession, now: datetime, *, limit: int) -> Sequence[Mirrored]:
    """What is to be looked at now, the longest due first."""
    rows = await session.execute(_DUE, {"now": now, "most": limit})
    return await _mirrored(session, rows.all())


async def by_event(session: AsyncSession, guild_id: int, event_id: int) -> Mirrored | None:
    """The session whose event this is, if it is one's."""
    rows = await session.execute(
        select(_sessions).where(_sessions.c.guild_id == guild_id, _sessions.c.event_id == event_id)
    )
    return next(iter(await _mirrored(session, rows.all())), None)


async def note(
    session: AsyncSession,
    mirrored: Mirrored,
    *,
    event_id: int | None,
    shown: Shown,
    again_at: datetime | None,
) -> None:
    """Remember how its event stands, and when to look at it next.

    What has changed since it was read is looked at as soon as that wants it.
    """
    posted = mirrored.posted
    which = (StudySession.id == posted.id, StudySession.guild_id == posted.guild_id)
    unchanged = (
        StudySession.event_retry_at.is_not_distinct_from(mirrored.due_at),
        StudySession.sequence == posted.sequence,
        StudySession.message_id.is_not_distinct_from(posted.message_id),
        StudySession.thread_id.is_not_distinct_from(posted.thread_id),
    )
    await session.execute(
        update(StudySession).where(*which, *unchanged).values(event_retry_at=again_at)
    )
    await session.execute(
        update(StudySession).where(*which).values(event_id=event_id, event_shown=shown.text())
    )


async def look_at(session: AsyncSession, mirrored: Mirrored, now: datetime) -> None:
    """Its event is not what it has to be."""
    await _mark(session, now, StudySession.id == mirrored.posted.id)


async def look_again(session: AsyncSession, guild_id: int | None, now: datetime) -> None:
    """Anything may have happened to the events of a guild, or of all."""
    here = () if guild_id is None else (StudySession.guild_id == guild_id,)
    has_one = or_(StudySession.stage == Stage.OPEN, StudySession.event_id.is_not(None))
    await _mark(session, now, *here, StudySession.starts_at > now - _OVER, has_one)


async def try_again(session: AsyncSession, guild_id: int, now: datetime) -> None:
    """What Discord refused, it may take now."""
    await _mark(
        session,
        now,
        StudySession.guild_id == guild_id,
        StudySession.event_retry_at > now,
        ~StudySession.event_shown.endswith("/0"),  # tries: none of it was refused
    )


async def channel_changed(
    session: AsyncSession, guild_id: int, channel_id: int, *, is_gone: bool, now: datetime
) -> None:
    """A channel is called otherwise, or may be used otherwise; or the events in it went with it."""
    here = (StudySession.guild_id == guild_id, *_to_come(now))
    in_it = StudySession.voice_channel_id == channel_id
    if is_gone:  # nobody has deleted them by hand
        await session.execute(update(StudySession).where(*here, in_it).values(event_id=None))
    spoken_of = StudySession.channel_id == channel_id
    await _mark(session, now, *here, or_(in_it, spoken_of))


def _to_come(now: datetime) -> Sequence[ColumnElement[bool]]:
    return StudySession.stage == Stage.OPEN, StudySession.starts_at > now


async def _mark(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> None:
    await session.execute(
        update(StudySession).where(session_readers.IS_FOR_ALL, *which).values(event_retry_at=now)
    )


async def _mirrored(session: AsyncSession, rows: Sequence[Row[Any]]) -> list[Mirrored]:
    if not rows:
        return []
    posted = await study.all_as_posted(session, rows)
    return [
        Mirrored(one, row.event_id, Shown.parse(row.event_shown), row.event_retry_at)
        for one, row in zip(posted, rows, strict=True)
    ]
