"""What is told to who waits for a partner: their place, who waits across, and how it goes today."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import walls
from bot.domain.matching import Candidate, Track, agreement
from db import blocks, guilds, pair_profiles, queue
from db.tables import PairMember, QueueEntry

# Of so many who were matched last, the median wait is told.
_RECENT = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in the queue of their side of their project, counted from 1.

    `across` is how many wait whom they could build with, by project. Those of the member's own
    project are no good partner, or there would be a pair: `other_api` of them speak another kind of
    API, and `met` were their partner before. Of somebody whom the member blocks, or who blocks
    them, nothing of this says a word; the other figures are the same whoever blocks whom.
    `joined_mine` and `joined_other` are how many came to their side and to the other today, of all
    projects; `median_wait` is that of those matched last.
    """

    me: Candidate
    position: int
    across: Mapping[str, int]
    other_api: int
    met: int
    joined_mine: int
    joined_other: int
    median_wait: timedelta | None
    waited: timedelta
    rests_until: datetime | None
    """None for who does not rest."""
    rested_until: datetime | None
    """When a rest ended by itself of which the member has not been told."""


async def place(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> Place | None:
    """Where a member stands, also while they rest; None if they do not wait."""
    me = await queue.candidate(session, guild_id, user_id, now)
    if me is None:
        return None
    everybody = await queue.candidates(session, guild_id, now)
    others = [one for one in everybody if one.user_id != user_id]
    before = (
        one.project == me.project and one.track.sides & me.track.sides and one.turn < me.turn
        for one in others
    )
    across = await _across(session, guild_id, me, others)
    known = await _partners(session, guild_id, user_id)
    here = [one for one in across if one.project == me.project]
    joined = await _joined(session, guild_id, now)
    profile = await pair_profiles.find(session, guild_id, user_id)
    ends_at = profile.paused_until
    rests = profile.is_paused(now)
    return Place(
        me=me,
        position=1 + sum(map(bool, before)),
        across=Counter(one.project for one in across),
        other_api=sum(not agreement(one.api, me.api) for one in here if one.user_id not in known),
        met=sum(one.user_id in known for one in here),
        joined_mine=sum(count for track, count in joined.items() if track.sides & me.track.sides),
        joined_other=sum(count for track, count in joined.items() if track.meets(me.track)),
        median_wait=await _median_wait(session, guild_id),
        waited=now - me.joined_at,
        rests_until=ends_at if rests else None,
        rested_until=ends_at if ends_at and not rests and ends_at > me.joined_at else None,
    )


async def _across(
    session: AsyncSession, guild_id: int, me: Candidate, others: Iterable[Candidate]
) -> list[Candidate]:
    """Who builds the other side, but for those kept apart by a block: it must not show."""
    found = [one for one in others if one.track.meets(me.track)]
    apart = await blocks.among(session, guild_id, [me.user_id, *(one.user_id for one in found)])
    return [one for one in found if frozenset((me.user_id, one.user_id)) not in apart]


async def _partners(session: AsyncSession, guild_id: int, user_id: int) -> frozenset[int]:
    """With whom a member was ever paired."""
    mine = select(PairMember.pair_id).where(
        PairMember.guild_id == guild_id, PairMember.user_id == user_id
    )
    found = await session.scalars(select(PairMember.user_id).where(PairMember.pair_id.in_(mine)))
    return frozenset(found)


async def _joined(session: AsyncSession, guild_id: int, now: datetime) -> Mapping[Track, int]:
    """How many members came to each side today, on the guild's clock."""
    settings = await guilds.settings(session, guild_id)
    since = walls.midnight(now, settings.zone or "UTC")
    found = await session.execute(
        select(QueueEntry.track, func.count(QueueEntry.user_id.distinct()))
        .where(QueueEntry.guild_id == guild_id, QueueEntry.joined_at >= since)
        .group_by(QueueEntry.track)
    )
    return {Track(track): count for track, count in found}


async def _median_wait(session: AsyncSession, guild_id: int) -> timedelta | None:
    row = QueueEntry
    found = await session.execute(
        select(row.joined_at, row.left_at)
        .where(row.guild_id == guild_id, row.fate == queue.Fate.MATCHED)
        .order_by(row.left_at.desc(), row.id.desc())
        .limit(_RECENT)
    )
    waits = [(left_at - joined_at).total_seconds() for joined_at, left_at in found if left_at]
    return timedelta(seconds=median(waits)) if waits else None
