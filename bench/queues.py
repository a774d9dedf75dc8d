"""Queues of people who wait for a partner, such as a large cohort would have."""

from datetime import UTC, datetime, timedelta
from random import Random

from bot.domain.availability import Availability, Part, hours_mask
from bot.domain.matching import PROJECTS, Api, Candidate, History, Track

NOW = datetime(2026, 3, 4, 18, tzinfo=UTC)
_ZONES = ("Africa/Lagos", "Africa/Accra", "Africa/Nairobi", "Africa/Cairo", "Africa/Casablanca")
# How many of a hundred: what is liked differs, so that here frontends are scarce, there backends.
_BUILDS = {Track.FRONTEND: (30, 25, 20, 15, 10), Track.BACKEND: (20, 25, 15, 25, 15)}
_EITHER = 0.1
_APIS = (60, 15, 25)
_ROOM = (70, 20, 10)
_SHARE, _FIRST = 0.8, 0.03
_DAYS = 1.5  # that they wait, on average


def queue(a_side: int) -> tuple[list[Candidate], History]:
    """So many of each side, in five projects; some were a pair before, few are apart."""
    rng = Random(a_side)
    people = [
        Candidate(
            user_id=10**17 + rng.getrandbits(56),
            track=Track.BOTH if rng.random() < _EITHER else track,
            project=rng.choices(PROJECTS, _BUILDS[track])[0],
            joined_at=NOW - timedelta(days=rng.expovariate(1 / _DAYS)),
            api=rng.choices(list(Api), _APIS)[0],
            hours=hours_mask(_availability(rng), rng.choice(_ZONES), NOW),
            room=rng.choices((1, 2, 3), _ROOM)[0],
            is_first=rng.random() < _FIRST,
            shares=rng.random() < _SHARE,
        )
        for track in (Track.FRONTEND, Track.BACKEND)
        for _ in range(a_side)
    ]
    return people, History(met=_pairs(people, a_side, rng), apart=_pairs(people, a_side // 20, rng))


def _availability(rng: Random) -> Availability:
    """Evenings, mostly; and more at weekends."""
    days, ends = (
        frozenset(part for part in Part if rng.random() < (0.7 if part in likely else 0.2))
        for likely in ((Part.EVENING, Part.NIGHT), (Part.MORNING, Part.AFTERNOON, Part.EVENING))
    )
    return Availability(days, ends)


def _pairs(people: list[Candidate], count: int, rng: Random) -> frozenset[frozenset[int]]:
    return frozenset(frozenset(one.user_id for one in rng.sample(people, 2)) for _ in range(count))
