"""Pairs as values: who is of them, why, and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import SIDES, Api, Track, Why
from db import tables


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
    declined_at: datetime | None
    """When they would rather have none than a public one."""
    heard_at: datetime | None
    """Their last sign of life, in the thread or on a button."""
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
    openings: int
    """How often a thread was opened for it."""
    public_asked_at: datetime | None
    heard_at: datetime | None
    started_at: datetime | None
    nudged_at: datetime | None
    followed_up_at: datetime | None
    ended_at: datetime | None
    end: End | None
    closed_at: datetime | None
    mates: tuple[Mate, ...]
    """Frontend first; those who left are among them."""

    @property
    def people(self) -> tuple[int, ...]:
        """Who is of it still; of one that ended, who was to the end."""
        return tuple(one.user_id for one in self.mates if one.left_at is None)

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

    def was_silent(self, user_id: int) -> bool:
        """Whether a nudge came, and no sign of life of theirs after it."""
        if self.nudged_at is None or self.started_at is not None:
            return False
        mate = self.mate(user_id)
        return mate is not None and (mate.heard_at is None or mate.heard_at < self.nudged_at)

    def can_go_on(self, people: Iterable[int]) -> bool:
        """Whether these of it are still both a frontend and a backend."""
        return {one.side for one in self.mates if one.user_id in {*people}} >= {*SIDES}


async def as_pair(session: AsyncSession, row: tables.Pair) -> Pair:
    return (await as_pairs(session, [row]))[0]


async def as_pairs(session: AsyncSession, rows: Sequence[tables.Pair]) -> list[Pair]:
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
        openings=row.openings,
        public_asked_at=row.public_asked_at,
        heard_at=row.heard_at,
        started_at=row.started_at,
        nudged_at=row.nudged_at,
        followed_up_at=row.followed_up_at,
        ended_at=row.ended_at,
        end=End(row.end) if row.end else None,
        closed_at=row.closed_at,
        mates=tuple(mates.get(row.id, ())),
    )


def _mate(row: tables.PairMember) -> Mate:
    return Mate(
        user_id=row.user_id,
        side=Track(row.side),
        joined_at=row.joined_at,
        left_at=row.left_at,
        agreed_at=row.agreed_at,
        declined_at=row.declined_at,
        heard_at=row.heard_at,
        asked_at=row.asked_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
    )
