"""Who pairs with whom: rules that hold for every queue."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import Candidate, Match, Project, Round, Track, draw

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHOP, JOBS = Project.E_COMMERCE, Project.JOB_BOARD

# Few people, projects and minutes: equal waits and old acquaintances come up all the time.
candidates = st.builds(
    Candidate,
    user_id=st.integers(1, 12),
    track=st.sampled_from(Track),
    project=st.sampled_from([SHOP, JOBS]),
    joined_at=st.integers(0, 4).map(lambda minutes: NINE + timedelta(minutes=minutes)),
)
queues = st.lists(candidates, max_size=12, unique_by=lambda one: one.user_id)
acquaintances = st.frozensets(
    st.frozensets(st.integers(1, 12), min_size=2, max_size=2), max_size=20
)
seeds = st.integers(0, 5)


def waiting(user_id: int, track: Track, *, minute: int = 0, project: Project = SHOP) -> Candidate:
    return Candidate(user_id, track, project, NINE + timedelta(minutes=minute))


def could_pair(one: Candidate, other: Candidate, met: frozenset[frozenset[int]]) -> bool:
    return (
        one.project == other.project
        and one.track != other.track
        and frozenset((one.user_id, other.user_id)) not in met
    )


def couples(drawn: Round, queue: list[Candidate]) -> list[tuple[Match, Candidate, Candidate]]:
    people = {one.user_id: one for one in queue}
    return [(pair, people[pair.frontend_id], people[pair.backend_id]) for pair in drawn.pairs]


@given(queues, acquaintances, seeds)
def test_everybody_is_matched_once_or_waits(
    queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    drawn = draw(queue, met, Random(seed))

    matched = [user for pair in drawn.pairs for user in (pair.frontend_id, pair.backend_id)]
    assert sorted([*matched, *(one.user_id for one in drawn.waiting)]) == sorted(
        one.user_id for one in queue
    )


@given(queues, acquaintances, seeds)
def test_a_pair_is_frontend_and_backend_of_one_project_who_never_met(
    queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    drawn = draw(queue, met, Random(seed))

    for pair, frontend, backend in couples(drawn, queue):
        assert (frontend.track, backend.track) == (Track.FRONTEND, Track.BACKEND)
        assert pair.project == frontend.project == backend.project
        assert frozenset((frontend.user_id, backend.user_id)) not in met


@given(queues, acquaintances, seeds)
def test_nobody_waits_beside_somebody_they_could_be_paired_with(
    queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    left = draw(queue, met, Random(seed)).waiting

    assert not [(a, b) for a in left for b in left if could_pair(a, b, met)]


@given(queues, acquaintances, seeds)
def test_nobody_is_passed_over_for_someone_who_came_later(
    queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    drawn = draw(queue, met, Random(seed))

    for one in drawn.waiting:
        for _, *pair in couples(drawn, queue):
            rival, partner = pair if pair[0].track == one.track else reversed(pair)
            assert rival.joined_at <= one.joined_at or not could_pair(one, partner, met)


@given(queues, acquaintances, seeds)
def test_those_who_wait_stand_in_the_order_in_which_they_came(
    queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    came = [one.joined_at for one in draw(queue, met, Random(seed)).waiting]

    assert came == sorted(came)


@given(st.data(), queues, acquaintances, seeds)
def test_the_same_seed_replays_the_round_however_the_queue_was_read(
    data: st.DataObject, queue: list[Candidate], met: frozenset[frozenset[int]], seed: int
) -> None:
    read_otherwise = data.draw(st.permutations(queue))

    assert draw(queue, met, Random(seed)) == draw(read_otherwise, met, Random(seed))


def test_the_longest_wait_comes_first_on_both_sides() -> None:
    queue = [
        waiting(1, Track.FRONTEND, minute=3),
        waiting(2, Track.FRONTEND, minute=1),
        waiting(3, Track.BACKEND, minute=4),
        waiting(4, Track.BACKEND, minute=2),
    ]

    drawn = draw(queue, (), Random(7))

    assert drawn.pairs == (Match(2, 4, SHOP), Match(1, 3, SHOP))


def test_those_who_met_before_are_each_given_somebody_new() -> None:
    queue = [
        waiting(1, Track.FRONTEND, minute=1),
        waiting(2, Track.FRONTEND, minute=2),
        waiting(3, Track.BACKEND, minute=3),
        waiting(4, Track.BACKEND, minute=4),
    ]

    drawn = draw(queue, {frozenset((3, 1))}, Random(7))

    assert drawn.pairs == (Match(1, 4, SHOP), Match(2, 3, SHOP))


def test_equal_waits_are_decided_by_chance() -> None:
    queue = [waiting(one, Track.FRONTEND) for one in range(1, 5)]
    queue.append(waiting(9, Track.BACKEND, minute=5))

    chosen = {draw(queue, (), Random(seed)).pairs[0].frontend_id for seed in range(40)}

    assert chosen == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("one", "label"),
    [
        (Project.E_COMMERCE, "E-Commerce"),
        (Project.SOCIAL_MEDIA_FEED, "Social Media Feed"),
        (Project.MOVIE_RECOMMENDATION, "Movie Recommendation"),
        (Project.JOB_BOARD, "Job Board"),
        (Project.ONLINE_POLL, "Online Poll"),
        (Track.FRONTEND, "Frontend"),
        (Track.BACKEND, "Backend"),
    ],
)
def test_projects_and_tracks_read_as_people_say_them(one: Project | Track, label: str) -> None:
    assert one.label == label
