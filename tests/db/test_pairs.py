"""The pairs, on a real database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import PROJECTS, Track
from db import blocks, matches, pair_profiles, pairs, queue
from db.pairs import Pair

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BOB = 11, 12
SHOP = PROJECTS[0]


async def paired(session: AsyncSession, *, guild_id: int = HERE) -> Pair:
    for user_id, track in ((ANN, Track.FRONTEND), (BOB, Track.BACKEND)):
        await pair_profiles.say(session, guild_id, user_id, track=track, project=SHOP, now=NOON)
        found = await matches.look(session, guild_id, user_id, now=NOON)
    assert found.pair is not None
    return found.pair


async def thread_of(session: AsyncSession, pair: Pair) -> int | None:
    found = await pairs.by_id(session, pair.guild_id, pair.id)
    assert found is not None
    return found.thread_id


async def test_a_pair_knows_its_sides_and_has_no_thread_yet(session: AsyncSession) -> None:
    pair = await paired(session)

    assert (pair.on(Track.FRONTEND), pair.on(Track.BACKEND)) == ((ANN,), (BOB,))
    assert (pair.project, pair.number, pair.made_at, pair.thread_id) == (SHOP, 1, NOON, None)
    assert (pair.others(ANN), pair.others(BOB)) == ((BOB,), (ANN,))


async def test_a_pair_has_left_the_queue(session: AsyncSession) -> None:
    await paired(session)

    for user_id in (ANN, BOB):
        assert await queue.leave(session, HERE, user_id, NOON) is None


async def test_numbers_run_through_each_guild_by_itself(session: AsyncSession) -> None:
    here = await paired(session)
    elsewhere = await paired(session, guild_id=ELSEWHERE)

    assert (here.number, elsewhere.number) == (1, 1)


async def test_a_pair_is_its_members_alone(session: AsyncSession) -> None:
    pair = await paired(session)

    assert await pairs.mine(session, HERE, pair.id, ANN) == pair
    for guild_id, user_id in ((HERE, 99), (ELSEWHERE, ANN)):
        with pytest.raises(Refusal, match="Only the two"):
            await pairs.mine(session, guild_id, pair.id, user_id)


async def test_pairs_of_all_guilds_are_unopened_until_their_thread_is_known(
    session: AsyncSession,
) -> None:
    here, elsewhere = await paired(session), await paired(session, guild_id=ELSEWHERE)

    await pairs.opened(session, HERE, here.id, 77, NOON)

    assert await pairs.unopened(session, NOON) == [elsewhere]
    assert await thread_of(session, here) == 77


async def test_a_thread_that_comes_too_late_is_not_opened(session: AsyncSession) -> None:
    await paired(session)

    assert await pairs.unopened(session, NOON + timedelta(days=7)) == []


async def test_another_guilds_pair_is_not_touched(session: AsyncSession) -> None:
    pair = await paired(session)

    await pairs.opened(session, ELSEWHERE, pair.id, 77, NOON)

    assert await thread_of(session, pair) is None
    assert await pairs.by_id(session, ELSEWHERE, pair.id) is None


async def test_a_block_is_its_makers_to_lift_and_so_many_are_kept(session: AsyncSession) -> None:
    await blocks.block(session, HERE, ANN, BOB, NOON)
    await blocks.block(session, HERE, ANN, BOB, NOON)

    assert await blocks.blocked(session, HERE, ANN) == [BOB]
    assert await blocks.blocked(session, HERE, BOB) == []
    assert await blocks.blocked(session, ELSEWHERE, ANN) == []
    await blocks.unblock(session, HERE, BOB, ANN)
    assert await blocks.among(session, HERE, [ANN, BOB]) == {frozenset((ANN, BOB))}
    for user_id in range(100, 99 + blocks.MOST):
        await blocks.block(session, HERE, ANN, user_id, NOON)
    with pytest.raises(Refusal, match="as many as I keep"):
        await blocks.block(session, HERE, ANN, 999, NOON)
