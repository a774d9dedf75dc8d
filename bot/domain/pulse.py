"""What a moderator with no time looks at first, and how much of it a phone shows at once.

This is the whole of it, so that who asks why something stands on top can be told:

- Each kind of trouble has its own patience: how long a question waits, or a pair is silent, before
  that is trouble at all; or how long before its start a session without a host is one.
- A kind weighs as much as its worst: how many times its patience is used up. A question that waits
  for three days weighs 3, a session that starts in six hours weighs 8.
- The heaviest kind comes first; of equals, the one that `Kind` names first.
- A channel that takes no posts comes before everything: nothing else of this can be done there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

SIZE = 3  # more, each in rows of its own, are more than a phone shows
FEW = 2  # with fewer besides its host, a session hardly takes place
# Who said that they come is asked a day before whether they still do, and then has so long to say.
_ASKED_BEFORE = timedelta(days=1)
_ANSWERED_WITHIN = timedelta(hours=6)
_INSTANT = timedelta(minutes=1)


class Kind(StrEnum):
    """What there is to look after."""

    POSTS = "posts"
    SESSIONS = "sessions"
    APPROVALS = "approvals"
    QUESTIONS = "questions"
    LEARNERS = "learners"
    PAIRS = "pairs"

    @property
    def label(self) -> str:
        return self.value.capitalize()


PATIENCE = {
    Kind.SESSIONS: timedelta(hours=48),
    Kind.APPROVALS: timedelta(hours=48),
    Kind.QUESTIONS: timedelta(hours=24),
    Kind.LEARNERS: timedelta(hours=24),
    Kind.PAIRS: timedelta(hours=48),
}


@dataclass(frozen=True, slots=True)
class Worry:
    """How much there is of a kind, and how bad the worst of it is."""

    kind: Kind
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows, in their order: page `at`, from 0 to `last`."""

    shown: Sequence[T]
    at: int
    last: int


def ranked(worries: Iterable[Worry]) -> list[Worry]:
    """Those of which there is any, the worst first."""
    order = [*Kind]
    return sorted(
        (one for one in worries if one.count), key=lambda one: (-one.weight, order.index(one.kind))
    )


def waited(kind: Kind, since: datetime, now: datetime) -> float:
    """How bad it is to wait since then."""
    return max((now - since) / PATIENCE[kind], 0.0)


def nears(kind: Kind, at: datetime, now: datetime) -> float:
    """How bad it is that something is still missing, for what begins then."""
    return PATIENCE[kind] / max(at - now, _INSTANT)


def page(rows: Sequence[T], at: int) -> Page[T]:
    """The page `at`, or the nearest to it that there is: rows go while somebody looks at them."""
    last = max(len(rows) - 1, 0) // SIZE
    at = min(max(at, 0), last)
    return Page(rows[at * SIZE : (at + 1) * SIZE], at, last)


def still_comes(answered_at: datetime, confirmed_at: datetime | None, starts_at: datetime) -> bool:
    """Whether somebody said so within the last day before it starts, in whatever way."""
    return confirmed_at is not None or answered_at > starts_at - _ASKED_BEFORE


def have_answered(starts_at: datetime, now: datetime) -> bool:
    """Whether those who were asked a day before had time to say that they still come."""
    return now >= starts_at - _ASKED_BEFORE + _ANSWERED_WITHIN


def is_at_risk(coming: int, starts_at: datetime, now: datetime) -> bool:
    """Whether too few come, besides the host, to a session that starts soon."""
    return now < starts_at <= now + PATIENCE[Kind.SESSIONS] and coming < FEW
