"""What the clock does not do at once with who waits, since somebody better may come along."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.matching import Candidate, History, Track, suits

# Those who met before are given to each other again only when both have waited for so long.
MET_AFTER = timedelta(days=1)
# Who waited for so long, with nobody to be paired with, may be the third of a pair.
THIRD_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Open:
    """A pair of two that takes a third in: both have said that they share."""

    pair_id: int
    project: str
    people: tuple[int, ...]
    hours: int
    """When all of it have time, as `Candidate.hours`."""


@dataclass(frozen=True, slots=True)
class Third:
    """Who joins which pair."""

    user_id: int
    pair_id: int


def patient(pool: Sequence[Candidate], history: History, now: datetime) -> History:
    """The history by which the clock draws: who met lately waits for somebody new."""
    since = {one.user_id: one.joined_at for one in pool}
    waits = {
        two
        for two in history.met
        if any(one in since and now - since[one] < MET_AFTER for one in two)
    }
    return replace(history, apart=frozenset(history.apart) | waits)


def is_hopeless(pool: Sequence[Candidate], history: History) -> bool:
    """Whether no two of the pool suit each other: a draw would come to nothing."""
    teams: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in pool:
        teams[one.project].append(one)
    return not any(
        suits(one, other, history)
        for team in teams.values()
        for one in team
        if Track.BACKEND in one.track.sides
        for other in team
        if Track.FRONTEND in other.track.sides
    )


def thirds(
    waiting: Sequence[Candidate], pairs: Sequence[Open], history: History, now: datetime
) -> list[Third]:
    """Who has waited long enough to be the third of a pair, the longest first.

    Each takes the pair with which they share most hours, among those in which they meet nobody
    again; of equals, the newest.
    """
    left = list(pairs)
    found: list[Third] = []
    for one in sorted(waiting, key=lambda each: each.turn):
        if not one.shares or now - one.joined_at < THIRD_AFTER:
            continue
        fitting = [
            pair
            for pair in left
            if pair.project == one.project
            and one.user_id not in pair.people
            and not any(history.are_apart(one.user_id, mate) for mate in pair.people)
        ]
        if fitting:
            best = max(
                fitting,
                key=lambda pair: (
                    not any(history.have_met(one.user_id, mate) for mate in pair.people),
                    (pair.hours & one.hours).bit_count(),
                    pair.pair_id,
                ),
            )
            left.remove(best)
            found.append(Third(one.user_id, best.pair_id))
    return found
