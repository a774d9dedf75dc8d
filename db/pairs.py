"""Who builds together, where they talk, and how it goes with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Api, Match, Track, Why
from db import guilds, outbox, queue, tables
from db.outbox import Post

CARD = "pair"  # the kind of post that introduces a pair
# The programme's joint window: a pair older than this is no longer what its members are busy with.
RECENT = timedelta(days=7)


class End(StrEnum):
    """Why a pair ended."""

    REMATCHED = "somebody asked for a new partner"
    MODERATOR = "a moderator ended it"
    LEFT = "somebody left the server"


class Verdict(StrEnum):
    """How it was, by one of them."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mate:
    """One of a pair; `left_at` is None as long as they are of it."""

    user_id: int
    side: Track
    joined_at: datetime
    left_at: datetime | None
    agreed_at: datetime | None
    """When they took a public thread for a private one."""
    asked_at: datetime | None
    """When they asked for somebody new."""
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Members who build a project together; `number` runs through their guild."""

    id: int
    guild_id: int
    number: int
    project: str
    why: Why
    made_at: datetime
    thread_id: int | None
    message_id: int | None
    is_public: bool
    heard_at: datetime | None
    started_at: datetime | None
    nudged_at: datetime | None
    followed_up_at: datetime | None
    ended_at: datetime | None
    end: End | None
    mates: tuple[Mate, ...]
    """Frontend first; those who left are among them."""

    @property
    def people(self) -> tuple[int, ...]:
        """Who is of it still; of one that ended, who was to the end."""
        return tuple(one.user_id for one in self.mates if one.left_at in (None, self.ended_at))

    @property
    def is_on(self) -> bool:
        return self.ended_at is None

    def on(self, side: Track) -> tuple[int, ...]:
        """Those of its people who build this side."""
        return tuple(
            one.user_id for one in self.mates if one.side is side and one.user_id in self.people
        )

    def others(self, user_id: int) -> tuple[int, ...]:
        return tuple(one for one in self.people if one != user_id)

    def mate(self, user_id: int) -> Mate | None:
        return next((one for one in self.mates if one.user_id == user_id), None)


async def make(
    session: AsyncSession,
    guild_id: int,
    found: Match,
    why: Why,
    *,
    round_id: int | None = None,
    now: datetime,
) -> Pair:
    """Remember a pair, whose thread is opened next, and take its members out of the queue."""
    row = tables.Pair(
        guild_id=guild_id,
        number=await guilds.next_number(session, guild_id, "last_pair"),
        project=found.project,
        api=why.api,
        shared_hours=why.shared_hours,
        is_first_time=why.is_first_time,
        round_id=round_id,
        made_at=now,
    )
    session.add(row)
    await session.flush()
    for side, people in (
        (Track.FRONTEND, found.frontend_ids),
        (Track.BACKEND, found.backend_ids),
    ):
        for user_id in people:
            session.add(_member(row, user_id, side, now))
            await queue.matched(session, guild_id, user_id, now)
    await session.flush()
    return await _value(session, row)


async def of_member(
    session: AsyncSession, guild_id: int, user_id: int, *, only_on: bool = True
) -> Sequence[Pair]:
    """The pairs that a member is of, the newest first; with `only_on` False those that ended too.

    Of those that ended, the last ten.
    """
    member, row = tables.PairMember, tables.Pair
    wanted = (
        select(row)
        .join(member, member.pair_id == row.id)
        .where(member.guild_id == guild_id, member.user_id == user_id)
        .order_by(row.id.desc())
        .limit(10)
    )
    if only_on:
        wanted = wanted.where(row.ended_at.is_(None), member.left_at.is_(None))
    return await _values(session, (await session.scalars(wanted)).all())


async def in_thread(session: AsyncSession, guild_id: int, thread_id: int) -> Pair | None:
    """The pair that talks in a thread."""
    row = tables.Pair
    found = await session.scalar(
        select(row).where(row.guild_id == guild_id, row.thread_id == thread_id)
    )
    return await _value(session, found) if found else None


async def by_id(session: AsyncSession, guild_id: int, pair_id: int) -> Pair | None:
    row = await session.get(tables.Pair, pair_id)
    return await _value(session, row) if row and row.guild_id == guild_id else None


async def mine(session: AsyncSession, guild_id: int, pair_id: int, user_id: int) -> Pair:
    """A pair that the member is of; a Refusal for everybody else, and once it has ended."""
    pair = await by_id(session, guild_id, pair_id)
    if pair is None or user_id not in pair.people:
        raise Refusal("Only the two of a pair can do that. `/pair find` finds you a partner.")
    if not pair.is_on:
        raise Refusal("This pair has ended. `/pair find` finds you somebody new.")
    return pair


async def unopened(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The recent pairs of all guilds whose thread is still to be opened, oldest first."""
    row = tables.Pair
    found = await session.scalars(
        select(row)
        .where(row.thread_id.is_(None), row.ended_at.is_(None), row.made_at > now - RECENT)
        .order_by(row.id)
    )
    return await _values(session, found.all())


async def opened(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    thread_id: int,
    now: datetime,
    *,
    is_public: bool = False,
) -> None:
    """Remember the thread that Discord opened for a pair, and introduce them in it."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id:
        return
    row.thread_id, row.is_public = thread_id, is_public
    await outbox.enqueue(
        session,
        guild_id,
        thread_id,
        kind=CARD,
        dedupe_key=card_key(pair_id, thread_id),
        payload={"id": pair_id},
        due_at=now,
        expires_at=now + RECENT,
    )


def card_key(pair_id: int, thread_id: int) -> str:
    return f"{CARD}:{pair_id}:{thread_id}"


async def thread_gone(session: AsyncSession, post: Post) -> None:
    """Somebody deleted the thread before the pair was introduced: it needs another."""
    row = await session.get(tables.Pair, post.payload["id"])
    if row is not None and row.thread_id == post.channel_id:
        row.thread_id = None


async def _value(session: AsyncSession, row: tables.Pair) -> Pair:
    return (await _values(session, [row]))[0]


async def _values(session: AsyncSession, rows: Sequence[tables.Pair]) -> list[Pair]:
    member = tables.PairMember
    found = await session.scalars(
        select(member)
        .where(member.pair_id.in_([one.id for one in rows]))
        .order_by(member.joined_at, member.side.desc(), member.user_id)
    )
    mates: dict[int, list[Mate]] = {}
    for one in found:
        mates.setdefault(one.pair_id, []).append(_mate(one))
    return [_pair(row, mates) for row in rows]


def _pair(row: tables.Pair, mates: Mapping[int, Sequence[Mate]]) -> Pair:
    return Pair(
        id=row.id,
        guild_id=row.guild_id,
        number=row.number,
        project=row.project,
        why=Why(Api(row.api) if row.api else None, row.shared_hours, row.is_first_time),
        made_at=row.made_at,
        thread_id=row.thread_id,
        message_id=row.message_id,
        is_public=row.is_public,
        heard_at=row.heard_at,
        started_at=row.started_at,
        nudged_at=row.nudged_at,
        followed_up_at=row.followed_up_at,
        ended_at=row.ended_at,
        end=End(row.end) if row.end else None,
        mates=tuple(mates.get(row.id, ())),
    )


def _mate(row: tables.PairMember) -> Mate:
    return Mate(
        user_id=row.user_id,
        side=Track(row.side),
        joined_at=row.joined_at,
        left_at=row.left_at,
        agreed_at=row.agreed_at,
        asked_at=row.asked_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
    )


def _member(row: tables.Pair, user_id: int, side: Track, now: datetime) -> tables.PairMember:
    return tables.PairMember(
        pair_id=row.id, user_id=user_id, guild_id=row.guild_id, side=side, joined_at=now
    )
