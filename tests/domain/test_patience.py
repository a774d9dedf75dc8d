"""What the clock waits with, since somebody better may come along: for how long, and for whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import Candidate, History, Track, suits
from bot.domain.patience import Open, Third, is_hopeless, patient, thirds

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
SHOP, JOBS = "E-Commerce", "Job Board"
FRONTEND, BACKEND, BOTH = Track.FRONTEND, Track.BACKEND, Track.BOTH
ANN, BOB, CLEO, DAN = range(1, 5)
TWO = frozenset((ANN, BOB))
NOBODY = History()


def waiting(user_id: int, *, hours: float, **more: object) -> Candidate:
    one = Candidate(user_id, FRONTEND, SHOP, NOW - timedelta(hours=hours))
    return replace(one, **more)  # pyright: ignore[reportArgumentType] - the fields of a candidate


def open_pair(pair_id: int, *people: int, hours: int = 0, project: str = SHOP) -> Open:
    return Open(pair_id, project, people or (ANN, BOB), hours)


@pytest.mark.parametrize(
    ("ann", "bob", "is_apart"),
    [(24, 24, False), (24, 23.9, True), (23.9, 48, True), (0, 0, True)],
)
def test_those_who_met_wait_until_both_have_waited_a_day(
    ann: float, bob: float, *, is_apart: bool
) -> None:
    pool = [waiting(ANN, hours=ann), waiting(BOB, hours=bob, track=BACKEND)]

    known = patient(pool, History(met={TWO}), NOW)

    assert known.are_apart(ANN, BOB) is is_apart
    assert known.have_met(ANN, BOB)


def test_patience_brings_nobody_together_who_is_apart_and_parts_no_strangers() -> None:
    pool = [waiting(one, hours=1) for one in (ANN, BOB, CLEO)]
    blocked = frozenset((BOB, CLEO))

    known = patient(pool, History(met={TWO}, apart={blocked}), NOW)

    assert {*known.apart} == {TWO, blocked}


def test_of_those_who_met_elsewhere_patience_says_nothing() -> None:
    gone = frozenset((CLEO, DAN))

    assert patient([waiting(ANN, hours=1)], History(met={gone}), NOW).apart == frozenset()


candidates = st.lists(
    st.builds(
        Candidate,
        user_id=st.sampled_from((ANN, BOB, CLEO, DAN)),
        track=st.sampled_from(Track),
        project=st.sampled_from((SHOP, JOBS)),
        joined_at=st.just(NOW),
    ),
    unique_by=lambda one: one.user_id,
)
couples = st.sampled_from([frozenset(two) for two in combinations((ANN, BOB, CLEO, DAN), 2)])


@given(candidates, st.builds(History, apart=st.frozensets(couples)))
def test_a_pool_is_hopeless_if_no_two_of_it_suit_each_other(
    pool: list[Candidate], history: History
) -> None:
    suiting = [two for two in combinations(pool, 2) if suits(*two, history)]

    assert is_hopeless(pool, history) is (not suiting)


@pytest.mark.parametrize(("hours", "found"), [(11.9, []), (12, [Third(CLEO, 7)])])
def test_who_waited_for_half_a_day_is_the_third_of_a_pair(hours: float, found: list[Third]) -> None:
    assert thirds([waiting(CLEO, hours=hours)], [open_pair(7)], NOBODY, NOW) == found


@pytest.mark.parametrize(
    ("pair", "history"),
    [
        (open_pair(7, project=JOBS), NOBODY),
        (open_pair(7, ANN, CLEO), NOBODY),
        (open_pair(7), History(apart={frozenset((CLEO, ANN))})),
        (open_pair(7), History(apart={frozenset((CLEO, BOB))})),
    ],
    ids=["another project", "their own pair", "apart from one", "apart from the other"],
)
def test_there_are_pairs_that_nobody_joins(pair: Open, history: History) -> None:
    assert thirds([waiting(CLEO, hours=99)], [pair], history, NOW) == []


def test_who_does_not_share_is_no_third() -> None:
    assert thirds([waiting(CLEO, hours=99, shares=False)], [open_pair(7)], NOBODY, NOW) == []


def test_a_pair_takes_one_in_and_the_longest_wait_comes_first() -> None:
    queue = [waiting(CLEO, hours=13), waiting(DAN, hours=14)]

    assert thirds(queue, [open_pair(7)], NOBODY, NOW) == [Third(DAN, 7)]
    assert thirds(queue, [open_pair(7), open_pair(8)], NOBODY, NOW) == [
        Third(DAN, 8),
        Third(CLEO, 7),
    ]


def test_whoever_was_let_down_comes_before_the_longest_wait() -> None:
    queue = [waiting(CLEO, hours=12, is_first=True), waiting(DAN, hours=99)]

    assert thirds(queue, [open_pair(7)], NOBODY, NOW) == [Third(CLEO, 7)]


def test_new_faces_come_before_shared_hours_and_those_before_the_newest_pair() -> None:
    me = waiting(CLEO, hours=12)
    most, few, none = open_pair(7, hours=0b111), open_pair(8, 4, 5, hours=0b1), open_pair(9, 6, 7)
    met = History(met={frozenset((CLEO, ANN))})

    def chosen(*pairs: Open, hours: int = 0b111, history: History = NOBODY) -> int:
        ((_, pair_id),) = [
            (one.user_id, one.pair_id)
            for one in thirds([replace(me, hours=hours)], pairs, history, NOW)
        ]
        return pair_id

    assert chosen(most, few, none) == 7
    assert chosen(most, few, none, history=met) == 8
    assert chosen(most, few, none, hours=0) == 9
    assert chosen(most, history=met) == 7
