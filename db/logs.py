"""Learning logs: what members keep of what they learned, did or plan; each is theirs alone."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import log
from bot.domain.errors import Refusal
from bot.domain.log import Dated, Entry, LogKind, Made, Source, Words
from db import log_posts, members, tables
from db.tables import LogEntry

NO_ENTRY = "There is no such entry in your log. `/log list` shows what there is."
# More in a day is nobody's day.
MOST_A_DAY = 100
_DAY = timedelta(days=1)


async def today(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> date:
    """Which day it is on the member's own clocks."""
    return log.today(await members.zone(session, guild_id, user_id), now)


async def write(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    words: Words,
    *,
    day: str,
    now: datetime,
    made: Made | None = None,
) -> Entry:
    """Add what a member typed, with the day as they typed it."""
    dated = log.dated(day, await today(session, guild_id, user_id, now))
    return await put(session, guild_id, user_id, words, dated, now=now, made=made)


async def put(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    words: Words,
    dated: Dated,
    *,
    now: datetime,
    made: Made | None = None,
) -> Entry:
    """Add what a member wants in their log: once of each thing, and not without end."""
    if made and await made_of(session, guild_id, user_id, made.source, made.id):
        raise Refusal("That is in your log already. `/log list` shows it.")
    lately = await session.scalar(
        select(func.count(LogEntry.id)).where(
            *_own(guild_id, user_id), LogEntry.added_at > now - _DAY
        )
    )
    if (lately or 0) >= MOST_A_DAY:
        raise Refusal(
            f"You have added {MOST_A_DAY} entries in a day, the most that I take. Add this one"
            " tomorrow: an entry may be dated back."
        )
    await log_posts.redraw_streak(session, guild_id, user_id, now)
    return await add(
        session, guild_id, user_id, words, day=dated.day, is_late=dated.is_late, now=now, made=made
    )


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
            *_own(guild_id, user_id), LogEntry.source == source, LogEntry.source_id == source_id
        )
    )


async def find(session: AsyncSession, guild_id: int, user_id: int, entry_id: int) -> Entry:
    """The member's own entry, or a Refusal."""
    return view(await row(session, guild_id, user_id, entry_id))


async def row(session: AsyncSession, guild_id: int, user_id: int, entry_id: int) -> LogEntry:
    found = await session.get(LogEntry, entry_id)
    if found is None or (found.guild_id, found.user_id) != (guild_id, user_id):
        raise Refusal(NO_ENTRY)
    return found


async def by_id(session: AsyncSession, guild_id: int, entry_id: int) -> Entry | None:
    """Anybody's, as its card needs it."""
    found = await session.get(LogEntry, entry_id)
    return view(found) if found is not None and found.guild_id == guild_id else None


async def edit(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    entry_id: int,
    words: Words,
    *,
    day: str,
    now: datetime,
) -> Entry:
    """Change what an entry says, and of which day it is: of one up to a week before it was added.

    Its kind stays. The days count from the one on which it was added, so that an old entry can be
    corrected, and none becomes newer than it is.
    """
    found = await row(session, guild_id, user_id, entry_id)
    if (day.strip() or f"{found.day}") != f"{found.day}":
        zone = await members.zone(session, guild_id, user_id)
        dated = log.dated(day, log.today(zone, found.added_at))
        found.day, found.is_late = dated.day, dated.is_late
    found.title, found.text, found.solution = words.title, words.text, words.solution
    found.edited_at = now
    await session.flush()
    await log_posts.redraw(session, guild_id, entry_id, now)
    await log_posts.redraw_streak(session, guild_id, user_id, now)
    return view(found)


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
    found = select(LogEntry).where(*_own(guild_id, user_id))
    if first:
        found = found.where(LogEntry.day >= first)
    if last:
        found = found.where(LogEntry.day <= last)
    if kinds:
        found = found.where(LogEntry.kind.in_(kinds))
    rows = await session.scalars(found.order_by(LogEntry.day, LogEntry.id))
    return [view(row) for row in rows]


def _own(guild_id: int, user_id: int) -> tuple[ColumnElement[bool], ...]:
    return LogEntry.guild_id == guild_id, LogEntry.user_id == user_id


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
