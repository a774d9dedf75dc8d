"""Rounds and what they are drawn from, on a real database: who waits, and who is kept apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import PROJECTS, Api, Match, Track, Why
from bot.domain.replays import Pool, draw_packed, unpack_round
from bot.domain.rounds import Round, draw
from db import blocks, matches, pair_ends, pair_lists, pair_profiles, pairs, queue, rounds, trios
from db.pairs import Pair
from db.rounds import Entrants
from db.tables import PairingRound, RoundMember

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BOB, CLEO, DAN, EVE = range(11, 16)
SHOP, JOBS = PROJECTS[0], PROJECTS[3]
FRONTEND, BACKEND = Track.FRONTEND, Track.BACKEND
REST, GRAPHQL = Api.REST, Api.GRAPHQL
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SEED = 7
WHY = Why(REST, 3, is_first_time=True)


async def wait(
    session: AsyncSession, user_id: int, track: Track, *, at: datetime = NOON, **said: Any
) -> Pair | None:
    """Say it, and look for a partner; the pair that came of it at once."""
    said = {"project": SHOP, "track": track} | said
    await pair_profiles.say(session, HERE, user_id, now=at, **said)
    return (await matches.look(session, HERE, user_id, now=at)).pair


async def join(session: AsyncSession, user_id: int, track: Track, **said: Any) -> None:
    """Into the queue, as whoever finds nobody at once."""
    profile = await pair_profiles.say(
        session, HERE, user_id, now=NOON, **{"project": SHOP, "track": track} | said
    )
    await queue.arrive(session, HERE, profile, now=NOON)


async def pair_up(
    session: AsyncSession, *people: int, project: str = SHOP, at: datetime = NOON
) -> Pair:
    """A pair whose last is the backend, with a thread."""
    made = await pairs.make(session, HERE, Match(project, people[:-1], people[-1:]), WHY, now=at)
    await pairs.opened(session, HERE, made.id, 700 + made.id, at)
    return made


async def entrants(session: AsyncSession, *, at: datetime = NOON) -> Entrants:
    return await rounds.entrants(session, HERE, is_patient=True, now=at)


def drawn_from(taking: Entrants, *, at: datetime = NOON) -> tuple[str, str]:
    """What went in and what came out, in writing."""
    pool = Pool.of(taking.people, taking.history, SEED, at).packed()
    return pool, draw_packed(pool)


async def seen(session: AsyncSession, *, at: datetime = NOON) -> int:
    """A round that moderators look at."""
    taking = await rounds.entrants(session, HERE, is_patient=False, now=at)
    pool, told = drawn_from(taking, at=at)
    return await rounds.keep(session, HERE, taking.people, pool=pool, told=told, now=at)


async def people_of(session: AsyncSession, pair: Pair) -> set[int]:
    found = await pairs.by_id(session, HERE, pair.id)
    assert found is not None
    return {*found.people}


# Who takes part, and who knows whom.


async def test_two_who_want_different_apis_wait_for_the_clock(session: AsyncSession) -> None:
    assert await wait(session, ANN, FRONTEND, api=REST) is None
    assert await wait(session, BOB, BACKEND, api=GRAPHQL) is None

    taking = await entrants(session)

    assert [one.user_id for one in taking.people] == [ANN, BOB]
    assert not taking.history.are_apart(ANN, BOB)


async def test_those_who_met_take_part_as_strangers_for_moderators_and_later_for_the_clock(
    session: AsyncSession,
) -> None:
    met = await pair_up(session, ANN, BOB)
    await pair_ends.end(session, HERE, met.id, now=NOON)
    await wait(session, ANN, FRONTEND)
    assert await wait(session, BOB, BACKEND) is None

    by_hand = await rounds.entrants(session, HERE, is_patient=False, now=NOON)

    assert by_hand.history.have_met(ANN, BOB)
    assert not by_hand.history.are_apart(ANN, BOB)
    assert (await entrants(session, at=NOON + DAY - MINUTE)).history.are_apart(ANN, BOB)
    assert not (await entrants(session, at=NOON + DAY)).history.are_apart(ANN, BOB)


@pytest.mark.parametrize("asks", [True, False], ids=["parts", "is left and asks then"])
async def test_those_of_whom_one_asked_for_somebody_new_are_never_brought_together(
    session: AsyncSession, *, asks: bool
) -> None:
    made = await pair_up(session, ANN, BOB)
    if not asks:
        await pair_ends.end(session, HERE, made.id, now=NOON)
        await pair_profiles.say(session, HERE, ANN, track=FRONTEND, project=SHOP, now=NOON)
        await pair_ends.find_new(session, HERE, made.id, ANN, NOON)
    else:
        await pair_ends.part(session, HERE, made.id, ANN, now=NOON)

    later = await matches.history(session, HERE, [ANN, BOB], NOON + 30 * DAY)

    assert later.are_apart(ANN, BOB)
    assert later.have_met(ANN, BOB)


async def test_a_pair_that_is_on_is_not_made_again_and_a_block_counts_both_ways(
    session: AsyncSession,
) -> None:
    await pair_up(session, ANN, BOB)
    await blocks.block(session, HERE, CLEO, DAN, NOON)
    people = [ANN, BOB, CLEO, DAN]

    known = await matches.history(session, HERE, people, NOON)

    assert {*known.apart} == {frozenset((ANN, BOB)), frozenset((CLEO, DAN))}
    assert {*known.met} == {frozenset((ANN, BOB))}
    # The joint window is a week; and another guild knows nothing of it.
    late = await matches.history(session, HERE, people, NOON + pairs.RECENT)
    assert {*late.apart} == {frozenset((CLEO, DAN))}
    elsewhere = await matches.history(session, ELSEWHERE, people, NOON)
    assert (elsewhere.met, elsewhere.apart) == (frozenset(), frozenset())


async def test_of_three_everybody_has_met_everybody_and_who_went_is_apart_from_both(
    session: AsyncSession,
) -> None:
    trio = await pair_up(session, ANN, CLEO, BOB)
    await pair_ends.part(session, HERE, trio.id, CLEO, now=NOON)

    known = await matches.history(session, HERE, [ANN, BOB, CLEO], NOON + pairs.RECENT)

    assert len([*known.met]) == 3
    assert {*known.apart} == {frozenset((CLEO, ANN)), frozenset((CLEO, BOB))}


async def test_who_has_a_partner_is_given_only_such_as_share(session: AsyncSession) -> None:
    await wait(session, BOB, BACKEND, room=3)
    assert await wait(session, ANN, FRONTEND) is not None

    assert await wait(session, CLEO, FRONTEND, shares=False) is None
    shared = await wait(session, DAN, FRONTEND)
    taking = await entrants(session)

    assert shared is not None
    assert {*shared.people} == {BOB, DAN}
    assert {one.user_id for one in taking.people} == {BOB, CLEO}
    assert taking.history.are_apart(BOB, CLEO)


async def test_who_was_given_one_who_does_not_share_waits_for_no_other(
    session: AsyncSession,
) -> None:
    await wait(session, BOB, BACKEND, room=3)

    assert await wait(session, CLEO, FRONTEND, shares=False) is not None
    assert not await queue.is_waiting(session, HERE, BOB)
    assert await wait(session, DAN, FRONTEND) is None


async def test_busy_are_those_of_pairs_that_are_on_and_young(session: AsyncSession) -> None:
    everybody = [ANN, BOB, CLEO, DAN, EVE]
    trio = await pair_up(session, ANN, EVE, BOB)
    await pair_up(session, CLEO, BOB)
    over = await pair_up(session, DAN, BOB)
    await pair_ends.end(session, HERE, over.id, now=NOON)
    await pair_ends.part(session, HERE, trio.id, EVE, now=NOON)

    assert await queue.busy(session, HERE, everybody, NOON) == {ANN: 1, BOB: 2, CLEO: 1}
    assert await queue.busy(session, ELSEWHERE, everybody, NOON) == {}
    assert await queue.busy(session, HERE, everybody, NOON + 7 * DAY) == {}


# A round that is kept.


async def test_a_round_that_is_looked_at_pairs_nobody_until_it_is_applied(
    session: AsyncSession,
) -> None:
    await join(session, ANN, FRONTEND)
    await join(session, BOB, BACKEND)
    round_id = await seen(session)

    assert await pair_lists.on(session, HERE) == []
    found = await rounds.to_confirm(session, HERE, round_id, NOON + rounds.CONFIRMABLE)
    assert found is not None
    assert found.until == NOON + rounds.CONFIRMABLE
    (made,) = await rounds.apply(session, HERE, round_id, found.drawn, NOON)

    assert [*made.people] == [ANN, BOB]
    assert await queue.candidates(session, HERE, NOON) == []
    with pytest.raises(Refusal, match="made already"):
        await rounds.to_confirm(session, HERE, round_id, NOON)


async def test_a_round_is_its_guilds_and_lasts_ten_minutes(session: AsyncSession) -> None:
    await join(session, ANN, FRONTEND)
    round_id = await seen(session)

    with pytest.raises(Refusal, match="no such draw"):
        await rounds.to_confirm(session, ELSEWHERE, round_id, NOON)
    with pytest.raises(Refusal, match="no such draw"):
        await rounds.to_confirm(session, HERE, round_id + 1, NOON)
    with pytest.raises(Refusal, match="over ten minutes"):
        await rounds.to_confirm(session, HERE, round_id, NOON + rounds.CONFIRMABLE + MINUTE)
    assert await rounds.replay(session, ELSEWHERE, round_id) is None


async def change_nothing(session: AsyncSession) -> None:
    # It was saved again just as it was.
    await pair_profiles.say(session, HERE, ANN, goals="Learn", now=NOON + MINUTE)


async def come(session: AsyncSession) -> None:
    await join(session, CLEO, FRONTEND, project=JOBS)


async def go(session: AsyncSession) -> None:
    await queue.leave(session, HERE, ANN, NOON)


async def swap(session: AsyncSession) -> None:
    """Another one stands at the very same place, and wants the very same."""
    await queue.leave(session, HERE, ANN, NOON)
    await join(session, ANN - 1, FRONTEND)


async def rest(session: AsyncSession) -> None:
    await queue.rest(session, HERE, ANN, NOON + DAY, NOON + MINUTE)


async def say_otherwise(session: AsyncSession) -> None:
    await pair_profiles.say(session, HERE, ANN, api=REST, now=NOON)


async def block(session: AsyncSession) -> None:
    await blocks.block(session, HERE, BOB, ANN, NOON)


@pytest.mark.parametrize("act", [come, go, swap, rest, say_otherwise, block, change_nothing])
async def test_a_round_stands_only_as_long_as_all_that_went_into_it(
    session: AsyncSession, act: Any
) -> None:
    await join(session, ANN, FRONTEND)
    await join(session, BOB, BACKEND)
    round_id = await seen(session)

    await act(session)

    found = await rounds.to_confirm(session, HERE, round_id, NOON + 2 * MINUTE)
    assert (found is not None) is (act is change_nothing)


async def test_old_rounds_are_let_go_and_their_pairs_stay(session: AsyncSession) -> None:
    await join(session, ANN, FRONTEND)
    await join(session, BOB, BACKEND)
    old = await seen(session)
    found = await rounds.to_confirm(session, HERE, old, NOON)
    assert found is not None
    (made,) = await rounds.apply(session, HERE, old, found.drawn, NOON)
    await join(session, CLEO, FRONTEND)
    new = await seen(session, at=NOON + DAY)

    await rounds.forget(session, NOON + MINUTE)

    assert await pairs.by_id(session, HERE, made.id) == made
    assert (await session.scalars(select(PairingRound.id))).all() == [new]
    assert (await session.scalars(select(RoundMember.user_id))).all() == [CLEO]


people = st.lists(
    st.fixed_dictionaries(
        {
            "track": st.sampled_from(Track),
            "project": st.sampled_from((SHOP, JOBS)),
            "api": st.sampled_from(Api),
            "room": st.integers(1, 3),
            "shares": st.booleans(),
        }
    ),
    max_size=6,
)
couples = st.lists(st.sets(st.integers(ANN, ANN + 5), min_size=2, max_size=2), max_size=3)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people, couples, couples)
async def test_a_stored_round_is_drawn_again_with_the_same_result(
    session: AsyncSession,
    said: Sequence[dict[str, Any]],
    blocked: Sequence[set[int]],
    paired: Sequence[set[int]],
) -> None:
    savepoint = await session.begin_nested()
    for two in paired:
        await pair_up(session, *sorted(two))
    for one, other in map(sorted, blocked):
        await blocks.block(session, HERE, one, other, NOON)
    for user_id, how in enumerate(said, ANN):
        await join(session, user_id, **how)
    taking = await rounds.entrants(session, HERE, is_patient=False, now=NOON)
    made = draw(taking.people, taking.history, SEED, NOON)
    round_id = await seen(session)

    stored = await rounds.replay(session, HERE, round_id)
    kept = await rounds.to_confirm(session, HERE, round_id, NOON)

    assert stored is not None
    pool, told = stored
    assert draw_packed(pool) == told
    assert unpack_round(told, taking.people) == made
    assert kept is not None
    assert kept.drawn == made
    _nobody_met_whom_they_block(made, blocked)
    await savepoint.rollback()
    session.expire_all()


def _nobody_met_whom_they_block(made: Round, blocked: Sequence[set[int]]) -> None:
    assert not [one for one in made.matches for two in blocked if two <= {*one.people}]


# The odd one.


@pytest.fixture
async def young(session: AsyncSession) -> Pair:
    """Ann and Bob, who share, and agree on REST."""
    for user_id, track in ((ANN, FRONTEND), (BOB, BACKEND)):
        await pair_profiles.say(
            session, HERE, user_id, track=track, project=SHOP, api=REST, now=NOON
        )
    return await pair_up(session, ANN, BOB)


async def test_the_odd_one_joins_after_half_a_day_and_waits_no_more(
    session: AsyncSession, young: Pair
) -> None:
    await wait(session, CLEO, FRONTEND, api=GRAPHQL)

    assert await trios.join(session, HERE, NOON + 12 * HOUR - MINUTE) == []
    assert await trios.join(session, ELSEWHERE, NOON + 12 * HOUR) == []
    (joined,) = await trios.join(session, HERE, NOON + 12 * HOUR)

    assert (joined.user_id, joined.pair.number) == (CLEO, young.number)
    assert joined.pair.on(FRONTEND) == (ANN, CLEO)
    # What was true of two is not said of three.
    assert joined.pair.why == Why(None, None, is_first_time=True)
    assert not await queue.is_waiting(session, HERE, CLEO)
    assert await trios.join(session, HERE, NOON + 12 * HOUR) == []


async def test_who_met_one_of_them_joins_all_the_same_and_the_card_does_not_hide_it(
    session: AsyncSession, young: Pair
) -> None:
    met = await pair_up(session, CLEO, BOB, at=NOON - DAY)
    await pair_ends.end(session, HERE, met.id, now=NOON)
    await wait(session, CLEO, FRONTEND, api=REST)

    (joined,) = await trios.join(session, HERE, NOON + 12 * HOUR)

    assert joined.pair.id == young.id
    assert joined.pair.why == Why(REST, None, is_first_time=False)


async def nothing(session: AsyncSession) -> None:
    pass


async def ann_rather_not(session: AsyncSession) -> None:
    await pair_profiles.say(session, HERE, ANN, shares=False, now=NOON)


async def cleo_rather_not(session: AsyncSession) -> None:
    await pair_profiles.say(session, HERE, CLEO, shares=False, now=NOON)


async def bob_blocks_cleo(session: AsyncSession) -> None:
    await blocks.block(session, HERE, BOB, CLEO, NOON)


async def cleo_blocks_ann(session: AsyncSession) -> None:
    await blocks.block(session, HERE, CLEO, ANN, NOON)


async def cleo_has_somebody(session: AsyncSession) -> None:
    await pair_up(session, CLEO, DAN, project=JOBS)
    await join(session, CLEO, FRONTEND, room=3)


async def bob_has_another(session: AsyncSession) -> None:
    await pair_up(session, DAN, BOB, project=JOBS)


async def they_part(session: AsyncSession) -> None:
    for one in await pairs.of_member(session, HERE, ANN):
        await pair_ends.end(session, HERE, one.id, now=NOON)


async def the_thread_is_gone(session: AsyncSession) -> None:
    for one in await pairs.of_member(session, HERE, ANN):
        await pairs.thread_deleted(session, HERE, one.thread_id or 0)


@pytest.mark.parametrize(
    ("act", "waits", "is_third"),
    [
        (nothing, 47 * HOUR, True),
        (nothing, 48 * HOUR, False),
        *(
            (act, 12 * HOUR, False)
            for act in (
                ann_rather_not,
                cleo_rather_not,
                bob_blocks_cleo,
                cleo_blocks_ann,
                cleo_has_somebody,
                bob_has_another,
                they_part,
                the_thread_is_gone,
            )
        ),
    ],
)
async def test_there_are_pairs_that_the_odd_one_does_not_join(
    session: AsyncSession, young: Pair, act: Any, *, waits: timedelta, is_third: bool
) -> None:
    await wait(session, CLEO, FRONTEND)
    await act(session)

    joined = await trios.join(session, HERE, NOON + waits)

    assert bool(joined) is is_third
    assert (await people_of(session, young) == {ANN, BOB, CLEO}) is is_third


# Moderators' lists.


async def test_the_pairs_that_are_on_stand_newest_first_and_by_their_number(
    session: AsyncSession,
) -> None:
    first, over, last = [await pair_up(session, one, one + 1) for one in (ANN, CLEO, EVE)]
    await pair_ends.end(session, HERE, over.id, now=NOON)

    assert [one.id for one in await pair_lists.on(session, HERE)] == [last.id, first.id]
    assert await pair_lists.on(session, ELSEWHERE) == []
    assert (await pair_lists.by_typed(session, HERE, " #1 ")).id == first.id
    for typed in ("", "#", "4", "-1", "²", "1" * 19, "E-Commerce"):
        with pytest.raises(Refusal, match="no such pair"):
            await pair_lists.by_typed(session, HERE, typed)
    with pytest.raises(Refusal, match="no such pair"):
        await pair_lists.by_typed(session, ELSEWHERE, "1")


async def test_the_project_is_what_both_say_unless_one_is_chosen(session: AsyncSession) -> None:
    two = (ANN, BOB)
    for said in ({}, {ANN: SHOP}, {BOB: JOBS}):
        for user_id, project in said.items():
            await pair_profiles.say(session, HERE, user_id, project=project, now=NOON)
        with pytest.raises(Refusal, match=r"don't build the same.*add \*\*project"):
            await pair_lists.project_of(session, HERE, two, None)
    assert await pair_lists.project_of(session, HERE, two, JOBS) == JOBS
    with pytest.raises(Refusal, match="from the list"):
        await pair_lists.project_of(session, HERE, two, "A game")
    await pair_profiles.say(session, HERE, BOB, project=SHOP, now=NOON)
    assert await pair_lists.project_of(session, HERE, two, None) == SHOP
