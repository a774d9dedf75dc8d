"""Where a cohort stands on a day: in which of its weeks, and what is to come.

A week of a cohort has seven days from its first day on, whatever weekday that is.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain import days
from bot.domain.errors import Refusal
from bot.domain.text import listed, one_line, units

# The form of all weeks holds so many, each with its number, in what Discord takes of a text.
MOST_WEEKS, FOCUS_LIMIT = 52, 70
WEEKS_LIMIT = MOST_WEEKS * (FOCUS_LIMIT + len("52. \n"))
MOST_MILESTONES = 25  # as many as a select has options
NAME_LIMIT = 60
FINAL = "Final presentation"

_WEEK = timedelta(days=7)
_FARTHEST = timedelta(days=730)
_DAY_EXAMPLES = "Type it like `6 march`, `next friday` or `2026-03-06`."
# The week that a line is about: "3. Tests", "3: Tests", "Week 3 - Tests", "week 3 Tests".
_NUMBERED = re.compile(
    r"(?:(?:week\s*)(?P<named>\d{1,4})\s*[.:)\u2013\u2014-]?|(?P<number>\d{1,4})\s*[.:)])(?!\d)\s*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that the cohort works towards; `is_final` is the final presentation."""

    id: int
    name: str
    day: date
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What moderators said of their cohort; None is what nobody has said yet."""

    first_day: date | None = None
    weeks: int | None = None
    focuses: Mapping[int, str] = field(default_factory=dict[int, str])
    """What a week, from 1, is about."""
    milestones: tuple[Milestone, ...] = ()
    """By day."""

    @property
    def final(self) -> Milestone | None:
        return next((one for one in self.milestones if one.is_final), None)

    @property
    def last_day(self) -> date | None:
        """Of the last week."""
        if self.first_day is None or self.weeks is None:
            return None
        return self.first_day + self.weeks * _WEEK - timedelta(days=1)

    def week_on(self, day: date) -> int | None:
        """The week, from 1, in which the day is; None before the first and after the last."""
        if self.first_day is None or day < self.first_day:
            return None
        if self.last_day is not None and day > self.last_day:
            return None
        return (day - self.first_day) // _WEEK + 1

    def last_day_of(self, week: int) -> date | None:
        if self.first_day is None:
            return None
        return self.first_day + week * _WEEK - timedelta(days=1)

    def is_over(self, day: date) -> bool:
        return self.last_day is not None and day > self.last_day

    def to_come(self, day: date) -> tuple[Milestone, ...]:
        """The milestones of that day and later, the next one first."""
        return tuple(one for one in self.milestones if one.day >= day)


def mark(calendar: Calendar) -> int:
    """Tells whether two who look at the weeks see the same in their form."""
    return zlib.crc32(repr((calendar.weeks, as_lines(calendar))).encode())


def as_lines(calendar: Calendar) -> str:
    """The weeks as `read_focuses` reads them, a line each."""
    last = calendar.weeks or max(calendar.focuses, default=0)
    return "\n".join(
        f"{week}. {calendar.focuses.get(week, '')}".rstrip() for week in range(1, last + 1)
    )


def read_weeks(text: str) -> int | None:
    """How many weeks there are; None where nothing was typed."""
    typed = one_line(text).casefold().removesuffix("weeks").removesuffix("week").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:5]) <= MOST_WEEKS):
        raise Refusal(f"How many weeks? Type a number from 1 to {MOST_WEEKS}.")
    return int(typed)


def read_focuses(text: str, weeks: int | None) -> dict[int, str]:
    """What each week is about, a line each: the next week's, or that of the number it begins with.

    A number alone, or a line without anything, is a week without a focus.
    """
    found: dict[int, str] = {}
    week = 0
    for line in text.splitlines():
        said = one_line(line)
        numbered = _NUMBERED.match(said)
        if numbered:
            week = int(numbered["named"] or numbered["number"])
            said = said[numbered.end() :]
        elif said or week:
            week += 1
        if not said:
            continue
        _refuse_focus(week, said, weeks)
        if week in found:
            raise Refusal(f"Week {week} stands there twice. Nothing is changed yet.")
        found[week] = said
    return found


def _refuse_focus(week: int, said: str, weeks: int | None) -> None:
    most = weeks or MOST_WEEKS
    if not 1 <= week <= most:
        raise Refusal(
            f"There is something for week {week}, and there are {most} weeks at most. Nothing is"
            " changed yet."
        )
    if units(said) > FOCUS_LIMIT:
        raise Refusal(
            f"What you say of week {week} is longer than {FOCUS_LIMIT} characters. Nothing is"
            " changed yet."
        )


def read_name(text: str) -> str:
    name = one_line(text)
    if not name:
        raise Refusal("Give the milestone a name, such as `API docs are online`.")
    if units(name) > NAME_LIMIT:
        raise Refusal(f"That name is longer than {NAME_LIMIT} characters. Make it shorter.")
    return name


def read_day(text: str, today: date) -> date:
    """The day that somebody typed; a Refusal says what to type instead."""
    day, rest = days.found(days.tidy(text, f"That is too long for a day. {_DAY_EXAMPLES}"))
    if day is None or rest.strip():
        raise Refusal(f"I can't read that as a day. {_DAY_EXAMPLES}")
    first, *others = day.dates(today)
    if others:
        meant = listed(map(days.shown, (first, *others)), last="or")
        raise Refusal(f"Do you mean {meant}? Type it like `6 march`.")
    if abs(first - today) > _FARTHEST:
        raise Refusal(f"{days.shown(first)} is more than two years away. {_DAY_EXAMPLES}")
    return first
