"""The queue and the pairs, on a real database."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, Project, Track
from db import pairs
from db.engine import Database
from db.pairs import Arrival, Pair, Place

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BOB, CLEO, DAN = 11, 12, 13, 14
SHOP, JOBS = Project.E_COMMERCE, Project.JOB_BOARD


async def ask(
    session: AsyncSession,
    user_id: int,
    track: Track,
    project: Project = SHOP,
    *,
    guild_id: int = HERE,
    minute: int = 0,
) -> Pair | Place:
    me = Candidate(user_id, track, project, NOON + timedelta(minutes=minute))
    return await pairs.find_partner(session, guild_id, me, Random(7))


async def place_of(session: AsyncSession, user_id: int, track: Track, *, minute: int = 0) -> Place:
    found = await ask(session, user_id, track, minute=minute)
    assert isinstance(found, Place)
    return found


async def paired(session: AsyncSession, *, guild_id: int = HERE) -> Pair:
    await ask(session, ANN, Track.FRONTEND, guild_id=guild_id)
    found = await ask(session, BOB, Track.BACKEND, guild_id=guild_id)
    assert isinstance(found, Pair)
    return found


async def test_a_pair_knows_its_sides_and_has_no_thread_yet(session: AsyncSession) -> None:
    pair = await paired(session)

    assert (pair.frontend_id, pair.backend_id, pair.project) == (ANN, BOB, SHOP)
    assert (pair.number, pair.made_at, pair.thread_id) == (1, NOON, None)
    assert (pair.partner_of(ANN), pair.partner_of(BOB)) == (BOB, ANN)


async def test_a_pair_has_left_the_queue(session: AsyncSession) -> None:
    await paired(session)

    for user_id in (ANN, BOB):
        with pytest.raises(Refusal, match="aren't waiting any more"):
            await pairs.leave(session, HERE, user_id, NOON)


async def test_numbers_run_through_each_guild_by_itself(session: AsyncSession) -> None:
    here = await paired(session)
    elsewhere = await paired(session, guild_id=ELSEWHERE)

    assert (here.number, elsewhere.number) == (1, 1)


async def test_a_match_leaves_those_who_wait_for_something_else(session: AsyncSession) -> None:
    await ask(session, CLEO, Track.FRONTEND, JOBS)
    await paired(session)

    still = await ask(session, CLEO, Track.FRONTEND, JOBS, minute=5)

    assert isinstance(still, Place)
    assert (still.arrival, still.position, still.me.joined_at) == (Arrival.STAYED, 1, NOON)


async def test_a_place_counts_those_before_and_those_across(session: AsyncSession) -> None:
    await ask(session, ANN, Track.FRONTEND)
    await ask(session, CLEO, Track.BACKEND, JOBS)

    place = await place_of(session, DAN, Track.FRONTEND, minute=1)

    assert place.position == 2
    assert place.across == {JOBS: 1}


async def test_of_two_who_came_at_the_same_instant_neither_is_promised_more(
    session: AsyncSession,
) -> None:
    await ask(session, ANN, Track.FRONTEND)
    await ask(session, CLEO, Track.FRONTEND)

    assert (await place_of(session, ANN, Track.FRONTEND)).position == 2
    assert (await place_of(session, CLEO, Track.FRONTEND)).position == 2


@pytest.mark.parametrize(
    ("project", "track"), [(JOBS, Track.FRONTEND), (SHOP, Track.BACKEND)], ids=["project", "track"]
)
async def test_another_wish_starts_anew_at_the_back(
    session: AsyncSession, project: Project, track: Track
) -> None:
    await ask(session, ANN, Track.FRONTEND)

    moved = await ask(session, ANN, track, project, minute=5)

    assert isinstance(moved, Place)
    assert moved.arrival is Arrival.MOVED
    assert moved.me == Candidate(ANN, track, project, NOON + timedelta(minutes=5))


async def test_a_move_can_end_in_a_match(session: AsyncSession) -> None:
    await ask(session, ANN, Track.FRONTEND, JOBS)
    await ask(session, BOB, Track.BACKEND, SHOP)

    assert isinstance(await ask(session, ANN, Track.FRONTEND, SHOP), Pair)


async def test_a_place_names_the_latest_pair_of_its_project_for_a_week(
    session: AsyncSession,
) -> None:
    pair = await paired(session)
    week = 7 * 24 * 60

    again = await place_of(session, ANN, Track.FRONTEND, minute=week - 1)
    await pairs.leave(session, HERE, ANN, NOON)
    other = await ask(session, ANN, Track.FRONTEND, JOBS)
    await pairs.leave(session, HERE, ANN, NOON)
    later = await place_of(session, ANN, Track.FRONTEND, minute=week)

    assert again.latest == pair
    assert isinstance(other, Place)
    assert other.latest is None
    assert later.latest is None


async def test_leaving_says_for_which_project_one_waited(session: AsyncSession) -> None:
    await ask(session, ANN, Track.FRONTEND, JOBS)

    assert await pairs.leave(session, HERE, ANN, NOON) is JOBS


async def test_leaving_reaches_ones_own_guild_only(session: AsyncSession) -> None:
    await ask(session, ANN, Track.FRONTEND)

    with pytest.raises(Refusal):
        await pairs.leave(session, ELSEWHERE, ANN, NOON)
    assert await pairs.leave(session, HERE, ANN, NOON) is SHOP


async def test_pairs_of_all_guilds_are_unopened_until_their_thread_is_known(
    session: AsyncSession,
) -> None:
    here, elsewhere = await paired(session), await paired(session, guild_id=ELSEWHERE)

    await pairs.opened(session, HERE, here.id, 77, NOON)

    assert await pairs.unopened(session, NOON) == [elsewhere]
    assert await pairs.thread_of(session, HERE, here.id) == 77


async def test_a_thread_that_comes_too_late_is_not_opened(session: AsyncSession) -> None:
    await paired(session)

    assert await pairs.unopened(session, NOON + timedelta(days=7)) == []


async def test_another_guilds_pair_is_not_touched(session: AsyncSession) -> None:
    pair = await paired(session)

    await pairs.opened(session, ELSEWHERE, pair.id, 77, NOON)

    assert await pairs.thread_of(session, HERE, pair.id) is None
    await pairs.opened(session, HERE, pair.id, 78, NOON)
    assert await pairs.thread_of(session, ELSEWHERE, pair.id) is None


async def test_asking_twice_at_once_makes_one_entry(database: Database) -> None:
    async def once() -> Pair | Place:
        async with database.begin() as session:
            return await ask(session, ANN, Track.FRONTEND)

    places = await asyncio.gather(once(), once())

    assert Counter(one.arrival for one in places if isinstance(one, Place)) == {
        Arrival.JOINED: 1,
        Arrival.STAYED: 1,
    }


async def test_simultaneous_asks_pair_each_person_once(database: Database) -> None:
    async def once(user_id: int) -> Pair | Place:
        track = Track.FRONTEND if user_id % 2 else Track.BACKEND
        async with database.begin() as session:
            return await ask(session, user_id, track)

    found = await asyncio.gather(*(once(user_id) for user_id in range(1, 41)))

    made = [one for one in found if isinstance(one, Pair)]
    people = [user_id for one in made for user_id in (one.frontend_id, one.backend_id)]
    assert sorted(people) == list(range(1, 41))
    assert sorted(one.number for one in made) == list(range(1, 21))
