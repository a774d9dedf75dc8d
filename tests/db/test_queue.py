"""The queue's rules, on a real database: nobody loses a place without a word."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import PROJECTS, Api, Track
from db import blocks, guilds, matches, pair_profiles, pairs, queue, queue_places, seekers
from db.engine import Database
from db.pairs import Pair
from db.queue import Arrival, Fate
from db.queue_places import Place
from db.tables import QueueEntry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BOB, CLEO, DAN = 11, 12, 13, 14
SHOP, JOBS = PROJECTS[0], PROJECTS[3]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def ask(
    session: AsyncSession,
    user_id: int,
    track: Track = Track.FRONTEND,
    project: str = SHOP,
    *,
    guild_id: int = HERE,
    minute: int = 0,
    **more: Any,
) -> matches.Sought:
    now = NOON + timedelta(minutes=minute)
    said = {"track": track, "project": project, **more}
    sought, _ = await seekers.seek(session, guild_id, user_id, said, now)
    assert sought is not None
    return sought


async def place(session: AsyncSession, user_id: int, *, minute: int = 0) -> Place:
    found = await queue_places.place(session, HERE, user_id, NOON + timedelta(minutes=minute))
    assert found is not None
    return found


async def waiting(session: AsyncSession) -> list[int]:
    return [one.user_id for one in await queue.candidates(session, HERE, NOON)]


async def test_a_place_counts_those_before_and_those_across(session: AsyncSession) -> None:
    await ask(session, ANN)
    await ask(session, CLEO, Track.BACKEND, JOBS)
    await ask(session, DAN, minute=1)

    found = await place(session, DAN, minute=1)

    assert (found.position, found.across) == (2, {JOBS: 1})
    assert (found.joined_mine, found.joined_other, found.median_wait) == (2, 1, None)


async def test_who_builds_either_side_stands_in_both_lines(session: AsyncSession) -> None:
    await pair_profiles.say(session, HERE, ANN, api=Api.REST, now=NOON)
    await ask(session, ANN, Track.BOTH)
    await ask(session, BOB, Track.FRONTEND, minute=1, api=Api.GRAPHQL)

    assert (await place(session, BOB)).position == 2


@pytest.mark.parametrize(
    ("project", "track"), [(JOBS, Track.FRONTEND), (SHOP, Track.BACKEND)], ids=["project", "track"]
)
async def test_another_wish_starts_anew_at_the_back(
    session: AsyncSession, project: str, track: Track
) -> None:
    await ask(session, ANN)

    moved = await ask(session, ANN, track, project, minute=5)

    assert moved.arrival is Arrival.MOVED
    me = (await place(session, ANN, minute=5)).me
    assert (me.track, me.project, me.joined_at) == (track, project, NOON + 5 * MINUTE)


async def test_another_wish_of_the_profile_alone_does_so_too(session: AsyncSession) -> None:
    await ask(session, ANN)

    api, _ = await seekers.say(session, HERE, ANN, {"api": Api.REST}, NOON + MINUTE)
    project, _ = await seekers.say(session, HERE, ANN, {"project": JOBS}, NOON + MINUTE)
    nobody, _ = await seekers.say(session, HERE, BOB, {"project": JOBS}, NOON + MINUTE)

    assert (api, project, nobody) == (Arrival.STAYED, Arrival.MOVED, None)


async def test_a_move_can_end_in_a_match(session: AsyncSession) -> None:
    await ask(session, ANN, project=JOBS)
    await ask(session, BOB, Track.BACKEND)

    assert (await ask(session, ANN)).pair is not None


async def test_a_match_leaves_those_who_wait_for_something_else(session: AsyncSession) -> None:
    await ask(session, CLEO, project=JOBS)
    await ask(session, ANN)
    await ask(session, BOB, Track.BACKEND)

    still = await ask(session, CLEO, project=JOBS, minute=5)

    assert still.arrival is Arrival.STAYED
    assert (await place(session, CLEO, minute=5)).me.joined_at == NOON


async def test_leaving_says_for_which_project_and_reaches_ones_own_guild_only(
    session: AsyncSession,
) -> None:
    await ask(session, ANN, project=JOBS)

    assert await queue.leave(session, ELSEWHERE, ANN, NOON) is None
    assert await queue.leave(session, HERE, ANN, NOON) == JOBS
    assert await queue.leave(session, HERE, ANN, NOON) is None


async def test_whoever_left_the_server_is_matched_with_nobody(session: AsyncSession) -> None:
    await ask(session, ANN)

    await queue.gone(session, HERE, ANN, NOON)
    await queue.gone(session, HERE, DAN, NOON)  # who never waited

    assert (await ask(session, BOB, Track.BACKEND)).pair is None
    fates = await session.scalars(select(QueueEntry.fate).where(QueueEntry.user_id == ANN))
    assert fates.all() == [Fate.GONE]


async def test_a_rest_keeps_the_place_and_leaving_ends_it(session: AsyncSession) -> None:
    await ask(session, ANN)
    await queue.rest(session, HERE, ANN, NOON + DAY, NOON)

    assert await waiting(session) == []
    assert (await place(session, ANN)).rests_until == NOON + DAY
    late = await queue_places.place(session, HERE, ANN, NOON + DAY)
    assert late is not None
    assert (late.rests_until, late.rested_until) == (None, NOON + DAY)

    await queue.leave(session, HERE, ANN, NOON)
    await ask(session, ANN, minute=1)
    assert (await place(session, ANN, minute=1)).rests_until is None


async def test_only_who_waits_can_rest(session: AsyncSession) -> None:
    with pytest.raises(Refusal, match="aren't waiting"):
        await queue.rest(session, HERE, ANN, NOON + DAY, NOON)


@pytest.mark.parametrize(
    ("minutes", "arrival"), [(10, Arrival.WOKEN), (2 * 24 * 60, Arrival.RESTED)]
)
async def test_looking_ends_a_rest_and_says_how_it_ended(
    session: AsyncSession, minutes: int, arrival: Arrival
) -> None:
    await ask(session, ANN)
    await queue.rest(session, HERE, ANN, NOON + DAY, NOON)

    assert (await ask(session, ANN, minute=minutes)).arrival is arrival
    assert (await ask(session, ANN, minute=minutes)).arrival is Arrival.STAYED


async def test_who_takes_three_waits_until_there_are_three(session: AsyncSession) -> None:
    await ask(session, ANN, Track.BACKEND, room=3)

    for user_id in (BOB, CLEO):
        assert (await ask(session, user_id)).pair is not None
        assert await queue.is_waiting(session, HERE, ANN)
    assert (await ask(session, DAN)).pair is not None
    assert not await queue.is_waiting(session, HERE, ANN)


async def test_partners_that_one_has_already_are_counted_when_one_looks_again(
    session: AsyncSession,
) -> None:
    await ask(session, ANN, Track.BACKEND, room=2)
    await ask(session, BOB)
    await queue.leave(session, HERE, ANN, NOON)

    await ask(session, ANN, Track.BACKEND, minute=1)
    assert (await place(session, ANN, minute=1)).me.room == 1
    # A week later nobody is busy with that pair any more.
    await queue.leave(session, HERE, ANN, NOON)
    await ask(session, ANN, Track.BACKEND, minute=8 * 24 * 60)
    assert (await place(session, ANN)).me.room == 2


async def test_the_median_is_that_of_those_matched_and_of_nobody_else(
    session: AsyncSession,
) -> None:
    await ask(session, ANN)
    await ask(session, CLEO, project=JOBS)
    await queue.leave(session, HERE, CLEO, NOON + DAY)
    await ask(session, BOB, Track.BACKEND, minute=60)  # Ann waited an hour, Bob not at all
    await ask(session, DAN, minute=60)

    assert (await place(session, DAN, minute=60)).median_wait == timedelta(minutes=30)


async def test_a_day_is_that_of_the_guilds_zone(session: AsyncSession) -> None:
    await guilds.change(session, HERE, zone="Asia/Tokyo")  # nine at night there
    await ask(session, ANN)

    before = await place(session, ANN, minute=179)
    after = await place(session, ANN, minute=181)

    assert (before.joined_mine, after.joined_mine) == (1, 0)


async def test_waits_that_ended_long_ago_are_forgotten_and_others_are_not(
    session: AsyncSession,
) -> None:
    await ask(session, ANN)
    await ask(session, BOB, project=JOBS)
    await queue.leave(session, HERE, BOB, NOON)

    await queue.forget(session, NOON + DAY)

    left = await session.scalars(select(QueueEntry.user_id))
    assert left.all() == [ANN]


async def test_a_project_that_is_no_longer_offered_is_asked_for_anew(
    session: AsyncSession,
) -> None:
    await ask(session, ANN)
    await guilds.change(session, HERE, projects="Telescope\nRocket")

    sought, seeker = await seekers.seek(session, HERE, ANN, {}, NOON)

    assert (sought, seeker.has_project, seeker.projects) == (None, False, ("Telescope", "Rocket"))
    assert await pair_profiles.strays(session, HERE) == 1
    assert await pair_profiles.strays(session, ELSEWHERE) == 0


async def test_asking_twice_at_once_makes_one_entry(database: Database) -> None:
    async def once() -> Arrival:
        async with database.begin() as session:
            return (await ask(session, ANN)).arrival

    arrivals = await asyncio.gather(once(), once())

    assert Counter(arrivals) == {Arrival.JOINED: 1, Arrival.STAYED: 1}


async def test_simultaneous_asks_pair_each_person_once(database: Database) -> None:
    async def once(user_id: int) -> Pair | None:
        track = Track.FRONTEND if user_id % 2 else Track.BACKEND
        async with database.begin() as session:
            return (await ask(session, user_id, track)).pair

    found = await asyncio.gather(*(once(user_id) for user_id in range(1, 41)))

    made = [one for one in found if one is not None]
    assert sorted(person for one in made for person in one.people) == list(range(1, 41))
    assert sorted(one.number for one in made) == list(range(1, 21))


# What four people may do in any order; each stands for one of them and what they do.
people = st.sampled_from([ANN, BOB, CLEO, DAN])
wishes = st.fixed_dictionaries(
    {
        "track": st.sampled_from(Track),
        "project": st.sampled_from([SHOP, JOBS]),
        "api": st.sampled_from(Api),
        "room": st.integers(1, 3),
    }
)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("seek"), people, wishes),
        st.tuples(st.just("say"), people, wishes),
        st.tuples(st.sampled_from(["leave", "rest", "erase"]), people, st.none()),
        st.tuples(st.just("block"), people, people),
    ),
    max_size=20,
)


async def act(session: AsyncSession, what: str, who: int, how: Any, now: datetime) -> None:
    match what:
        case "seek":
            await seekers.seek(session, HERE, who, how, now)
        case "say":
            await seekers.say(session, HERE, who, how, now)
        case "leave":
            await queue.leave(session, HERE, who, now)
        case "rest" if await queue.is_waiting(session, HERE, who):
            await queue.rest(session, HERE, who, now + 5 * MINUTE, now)
        case "erase":
            await seekers.erase(session, HERE, who, now)
        case "block" if who != how:
            await blocks.block(session, HERE, who, how, now)
        case _:
            pass


async def check(session: AsyncSession, now: datetime) -> None:
    everybody = [ANN, BOB, CLEO, DAN]
    apart = await blocks.among(session, HERE, everybody)
    met: list[frozenset[int]] = []
    for one in everybody:
        for found in await pairs.of_member(session, HERE, one, only_on=False):
            if one == min(found.people):
                assert len(found.people) == 2
                met.append(frozenset(found.people))
    assert len(set(met)) == len(met), "the same two twice, though nobody let it be"
    for one in everybody:
        shown = await queue_places.place(session, HERE, one, now)
        if shown is None:
            continue
        assert 1 <= shown.me.room <= 3
        assert shown.position <= len(everybody)
        assert shown.other_api + shown.met <= shown.across.get(shown.me.project, 0)
        across = [
            other
            for other in await queue.candidates(session, HERE, now)
            if other.user_id != one
            and other.track.meets(shown.me.track)
            and frozenset((one, other.user_id)) not in apart
        ]
        assert shown.across == Counter(other.project for other in across)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
async def test_whatever_people_do_nobody_is_in_two_places_or_with_whom_they_must_not_be(
    session: AsyncSession, done: Sequence[tuple[str, int, Any]]
) -> None:
    savepoint = await session.begin_nested()
    blocked_before_pairing: set[frozenset[int]] = set()
    known: set[int] = set()
    for minute, (what, who, how) in enumerate(done):
        now = NOON + minute * MINUTE
        await act(session, what, who, how, now)
        await check(session, now)
        for one in await pairs.of_member(session, HERE, who, only_on=False):
            if one.id not in known:
                assert frozenset(one.people) not in blocked_before_pairing
                known.add(one.id)
        blocked_before_pairing = set(await blocks.among(session, HERE, [ANN, BOB, CLEO, DAN]))
    await savepoint.rollback()
    session.expire_all()
