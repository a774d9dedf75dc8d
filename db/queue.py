"""Who waits for a partner, since when, and how long others waited before them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, Track
from db import pair_profiles
from db.pair_profiles import Profile
from db.tables import QueueEntry

# Of so many who were matched last, the median wait is told.
_RECENT = 20
# For so long a wait that is over is remembered.
KEPT = timedelta(days=30)


class Fate(StrEnum):
    """How a wait ended."""

    MATCHED = "matched"
    LEFT = "left"
    CHANGED = "changed their project or side"
    GONE = "left the server"


class Arrival(StrEnum):
    """How a member who asked for a partner came to their place in the queue."""

    JOINED = "joined"
    STAYED = "stayed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in the queue of their side of their project, counted from 1.

    `across` is how many wait whom they could build with, by project; those of the member's own
    project are no good partner, or there would be a pair. `joined` is how many came to their side
    and to the other today, of all projects. `median_wait` is that of those matched last.
    """

    me: Candidate
    position: int
    across: Mapping[str, int]
    joined_mine: int
    joined_other: int
    median_wait: timedelta | None


async def arrive(
    session: AsyncSession,
    guild_id: int,
    profile: Profile,
    *,
    is_first: bool = False,
    now: datetime,
) -> Arrival:
    """Put a member into the queue; who waits already keeps their place.

    But who changed their project or side since goes to the back of the other line. `is_first` puts
    them to the front. The profile is to be ready.
    """
    if profile.track is None or profile.project is None:
        raise Refusal("Say what you build first, with `/pair profile`.")
    entry = await _waiting(session, guild_id, profile.user_id)
    arrival = Arrival.JOINED
    if entry is not None:
        if (entry.project, entry.track) == (profile.project, profile.track):
            entry.is_first = entry.is_first or is_first
            await session.flush()
            return Arrival.STAYED
        arrival = Arrival.MOVED
        await _end(session, entry, Fate.CHANGED, now)
    session.add(
        QueueEntry(
            guild_id=guild_id,
            user_id=profile.user_id,
            track=profile.track,
            project=profile.project,
            room=profile.room,
            is_first=is_first,
            joined_at=now,
        )
    )
    await session.flush()
    return arrival


async def follow_profile(
    session: AsyncSession, guild_id: int, profile: Profile, now: datetime
) -> Arrival | None:
    """Let a wait follow what the profile says now; None if the member does not wait."""
    entry = await _waiting(session, guild_id, profile.user_id)
    if entry is None or not profile.is_ready:
        return None
    entry.room = profile.room
    return await arrive(session, guild_id, profile, now=now)


async def leave(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime, *, fate: Fate = Fate.LEFT
) -> str | None:
    """Take a member out of the queue; the project that they waited for, if they did."""
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return None
    await _end(session, entry, fate, now)
    return entry.project


async def matched(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """A member found a partner: they have one less to find, or none. Who does not wait may too."""
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return
    if entry.room > 1:
        entry.room -= 1
        await session.flush()
    else:
        await _end(session, entry, Fate.MATCHED, now)


async def candidates(session: AsyncSession, guild_id: int, now: datetime) -> list[Candidate]:
    """All who wait and are not resting, in their order."""
    rows = await session.scalars(
        select(QueueEntry).where(QueueEntry.guild_id == guild_id, QueueEntry.left_at.is_(None))
    )
    entries = rows.all()
    profiles = await pair_profiles.of(session, guild_id, {one.user_id for one in entries})
    found = [
        _candidate(one, profiles[one.user_id], now)
        for one in entries
        if not profiles[one.user_id].is_paused(now)
    ]
    return sorted(found, key=lambda one: one.turn)


async def is_waiting(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    return await _waiting(session, guild_id, user_id) is not None


async def place(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    midnight: datetime,
    now: datetime,
) -> Place | None:
    """Where a member stands, also while they rest; None if they do not wait.

    `midnight` is when the guild's day began.
    """
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return None
    profile = await pair_profiles.find(session, guild_id, user_id)
    me = _candidate(entry, profile, now)
    others = [one for one in await candidates(session, guild_id, now) if one.user_id != me.user_id]
    joined = await _joined(session, guild_id, midnight)
    mine = sum(count for track, count in joined.items() if track.sides & me.track.sides)
    return Place(
        me=me,
        position=1
        + sum(
            one.project == me.project and one.track is me.track and one.turn < me.turn
            for one in others
        ),
        across=Counter(one.project for one in others if one.track.meets(me.track)),
        joined_mine=mine,
        joined_other=sum(count for track, count in joined.items() if track.meets(me.track)),
        median_wait=await _median_wait(session, guild_id),
    )


async def guilds_that_wait(session: AsyncSession) -> Sequence[int]:
    """The guilds in which at least two wait."""
    found = await session.scalars(
        select(QueueEntry.guild_id)
        .where(QueueEntry.left_at.is_(None))
        .group_by(QueueEntry.guild_id)
        .having(func.count() > 1)
    )
    return found.all()


async def forget(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(QueueEntry).where(QueueEntry.left_at < before))


async def _joined(session: AsyncSession, guild_id: int, since: datetime) -> Mapping[Track, int]:
    """How many members came to each side since then."""
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
        .where(row.guild_id == guild_id, row.fate == Fate.MATCHED)
        .order_by(row.left_at.desc())
        .limit(_RECENT)
    )
    waits = [(left_at - joined_at).total_seconds() for joined_at, left_at in found if left_at]
    return timedelta(seconds=median(waits)) if waits else None


async def _waiting(session: AsyncSession, guild_id: int, user_id: int) -> QueueEntry | None:
    row = QueueEntry
    return await session.scalar(
        select(row).where(row.guild_id == guild_id, row.user_id == user_id, row.left_at.is_(None))
    )


async def _end(session: AsyncSession, entry: QueueEntry, fate: Fate, now: datetime) -> None:
    entry.left_at, entry.fate = now, fate
    await session.flush()


def _candidate(entry: QueueEntry, profile: Profile, now: datetime) -> Candidate:
    return Candidate(
        user_id=entry.user_id,
        track=Track(entry.track),
        project=entry.project,
        joined_at=entry.joined_at,
        api=profile.api,
        hours=profile.hours(now),
        room=entry.room,
        is_first=entry.is_first,
        shares=profile.shares,
    )
