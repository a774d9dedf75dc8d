"""Learning logs: what members keep of what they learned, did or plan."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.log import Entry, LogKind, Made, Source, Words
from db import tables
from db.tables import LogEntry


async def add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    words: Words,
    *,
    day: date,
    now: datetime,
    is_late: bool = False,
    made: Made | None = None,
) -> Entry:
    row = LogEntry(
        guild_id=guild_id,
        user_id=user_id,
        kind=words.kind,
        title=words.title,
        text=words.text,
        solution=words.solution,
        day=day,
        is_late=is_late,
        added_at=now,
        source=made.source if made else None,
        source_id=made.id if made else None,
        answer_id=made.answer_id if made else None,
        helper_id=made.helper_id if made else None,
    )
    session.add(row)
    await session.flush()
    return view(row)


async def made_of(
    session: AsyncSession, guild_id: int, user_id: int, source: Source, source_id: int
) -> tables.LogEntry | None:
    """The entry that the member made of it, if they did."""
    return await session.scalar(
        select(LogEntry).where(
            LogEntry.guild_id == guild_id,
            LogEntry.user_id == user_id,
            LogEntry.source == source,
            LogEntry.source_id == source_id,
        )
    )


async def entries(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    first: date | None = None,
    last: date | None = None,
    kinds: Collection[LogKind] = (),
) -> list[Entry]:
    """The member's own, of those days and kinds or of all, by day and by when they were added."""
    found = select(LogEntry).where(LogEntry.guild_id == guild_id, LogEntry.user_id == user_id)
    if first:
        found = found.where(LogEntry.day >= first)
    if last:
        found = found.where(LogEntry.day <= last)
    if kinds:
        found = found.where(LogEntry.kind.in_(kinds))
    rows = await session.scalars(found.order_by(LogEntry.day, LogEntry.id))
    return [view(row) for row in rows]


def view(row: LogEntry) -> Entry:
    made = None
    if row.source is not None and row.source_id is not None:
        made = Made(Source(row.source), row.source_id, row.answer_id, row.helper_id)
    return Entry(
        id=row.id,
        user_id=row.user_id,
        words=Words(LogKind(row.kind), row.title, row.text, row.solution),
        day=row.day,
        is_late=row.is_late,
        added_at=row.added_at,
        edited_at=row.edited_at,
        shared_at=row.shared_at,
        made=made,
    )
