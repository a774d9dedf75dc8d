"""The pairs of a guild, as moderators see them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, History, Track, Why, why
from bot.domain.text import number
from db import pair_profiles, pairs, tables
from db.pairs import Pair

MOST = 25  # as many as an autocomplete shows


async def on(session: AsyncSession, guild_id: int) -> Sequence[Pair]:
    """Those that are on, the newest first."""
    found = await pairs.which(session, tables.Pair.guild_id == guild_id)
    return found[::-1]


async def by_typed(session: AsyncSession, guild_id: int, typed: str) -> Pair:
    """The pair whose number was typed, such as `7` or `#7`."""
    named = number(typed)
    found = await pairs.by_number(session, guild_id, named) if named else None
    if found is None:
        raise Refusal("There is no such pair here. Choose one from the list.")
    return found


async def why_these(
    session: AsyncSession,
    guild_id: int,
    people: Sequence[int],
    *,
    project: str,
    known: History,
    now: datetime,
) -> Why:
    """What can be said for a pair that no round made, by what its members say of themselves."""
    profiles = await pair_profiles.of(session, guild_id, people)
    return why(
        [
            Candidate(one.user_id, one.track or Track.BOTH, project, now, one.api, one.hours(now))
            for one in profiles.values()
        ],
        known,
    )


async def project_of(
    session: AsyncSession, guild_id: int, two: tuple[int, int], chosen: str | None
) -> str:
    """What the two are to build: what was chosen, else what both of them say."""
    offered = await pair_profiles.projects(session, guild_id)
    if chosen is not None:
        if chosen not in offered:
            raise Refusal("Choose the project from the list.")
        return chosen
    said = {one.project for one in (await pair_profiles.of(session, guild_id, two)).values()}
    if len(said) == 1 and (only := said.pop()) is not None:
        return only
    raise Refusal("They don't build the same project yet: add **project** to say which it is.")
