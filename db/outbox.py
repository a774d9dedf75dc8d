"""The outbox: every post that is due, from the transaction that wants it until its fate is known.

A row is claimed for a short while (its lease), tried, and then settled: sent, put off, or given up
with a reason. A process that dies in between loses nothing, for the lease ends by itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import Outbox, ParkedChannel, table

LEASE = timedelta(seconds=60)


# Asked ahead of every post: built once.
_BY_KEY = select(table(Outbox).c.id).where(table(Outbox).c.dedupe_key == bindparam("dedupe_key"))


class State(StrEnum):
    """Where a post stands; all but the first are final."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"  # Discord will never take it
    UNSURE = "unsure"  # it may have been sent, and nobody can look
    EXPIRED = "expired"  # its time was over before Discord took it
    MOOT = "moot"  # when its time came, there was nothing to say any more
    CLOSED = "closed"  # the member whom it was for takes no direct messages


@dataclass(frozen=True, slots=True)
class Post:
    """A claimed row. `unsure_since` is the first try that may have reached Discord, if any."""

    id: int
    guild_id: int
    channel_id: int
    kind: str
    payload: Mapping[str, Any]
    due_at: datetime
    expires_at: datetime
    attempts: int
    """How often it was tried before."""
    unsure_since: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord has it: as which message, and as which thread where its channel is a forum.

    `message_id` is None where it was deleted since.
    """

    message_id: int | None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A post that will not be sent, or of which nobody knows."""

    id: int
    guild_id: int
    channel_id: int
    kind: str
    state: State
    error: str | None


async def enqueue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    *,
    kind: str,
    dedupe_key: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    expires_at: datetime,
) -> bool:
    """Have a post sent once it is due; False, and nothing changed, where the key is known."""
    if await is_known(session, dedupe_key):
        return False
    session.add(
        Outbox(
            dedupe_key=dedupe_key,
            guild_id=guild_id,
            channel_id=channel_id,
            kind=kind,
            payload=as_json(payload),
            due_at=due_at,
            expires_at=expires_at,
            state=State.PENDING,
            attempts=0,
        )
    )
    await session.flush()
    return True


async def is_known(session: AsyncSession, dedupe_key: str) -> bool:
    """Whether there is such a post, whatever became of it."""
    return await session.scalar(_BY_KEY, {"dedupe_key": dedupe_key}) is not None


async def claim(
    session: AsyncSession, now: datetime, *, budget: int, keys: Sequence[str] | None = None
) -> list[Post]:
    """Lease at most `budget` rows that may be tried now, of all or of `keys`; longest due first."""
    parked = select(ParkedChannel.channel_id).where(ParkedChannel.parked_until > now)
    among = () if keys is None else (Outbox.dedupe_key.in_(keys),)
    in_time = (Outbox.due_at <= now, Outbox.expires_at > now, Outbox.channel_id.not_in(parked))
    return await _claim(session, now, budget, *among, *in_time)


async def leased(session: AsyncSession, now: datetime, keys: Sequence[str]) -> set[int]:
    """The ids of those among these rows that somebody is at."""
    which = (Outbox.dedupe_key.in_(keys), Outbox.state == State.PENDING, Outbox.lease_until > now)
    return {*await session.scalars(select(Outbox.id).where(*which))}


async def expire(session: AsyncSession, now: datetime) -> list[Lost]:
    """Give up what was not sent before its end; returned, so that it is not given up in silence.

    Of what Discord may have taken nobody can say that: it is for `claim_last_looks`.
    """
    found = await session.scalars(
        select(Outbox)
        .where(*_unleased(now), Outbox.expires_at <= now, Outbox.first_try_at.is_(None))
        .order_by(Outbox.id)
    )
    rows = found.all()
    for row in rows:
        row.state, row.settled_at, row.lease_until = State.EXPIRED, now, None
    await session.flush()
    return [as_lost(row) for row in rows]


async def claim_last_looks(session: AsyncSession, now: datetime, *, budget: int) -> list[Post]:
    """Lease what may have been posted before its end came: it is looked for, and not sent."""
    over = (Outbox.expires_at <= now, Outbox.first_try_at.is_not(None))
    return await _claim(session, now, budget, *over)


async def sent(session: AsyncSession, post: Post, message_id: int | None, now: datetime) -> bool:
    """Discord has it. A channel that takes a post is no longer parked.

    False, and nothing changed, where its fate was known already.
    """
    is_news = await _settle(session, post, State.SENT, now, message_id=message_id, last_error=None)
    channel = await session.get(ParkedChannel, post.channel_id)
    if channel is not None:
        await session.delete(channel)
    return is_news


async def give_up(session: AsyncSession, post: Post, state: State, why: str, now: datetime) -> None:
    """It stays unsent, for a reason that names nobody and quotes nobody."""
    await _settle(session, post, state, now, last_error=why)


async def put_off(
    session: AsyncSession, post: Post, why: str, *, until: datetime, is_unsure: bool
) -> None:
    """Try again later. `is_unsure` when Discord may have taken it without our hearing of it."""
    values: dict[str, Any] = {"lease_until": None, "retry_at": until, "last_error": why}
    if not is_unsure:
        values["first_try_at"] = post.unsure_since
    await session.execute(_of(post).values(**values))


async def move(session: AsyncSession, post: Post, channel_id: int) -> None:
    """Have it posted in another channel, where nothing was tried yet."""
    await session.execute(
        _of(post).values(channel_id=channel_id, lease_until=None, first_try_at=None)
    )


async def release(session: AsyncSession, post: Post) -> None:
    """Hand back a row that was claimed and not tried."""
    await session.execute(
        _of(post).values(lease_until=None, attempts=post.attempts, first_try_at=post.unsure_since)
    )


async def drop(session: AsyncSession, post: Post) -> None:
    """Forget that it was ever due: what it is about has it posted elsewhere, under any key."""
    await session.execute(delete(Outbox).where(Outbox.id == post.id))


async def unsend(session: AsyncSession, *dedupe_keys: str) -> None:
    """What was posted under these keys is gone from Discord: `enqueue` takes them again.

    The rows stay: another one under the number of a row, and so with its nonce, Discord would
    take for what is gone.
    """
    await session.execute(
        update(Outbox)
        .where(Outbox.dedupe_key.in_(dedupe_keys), Outbox.state != State.PENDING)
        .values(dedupe_key=Outbox.dedupe_key.concat(":gone:").concat(Outbox.id))
    )


async def forget(session: AsyncSession, before: datetime) -> None:
    """Drop the rows whose fate was known by then; what they were about knows it too."""
    await session.execute(
        delete(Outbox).where(Outbox.state != State.PENDING, Outbox.settled_at < before)
    )


async def _claim(
    session: AsyncSession, now: datetime, budget: int, *which: ColumnElement[bool]
) -> list[Post]:
    found = await session.scalars(
        select(Outbox)
        .where(*_unleased(now), or_(Outbox.retry_at.is_(None), Outbox.retry_at <= now), *which)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(budget)
        .with_for_update(skip_locked=True)  # SQLite has one writer, and reads over this
    )
    rows = found.all()
    posts = [_post(row) for row in rows]
    for row in rows:
        row.lease_until = now + LEASE
        row.attempts += 1
        row.first_try_at = row.first_try_at or now
    await session.flush()
    return posts


def _unleased(now: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        Outbox.state == State.PENDING,
        or_(Outbox.lease_until.is_(None), Outbox.lease_until <= now),
    )


async def _settle(
    session: AsyncSession, post: Post, state: State, now: datetime, **values: Any
) -> bool:
    changed = await session.execute(
        _of(post)
        .values(state=state, settled_at=now, lease_until=None, **values)
        .returning(Outbox.id)
    )
    return changed.first() is not None


def _of(post: Post) -> Any:
    """What is final stays so, whoever comes late with another fate."""
    return update(Outbox).where(Outbox.id == post.id, Outbox.state == State.PENDING)


def as_json(payload: Mapping[str, Any]) -> str:
    """The same payload is the same text."""
    return json.dumps(payload, sort_keys=True)


def _post(row: Outbox) -> Post:
    return Post(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        kind=row.kind,
        payload=json.loads(row.payload),
        due_at=row.due_at,
        expires_at=row.expires_at,
        attempts=row.attempts,
        unsure_since=row.first_try_at,
    )


def as_lost(row: Outbox) -> Lost:
    return Lost(row.id, row.guild_id, row.channel_id, row.kind, State(row.state), row.last_error)
