"""What a member does with an entry that is there: share it, take it back, remove it, undo that."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.log import Entry, Source
from db import log_posts, logs
from db.tables import LogEntry, LogRemoval

UNDO = timedelta(minutes=5)
# Whoever comes too late is told so for a while.
KEPT = timedelta(hours=1)
# Everybody reads the channel; whoever learned more keeps the rest for another day.
MOST_SHARED = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Removed:
    id: int
    entry: Entry
    undo_until: datetime


async def share(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    entry_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> Entry:
    """Show an entry to the cohort; to share it again changes nothing."""
    row = await logs.row(session, guild_id, user_id, entry_id)
    if row.shared_at is None:
        lately = await session.scalar(
            select(func.count(LogEntry.id)).where(
                LogEntry.guild_id == guild_id,
                LogEntry.user_id == user_id,
                LogEntry.shared_at > now - _DAY,
            )
        )
        if (lately or 0) >= MOST_SHARED:
            raise Refusal(
                f"You have shared {MOST_SHARED} entries since this time yesterday. Share this one"
                " tomorrow: it stays in your log until then."
            )
        row.shared_at = now
        await log_posts.queue(session, guild_id, user_id, entry_id, channel_id=channel_id, now=now)
    return logs.view(row)


async def take_back(
    session: AsyncSession, guild_id: int, user_id: int, entry_id: int, now: datetime
) -> Entry:
    """Keep it to oneself again: its card is emptied."""
    row = await logs.row(session, guild_id, user_id, entry_id)
    row.shared_at = None
    await log_posts.redraw(session, guild_id, entry_id, now)
    return logs.view(row)


async def remove(
    session: AsyncSession, guild_id: int, user_id: int, entry_id: int, now: datetime
) -> Removed:
    row = await logs.row(session, guild_id, user_id, entry_id)
    entry = logs.view(row)
    kept = LogRemoval(guild_id=guild_id, user_id=user_id, kept=_packed(row), removed_at=now)
    session.add(kept)
    await session.delete(row)
    await session.flush()
    await log_posts.redraw(session, guild_id, entry_id, now)
    await log_posts.redraw_streak(session, guild_id, user_id, now)
    return Removed(kept.id, entry, now + UNDO)


async def undo(
    session: AsyncSession, guild_id: int, user_id: int, removal_id: int, now: datetime
) -> Entry:
    """Put an entry back as it was, and shared if it was; as long as there is time."""
    kept = await session.get(LogRemoval, removal_id)
    if kept is None or (kept.guild_id, kept.user_id) != (guild_id, user_id):
        raise Refusal(logs.NO_ENTRY)
    if now > kept.removed_at + UNDO:
        raise Refusal("That was removed over five minutes ago, and is gone for good.")
    row = _unpacked(kept.kept)
    if row.source is not None and row.source_id is not None:
        source, source_id = Source(row.source), row.source_id
        if await logs.made_of(session, guild_id, user_id, source, source_id):
            raise Refusal("You have added that again meanwhile: `/log list` shows it.")
    session.add(row)
    await session.delete(kept)
    await session.flush()
    await log_posts.redraw(session, guild_id, row.id, now)
    await log_posts.redraw_streak(session, guild_id, user_id, now)
    return logs.view(row)


async def forget(session: AsyncSession, now: datetime) -> None:
    """Drop for good what was removed, and can't be put back any more."""
    await session.execute(delete(LogRemoval).where(LogRemoval.removed_at < now - KEPT))


def _packed(row: LogEntry) -> str:
    values = {one.key: getattr(row, one.key) for one in inspect(LogEntry).columns}
    return json.dumps(values, default=_iso, ensure_ascii=False)


def _iso(one: date) -> str:
    return one.isoformat()


def _unpacked(kept: str) -> LogEntry:
    values: dict[str, Any] = json.loads(kept)
    for name, value in values.items():
        if value is not None and name.endswith("_at"):
            values[name] = datetime.fromisoformat(value)
    values["day"] = date.fromisoformat(values["day"])
    return LogEntry(**values)
