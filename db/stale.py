"""Cards that show less than what is true, until they are redrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import StaleCard

# A card that Discord would not redraw for so long is left as it is.
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Stale:
    """A card by its `kind` and the `key` of what it shows; `version` tells of later changes."""

    id: int
    guild_id: int
    kind: str
    key: int
    version: int
    attempts: int


async def mark(session: AsyncSession, guild_id: int, kind: str, key: int, now: datetime) -> None:
    """Have a card redrawn: what it shows has changed in this transaction."""
    values = {
        "guild_id": guild_id,
        "kind": kind,
        "key": key,
        "version": 1,
        "due_at": now,
        "marked_at": now,
        "attempts": 0,
    }
    changed = {
        "version": StaleCard.version + 1,
        "due_at": now,
        "marked_at": now,
        "attempts": 0,
        "archived_in": None,
    }
    await session.execute(
        insert(StaleCard)
        .values(values)
        .on_conflict_do_update(index_elements=["guild_id", "kind", "key"], set_=changed)
    )


async def due(
    session: AsyncSession, now: datetime, *, limit: int, guild_id: int | None = None
) -> Sequence[Stale]:
    """What may be redrawn now, in a guild or in all, the longest due first."""
    among = () if guild_id is None else (StaleCard.guild_id == guild_id,)
    found = await session.scalars(
        select(StaleCard)
        .where(*among, StaleCard.archived_in.is_(None), StaleCard.due_at <= now)
        .order_by(StaleCard.due_at, StaleCard.id)
        .limit(limit)
    )
    return [
        Stale(one.id, one.guild_id, one.kind, one.key, one.version, one.attempts) for one in found
    ]


async def redrawn(session: AsyncSession, card: Stale) -> None:
    """It shows what is true, unless that has changed since, or never will."""
    await session.execute(delete(StaleCard).where(*_is(card)))


async def put_off(session: AsyncSession, card: Stale, until: datetime) -> None:
    await session.execute(
        update(StaleCard).where(*_is(card)).values(due_at=until, attempts=card.attempts + 1)
    )


async def archived(session: AsyncSession, card: Stale, thread_id: int) -> None:
    """Its thread is archived, and refuses: it waits until somebody opens that again."""
    await session.execute(update(StaleCard).where(*_is(card)).values(archived_in=thread_id))


async def reopened(session: AsyncSession, guild_id: int, thread_id: int, now: datetime) -> None:
    await session.execute(
        update(StaleCard)
        .where(StaleCard.guild_id == guild_id, StaleCard.archived_in == thread_id)
        .values(archived_in=None, due_at=now)
    )


async def waits_for(session: AsyncSession, guild_id: int, thread_id: int) -> bool:
    """Whether any card is to be redrawn once this thread is open again."""
    found = await session.scalar(
        select(StaleCard.id)
        .where(StaleCard.guild_id == guild_id, StaleCard.archived_in == thread_id)
        .limit(1)
    )
    return found is not None


async def waited_for(session: AsyncSession, guild_id: int) -> set[int]:
    """The guild's threads whose cards are to be redrawn once they are open again."""
    found = await session.scalars(
        select(StaleCard.archived_in)
        .where(StaleCard.guild_id == guild_id, StaleCard.archived_in.is_not(None))
        .distinct()
    )
    return {one for one in found if one is not None}


async def forget(session: AsyncSession, now: datetime) -> None:
    """Give up what could not be redrawn for too long."""
    await session.execute(delete(StaleCard).where(StaleCard.marked_at < now - LASTS))


def _is(card: Stale) -> Sequence[ColumnElement[bool]]:
    return StaleCard.id == card.id, StaleCard.version == card.version
