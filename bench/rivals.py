"""Other ways to match a queue, and one measure for all: what a plan of pairs is worth.

The measure is that of `bot.domain.solving`, in numbers of its own: the days that those waited who
are served, then how well two suit, then their places in the queue.
"""

import importlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportUnknownVariableType]

from bench.queues import NOW
from bot.domain.matching import (
    MOST_PARTNERS,
    Api,
    Candidate,
    History,
    Track,
    agreement,
    days_waited,
    suits,
)
from bot.domain.rounds import in_turn

Plan = Collection[tuple[int, int]]
"""Whom each pair is made of, by their ids."""
_APIS = list(Api)
_AGREEMENT = np.array([[agreement(one, other) for other in _APIS] for one in _APIS])
_SUIT = 1 + 24 * 7


class Measure:
    def __init__(self, people: Sequence[Candidate]) -> None:
        self.people = {one.user_id: one for one in people}
        queue = in_turn(people)
        self._place = 2 * len(queue) + 1
        day = 3 * _SUIT * self._place * len(queue)
        self.served = {
            one.user_id: day * (1 + days_waited(one, NOW)) + len(queue) - turn
            for turn, one in enumerate(queue)
        }

    def of(self, plan: Plan) -> int:
        served = {user_id for pair in plan for user_id in pair}
        return sum(self.served[it] for it in served) + self._place * self.suit(plan)

    def suit(self, plan: Plan) -> int:
        """How well those suit who are given to each other, no matter who waited."""
        return sum(
            _SUIT * agreement(self.people[a].api, self.people[b].api)
            + (self.people[a].hours & self.people[b].hours).bit_count()
            for a, b in plan
        )

    def weights(self, rows: Sequence["Seat"], columns: Sequence["Seat"]) -> NDArray[np.float64]:
        """What each pair is worth, if they suit."""
        apis = [
            np.array([_APIS.index(one.who.api) for one in side], dtype=np.int64)
            for side in (rows, columns)
        ]
        weights = _AGREEMENT[np.ix_(*apis)].astype(np.float64) * _SUIT
        ours, theirs = (
            np.frombuffer(b"".join(one.who.hours.to_bytes(24, "little") for one in side), "<u8")
            for side in (rows, columns)
        )
        for at in range(3):
            weights += np.bitwise_count(ours[at::3, None] & theirs[at::3])
        weights *= self._place
        weights += np.array([self._served(one) for one in rows], dtype=np.float64)[:, None]
        weights += np.array([self._served(one) for one in columns], dtype=np.float64)
        return weights

    def _served(self, seat: "Seat") -> float:
        return self.served[seat.who.user_id] if seat.is_first else 0


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody, as often as they take a partner; but for the first, only such as share."""

    who: Candidate
    is_first: bool


@dataclass(frozen=True)
class Problem:
    """Frontends and backends as one dense matrix, each where it is best by their numbers.

    Who does not share is given their partner to themselves in Nexus alone, so that the best that
    can be made of this is a bound that no plan for Nexus passes.
    """

    measure: Measure
    people: Sequence[Candidate]
    history: History

    @cached_property
    def sides(self) -> tuple[list[Seat], list[Seat]]:
        count = Counter((one.project, one.track) for one in self.people)
        sides: tuple[list[Candidate], list[Candidate]] = ([], [])
        for one in in_turn(self.people):
            frontends, backends = ((one.project, it) for it in (Track.FRONTEND, Track.BACKEND))
            side = one.track
            if side is Track.BOTH:
                _, side = frontends if count[frontends] < count[backends] else backends
                count[one.project, side] += 1
            sides[side is Track.BACKEND].append(replace(one, track=side))

        def seats(one: Candidate) -> int:
            theirs = count[one.project, one.track]
            others = count[one.project, next(iter({*Track} - {one.track, Track.BOTH}))]
            is_scarce = theirs < others or (theirs == others and one.track is Track.BACKEND)
            return min(one.room, MOST_PARTNERS) if is_scarce else 1

        rows, columns = (
            [Seat(one, at == 0) for one in side for at in range(seats(one))] for side in sides
        )
        return rows, columns

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        rows, columns = self.sides
        weights = self.measure.weights(rows, columns)
        projects = [np.array([one.who.project for one in side]) for side in (rows, columns)]
        shares = [
            np.array([one.who.shares for one in side], dtype=np.bool_) for side in (rows, columns)
        ]
        is_first = [
            np.array([one.is_first for one in side], dtype=np.bool_) for side in (rows, columns)
        ]
        may = projects[0][:, None] == projects[1]
        may &= is_first[0][:, None] | shares[1]
        may &= shares[0][:, None] | is_first[1]
        apart = {*self.history.met, *self.history.apart}
        places = [self._places(side) for side in (rows, columns)]
        for one, other in [tuple(two) for two in apart if len(two) == 2]:
            for a, b in ((one, other), (other, one)):
                for row in places[0].get(a, ()):
                    may[row, places[1].get(b, [])] = False
        weights[~may] = 0
        return weights

    @staticmethod
    def _places(side: Sequence[Seat]) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for at, one in enumerate(side):
            places.setdefault(one.who.user_id, []).append(at)
        return places

    def plan(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Of rows and columns; where no pair may be, there is none."""
        rows, columns = self.sides
        return [
            (rows[row].who.user_id, columns[column].who.user_id)
            for row, column in found
            if self.matrix[row, column] > 0
        ]


def by_project(measure: Measure, people: Sequence[Candidate], history: History) -> list[Problem]:
    projects = sorted({one.project for one in people})
    teams = ([one for one in people if one.project == project] for project in projects)
    return [Problem(measure, team, history) for team in teams]


def by_scipy(matrix: NDArray[np.float64]) -> Iterable[tuple[int, int]]:
    rows, columns = cast("tuple[Any, Any]", linear_sum_assignment(matrix, maximize=True))
    return zip(rows.tolist(), columns.tolist(), strict=True)


def by_greed(matrix: NDArray[np.float64]) -> Iterable[tuple[int, int]]:
    """The best pair, then the best of the rest, and so on."""
    edges = np.flatnonzero(matrix)
    edges = edges[np.argsort(-matrix.ravel()[edges], kind="stable")]
    rows, columns = (side.tolist() for side in np.unravel_index(edges, matrix.shape))
    taken: set[int] = set()
    given: set[int] = set()
    found: list[tuple[int, int]] = []
    for row, column in zip(rows, columns, strict=True):
        if row not in taken and column not in given:
            taken.add(row)
            given.add(column)
            found.append((row, column))
    return found


class Graph:
    """Everybody as a node, for networkx, which finds who builds which side as well."""

    def __init__(self, problem: Problem) -> None:
        networkx: Any = importlib.import_module("networkx")
        tracks = {one.user_id: one for one in problem.people}
        seats = [*problem.sides[0], *problem.sides[1]]
        strangers = History(apart={*problem.history.met, *problem.history.apart})
        weights = problem.measure.weights(seats, seats)
        self._networkx = networkx
        self._graph = networkx.Graph()
        self._seats = seats
        for (a, one), (b, other) in combinations(enumerate(seats), 2):
            if (
                suits(tracks[one.who.user_id], tracks[other.who.user_id], strangers)
                and (one.is_first or (other.is_first and other.who.shares))
                and (other.is_first or (one.is_first and one.who.shares))
            ):
                self._graph.add_edge(a, b, weight=int(weights[a, b]))

    def find(self) -> list[tuple[int, int]]:
        return [*self._networkx.max_weight_matching(self._graph)]

    def plan(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(self._seats[a].who.user_id, self._seats[b].who.user_id) for a, b in found]
