"""A round: all who wait at once, each with the partner that is best for all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.domain.matching import Candidate, History, Match, Why, why


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody who waited is in a match or in `waiting`, which is in the order of the queue."""

    matches: tuple[Match, ...]
    whys: tuple[Why, ...]
    """Of each match, in the same order."""
    waiting: tuple[Candidate, ...]


def in_turn(pool: Iterable[Candidate]) -> list[Candidate]:
    """Who comes first in the queue is the first."""
    return sorted(pool, key=lambda one: one.turn)


def draw(pool: Sequence[Candidate], history: History, seed: int, now: datetime) -> Round:
    """Match those who build the same project; how is told by `bot.domain.solving`.

    Chance has a say where two joined at the same moment, and nowhere else. The same pool gives the
    same round again, in whatever order it was read.
    """
    # scipy takes half a second and 61 MB: whoever only reads a round goes without.
    from bot.domain.solving import solve  # noqa: PLC0415

    queue = in_turn(pool)
    teams: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in _equals_mixed(queue, seed):
        teams[one.project].append(one)
    matches = [one for _, team in sorted(teams.items()) for one in solve(team, history, now)]
    people = {one.user_id: one for one in queue}
    served = {user_id for one in matches for user_id in one.people}
    return Round(
        matches=tuple(matches),
        whys=tuple(why([people[it] for it in one.people], history) for one in matches),
        waiting=tuple(one for one in queue if one.user_id not in served),
    )


def _equals_mixed(queue: Sequence[Candidate], seed: int) -> list[Candidate]:
    """In the order of the queue, but for those who joined at once."""
    mixed = list(queue)
    Random(seed).shuffle(mixed)
    return sorted(mixed, key=lambda one: one.queued)
