"""The figures of a cohort's week, day by day: as words, and as text for who draws them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import walls
from bot.domain.text import fit

DAYS = 7
# What Discord takes for the words that stand for a picture.
ALT_LIMIT = 256
# So little is said in a line, and a picture of it would be mostly white.
LEAST = 12


class Figure(StrEnum):
    """What is counted, as a person reads it."""

    QUESTIONS = "questions"
    ANSWERS = "answers"
    SESSIONS = "at sessions"
    REVIEWS = "reviews"
    ENTRIES = "notes shared"


@dataclass(frozen=True, slots=True)
class Bars:
    """How often each thing happened on each of the seven days from `first` on."""

    first: date
    counts: Mapping[Figure, tuple[int, ...]]

    @property
    def is_worth_a_picture(self) -> bool:
        return sum(map(sum, self.counts.values())) >= LEAST

    def alt(self) -> str:
        """The picture in words, for who cannot see it."""
        said = (self._words(one, days) for one, days in self.counts.items())
        text = f"The cohort's week in bars, from {self.first:%A} on: {'; '.join(said)}."
        return fit(text, ALT_LIMIT)

    def _words(self, figure: Figure, days: Sequence[int]) -> str:
        if not any(days):
            return f"0 {figure}"
        best = self.first + timedelta(days=days.index(max(days)))
        return f"{sum(days)} {figure}, most on {best:%a} ({max(days)})"

    def packed(self) -> str:
        return json.dumps([self.first.isoformat(), self.counts])

    @classmethod
    def unpack(cls, text: str) -> "Bars":
        first, counts = json.loads(text)
        return cls(
            date.fromisoformat(first), {Figure(one): tuple(days) for one, days in counts.items()}
        )


def days_before(moment: datetime, zone: str) -> tuple[date, tuple[datetime, ...]]:
    """Seven days on the clocks of a zone: the first of them, and the eight midnights around them.

    The last is the day of `moment`, if more than half of it is over by then; else the one before.
    """
    last = (moment - timedelta(hours=12)).astimezone(walls.clock(zone)).date()
    first = last - timedelta(days=DAYS - 1)
    days = (first + timedelta(days=one) for one in range(DAYS + 1))
    return first, tuple(walls.moment(datetime.combine(day, time()), zone) for day in days)
