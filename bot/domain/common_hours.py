"""Say in words in which hours of a week several people have time, on the clocks of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain import walls
from bot.domain.text import listed

WEEK = 7 * 24
_HOUR = timedelta(hours=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Span = tuple[str, str]
"""From when until when on a clock: `("18:00", "20:00")`."""


def common(masks: Iterable[int]) -> int:
    """The hours that all have; see `Candidate.hours`."""
    shared = (1 << WEEK) - 1
    for mask in masks:
        shared &= mask
    return shared


def in_words(hours: int, zone: str, now: datetime, *, most: int = 3) -> str:
    """`Mon to Fri 18:00 to 20:00, Sat 9:00 to 12:00` for somebody in `zone`; empty of none.

    Of many the `most` that are longest.
    """
    spans: defaultdict[Span, list[int]] = defaultdict(list)
    lengths: dict[Span, int] = {}
    for first, count in _runs(hours):
        starts_at = (_monday(now) + first * _HOUR).astimezone(walls.clock(zone))
        ends_at = starts_at + count * _HOUR
        span = f"{starts_at:%H:%M}", f"{ends_at:%H:%M}"
        spans[span].append(starts_at.weekday())
        lengths[span] = count
    longest = sorted(spans, key=lambda one: -lengths[one] * len(spans[one]))[:most]
    of_the_week = sorted(longest, key=lambda one: (min(spans[one]), one))
    return ", ".join(f"{_listed(spans[one])} {one[0]} to {one[1]}" for one in of_the_week)


def _monday(now: datetime) -> datetime:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def _runs(hours: int) -> Iterable[tuple[int, int]]:
    """(first hour, how many) of those without a break; Sunday's last goes on in Monday's first."""
    held = [bool(hours >> hour & 1) for hour in range(WEEK)]
    for hour in range(WEEK):
        if held[hour] and not held[hour - 1]:
            count = 1
            while held[(hour + count) % WEEK]:
                count += 1
            yield hour, count


def _listed(weekdays: Sequence[int]) -> str:
    """`Mon to Fri`, `Sat and Sun`, `Mon, Wed and Fri`."""
    known = sorted(set(weekdays))
    if len(known) == len(_DAYS):
        return "every day"
    if len(known) > 2 and known[-1] - known[0] == len(known) - 1:
        return f"{_DAYS[known[0]]} to {_DAYS[known[-1]]}"
    return listed(_DAYS[one] for one in known)
