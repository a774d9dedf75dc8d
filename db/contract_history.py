"""What was changed in contracts, by whom: kept for its pair, and told to the partner."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract_news import Act, Change, net
from db import outbox, tables
from db.outbox import Post

NEWS = "contract news"  # the kind of the post that tells the partner
GATHERED = timedelta(minutes=5)
_LASTS = timedelta(days=7)  # later, the history has it


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a history, the newest first."""

    changes: Sequence[Change]
    at: int
    last: int
    count: int


async def note(
    session: AsyncSession,
    of: tables.Contract,
    actor_id: int,
    act: Act,
    subject: str,
    *,
    before: str,
    after: str,
    now: datetime,
) -> int:
    """Keep a change, to be told a little later together with those that follow; its id."""
    row = tables.ContractChange(
        guild_id=of.guild_id,
        pair_id=of.pair_id,
        actor_id=actor_id,
        act=act,
        subject=subject,
        before=before,
        after=after,
        changed_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def tell_due(session: AsyncSession, now: datetime) -> int:
    """Have told what was gathered for long enough; how many posts that makes.

    One for each who acted. A pair that has no thread is told once it has one again; one that has
    ended is told nothing.
    """
    row, pair = tables.ContractChange, tables.Pair
    found = await session.execute(
        select(row, pair.thread_id, pair.ended_at)
        .join(pair, pair.id == row.pair_id)
        .where(row.told_at.is_(None), or_(pair.thread_id.is_not(None), pair.ended_at.is_not(None)))
        .order_by(row.id)
    )
    gathered: defaultdict[tuple[int, int], list[tables.ContractChange]] = defaultdict(list)
    for change, thread_id, ended_at in found:
        if ended_at is not None:
            change.told_at = now
        elif thread_id is not None:
            gathered[thread_id, change.actor_id].append(change)
    told = 0
    for (thread_id, _), rows in gathered.items():
        if rows[0].changed_at <= now - GATHERED and not any(_is_undoable(one, now) for one in rows):
            told += await _tell(session, rows, thread_id, now)
    await session.flush()
    return told


def _is_undoable(row: tables.ContractChange, now: datetime) -> bool:
    """Whether it took an endpoint out just now; what is undone shall not have been told."""
    is_removal = row.act == Act.OPERATION and not row.after
    return is_removal and row.changed_at > now - GATHERED


async def _tell(
    session: AsyncSession, rows: Sequence[tables.ContractChange], thread_id: int, now: datetime
) -> bool:
    for one in rows:
        one.told_at = now
    if not net([as_change(one) for one in rows]):
        return False
    first, last = rows[0], rows[-1]
    return await outbox.enqueue(
        session,
        first.guild_id,
        thread_id,
        kind=NEWS,
        dedupe_key=f"{NEWS}:{first.pair_id}:{first.actor_id}:{last.id}:{thread_id}",
        payload={
            "id": first.pair_id,
            "actor": first.actor_id,
            "first": first.id,
            "last": last.id,
        },
        due_at=now,
        expires_at=now + _LASTS,
    )


async def told(
    session: AsyncSession, guild_id: int, pair_id: int, actor_id: int, *, first: int, last: int
) -> Sequence[Change]:
    """What one post tells: the member's changes from the first to the last of these."""
    row = tables.ContractChange
    found = await session.scalars(
        select(row)
        .where(
            row.guild_id == guild_id,
            row.pair_id == pair_id,
            row.actor_id == actor_id,
            row.id.between(first, last),
        )
        .order_by(row.id)
    )
    return net([as_change(one) for one in found])


async def untold(session: AsyncSession, post: Post) -> None:
    """Its thread is gone, and nobody heard: it is told once the pair has another."""
    row, said = tables.ContractChange, post.payload
    await session.execute(
        update(row)
        .where(
            row.guild_id == post.guild_id,
            row.pair_id == said["id"],
            row.actor_id == said["actor"],
            row.id.between(said["first"], said["last"]),
        )
        .values(told_at=None)
    )


async def page(session: AsyncSession, guild_id: int, pair_id: int, *, at: int, size: int) -> Page:
    """A page of all that was ever changed; the last one, where there are not so many."""
    row = tables.ContractChange
    mine = (row.guild_id == guild_id, row.pair_id == pair_id)
    count = await session.scalar(select(func.count()).where(*mine)) or 0
    last = max(count - 1, 0) // size
    at = min(at, last)
    found = await session.scalars(
        select(row).where(*mine).order_by(row.id.desc()).limit(size).offset(at * size)
    )
    return Page([as_change(one) for one in found], at, last, count)


def as_change(row: tables.ContractChange) -> Change:
    return Change(
        row.id, row.actor_id, Act(row.act), row.subject, row.before, row.after, row.changed_at
    )
