"""What moderators did, to what, when and why: one line for each act, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import AuditEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """`act` and `subject` read as one: "moved", "session", 5; `reason` is empty without one."""

    actor_id: int
    act: str
    subject: str
    number: int | None
    reason: str
    at: datetime


async def note(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    *,
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
            act=act,
            subject=subject,
            subject_number=number,
            reason=reason,
            acted_at=now,
        )
    )
    await session.flush()


async def recent(
    session: AsyncSession, guild_id: int, *, limit: int, skip: int = 0
) -> Sequence[Entry]:
    """The guild's lines, the newest first."""
    rows = await session.scalars(
        select(AuditEntry)
        .where(AuditEntry.guild_id == guild_id)
        .order_by(AuditEntry.acted_at.desc(), AuditEntry.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [
        Entry(one.actor_id, one.act, one.subject, one.subject_number, one.reason, one.acted_at)
        for one in rows
    ]
