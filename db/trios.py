"""The odd one: whoever waited long with nobody to be paired with may be the third of a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import History, Track
from bot.domain.patience import Open, Third, thirds
from db import (
    matches,
    outbox,
    pair_lists,
    pair_profiles,
    pair_threads,
    pairs,
    queue,
    stale,
    tables,
)
from db.pairs import CARD, Pair

MORE = "pair more"  # the kind of the post that tells the two of a third
# A pair that is older has done too much for somebody to join.
YOUNG = timedelta(days=2)
LASTS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Joined:
    """A pair with who joined it, and the key of what they are told."""

    pair: Pair
    user_id: int
    key: str


async def join(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Joined]:
    """Let each who has waited long enough join the pair that suits them best, if there is one."""
    waiting = await queue.candidates(session, guild_id, now)
    young = await _open(session, guild_id, now)
    if not waiting or not young:
        return []
    people = {one.user_id for one in waiting}.union(*(one.people for one in young))
    busy = await queue.busy(session, guild_id, people, now)
    alone = [one for one in waiting if one.user_id not in busy]
    to_themselves = [one for one in young if all(busy[it] == 1 for it in one.people)]
    known = await matches.history(session, guild_id, people, now)
    found = thirds(alone, to_themselves, known, now)
    return [await _join(session, guild_id, one, known, now) for one in found]


async def _open(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Open]:
    """The young pairs of two that have a thread, and of whom both would be three."""
    row = tables.Pair
    young = await pairs.which(
        session, row.guild_id == guild_id, row.made_at > now - YOUNG, row.thread_id.is_not(None)
    )
    profiles = await pair_profiles.of(
        session, guild_id, {user_id for one in young for user_id in one.people}
    )
    found: list[Open] = []
    for one in young:
        mates = [profiles[it] for it in one.people]
        if len(mates) == 2 and all(mate.shares for mate in mates):
            hours = mates[0].hours(now) & mates[1].hours(now)
            found.append(Open(one.id, one.project, one.people, hours))
    return found


async def _join(
    session: AsyncSession, guild_id: int, third: Third, known: History, now: datetime
) -> Joined:
    profile = await pair_profiles.find(session, guild_id, third.user_id)
    side = Track.BACKEND if profile.track is Track.BACKEND else Track.FRONTEND
    row = await session.get_one(tables.Pair, third.pair_id)
    session.add(
        tables.PairMember(
            pair_id=row.id, user_id=third.user_id, guild_id=guild_id, side=side, joined_at=now
        )
    )
    await queue.matched(session, guild_id, third.user_id, is_shared=True, now=now)
    pair = await pairs.mine(session, guild_id, row.id, third.user_id)
    why = await pair_lists.why_these(
        session, guild_id, pair.people, project=row.project, known=known, now=now
    )
    row.api, row.shared_hours = why.api, why.shared_hours
    row.is_first_time &= not any(
        known.have_met(third.user_id, mate) for mate in pair.others(third.user_id)
    )
    await session.flush()
    await stale.mark(session, guild_id, CARD, row.id, now)
    await pair_threads.redraw(session, guild_id, row.id, now)
    key = f"{MORE}:{row.id}:{third.user_id}"
    await outbox.enqueue(
        session,
        guild_id,
        row.thread_id or 0,
        kind=MORE,
        dedupe_key=key,
        payload={"id": row.id, "user_id": third.user_id},
        due_at=now,
        expires_at=now + LASTS,
    )
    pair = await pairs.mine(session, guild_id, row.id, third.user_id)
    return Joined(pair, third.user_id, key)
