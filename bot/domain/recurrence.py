"""How sessions repeat (for the time being)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bot.domain.errors import Refusal


class Freq(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rule:
    freq: Freq
    every: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None

    def text(self) -> str:
        return f"FREQ={self.freq.upper()};INTERVAL={self.every}"

    @classmethod
    def parse(cls, text: str) -> "Rule":
        freq, every = text.split(";")
        return cls(Freq(freq.removeprefix("FREQ=").lower()), int(every.removeprefix("INTERVAL=")))


def moment(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def moments(
    rule: Rule, first: datetime, zone: str, *, after: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    for slot in rrulestr(rule.text(), dtstart=first):
        if after is None or slot > after:
            yield slot, moment(slot, zone)


def read(text: str, first: datetime, today: date) -> Rule:
    del first, today
    if text not in set(Freq):
        raise Refusal("Say it like `weekly`.")
    return Rule(Freq(text))


def words(rule: Rule) -> str:
    return {"daily": "every day", "weekly": "every week", "monthly": "every month"}[rule.freq]


def suggest(typed: str, first: datetime | None) -> list[str]:
    del first
    return [one for one in Freq if typed in one]


def shifted(rule: Rule, days: int) -> Rule:
    del days
    return rule
