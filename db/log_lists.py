"""Lists of a member's own log: page by page, and what they may mean by a few letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.log import Entry, LogKind
from db import logs
from db.tables import LogEntry

# Two rows each: so many fit on a phone's screen.
PAGE = 4


@dataclass(frozen=True, slots=True)
class Page:
    """Page `at` of a list, from 0 to `last`; `count` entries are in it, of `kind` or of all.

    `counts` are those of each kind that there is any of.
    """

    shown: Sequence[Entry]
    kind: LogKind | None
    at: int
    last: int
    counts: Mapping[LogKind, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values()) if self.kind is None else self.counts.get(self.kind, 0)


async def page(
    session: AsyncSession, guild_id: int, user_id: int, *, kind: LogKind | None = None, at: int = 0
) -> Page:
    """The newest first."""
    counted = await counts(session, guild_id, user_id)
    count = sum(counted.values()) if kind is None else counted.get(kind, 0)
    last = max(count - 1, 0) // PAGE
    at = min(max(at, 0), last)
    wanted = select(LogEntry).where(LogEntry.guild_id == guild_id, LogEntry.user_id == user_id)
    if kind is not None:
        wanted = wanted.where(LogEntry.kind == kind)
    rows = await session.scalars(
        wanted.order_by(LogEntry.day.desc(), LogEntry.id.desc()).offset(at * PAGE).limit(PAGE)
    )
    return Page([logs.view(one) for one in rows], kind, at, last, counted)


async def counts(session: AsyncSession, guild_id: int, user_id: int) -> dict[LogKind, int]:
    """How many entries a member has, kind by kind."""
    found = await session.execute(
        select(LogEntry.kind, func.count(LogEntry.id))
        .where(LogEntry.guild_id == guild_id, LogEntry.user_id == user_id)
        .group_by(LogEntry.kind)
    )
    counted = {LogKind(kind): count for kind, count in found}
    return {kind: counted[kind] for kind in LogKind if kind in counted}


async def suggest(
    session: AsyncSession, guild_id: int, user_id: int, typed: str, limit: int
) -> list[Entry]:
    """The newest of the member's entries in whose title or kind `typed` stands."""
    rows = await session.scalars(
        select(LogEntry)
        .where(
            LogEntry.guild_id == guild_id,
            LogEntry.user_id == user_id,
            LogEntry.title.icontains(typed, autoescape=True),
        )
        .order_by(LogEntry.day.desc(), LogEntry.id.desc())
        .limit(limit)
    )
    return [logs.view(one) for one in rows]
