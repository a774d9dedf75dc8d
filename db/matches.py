"""Looking for a partner: into the queue, and a pair at once where a good one waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import Candidate, History, best_partner, match, reserved, why
from db import blocks, pair_profiles, pairs, queue, tables
from db.pairs import RECENT, End, Pair
from db.queue import Arrival


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of looking for a partner: `pair` if there was one, and how they came to wait."""

    arrival: Arrival
    pair: Pair | None


async def look(
    session: AsyncSession, guild_id: int, user_id: int, *, is_first: bool = False, now: datetime
) -> Sought:
    """Put a member into the queue, and pair them at once if a good partner waits.

    Whoever rests wakes by it.
    """
    profile = await pair_profiles.find(session, guild_id, user_id)
    await pair_profiles.wake(session, guild_id, user_id)
    arrival = await queue.arrive(session, guild_id, profile, is_first=is_first, now=now)
    if arrival is Arrival.STAYED and profile.paused_until is not None:
        arrival = Arrival.WOKEN if profile.is_paused(now) else Arrival.RESTED
    waiting = await queue.candidates(session, guild_id, now)
    me = next(one for one in waiting if one.user_id == user_id)
    known = await history_of(session, guild_id, waiting, now)
    partner = best_partner(me, waiting, known, now)
    if partner is None:
        return Sought(arrival, None)
    made = await pairs.make(
        session, guild_id, match(me, partner), why((me, partner), known), now=now
    )
    return Sought(arrival, made)


async def history_of(
    session: AsyncSession, guild_id: int, waiting: Sequence[Candidate], now: datetime
) -> History:
    """The history of these who wait: whoever has a partner is kept for such as share one."""
    people = [one.user_id for one in waiting]
    known = await history(session, guild_id, people, now)
    busy = await queue.busy(session, guild_id, people, now)
    return History(known.met, frozenset(known.apart) | reserved(waiting, busy))


async def history(
    session: AsyncSession, guild_id: int, people: Collection[int], now: datetime
) -> History:
    """Who of these members knows whom: from pairs that were, and from who blocks whom.

    Those who are a pair by now, and those of whom one asked for somebody new, are not brought
    together again.
    """
    row, pair = tables.PairMember, tables.Pair
    found = await session.execute(
        select(row.pair_id, row.user_id, row.asked_at, pair.end, pair.ended_at, pair.made_at)
        .join(pair, pair.id == row.pair_id)
        .where(row.guild_id == guild_id, row.user_id.in_(people))
    )
    together: dict[int, list[int]] = {}
    parted: set[int] = set()
    askers: set[tuple[int, int]] = set()
    for pair_id, user_id, asked_at, end, ended_at, made_at in found:
        together.setdefault(pair_id, []).append(user_id)
        if end == End.REMATCHED or (ended_at is None and made_at > now - RECENT):
            parted.add(pair_id)
        if asked_at is not None:
            askers.add((pair_id, user_id))
    met: set[frozenset[int]] = set()
    apart = set(await blocks.among(session, guild_id, people))
    for pair_id, mates in together.items():
        two_by_two = {frozenset(two) for two in combinations(mates, 2)}
        met |= two_by_two
        apart |= {
            two
            for two in two_by_two
            if pair_id in parted or any((pair_id, one) in askers for one in two)
        }
    return History(frozenset(met), frozenset(apart))
