"""How pairs end, on a real database, also for two who act at the same moment."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Api, Match, Track, Why
from db import matches, pair_ends, pair_lives, pair_profiles, pairs, queue
from db.engine import Database
from db.pair_ends import Parted
from db.pairs import End, Pair

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BOB, CY = 11, 12, 13
SHOP = "E-Commerce"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def made(session: AsyncSession, *frontends: int, backend: int = BOB) -> Pair:
    for one in (*frontends, backend):
        track = Track.BACKEND if one == backend else Track.FRONTEND
        await pair_profiles.say(session, HERE, one, track=track, project=SHOP, now=NOON)
    found = Match(SHOP, frontends, (backend,))
    why = Why(Api.REST, None, is_first_time=True)
    pair = await pairs.make(session, HERE, found, why, now=NOON)
    await pairs.opened(session, HERE, pair.id, 77, NOON)
    return pair


async def test_two_who_part_at_the_same_moment_end_it_once(database: Database) -> None:
    async with database.begin() as session:
        pair = await made(session, ANN)

    async def part(user_id: int) -> Parted:
        async with database.begin() as session:
            return await pair_ends.part(session, HERE, pair.id, user_id, now=NOON + DAY)

    both = await asyncio.gather(part(ANN), part(BOB))

    assert sorted(one.was_over for one in both) == [False, True]
    assert sum(len(one.posts) for one in both) == 1
    async with database.read() as session:
        assert await queue.is_waiting(session, HERE, ANN)
        assert await queue.is_waiting(session, HERE, BOB)


async def test_who_left_a_trio_meets_neither_of_the_others_again(session: AsyncSession) -> None:
    pair = await made(session, ANN, CY)

    parted = await pair_ends.part(session, HERE, pair.id, ANN, now=NOON + DAY)

    known = await matches.history(session, HERE, [ANN, BOB, CY], NOON + 8 * DAY)
    assert parted.pair.people == (CY, BOB)
    assert parted.pair.is_on
    assert known.are_apart(ANN, BOB)
    assert known.are_apart(ANN, CY)
    assert not known.are_apart(BOB, CY)


async def test_whose_profile_says_too_little_is_free_and_waits_for_nobody(
    session: AsyncSession,
) -> None:
    pair = await made(session, ANN)
    await pair_profiles.erase(session, HERE, ANN)

    parted = await pair_ends.part(session, HERE, pair.id, ANN, now=NOON + DAY)

    assert parted.sought is None
    assert not parted.pair.is_on
    assert not await queue.is_waiting(session, HERE, ANN)


async def test_who_changed_their_project_looks_for_the_new_one(session: AsyncSession) -> None:
    pair = await made(session, ANN)
    await pair_profiles.say(session, HERE, ANN, project="Job Board", now=NOON)

    await pair_ends.part(session, HERE, pair.id, ANN, now=NOON + DAY)

    (waiting,) = await queue.candidates(session, HERE, NOON + DAY)
    assert waiting.project == "Job Board"


async def test_another_guild_ends_nothing_here(session: AsyncSession) -> None:
    pair = await made(session, ANN)

    with pytest.raises(Refusal, match="no such pair"):
        await pair_ends.end(session, ELSEWHERE, pair.id, now=NOON)
    with pytest.raises(Refusal, match="Only the two of a pair"):
        await pair_ends.part(session, ELSEWHERE, pair.id, ANN, now=NOON)
    assert await pair_ends.lose(session, ELSEWHERE, pair.id, ANN, NOON) == ()
    assert await pair_lives.nudge(session, ELSEWHERE, pair.id, NOON + 3 * DAY) is None
    after = await pairs.by_id(session, HERE, pair.id)
    assert after is not None
    assert after.is_on


async def test_what_has_ended_is_ended_by_no_moderator_again(session: AsyncSession) -> None:
    pair = await made(session, ANN)
    ended, posts = await pair_ends.end(session, HERE, pair.id, now=NOON)

    assert (ended.end, len(posts)) == (End.MODERATOR, 1)
    with pytest.raises(Refusal, match="has ended already"):
        await pair_ends.end(session, HERE, pair.id, now=NOON)


async def test_the_thread_stays_open_for_who_was_left_a_day_at_most(session: AsyncSession) -> None:
    pair = await made(session, ANN)
    await pair_ends.part(session, HERE, pair.id, ANN, now=NOON)

    assert await pair_ends.to_close(session, NOON + DAY - MINUTE) == []
    assert [one.id for one in await pair_ends.to_close(session, NOON + DAY)] == [pair.id]
    await pair_ends.find_new(session, HERE, pair.id, BOB, NOON)
    assert [one.id for one in await pair_ends.to_close(session, NOON + MINUTE)] == [pair.id]
    await pair_ends.closed(session, HERE, pair.id, NOON)
    assert await pair_ends.to_close(session, NOON + DAY) == []


async def test_after_a_week_nobody_is_put_back_into_the_queue_unasked(
    session: AsyncSession,
) -> None:
    pair = await made(session, ANN)

    await pair_ends.lose(session, HERE, pair.id, BOB, NOON + 8 * DAY)

    assert not await queue.is_waiting(session, HERE, ANN)


async def test_figures_count_what_became_of_pairs(session: AsyncSession) -> None:
    first = await made(session, ANN)
    await pair_lives.start(session, HERE, first.id, ANN, NOON)
    second = await made(session, CY, backend=14)
    await pair_lives.nudge(session, HERE, second.id, NOON + 3 * DAY)
    await pair_ends.part(session, HERE, second.id, CY, now=NOON + 3 * DAY)

    found = await pair_lives.figures(session, HERE, NOON - DAY)

    assert (found.made, found.started, found.nudged) == (2, 1, 1)
    assert found.ends == {End.REMATCHED: 1, End.MODERATOR: 0, End.LEFT: 0}
    assert (await pair_lives.figures(session, HERE, NOON + DAY)).made == 0
