"""What members say of themselves to be paired: which side of which project, and how."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.availability import Availability, hours_mask
from bot.domain.matching import MOST_PARTNERS, PROJECTS, Api, Track
from db import guilds
from db.tables import Member, PairProfile

GOALS_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Profile:
    """None is what has not been said yet; `hours` is 0 then."""

    user_id: int
    track: Track | None = None
    project: str | None = None
    api: Api = Api.EITHER
    room: int = 1
    """How many partners they take at once."""
    shares: bool = True
    """Whether they would share a partner, or be three, rather than wait on."""
    goals: str = ""
    links: str = ""
    """A line each."""
    paused_until: datetime | None = None
    """When their rest ends or, until they are told, when it ended."""
    zone: str | None = None
    availability: Availability | None = None

    @property
    def is_ready(self) -> bool:
        """Whether enough is said to look for a partner."""
        return self.track is not None and self.project is not None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return self == Profile(self.user_id, zone=self.zone, availability=self.availability)

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def hours(self, now: datetime) -> int:
        """When they have time in the week of `now`, as `Candidate.hours`."""
        if self.availability is None or self.zone is None:
            return 0
        return hours_mask(self.availability, self.zone, now)


async def projects(session: AsyncSession, guild_id: int) -> tuple[str, ...]:
    """What learners of the guild build, in the moderators' order."""
    chosen = (await guilds.settings(session, guild_id)).projects
    return tuple(chosen.splitlines()) if chosen else PROJECTS


async def find(session: AsyncSession, guild_id: int, user_id: int) -> Profile:
    """The member's profile; an empty one if they have none."""
    return (await of(session, guild_id, [user_id]))[user_id]


async def of(
    session: AsyncSession, guild_id: int, people: Collection[int]
) -> Mapping[int, Profile]:
    """The profiles of these members, of each of them."""
    profiles = await session.scalars(
        select(PairProfile).where(PairProfile.guild_id == guild_id, PairProfile.user_id.in_(people))
    )
    members = await session.scalars(
        select(Member).where(Member.guild_id == guild_id, Member.user_id.in_(people))
    )
    said = {one.user_id: one for one in profiles}
    known = {one.user_id: one for one in members}
    return {one: _value(one, said.get(one), known.get(one)) for one in people}


async def say(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime, **said: Any
) -> Profile:
    """Save the named fields of `Profile`; the others stay."""
    row = await session.get(PairProfile, (guild_id, user_id))
    if row is None:
        row = PairProfile(
            guild_id=guild_id,
            user_id=user_id,
            api=Api.EITHER,
            room=1,
            shares=True,
            goals="",
            links="",
        )
        session.add(row)
    for field, value in said.items():
        if field not in _SAID:
            raise ValueError(f"a profile has no {field!r}")
        setattr(row, field, value)
    row.room = min(max(row.room, 1), MOST_PARTNERS)
    row.saved_at = now
    await session.flush()
    return await find(session, guild_id, user_id)


_SAID = ("track", "project", "api", "room", "shares", "goals", "links", "paused_until")


async def wake(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """End a member's rest, or take it as told that it ended."""
    row = await session.get(PairProfile, (guild_id, user_id))
    if row is not None and row.paused_until is not None:
        row.paused_until = None
        await session.flush()


async def erase(session: AsyncSession, guild_id: int, user_id: int) -> None:
    row = await session.get(PairProfile, (guild_id, user_id))
    if row is not None:
        await session.delete(row)
        await session.flush()


async def strays(session: AsyncSession, guild_id: int) -> int:
    """How many members named a project that is no longer on the guild's list."""
    offered = await projects(session, guild_id)
    found = await session.scalar(
        select(func.count()).where(
            PairProfile.guild_id == guild_id,
            PairProfile.project.is_not(None),
            PairProfile.project.not_in(offered),
        )
    )
    return found or 0


def _value(user_id: int, row: PairProfile | None, member: Member | None) -> Profile:
    zone = member.zone if member else None
    free = None
    if member and member.weekday_parts is not None and member.weekend_parts is not None:
        free = Availability.unpack(member.weekday_parts, member.weekend_parts)
    if row is None:
        return Profile(user_id, zone=zone, availability=free)
    return Profile(
        user_id=user_id,
        track=Track(row.track) if row.track else None,
        project=row.project,
        api=Api(row.api),
        room=row.room,
        shares=row.shares,
        goals=row.goals,
        links=row.links,
        paused_until=row.paused_until,
        zone=zone,
        availability=free,
    )
