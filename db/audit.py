"""What moderators did, to what, when and why: one line for each act, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.record import REASON_LIMIT, Kind
from bot.domain.text import fit
from db.tables import AuditEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """`act` and `subject` read as one: "moved", "session", 5; `reason` is empty without one."""

    actor_id: int
    kind: Kind
    act: str
    subject: str
    number: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of a guild's lines are meant: whose, about which feature, from when and until when."""

    actor_id: int | None = None
    kind: Kind | None = None
    since: datetime | None = None
    until: datetime | None = None


ALL = Filter()


async def note(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    *,
    kind: Kind,
    act: str,
    subject: str,
    number: int | None = None,
    reason: str = "",
    now: datetime,
) -> None:
    """Leave a line, in the transaction of the act itself."""
    session.add(
        AuditEntry(
            guild_id=guild_id,
            actor_id=actor_id,
            kind=kind,
            act=act,
            subject=subject,
            subject_number=number,
            reason=fit(reason, REASON_LIMIT),
            acted_at=now,
        )
    )
    await session.flush()


async def recent(
    session: AsyncSession, guild_id: int, which: Filter = ALL, *, limit: int, skip: int = 0
) -> Sequence[Entry]:
    """The guild's lines that are meant, the newest first."""
    # Columns and no objects: a file has thousands of them.
    rows = await session.execute(
        select(
            AuditEntry.actor_id,
            AuditEntry.kind,
            AuditEntry.act,
            AuditEntry.subject,
            AuditEntry.subject_number,
            AuditEntry.reason,
            AuditEntry.acted_at,
        )
        .where(*_meant(guild_id, which))
        .order_by(AuditEntry.acted_at.desc(), AuditEntry.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [
        Entry(actor_id, Kind(kind), act, subject, number, reason, at)
        for actor_id, kind, act, subject, number, reason, at in rows
    ]


async def count(session: AsyncSession, guild_id: int, which: Filter = ALL) -> int:
    found = select(func.count()).select_from(AuditEntry).where(*_meant(guild_id, which))
    return await session.scalar(found) or 0


def _meant(guild_id: int, which: Filter) -> list[ColumnElement[bool]]:
    meant = [AuditEntry.guild_id == guild_id]
    if which.actor_id is not None:
        meant.append(AuditEntry.actor_id == which.actor_id)
    if which.kind is not None:
        meant.append(AuditEntry.kind == which.kind)
    if which.since is not None:
        meant.append(AuditEntry.acted_at >= which.since)
    if which.until is not None:
        meant.append(AuditEntry.acted_at < which.until)
    return meant
