"""Decide who pairs with whom: frontend with backend, on the same project, longest wait first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random


class Track(StrEnum):
    """The side of a project that a learner builds."""

    FRONTEND = "frontend"
    BACKEND = "backend"

    @property
    def other(self) -> "Track":
        return Track.BACKEND if self is Track.FRONTEND else Track.FRONTEND

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Project(StrEnum):
    """What the programme's learners build; `label` is what people read."""

    E_COMMERCE = "e-commerce"
    SOCIAL_MEDIA_FEED = "social-media-feed"
    MOVIE_RECOMMENDATION = "movie-recommendation"
    JOB_BOARD = "job-board"
    ONLINE_POLL = "online-poll"

    @property
    def label(self) -> str:
        return "E-Commerce" if self is Project.E_COMMERCE else self.value.replace("-", " ").title()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who waits for a partner."""

    user_id: int
    track: Track
    project: Project
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """Two members who are to build `project` together."""

    frontend_id: int
    backend_id: int
    project: Project


@dataclass(frozen=True, slots=True)
class Round:
    """Who was matched, and who still waits, longest first."""

    pairs: tuple[Match, ...]
    waiting: tuple[Candidate, ...]


def draw(queue: Sequence[Candidate], met_before: Collection[frozenset[int]], rng: Random) -> Round:
    """Match while anybody can be matched; no two who have met before are matched again.

    Whoever waits longest chooses first, and gets the one who waits longest on the other side.
    Chance decides between equal waits alone, so that the same queue and the same `rng` give the
    same round, in whatever order the queue was read.
    """
    in_turn = sorted(queue, key=lambda one: one.user_id)
    rng.shuffle(in_turn)
    in_turn.sort(key=lambda one: one.joined_at)

    pairs: list[Match] = []
    waiting: list[Candidate] = []
    while in_turn:
        first = in_turn.pop(0)
        partner = next((one for one in in_turn if _suit(first, one, met_before)), None)
        if partner is None:
            waiting.append(first)
        else:
            in_turn.remove(partner)
            pairs.append(_match(first, partner))
    return Round(tuple(pairs), tuple(waiting))


def _suit(one: Candidate, other: Candidate, met_before: Collection[frozenset[int]]) -> bool:
    return (
        one.project is other.project
        and one.track is other.track.other
        and frozenset((one.user_id, other.user_id)) not in met_before
    )


def _match(one: Candidate, other: Candidate) -> Match:
    frontend, backend = (one, other) if one.track is Track.FRONTEND else (other, one)
    return Match(frontend.user_id, backend.user_id, one.project)
