"""Who suits whom, and who is the good partner of who joins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import (
    PROJECTS,
    Api,
    Candidate,
    History,
    Track,
    agreed,
    agreement,
    best_partner,
    match,
    suits,
    why,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHOP, JOBS = PROJECTS[0], PROJECTS[3]
NOBODY = History()
ME = Candidate(1, Track.FRONTEND, SHOP, NINE, Api.REST, hours=0b1111)

# Few people, projects and hours: equals and old acquaintances come up all the time.
candidates = st.builds(
    Candidate,
    user_id=st.integers(2, 9),
    track=st.sampled_from(Track),
    project=st.sampled_from([SHOP, JOBS]),
    joined_at=st.integers(0, 4).map(lambda hours: NINE - timedelta(hours=10 * hours)),
    api=st.sampled_from(Api),
    hours=st.integers(0, 15),
)
queues = st.lists(candidates, max_size=8, unique_by=lambda one: one.user_id)
two_by_two = st.frozensets(st.frozensets(st.integers(1, 9), min_size=2, max_size=2), max_size=9)
histories = st.builds(History, met=two_by_two, apart=two_by_two)


def backend(user_id: int, *, hours_ago: float = 1, **more: Any) -> Candidate:
    joined_at = NINE - timedelta(hours=hours_ago)
    return Candidate(user_id, Track.BACKEND, SHOP, joined_at, **more)


def found(*waiting: Candidate, history: History = NOBODY) -> int | None:
    best = best_partner(ME, waiting, history, NINE)
    return best.user_id if best else None


@given(queues, histories)
def test_a_good_partner_builds_the_other_side_of_the_same_project_and_is_new(
    waiting: Sequence[Candidate], history: History
) -> None:
    best = best_partner(ME, waiting, history, NINE)

    good = [
        one
        for one in waiting
        if one.project == SHOP
        and one.track is not Track.FRONTEND
        and one.api is not Api.GRAPHQL
        and frozenset((1, one.user_id)) not in {*history.met, *history.apart}
    ]
    assert best in good if good else best is None


@given(queues, histories, st.randoms(use_true_random=False))
def test_the_order_in_which_the_queue_is_read_does_not_matter(
    waiting: list[Candidate], history: History, rng: Random
) -> None:
    before = best_partner(ME, waiting, history, NINE)
    rng.shuffle(waiting)

    assert best_partner(ME, waiting, history, NINE) == before


def test_a_day_more_of_waiting_comes_before_all_that_makes_a_partner_better() -> None:
    better = backend(2, hours_ago=1, api=Api.REST, hours=0b1111)
    longer = backend(3, hours_ago=25, api=Api.EITHER)

    assert found(better, longer) == 3
    assert found(better, backend(3, hours_ago=23, api=Api.EITHER)) == 2


def test_then_the_api_then_the_hours_then_the_place_in_the_queue() -> None:
    same_api = backend(2, api=Api.REST)
    more_hours = backend(3, api=Api.EITHER, hours=0b1111)
    fewer_hours = backend(4, hours_ago=9, api=Api.EITHER, hours=0b1)
    as_few_later = backend(5, hours_ago=8, api=Api.EITHER, hours=0b10)

    assert found(same_api, more_hours) == 2
    assert found(more_hours, fewer_hours) == 3
    assert found(as_few_later, fewer_hours) == 4


def test_whoever_was_left_by_a_silent_partner_comes_first() -> None:
    assert found(backend(2, hours_ago=150), backend(3, is_first=True)) == 3


def test_nobody_is_paired_at_once_who_wants_another_kind_of_api() -> None:
    assert found(backend(2, api=Api.GRAPHQL)) is None


def test_of_two_who_build_either_side_the_longer_waiting_builds_the_backend() -> None:
    one, other = (
        Candidate(user_id, Track.BOTH, SHOP, NINE - timedelta(hours=ago))
        for user_id, ago in ((1, 2), (2, 1))
    )

    assert match(other, one).backend_ids == (1,)
    assert match(other, one).frontend_ids == (2,)


@pytest.mark.parametrize(
    ("track", "frontend"), [(Track.FRONTEND, 2), (Track.BACKEND, 1)], ids=["frontend", "backend"]
)
def test_who_builds_either_side_takes_the_other_than_their_partner(
    track: Track, frontend: int
) -> None:
    either = Candidate(1, Track.BOTH, SHOP, NINE)
    partner = Candidate(2, track, SHOP, NINE)

    for made in (match(either, partner), match(partner, either)):
        assert made.frontend_ids == (frontend,)


def test_two_of_one_side_do_not_suit_each_other() -> None:
    one = Candidate(2, Track.FRONTEND, SHOP, NINE)

    assert not suits(ME, one, NOBODY)
    assert not suits(ME, ME, NOBODY)


@pytest.mark.parametrize(
    ("apis", "spoken"),
    [
        ((Api.REST, Api.REST), Api.REST),
        ((Api.EITHER, Api.GRAPHQL), Api.GRAPHQL),
        ((Api.EITHER, Api.EITHER), Api.EITHER),
        ((Api.REST, Api.GRAPHQL), None),
        ((Api.REST, Api.EITHER, Api.GRAPHQL), None),
    ],
)
def test_what_they_will_speak(apis: tuple[Api, ...], spoken: Api | None) -> None:
    assert agreed(apis) is spoken
    if len(apis) == 2:
        assert bool(agreement(*apis)) is (spoken is not None)


def test_the_hours_shared_are_those_of_all_and_unknown_if_one_has_said_nothing() -> None:
    two = [ME, backend(2, hours=0b0110)]
    met = History(met=frozenset({frozenset((1, 3))}))

    assert why(two, NOBODY).shared_hours == 2
    assert why([*two, backend(3, hours=0b0011)], met).shared_hours == 1
    assert why([*two, backend(3)], met).shared_hours is None
    assert why(two, met).is_first_time
    assert not why([*two, backend(3)], met).is_first_time
