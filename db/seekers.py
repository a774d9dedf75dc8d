"""All that a member who looks for a partner is told of themselves, at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import matches, pair_profiles, pairs, queue, queue_places
from db.matches import Sought
from db.pair_profiles import Profile
from db.pairs import Pair
from db.queue import Arrival
from db.queue_places import Place


@dataclass(frozen=True, slots=True)
class Seeker:
    """`place` is None for who does not wait; `pairs` are those that are on, the newest first."""

    profile: Profile
    projects: tuple[str, ...]
    """What is on offer in the guild."""
    place: Place | None
    pairs: Sequence[Pair]

    @property
    def has_project(self) -> bool:
        """Whether their project is on offer; moderators may have taken it off the list."""
        return self.profile.project in self.projects

    @property
    def is_ready(self) -> bool:
        """Whether enough is said to look for a partner."""
        return self.profile.track is not None and self.has_project


async def find(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> Seeker:
    return Seeker(
        profile=await pair_profiles.find(session, guild_id, user_id),
        projects=await pair_profiles.projects(session, guild_id),
        place=await queue_places.place(session, guild_id, user_id, now),
        pairs=await pairs.of_member(session, guild_id, user_id),
    )


async def seek(
    session: AsyncSession, guild_id: int, user_id: int, said: Mapping[str, Any], now: datetime
) -> tuple[Sought | None, Seeker]:
    """Save what a member says of themselves, and look for a partner if that is enough to.

    None if it is not: the profile has to be filled in first.
    """
    if said:
        await pair_profiles.say(session, guild_id, user_id, now=now, **said)
    seeker = await find(session, guild_id, user_id, now)
    if not seeker.is_ready:
        await pair_profiles.wake(session, guild_id, user_id)
        return None, seeker
    sought = await matches.look(session, guild_id, user_id, now=now)
    return sought, await find(session, guild_id, user_id, now)


async def say(
    session: AsyncSession, guild_id: int, user_id: int, said: Mapping[str, Any], now: datetime
) -> tuple[Arrival | None, Seeker]:
    """Save it, and let the member's wait follow; None if they do not wait."""
    profile = await pair_profiles.say(session, guild_id, user_id, now=now, **said)
    arrival = await queue.follow_profile(session, guild_id, profile, now)
    return arrival, await find(session, guild_id, user_id, now)


async def erase(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """Forget what a member said of themselves; they wait no more."""
    await queue.leave(session, guild_id, user_id, now)
    await pair_profiles.erase(session, guild_id, user_id)
