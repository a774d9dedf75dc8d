"""Rounds of matching: held to what they promise, and against every plan there is for a few."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import (
    MOST_PARTNERS,
    Api,
    Candidate,
    History,
    Match,
    Track,
    agreement,
    days_waited,
    suits,
    why,
)
from bot.domain.replays import Pool, draw_packed, unpack_round
from bot.domain.rounds import Round, draw, in_turn

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
SHOP, JOBS = "E-Commerce", "Job Board"
FRONTEND, BACKEND, BOTH = Track.FRONTEND, Track.BACKEND, Track.BOTH
IDS = range(101, 108)
SEED = 7

# Few moments, hours and people: equals, and partners who are hard to choose between, are common.
moments = st.sampled_from([0, 0, 1, 2, 20, 30, 50, 400]).map(lambda it: NOW - timedelta(hours=it))


def queues(
    *,
    tracks: Sequence[Track] = tuple(Track),
    projects: Sequence[str] = (SHOP,),
    room: int = MOST_PARTNERS,
    shares: Sequence[bool] = (True, False),
) -> st.SearchStrategy[list[Candidate]]:
    return st.lists(
        st.builds(
            Candidate,
            user_id=st.sampled_from(IDS),
            track=st.sampled_from(tracks),
            project=st.sampled_from(projects),
            joined_at=moments,
            api=st.sampled_from(Api),
            hours=st.integers(0, 7),
            room=st.integers(1, room),
            is_first=st.sampled_from([False, False, False, True]),
            shares=st.sampled_from(shares),
        ),
        max_size=len(IDS),
        unique_by=lambda one: one.user_id,
    )


couples = st.sampled_from([frozenset(two) for two in combinations(IDS, 2)])
two_by_two = st.frozensets(couples, max_size=8)
histories = st.builds(History, two_by_two, two_by_two)
blocks = st.builds(History, apart=two_by_two)
anybody = queues(projects=(SHOP, JOBS))
one_side_each = queues(tracks=(FRONTEND, BACKEND))
plain = st.sampled_from([True, False]).flatmap(
    lambda shares: queues(tracks=(FRONTEND, BACKEND), shares=(shares,))
)

Plan = tuple[tuple[int, int], ...]
"""Who is given whom."""


def pairs(drawn: Round) -> list[tuple[int, int]]:
    """Without those who joined a pair as its third, who stand last on their side."""
    return [(one.frontend_ids[0], one.backend_ids[0]) for one in drawn.matches]


def thirds(drawn: Round) -> list[int]:
    return [
        it
        for one in drawn.matches
        for side in (one.frontend_ids, one.backend_ids)
        for it in side[1:]
    ]


def one_by_one(queue: Sequence[Candidate]) -> list[Candidate]:
    """The same people, of whom no two joined at the same moment."""
    return [
        replace(one, is_first=False, joined_at=NOW - timedelta(hours=7 * (len(queue) - at)))
        for at, one in enumerate(queue)
    ]


def sides(queue: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Whose room counts, and the others, where everybody builds one side."""
    frontends = [one for one in queue if one.track is FRONTEND]
    backends = [one for one in queue if one.track is BACKEND]
    return (frontends, backends) if len(frontends) < len(backends) else (backends, frontends)


def plans(queue: Sequence[Candidate], history: History) -> Iterator[Plan]:
    """Every plan there is: each takes one partner, but the scarce side as many as it has room."""
    scarce = {one.user_id for one in sides(queue)[0]}
    room = {one.user_id: one.room if one.user_id in scarce else 1 for one in queue}
    people = {one.user_id: one for one in queue}
    may = [(a.user_id, b.user_id) for a, b in combinations(queue, 2) if suits(a, b, history)]

    def more(at: int, taken: Plan) -> Iterator[Plan]:
        if at == len(may):
            yield taken
            return
        yield from more(at + 1, taken)
        if all(sum(it in pair for pair in taken) < room[it] for it in may[at]):
            yield from more(at + 1, (*taken, may[at]))

    for plan in more(0, ()):
        many = Counter(it for pair in plan for it in pair)
        if all(
            people[other].shares
            for pair in plan
            for one, other in (pair, pair[::-1])
            if many[one] > 1
        ):
            yield plan


def served(plan: Sequence[tuple[int, int]], queue: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in queue if any(one.user_id in pair for pair in plan)]


def waits(plan: Sequence[tuple[int, int]], queue: Sequence[Candidate]) -> int:
    return sum(1 + days_waited(one, NOW) for one in served(plan, queue))


def value(plan: Sequence[tuple[int, int]], queue: Sequence[Candidate]) -> tuple[int, int]:
    """How long those waited who are served; then how well they suit, with their places."""
    people = {one.user_id: one for one in queue}
    places = sum(sum(other.queued >= one.queued for other in queue) for one in served(plan, queue))
    return waits(plan, queue), places + (2 * len(queue) + 1) * sum(
        169 * agreement(people[a].api, people[b].api)
        + (people[a].hours & people[b].hours).bit_count()
        for a, b in plan
    )


@given(plain, blocks)
def test_no_plan_is_better(queue: list[Candidate], history: History) -> None:
    drawn = pairs(draw(queue, history, SEED, NOW))

    assert value(drawn, queue) == max(value(plan, queue) for plan in plans(queue, history))


@given(plain, blocks)
def test_no_plan_serves_more_nor_more_of_those_who_waited_longest(
    queue: list[Candidate], history: History
) -> None:
    def of_each_wait(plan: Sequence[tuple[int, int]]) -> list[int]:
        days = [days_waited(one, NOW) for one in served(plan, queue)]
        return [sum(it >= least for it in days) for least in range(16)]

    drawn = of_each_wait(pairs(draw(queue, history, SEED, NOW)))

    most = zip(*(of_each_wait(plan) for plan in plans(queue, history)), strict=True)
    assert drawn == [max(counts) for counts in most]


@given(one_side_each)
def test_no_plan_serves_more_where_some_do_not_share(queue: list[Candidate]) -> None:
    history = History()

    drawn = pairs(draw(queue, history, SEED, NOW))

    assert waits(drawn, queue) == max(waits(plan, queue) for plan in plans(queue, history))


@given(queues(room=1))
def test_whoever_builds_either_side_takes_the_one_with_which_most_are_served(
    queue: list[Candidate],
) -> None:
    drawn = pairs(draw(queue, History(), SEED, NOW))

    assert waits(drawn, queue) == max(waits(plan, queue) for plan in plans(queue, History()))


@given(queues(room=1, shares=(False,)))
def test_whoever_builds_either_side_is_matched_as_one_of_the_scarcer(
    queue: list[Candidate],
) -> None:
    in_order = one_by_one(in_turn(queue))
    count = {FRONTEND: 0.0, BACKEND: 0.0}
    sided: list[Candidate] = []
    for one in sorted(in_order, key=lambda it: it.track is BOTH):
        scarcer = FRONTEND if count[FRONTEND] < count[BACKEND] else BACKEND
        sided.append(replace(one, track=scarcer) if one.track is BOTH else one)
        count[sided[-1].track] += 0.5 if len(queue) % 2 and one is in_order[-1] else 1

    drawn = draw(in_order, History(), SEED, NOW)

    assert drawn.matches == draw(sided, History(), SEED, NOW).matches


@given(anybody, histories)
def test_nobody_is_lost(queue: list[Candidate], history: History) -> None:
    drawn = draw(queue, history, SEED, NOW)

    matched = {it for one in drawn.matches for it in one.people}
    assert [one for one in in_turn(queue) if one.user_id not in matched] == [*drawn.waiting]
    assert matched <= {one.user_id for one in queue}


@given(anybody, histories)
def test_a_match_is_of_one_project_with_each_on_a_side_they_build_and_nobody_apart(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = draw(queue, history, SEED, NOW)

    for one, reasons in zip(drawn.matches, drawn.whys, strict=True):
        assert 2 <= len(one.people) == len({*one.people}) <= 3
        assert {people[it].project for it in one.people} == {one.project}
        assert all(FRONTEND in people[it].track.sides for it in one.frontend_ids)
        assert all(BACKEND in people[it].track.sides for it in one.backend_ids)
        assert not any(history.are_apart(*two) for two in combinations(one.people, 2))
        assert reasons == why([people[it] for it in one.people], history)


@given(anybody, histories)
def test_nobody_has_more_partners_than_they_have_room_for(
    queue: list[Candidate], history: History
) -> None:
    drawn = draw(queue, history, SEED, NOW)

    many = Counter(it for pair in pairs(drawn) for it in pair)
    assert all(many[one.user_id] <= one.room for one in queue)
    for project in (SHOP, JOBS):
        here = [one for one in drawn.matches if one.project == project]
        several = {
            side
            for one in here
            for side, ids in ((FRONTEND, one.frontend_ids), (BACKEND, one.backend_ids))
            if many[ids[0]] > 1
        }
        assert len(several) <= 1, "only one side is scarce"


@given(anybody, histories)
def test_whoever_does_not_share_has_a_partner_of_their_own(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = draw(queue, history, SEED, NOW)

    many = Counter(it for one in drawn.matches for it in one.people)
    for one, other in [two for pair in pairs(drawn) for two in (pair, pair[::-1])]:
        assert people[one].shares or many[other] == 1


@given(anybody, histories)
def test_nobody_waits_beside_somebody_they_could_be_given(
    queue: list[Candidate], history: History
) -> None:
    drawn = draw(queue, history, SEED, NOW)
    people = {one.user_id: one for one in queue}
    given_to: dict[int, list[Candidate]] = {}
    for one in pairs(drawn):
        for a, b in (one, one[::-1]):
            given_to.setdefault(a, []).append(people[b])
    several = [it for it, partners in given_to.items() if len(partners) > 1]
    open_to_more = [
        people[it]
        for it in several
        if len(given_to[it]) < people[it].room and all(one.shares for one in given_to[it])
    ]

    assert not [two for two in combinations(drawn.waiting, 2) if suits(*two, history)]
    for one in drawn.waiting:
        taking = [it for it in open_to_more if suits(one, it, history) and one.shares]
        # On the other side than they are: who takes several is of the scarcer.
        assert not [it for it in taking if one.track is not BOTH and it.track is not BOTH]


@given(plain, blocks)
def test_no_two_pairs_would_do_better_with_their_partners_swapped(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = pairs(draw(queue, history, SEED, NOW))

    for (a, b), (c, d) in combinations(drawn, 2):
        swapped = ((a, d), (c, b))
        if len({a, b, c, d}) == 4 and all(
            suits(people[one], people[other], history) for one, other in swapped
        ):
            assert value(swapped, queue) <= value(((a, b), (c, d)), queue)


@given(plain, blocks)
def test_nobody_is_passed_over_for_an_equal_who_came_later(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = draw(queue, history, SEED, NOW)

    def suit(one: Candidate, other: Candidate) -> tuple[int, int]:
        return agreement(one.api, other.api), (one.hours & other.hours).bit_count()

    for longer in drawn.waiting:
        for rival, partner in [two for pair in pairs(drawn) for two in (pair, pair[::-1])]:
            one, other = people[rival], people[partner]
            if one.track is longer.track and suits(longer, other, history):
                assert one.queued <= longer.queued or suit(longer, other) < suit(one, other)
                assert days_waited(longer, NOW) <= days_waited(one, NOW)


@given(anybody, histories)
def test_those_who_met_are_matched_only_once_all_strangers_are(
    queue: list[Candidate], history: History
) -> None:
    met_again = draw(queue, history, SEED, NOW)

    strangers = History(apart=frozenset({*history.met, *history.apart}))
    assert {*pairs(draw(queue, strangers, SEED, NOW))} <= {*pairs(met_again)}


@given(
    queues(tracks=(FRONTEND, BACKEND), room=1, shares=(False,)),
    st.builds(History, st.frozensets(couples, min_size=12), two_by_two),
)
def test_those_left_over_are_matched_again_as_well_as_can_be(
    queue: list[Candidate], history: History
) -> None:
    strangers = History(apart=frozenset({*history.met, *history.apart}))
    left = draw(queue, strangers, SEED, NOW).waiting

    drawn = [
        pair
        for pair in pairs(draw(queue, history, SEED, NOW))
        if {*pair} <= {one.user_id for one in left}
    ]

    assert waits(drawn, left) == max(waits(plan, left) for plan in plans(left, history))


@given(st.data(), anybody, histories, st.integers(0, 3))
def test_the_same_seed_draws_the_same_round_however_the_queue_was_read(
    data: st.DataObject, queue: list[Candidate], history: History, seed: int
) -> None:
    otherwise = data.draw(st.permutations(queue))

    assert draw(queue, history, seed, NOW) == draw(otherwise, history, seed, NOW)


@given(anybody, histories)
def test_chance_has_no_say_among_those_who_joined_one_after_another(
    queue: list[Candidate], history: History
) -> None:
    drawn = [draw(one_by_one(queue), history, seed, NOW) for seed in range(3)]

    assert drawn[0] == drawn[1] == drawn[2]


@given(anybody, histories, st.integers(0, 3))
def test_a_stored_round_is_drawn_again_with_the_same_result(
    queue: list[Candidate], history: History, seed: int
) -> None:
    stored = Pool.of(queue, history, seed, NOW).packed()

    assert not any(str(one.user_id) in stored for one in queue)
    assert unpack_round(draw_packed(stored), queue) == draw(queue, history, seed, NOW)


@given(anybody, histories)
def test_a_pool_is_unpacked_as_it_was(queue: list[Candidate], history: History) -> None:
    pool = Pool.of(queue, history, SEED, NOW)

    assert Pool.unpack(pool.packed()) == pool


@given(anybody, histories)
def test_whoever_joins_a_pair_as_its_third_shares_it_with_two_who_share(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = draw(queue, history, SEED, NOW)

    many = Counter(it for one in drawn.matches for it in one.people)
    for one in drawn.matches:
        if len(one.people) > 2:
            assert all(people[it].shares and many[it] == 1 for it in one.people)


@given(anybody, histories)
def test_whoever_shares_waits_only_where_no_pair_can_take_them_in(
    queue: list[Candidate], history: History
) -> None:
    people = {one.user_id: one for one in queue}
    drawn = draw(queue, history, SEED, NOW)

    many = Counter(it for one in drawn.matches for it in one.people)
    open_pairs = [
        one
        for one in drawn.matches
        if len(one.people) == 2 and all(people[it].shares and many[it] == 1 for it in one.people)
    ]
    for one in drawn.waiting:
        assert not one.shares or not [
            pair
            for pair in open_pairs
            if pair.project == one.project
            and not any(history.are_apart(one.user_id, it) for it in pair.people)
        ]


def waiting(user_id: int, track: Track, *, days: float = 0, **more: object) -> Candidate:
    one = Candidate(user_id, track, SHOP, NOW - timedelta(days=days))
    return replace(one, **more)  # pyright: ignore[reportArgumentType] - the fields of a candidate


def drawn_from(*queue: Candidate, history: History | None = None, seed: int = SEED) -> Round:
    return draw(queue, history or History(), seed, NOW)


def test_two_who_met_are_given_each_other_once_nobody_else_is_left() -> None:
    met = History(met={frozenset((1, 2))})
    queue = [waiting(1, FRONTEND, shares=False), waiting(2, BACKEND, shares=False)]

    alone = drawn_from(*queue, history=met)
    beside_another = drawn_from(*queue, waiting(3, BACKEND, api=Api.REST), history=met)

    assert alone.matches == (Match(SHOP, (1,), (2,)),)
    assert not alone.whys[0].is_first_time
    assert beside_another.matches == (Match(SHOP, (1,), (3,)),)


@pytest.mark.parametrize(
    ("hours", "matches"),
    [
        (0b011110, (Match(SHOP, (1,), (2,)), Match(SHOP, (3, 5), (4,)))),
        (0b100011, (Match(SHOP, (1, 5), (2,)), Match(SHOP, (3,), (4,)))),
    ],
)
def test_the_third_joins_the_pair_with_whom_they_share_most_hours(
    hours: int, matches: tuple[Match, ...]
) -> None:
    drawn = drawn_from(
        waiting(1, FRONTEND, days=2, hours=0b000011),
        waiting(2, BACKEND, hours=0b000011),
        waiting(3, FRONTEND, days=1, hours=0b111100),
        waiting(4, BACKEND, hours=0b111100),
        waiting(5, FRONTEND, hours=hours),
    )

    assert drawn.matches == matches
    assert drawn.waiting == ()


@pytest.mark.parametrize("alone", [1, 2, 3])
def test_there_is_no_third_where_one_of_the_three_does_not_share(alone: int) -> None:
    queue = [
        waiting(1, FRONTEND, days=1, shares=alone != 1),
        waiting(2, BACKEND, shares=alone != 2),
        waiting(3, FRONTEND, shares=alone != 3),
    ]

    drawn = drawn_from(*queue)

    assert drawn.matches == (Match(SHOP, (1,), (2,)),)
    assert drawn.waiting == (queue[2],)


def test_the_third_is_rather_new_to_both() -> None:
    drawn = drawn_from(
        waiting(1, FRONTEND, days=2, hours=0b11),
        waiting(2, BACKEND, hours=0b11),
        waiting(3, FRONTEND, days=1, api=Api.REST),
        waiting(4, BACKEND, api=Api.REST),
        waiting(5, FRONTEND, hours=0b11),
        history=History(met={frozenset((5, 2))}),
    )

    assert drawn.matches == (Match(SHOP, (1,), (2,)), Match(SHOP, (3, 5), (4,)))


@pytest.mark.parametrize("other", [1, 2])
def test_the_third_is_apart_from_neither(other: int) -> None:
    third = waiting(3, FRONTEND)

    drawn = drawn_from(
        waiting(1, FRONTEND, days=1),
        waiting(2, BACKEND),
        third,
        history=History(apart={frozenset((3, other))}),
    )

    assert drawn == Round((Match(SHOP, (1,), (2,)),), drawn.whys, (third,))


def test_the_longest_wait_has_the_first_choice_of_a_pair() -> None:
    drawn = drawn_from(
        waiting(1, FRONTEND, days=3),
        waiting(2, BACKEND),
        waiting(3, FRONTEND, days=1),
        waiting(4, FRONTEND, days=2),
    )

    assert drawn.matches == (Match(SHOP, (1, 4), (2,)),)
    assert [one.user_id for one in drawn.waiting] == [3]


def test_who_is_alone_waits() -> None:
    me = waiting(1, BOTH)

    assert drawn_from(me) == Round((), (), (me,))
    assert drawn_from() == Round((), (), ())


def test_a_day_more_outweighs_all_that_makes_a_partner_better() -> None:
    drawn = drawn_from(
        waiting(1, BACKEND, api=Api.REST, hours=(1 << 168) - 1, shares=False),
        waiting(2, FRONTEND, days=0.9, api=Api.REST, hours=(1 << 168) - 1),
        waiting(3, FRONTEND, days=1.1, api=Api.GRAPHQL),
    )

    assert drawn.matches == (Match(SHOP, (3,), (1,)),)


def test_who_fell_silent_lets_their_partner_go_to_the_front() -> None:
    drawn = drawn_from(
        waiting(1, BACKEND, shares=False),
        waiting(2, FRONTEND, days=30),
        waiting(3, FRONTEND, is_first=True),
    )

    assert drawn.matches == (Match(SHOP, (3,), (1,)),)


def test_the_api_comes_before_the_hours_and_the_hours_before_the_place() -> None:
    hours = (1 << 168) - 1
    backend = waiting(1, BACKEND, api=Api.REST, hours=hours, shares=False)
    came_first = waiting(2, FRONTEND, days=0.3)
    has_time = waiting(3, FRONTEND, days=0.2, hours=hours)
    agrees = waiting(4, FRONTEND, days=0.1, api=Api.REST)

    assert drawn_from(backend, came_first, has_time, agrees).matches[0].frontend_ids == (4,)
    assert drawn_from(backend, came_first, has_time).matches[0].frontend_ids == (3,)
    assert drawn_from(backend, came_first).matches[0].frontend_ids == (2,)


def test_a_scarce_backend_takes_as_many_as_they_have_room_for_and_no_third() -> None:
    frontends = [waiting(one, FRONTEND, days=one / 10) for one in range(2, 6)]

    drawn = drawn_from(waiting(1, BACKEND, room=3), *frontends)

    assert drawn.matches == tuple(Match(SHOP, (one,), (1,)) for one in (5, 4, 3))
    assert drawn.waiting == (frontends[0],)


@pytest.mark.parametrize(("days", "partners"), [(0.5, [3, 4]), (5, [2])])
def test_who_does_not_share_has_a_partner_to_themselves_once_they_waited_long_enough(
    days: float, partners: list[int]
) -> None:
    alone = waiting(2, FRONTEND, days=days, shares=False)
    others = [waiting(one, FRONTEND) for one in (3, 4)]

    drawn = drawn_from(waiting(1, BACKEND, room=2, shares=False), alone, *others)

    assert sorted(frontend for frontend, _ in pairs(drawn)) == partners


def test_two_who_build_either_side_are_a_pair() -> None:
    drawn = drawn_from(
        waiting(1, FRONTEND, days=2, shares=False),
        waiting(2, BOTH),
        waiting(3, BOTH),
        history=History(apart={frozenset((1, 2)), frozenset((1, 3))}),
    )

    assert [{*one.people} for one in drawn.matches] == [{2, 3}]


def test_of_those_who_joined_at_once_chance_decides() -> None:
    queue = [waiting(one, FRONTEND, shares=False) for one in range(1, 5)]
    queue.append(waiting(9, BACKEND))

    chosen = {drawn_from(*queue, seed=seed).matches[0].frontend_ids for seed in range(40)}

    assert chosen == {(1,), (2,), (3,), (4,)}
