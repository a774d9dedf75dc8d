"""Streaks of days with an entry in the log: they forgive a day a week, and days of planned rest.

A run is a span of days that begins and ends with a kept one, and in which no week, Monday to
Sunday, has more than one day that is neither kept nor of a planned break. As long as it goes on it
counts its kept days only: nothing is given for a free day, and nothing taken. A day is one of the
member's own, from their midnight to their midnight, and today is not missed before it is over.

What is added late (`bot.domain.log`) keeps no day. A streak says that somebody came back day after
day; if a week could be written on its Sunday, it would say nothing. The entry itself counts
everywhere else, and the free day and the breaks are for whoever could not come.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY = 0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Break:
    """Days of planned rest, the last one among them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Streak:
    """The run that is on, and the longest that ever was, in kept days."""

    current: int
    longest: int
    is_kept_today: bool
    free_day: date | None
    """The day of this week that the run that is on was forgiven; None as long as there is none."""


def streak(kept: Collection[date], breaks: Iterable[Break], today: date) -> Streak:
    """The streak of who kept these days, as it stands in the course of today."""
    kept, breaks = frozenset(kept), tuple(breaks)
    run: list[date] = []
    longest = 0
    missed: date | None = None
    day = min(kept, default=today)
    while day <= today:
        if day.weekday() == MONDAY:
            missed = None
        if day in kept:
            run.append(day)
            longest = max(longest, len(run))
        elif day < today and not any(day in one for one in breaks):
            if missed is not None:
                # A second one in a week: what goes on is what came after the first.
                run = [one for one in run if one > missed]
            missed = day
        day += _DAY
    is_forgiven = missed is not None and bool(run) and missed > run[0]
    return Streak(len(run), longest, today in kept, missed if is_forgiven else None)
