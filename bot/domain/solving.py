"""The best matches of one project: exact, by the assignment of its frontends to its backends.

What is decided before, by counting as if everybody suited everybody:

- Who builds either side takes the one that offers them more partners then: those of one side are
  counted first, then, in the order of the queue, who builds either; on a tie they take the backend.
  Of an odd number the last in the queue counts half, since one has to be left over.
- Only the side with fewer people (on a tie, the backend) takes more than one partner each, and
  whoever is given several is given only such as share. So where some do not share, those with room
  are divided into such as take several who share, and such as take one of whatever kind: as many
  of the first as serve most, each weighed by a day more than they waited.

What is decided by the assignment, exactly:

1. Who is served: the most of them, each weighed by a day more than they waited. To serve one more
   never costs anybody else their partner, only perhaps a better one; so this serves as many as can
   be served, and among those as many as can be of who waited the longest.
2. Whom they are given: how well two agree on the API, then the hours that they share, then their
   places in the queue, so that of two equal partners the one who waited longer is not passed over.

Who met before is kept apart at first, and given to each other only if they are left over. Whoever
is left over even then is made the third of a pair, if all three share.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportUnknownVariableType]

from bot.domain.matching import (
    MOST_PARTNERS,
    Api,
    Candidate,
    History,
    Match,
    Track,
    agreement,
    days_waited,
)

Pair = tuple[int, int]
"""A frontend and a backend, by their places in the queue."""
Numbers = NDArray[np.int64]
Claims = NDArray[np.bool_]

_HOURS = 24 * 7
_API = 1 + _HOURS  # more than all the hours that two can share
_BYTES = 24  # of a week's hours, in whole words of eight
_APIS = list(Api)
_AGREEMENT = np.array([[agreement(one, other) for other in _APIS] for one in _APIS], dtype=np.int16)


def solve(people: Sequence[Candidate], history: History, now: datetime) -> list[Match]:
    """Match the people of one project, who come in the order of the queue."""
    return _Project.of(people, history, now).matched()


@dataclass(slots=True)
class _Project:
    """Its people in the order of the queue, and the pairs that were found so far."""

    people: Sequence[Candidate]
    room: Numbers
    """How many partners more."""
    waited: Numbers
    """Days, and one more."""
    ahead: Numbers
    """Of how many they come ahead in the queue, and one more."""
    apis: Numbers
    hours: NDArray[np.uint64]
    shares: Claims
    apart: Sequence[set[int]]
    """By place: with whom they are never to be a pair."""
    met: Sequence[set[int]]
    scarce: Track = Track.BACKEND
    """The side with fewer people, whose room counts."""
    pairs: list[Pair] = field(default_factory=list[Pair])

    @classmethod
    def of(cls, people: Sequence[Candidate], history: History, now: datetime) -> "_Project":
        ahead: list[int] = []
        for _, equals in groupby(people, key=lambda one: one.queued):
            ahead += [len(people) - len(ahead)] * len(list(equals))
        masks = b"".join(one.hours.to_bytes(_BYTES, "little") for one in people)
        return cls(
            people=people,
            room=np.array([min(one.room, MOST_PARTNERS) for one in people]),
            waited=np.array([1 + days_waited(one, now) for one in people]),
            ahead=np.array(ahead),
            apis=np.array([_APIS.index(one.api) for one in people]),
            hours=np.frombuffer(masks, dtype="<u8").reshape(len(people), -1),
            shares=np.array([one.shares for one in people]),
            apart=_by_place(people, history.apart),
            met=_by_place(people, history.met),
        )

    def matched(self) -> list[Match]:
        strangers = [one | other for one, other in zip(self.apart, self.met, strict=True)]
        sides = self._sides(strangers)
        if len(sides[Track.FRONTEND]) < len(sides[Track.BACKEND]):
            self.scarce = Track.FRONTEND
        for shunned in (strangers, self.apart):
            # Again, since among those left some take another side, or another number of partners.
            while found := self._found(shunned):
                self.pairs += found
                np.subtract.at(self.room, np.array(found).ravel(), 1)
        thirds = self._thirds()
        return [self._match(pair, thirds.get(pair)) for pair in sorted(self.pairs, key=sorted)]

    def _match(self, pair: Pair, third: int | None) -> Match:
        frontends, backends = ([self.people[place].user_id] for place in pair)
        if third is not None:
            one = self.people[third]
            (frontends if one.track is Track.FRONTEND else backends).append(one.user_id)
        return Match(self.people[pair[0]].project, tuple(frontends), tuple(backends))

    def _free(self) -> list[int]:
        """Who has no partner yet."""
        paired = {place for pair in self.pairs for place in pair}
        return [it for it, room in enumerate(self.room) if room > 0 and it not in paired]

    def _taking(self) -> set[int]:
        """Who has partners who all share, and room for one more."""
        given: defaultdict[int, list[int]] = defaultdict(list)
        for frontend, backend in self.pairs:
            if self.scarce is Track.FRONTEND:
                given[frontend].append(backend)
            else:
                given[backend].append(frontend)
        return {
            place
            for place, partners in given.items()
            if self.room[place] > 0 and self.shares[partners].all()
        }

    def _sides(self, shunned: Sequence[set[int]]) -> dict[Track, set[int]]:
        """Who may still be given a partner, by the side that they take for it."""
        taking, free = self._taking(), self._free()
        sides: dict[Track, set[int]] = {Track.FRONTEND: set(), Track.BACKEND: set()}
        sides[self.scarce] |= taking
        last = set(free[-1:] if len(free) % 2 else [])
        tracks = {place: self.people[place].track for place in free}
        for place in sorted(free, key=lambda it: tracks[it] is Track.BOTH):
            side = tracks[place]
            if side is Track.BOTH:
                no = shunned[place] if self.shares[place] else shunned[place] | taking
                suited = {one: those - no for one, those in sides.items()}
                offers = {one: 2 * len(those) - len(those & last) for one, those in suited.items()}
                is_frontend = offers[Track.BACKEND] > offers[Track.FRONTEND]
                side = Track.FRONTEND if is_frontend else Track.BACKEND
            sides[side].add(place)
        return sides

    def _found(self, shunned: Sequence[set[int]]) -> list[Pair]:
        """The best pairs of those who may still be given a partner."""
        sides = self._sides(shunned)
        rows = np.array(sorted(sides.pop(self.scarce)), dtype=np.int64)
        columns = np.array(sorted(*sides.values()), dtype=np.int64)
        may = _may(rows, columns, shunned)
        if not may.any():
            return []
        has_partner = np.isin(rows, np.array(self.pairs).ravel())
        seats, takes_several = self._seats(rows, columns, may, has_partner)
        may &= self.shares[columns] | ~takes_several[:, None]
        row = np.repeat(np.arange(len(rows)), seats)
        is_their_first = (np.diff(row, prepend=-1) > 0) & ~has_partner[row]
        weights = self._weights(rows, columns, row, is_their_first)
        weights[~may[row]] = 0
        taken, given = _assigned(weights)
        is_pair = weights[taken, given] > 0
        scarce: list[int] = rows[row[taken[is_pair]]].tolist()
        others: list[int] = columns[given[is_pair]].tolist()
        by_side = (scarce, others) if self.scarce is Track.FRONTEND else (others, scarce)
        return list(zip(*by_side, strict=True))

    def _seats(
        self, rows: Numbers, columns: Numbers, may: Claims, has_partner: Claims
    ) -> tuple[Numbers, Claims]:
        """How many each of `rows` takes, and who of them only takes such as share."""
        room, sharing = self.room[rows], self.shares[columns]
        if sharing.all():
            return room, has_partner
        could = ~has_partner & (room > 1) & ((may & sharing).sum(axis=1) > 1)
        rooms: list[int] = np.flatnonzero(could).tolist()
        roomiest = sorted(rooms, key=lambda row: -room[row])
        longest = columns[np.argsort(-self.waited[columns], kind="stable")]
        alone = int((~has_partner).sum())
        shared = int(room[has_partner].sum())
        served: list[int] = []
        for row in [None, *roomiest]:
            if row is not None:
                alone, shared = alone - 1, shared + int(room[row])
            served.append(self._served(longest, alone, shared))
        takes_several = has_partner.copy()
        takes_several[roomiest[: served.index(max(served))]] = True
        return np.where(takes_several, room, 1), takes_several

    def _served(self, longest: Numbers, alone: int, shared: int) -> int:
        """The days, and one more each, of those who would be served if everybody suited everybody.

        `alone` could be given whoever it be, `shared` only such as share; the longest waited first.
        """
        shares = self.shares[longest]
        fits = shares | (np.cumsum(~shares) <= alone)
        fits &= np.cumsum(fits) <= alone + shared
        return int(self.waited[longest[fits]].sum())

    def _weights(
        self, rows: Numbers, columns: Numbers, row: Numbers, is_their_first: Claims
    ) -> NDArray[np.float64]:
        """What it is worth to give each column to each seat; `row` says whose seat it is.

        Whole numbers, of which float64 holds each exactly, for 20,000 people of one project too.
        """
        worth = self._worth(rows, columns)
        queue = 2 * len(self.people) + 1
        best = (2 * _API + _HOURS) * queue + queue
        day = best * min(len(row), len(columns))
        served = day * self.waited + self.ahead
        weights = worth[row].astype(np.float64) * queue
        weights += served[columns]
        weights += (served[rows][row] * is_their_first)[:, None]
        return weights

    def _worth(self, rows: Numbers, columns: Numbers) -> NDArray[np.int16]:
        """How well each two would do together, no matter who waited how long."""
        worth = _AGREEMENT[np.ix_(self.apis[rows], self.apis[columns])] * _API
        for ours, theirs in zip(self.hours[rows].T, self.hours[columns].T, strict=True):
            worth += np.bitwise_count(ours[:, None] & theirs)
        return worth

    def _thirds(self) -> dict[Pair, int]:
        """Who is left over, in the order of the queue, by the pair that takes them in."""
        many = Counter(place for pair in self.pairs for place in pair)
        open_pairs = [
            pair for pair in self.pairs if all(many[it] == 1 and self.shares[it] for it in pair)
        ]
        thirds: dict[Pair, int] = {}
        if not open_pairs:
            return thirds
        frontends, backends = np.array(open_pairs).T
        hours = self.hours[frontends] & self.hours[backends]
        is_open = np.ones(len(open_pairs), dtype=np.bool_)
        pair_of: dict[int, int] = {
            place: at for at, pair in enumerate(open_pairs) for place in pair
        }
        for place in self._free():
            if not self.shares[place] or not is_open.any():
                continue
            # New faces count for more than any hours; below 0 is who can't be theirs.
            worth = np.bitwise_count(hours & self.hours[place]).sum(axis=1).astype(np.int64) + _API
            worth[[pair_of[it] for it in self.met[place] & pair_of.keys()]] -= _API
            worth[[pair_of[it] for it in self.apart[place] & pair_of.keys()]] = -1
            worth[~is_open] = -1
            best = int(worth.argmax())
            if worth[best] >= 0:
                thirds[open_pairs[best]] = place
                is_open[best] = False
        return thirds


def _may(rows: Numbers, columns: Numbers, shunned: Sequence[set[int]]) -> Claims:
    """Whether each of `rows` may be given each of `columns`."""
    may = np.ones((len(rows), len(columns)), dtype=np.bool_)
    ours: list[int] = rows.tolist()
    at: dict[int, int] = {place: column for column, place in enumerate(columns.tolist())}
    for row, place in enumerate(ours):
        may[row, [at[it] for it in shunned[place] & at.keys()]] = False
    return may


def _assigned(weights: NDArray[np.float64]) -> tuple[Numbers, Numbers]:
    """The rows and the columns of the greatest sum, none of them twice."""
    return cast("tuple[Numbers, Numbers]", linear_sum_assignment(weights, maximize=True))


def _by_place(
    people: Sequence[Candidate], two_by_two: Collection[frozenset[int]]
) -> Sequence[set[int]]:
    places = {one.user_id: place for place, one in enumerate(people)}
    found: list[set[int]] = [set() for _ in people]
    for two in two_by_two:
        here = [places[user_id] for user_id in two if user_id in places]
        if len(here) == 2:
            found[here[0]].add(here[1])
            found[here[1]].add(here[0])
    return found
