"""Who suits whom: frontend and backend learners of one project, and how well they do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)

PROJECTS = (
    "E-Commerce",
    "Social Media Feed",
    "Movie Recommendation",
    "Job Board",
    "Online Poll",
)
"""What the programme's learners build; a guild may have a list of its own."""

MOST_PARTNERS = 3


class Track(StrEnum):
    """The side of a project that a learner builds, or would build."""

    FRONTEND = "frontend"
    BACKEND = "backend"
    BOTH = "both"

    @property
    def label(self) -> str:
        return "Either side" if self is Track.BOTH else self.value.capitalize()

    @property
    def sides(self) -> frozenset["Track"]:
        """Frontend and backend, or one of them."""
        return frozenset(SIDES if self is Track.BOTH else (self,))

    def meets(self, other: "Track") -> bool:
        """Whether one of them can build the frontend and one the backend."""
        return len(self.sides | other.sides) > 1


SIDES = (Track.FRONTEND, Track.BACKEND)


class Api(StrEnum):
    """How a learner wants frontend and backend to speak."""

    REST = "rest"
    GRAPHQL = "graphql"
    EITHER = "either"

    @property
    def label(self) -> str:
        return {Api.REST: "REST", Api.GRAPHQL: "GraphQL", Api.EITHER: "REST or GraphQL"}[self]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who waits for a partner."""

    user_id: int
    track: Track
    project: str
    joined_at: datetime
    api: Api = Api.EITHER
    hours: int = 0
    """A bit for each hour of a week in UTC, Monday's first: when they have time; 0 if unsaid."""
    room: int = 1
    """How many more partners they take."""
    is_first: bool = False
    """Whether they go to the front: their last partner fell silent."""
    shares: bool = True
    """Whether they share a partner, or are three, rather than wait on."""

    @property
    def queued(self) -> tuple[bool, datetime]:
        """Since when they wait; whoever goes to the front before all others."""
        return not self.is_first, self.joined_at

    @property
    def turn(self) -> tuple[bool, datetime, int]:
        """Who comes first in the queue is the least."""
        return *self.queued, self.user_id


@dataclass(frozen=True, slots=True)
class History:
    """Two by two, who has been a pair, and who is never to be one: blocked, or parted for good."""

    met: Collection[frozenset[int]] = field(default_factory=frozenset[frozenset[int]])
    apart: Collection[frozenset[int]] = field(default_factory=frozenset[frozenset[int]])

    def have_met(self, one: int, other: int) -> bool:
        return frozenset((one, other)) in self.met

    def are_apart(self, one: int, other: int) -> bool:
        return frozenset((one, other)) in self.apart


@dataclass(frozen=True, slots=True)
class Match:
    """Who is to build `project` together: two, or three."""

    project: str
    frontend_ids: tuple[int, ...]
    backend_ids: tuple[int, ...]

    @property
    def people(self) -> tuple[int, ...]:
        return *self.frontend_ids, *self.backend_ids


@dataclass(frozen=True, slots=True)
class Why:
    """Why these: what can be said for it."""

    api: Api | None
    """How frontend and backend will speak; None if they want it differently."""
    shared_hours: int | None
    """A week; None if somebody has not said when they have time."""
    is_first_time: bool


def suits(one: Candidate, other: Candidate, history: History) -> bool:
    """Whether these two may be a pair at all."""
    return (
        one.user_id != other.user_id
        and one.project == other.project
        and one.track.meets(other.track)
        and not history.are_apart(one.user_id, other.user_id)
    )


def reserved(pool: Sequence[Candidate], busy: Collection[int]) -> frozenset[frozenset[int]]:
    """Two by two, who is kept apart since one has a partner and the other would not share."""
    alone = [one for one in pool if not one.shares]
    return frozenset(
        frozenset((one.user_id, other.user_id))
        for one in pool
        if one.user_id in busy
        for other in alone
        if one.project == other.project and one.user_id != other.user_id
    )


def agreed(apis: Iterable[Api]) -> Api | None:
    """How they will speak; None if one wants REST and another GraphQL."""
    wanted = set(apis) - {Api.EITHER}
    return Api.EITHER if not wanted else wanted.pop() if len(wanted) == 1 else None


def why(people: Sequence[Candidate], history: History) -> Why:
    known = [one.hours for one in people if one.hours]
    shared = known[0] if known else 0
    for hours in known:
        shared &= hours
    two_by_two = [(a.user_id, b.user_id) for a in people for b in people if a.user_id < b.user_id]
    return Why(
        api=agreed(one.api for one in people),
        shared_hours=shared.bit_count() if len(known) == len(people) else None,
        is_first_time=not any(history.have_met(*two) for two in two_by_two),
    )


def days_waited(one: Candidate, now: datetime) -> int:
    """Full days, up to a week: each outweighs all that makes a partner better."""
    return min(max((now - one.joined_at) // DAY, 0), 7) + 8 * one.is_first


def agreement(one: Api, other: Api) -> int:
    """2 where both want the same, 1 where one is open, 0 where they want different things."""
    if one is other:
        return 2
    return 1 if Api.EITHER in (one, other) else 0


def best_partner(
    me: Candidate, waiting: Sequence[Candidate], history: History, now: datetime
) -> Candidate | None:
    """Of those who wait, the good partner for who joins now; None if there is none.

    Good is who suits, was no partner before, and wants no other kind of API. Among the good, a day
    more of waiting comes first, then how well they agree on the API, the hours that they share,
    and the place in the queue. Before `me` came nobody there could be matched, so that this is
    the best that can be made of the whole queue.
    """
    good = [
        one
        for one in waiting
        if suits(me, one, history)
        and not history.have_met(me.user_id, one.user_id)
        and agreement(me.api, one.api)
    ]
    return min(
        good,
        key=lambda one: (
            -days_waited(one, now),
            -agreement(me.api, one.api),
            -(me.hours & one.hours).bit_count(),
            one.turn,
        ),
        default=None,
    )


def match(one: Candidate, other: Candidate) -> Match:
    """These two, each on a side that they build: of two who build either, the first waits for it.

    Whoever joined earlier builds the backend then.
    """
    first, second = sorted((one, other), key=lambda each: each.turn)
    is_backend = Track.BACKEND in first.track.sides and Track.FRONTEND in second.track.sides
    backend, frontend = (first, second) if is_backend else (second, first)
    return Match(one.project, (frontend.user_id,), (backend.user_id,))
