"""When members usually have time, and the starts at which most of them do.

A member says it by part of the day, on the clocks of their own zone: six in the evening stays six
in the evening, however those clocks change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.domain.bits import pack, unpack

# So far from each other that who can't make one may make the next.
APART = timedelta(hours=3)
_HOUR = timedelta(hours=1)


class Part(StrEnum):
    """A part of the day; the database keeps them by their places here."""

    EARLY = "early"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"

    @property
    def hours(self) -> tuple[int, int]:
        """From which full hour, and until which."""
        return _HOURS[self]


_HOURS = {
    Part.EARLY: (6, 9),
    Part.MORNING: (9, 12),
    Part.AFTERNOON: (12, 17),
    Part.EVENING: (17, 21),
    Part.NIGHT: (21, 24),
}
_SATURDAY = 5
# The part of each hour of the day; there is none from midnight to six.
_PART_AT = [
    next((part for part, (first, end) in _HOURS.items() if first <= hour < end), None)
    for hour in range(24)
]


@dataclass(frozen=True, slots=True)
class Availability:
    """The parts of weekdays, and those of Saturdays and Sundays, in which somebody has time."""

    weekdays: frozenset[Part] = frozenset()
    weekends: frozenset[Part] = frozenset()

    def packed(self) -> tuple[int, int]:
        return pack(self.weekdays, Part), pack(self.weekends, Part)

    @classmethod
    def unpack(cls, weekday_bits: int, weekend_bits: int) -> "Availability":
        return cls(unpack(weekday_bits, Part), unpack(weekend_bits, Part))

    def __bool__(self) -> bool:
        """Whether there is any time at all."""
        return bool(self.weekdays or self.weekends)


@dataclass(frozen=True, slots=True)
class Slot:
    """A start, and how many have time for all that follows."""

    starts_at: datetime
    free: int


def is_free(availability: Availability, zone: str, starts_at: datetime, minutes: int) -> bool:
    """Whether all of a session lies in parts in which somebody has time."""
    needed = _needed(ZoneInfo(zone), starts_at, minutes)
    return needed is not None and needed & ~_bits(availability) == 0


def hours_mask(availability: Availability, zone: str, moment: datetime) -> int:
    """A bit for each hour in which somebody has time, of the week of `moment` in UTC.

    Monday's first hour is the lowest bit. What two share is how many bits both have.
    """
    today = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _mask(_bits(availability), zone, today - timedelta(days=today.weekday()))


def best_slots(
    people: Sequence[tuple[Availability, str]],
    *,
    minutes: int,
    since: datetime,
    days: int = 7,
    count: int = 3,
    zone: str,
) -> list[Slot]:
    """The full hours of `zone` at which most are free, the soonest first of equals.

    `people` are availabilities with the zone that each is meant in. A start at which nobody is free
    is none, and no two are closer to each other than `APART`.
    """
    crowd: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for availability, theirs in people:
        crowd[theirs][_bits(availability)] += 1
    clocks = {ZoneInfo(theirs): counts for theirs, counts in crowd.items()}
    slots = (
        Slot(starts_at, _free(clocks, starts_at, minutes))
        for starts_at in _full_hours(ZoneInfo(zone), since, since + timedelta(days=days))
    )
    chosen: list[Slot] = []
    for slot in sorted(slots, key=lambda one: (-one.free, one.starts_at)):
        if len(chosen) == count or not slot.free:
            break
        if all(abs(slot.starts_at - one.starts_at) >= APART for one in chosen):
            chosen.append(slot)
    return chosen


def _bits(availability: Availability) -> int:
    weekdays, weekends = availability.packed()
    return weekdays | weekends << len(Part)


@lru_cache(maxsize=4096)
def _mask(bits: int, zone: str, monday: datetime) -> int:
    needed = _needed_in_week(zone, monday)
    return sum(1 << hour for hour, parts in needed if parts & ~bits == 0)


@lru_cache(maxsize=128)
def _needed_in_week(zone: str, monday: datetime) -> list[tuple[int, int]]:
    """The hours of a week that lie in parts of the day, and the bits of those parts."""
    needed = (_needed(ZoneInfo(zone), monday + hour * _HOUR, 60) for hour in range(24 * 7))
    return [(hour, parts) for hour, parts in enumerate(needed) if parts is not None]


def _free(clocks: Mapping[ZoneInfo, Counter[int]], starts_at: datetime, minutes: int) -> int:
    free = 0
    for clock, counts in clocks.items():
        needed = _needed(clock, starts_at, minutes)
        if needed is not None:
            free += sum(many for bits, many in counts.items() if needed & ~bits == 0)
    return free


def _needed(clock: ZoneInfo, starts_at: datetime, minutes: int) -> int | None:
    """The bits of all parts that a session touches; None if it touches an hour of none."""
    needed = 0
    for wall in _walk(clock, starts_at, starts_at + timedelta(minutes=minutes)):
        part = _PART_AT[wall.hour]
        if part is None:
            return None
        needed |= _bit(part, is_weekend=wall.weekday() >= _SATURDAY)
    return needed


@cache
def _bit(part: Part, *, is_weekend: bool) -> int:
    only = frozenset({part})
    return _bits(Availability(weekends=only) if is_weekend else Availability(weekdays=only))


def _full_hours(clock: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    for wall in _walk(clock, since, until):
        if wall == wall.replace(minute=0, second=0, microsecond=0):
            yield wall.astimezone(UTC)


def _walk(clock: ZoneInfo, at: datetime, until: datetime) -> Iterator[datetime]:
    """What a clock shows at `at` and at each full hour behind it, up to `until`."""
    while at < until:
        wall = at.astimezone(clock)
        yield wall
        begun = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        at += _HOUR - begun
