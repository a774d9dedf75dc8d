"""Who waits for a partner, since when, and how long others waited before them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, Track
from db import pair_profiles
from db.pair_profiles import Profile
from db.tables import Pair, PairMember, QueueEntry

# For so long a wait that is over is remembered.
KEPT = timedelta(days=30)
# The programme's joint window: a pair older than this keeps nobody busy.
_BUSY = timedelta(days=7)


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
    WOKEN = "woken from a rest"
    RESTED = "rested to the end"


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
            room=await _room(session, guild_id, profile, now),
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
    entry.room = await _room(session, guild_id, profile, now)
    return await arrive(session, guild_id, profile, now=now)


async def leave(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime, *, fate: Fate = Fate.LEFT
) -> str | None:
    """Take a member out of the queue; the project that they waited for, if they did."""
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return None
    await _end(session, entry, fate, now)
    await pair_profiles.wake(session, guild_id, user_id)
    return entry.project


async def gone(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """A member left the server, as Discord tells when it is asked for them: they wait no more."""
    await leave(session, guild_id, user_id, now, fate=Fate.GONE)


async def rest(
    session: AsyncSession, guild_id: int, user_id: int, until: datetime, now: datetime
) -> None:
    """Keep a member's place, and do not match them before `until`."""
    if await _waiting(session, guild_id, user_id) is None:
        raise Refusal(
            "You aren't waiting for a partner, so there is nothing to rest from."
            " `/pair find` puts you in the queue."
        )
    await pair_profiles.say(session, guild_id, user_id, paused_until=until, now=now)


async def matched(
    session: AsyncSession, guild_id: int, user_id: int, *, is_shared: bool, now: datetime
) -> None:
    """A member found a partner: they have one less to find, or none.

    None where the partner is not shared with others. Who does not wait may be matched as well.
    """
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return
    if entry.room > 1 and is_shared:
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


async def candidate(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime
) -> Candidate | None:
    """A member who waits, also while they rest; None if they do not."""
    entry = await _waiting(session, guild_id, user_id)
    if entry is None:
        return None
    return _candidate(entry, await pair_profiles.find(session, guild_id, user_id), now)


async def is_waiting(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    return await _waiting(session, guild_id, user_id) is not None


async def guilds_that_wait(session: AsyncSession) -> Sequence[int]:
    """The guilds in which somebody waits."""
    found = await session.scalars(
        select(QueueEntry.guild_id).where(QueueEntry.left_at.is_(None)).distinct()
    )
    return found.all()


async def forget(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(QueueEntry).where(QueueEntry.left_at < before))


async def busy(
    session: AsyncSession, guild_id: int, people: Collection[int], now: datetime
) -> Counter[int]:
    """How many partners each of these members has by now; whoever has none is not in it."""
    found = await session.execute(
        select(PairMember.user_id, func.count())
        .join(Pair, Pair.id == PairMember.pair_id)
        .where(
            PairMember.guild_id == guild_id,
            PairMember.user_id.in_(people),
            PairMember.left_at.is_(None),
            Pair.ended_at.is_(None),
            Pair.made_at > now - _BUSY,
        )
        .group_by(PairMember.user_id)
    )
    partners: Counter[int] = Counter()
    for user_id, count in found:
        partners[user_id] = count
    return partners


async def _room(session: AsyncSession, guild_id: int, profile: Profile, now: datetime) -> int:
    """How many more partners a member takes, who asks for one at least."""
    partners = await busy(session, guild_id, [profile.user_id], now)
    return max(profile.room - partners[profile.user_id], 1)


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
