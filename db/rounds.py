"""Rounds of matching: what went into each, what came out, and the pairs that it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, History
from bot.domain.patience import patient
from bot.domain.replays import Pool, unpack_round
from bot.domain.rounds import Round, in_turn
from db import matches, pairs, queue, tables
from db.pairs import Pair
from db.tables import PairingRound, RoundMember

# For so long what moderators look at may be confirmed.
CONFIRMABLE = timedelta(minutes=10)
# For so long a round can be drawn again, to see why it came out as it did.
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Entrants:
    """Who takes part in a round, in their order, with what is known of them."""

    people: tuple[Candidate, ...]
    history: History


@dataclass(frozen=True, slots=True)
class Seen:
    """A round that moderators look at; nobody is paired by it yet."""

    id: int
    drawn: Round
    until: datetime
    """When it can no longer be confirmed."""


async def entrants(
    session: AsyncSession, guild_id: int, *, is_patient: bool, now: datetime
) -> Entrants:
    """All who wait; a patient round leaves those apart for a while who met before."""
    people = in_turn(await queue.candidates(session, guild_id, now))
    known = await matches.history_of(session, guild_id, people, now)
    return Entrants(tuple(people), patient(people, known, now) if is_patient else known)


async def keep(
    session: AsyncSession,
    guild_id: int,
    people: Sequence[Candidate],
    *,
    pool: str,
    told: str,
    now: datetime,
) -> int:
    """Store a round that was drawn of these, as `bot.drawing.Drawn` has it in writing: its id."""
    row = PairingRound(guild_id=guild_id, pool=pool, drawn=told, drawn_at=now)
    session.add(row)
    await session.flush()
    session.add_all(
        RoundMember(round_id=row.id, place=place, guild_id=guild_id, user_id=one.user_id)
        for place, one in enumerate(in_turn(people))
    )
    await session.flush()
    return row.id


async def apply(
    session: AsyncSession, guild_id: int, round_id: int, drawn: Round, now: datetime
) -> Sequence[Pair]:
    """Make the pairs of a round, whose threads are opened next."""
    row = await session.get_one(PairingRound, round_id)
    row.applied_at = now
    return [
        await pairs.make(session, guild_id, found, why, round_id=round_id, now=now)
        for found, why in zip(drawn.matches, drawn.whys, strict=True)
    ]


async def to_confirm(
    session: AsyncSession, guild_id: int, round_id: int, now: datetime
) -> Seen | None:
    """A round that moderators look at; None where who waits is not the same any more.

    A Refusal where it was confirmed already, or where that is too long ago.
    """
    row = await session.get(PairingRound, round_id)
    if row is None or row.guild_id != guild_id:
        raise Refusal("There is no such draw any more. Use `/nexus pair draw` for a new one.")
    if row.applied_at is not None:
        raise Refusal("These pairs are made already: `/nexus pair list` shows them.")
    if now > row.drawn_at + CONFIRMABLE:
        raise Refusal("This draw is over ten minutes old. Use `/nexus pair draw` for a new one.")
    former = Pool.unpack(row.pool)
    present = await entrants(session, guild_id, is_patient=False, now=former.now)
    same = Pool.of(present.people, present.history, former.seed, former.now).packed()
    known = await session.scalars(
        select(RoundMember.user_id).filter_by(round_id=round_id).order_by(RoundMember.place)
    )
    if same != row.pool or [*known] != [one.user_id for one in present.people]:
        return None
    return Seen(row.id, unpack_round(row.drawn, present.people), row.drawn_at + CONFIRMABLE)


async def replay(session: AsyncSession, guild_id: int, round_id: int) -> tuple[str, str] | None:
    """What went into a stored round and what came out, in writing; None if it is not kept."""
    row = await session.get(PairingRound, round_id)
    return (row.pool, row.drawn) if row and row.guild_id == guild_id else None


async def forget(session: AsyncSession, before: datetime) -> None:
    """Let go of old rounds; the pairs that they made stay."""
    old = select(PairingRound.id).where(PairingRound.drawn_at < before)
    pair = tables.Pair
    await session.execute(update(pair).where(pair.round_id.in_(old)).values(round_id=None))
    await session.execute(delete(RoundMember).where(RoundMember.round_id.in_(old)))
    await session.execute(delete(PairingRound).where(PairingRound.drawn_at < before))
