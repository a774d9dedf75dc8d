"""Which part of the record somebody asks for, as the buttons below it remember."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import days, walls
from bot.domain.errors import Refusal
from bot.domain.record import Kind
from bot.roads import STALE, Press
from db.audit import Filter

_DAY = timedelta(days=1)
_YEARS = range(2015, 2100)  # Discord's own, and what a forged day may be at most


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose acts, about which feature, on which day of the cohort's clocks; None is all."""

    person_id: int | None = None
    kind: Kind | None = None
    day: date | None = None

    @property
    def args(self) -> tuple[str, str, str]:
        """For a `custom_id`; `read` has it back."""
        return (str(self.person_id or ""), self.kind or "", str(self.day or ""))

    def filter(self, zone: str | None) -> Filter:
        if self.day is None:
            return Filter(self.person_id, self.kind)
        since, until = (_midnight(one, zone) for one in (self.day, self.day + _DAY))
        return Filter(self.person_id, self.kind, since, until)


def read(press: Press, at: int) -> Asked:
    """What stands in the button's arguments from `at` on; what is not there is not asked for."""
    person, kind, day = (*press.args[at : at + 3], "", "", "")[:3]
    return Asked(
        press.id(at) if person else None,
        read_kind(kind) if kind else None,
        _read_day(day) if day else None,
    )


def read_kind(said: str) -> Kind:
    if said not in set(Kind):
        raise Refusal(STALE)
    return Kind(said)


def typed_day(typed: str, today: date) -> date:
    day = days.one_behind(typed, today)
    if day.year not in _YEARS:
        raise Refusal("Nothing is on record of a day so long ago. Say a later one.")
    return day


def _read_day(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Refusal(STALE) from None
    if day.year not in _YEARS:
        raise Refusal(STALE)
    return day


def _midnight(day: date, zone: str | None) -> datetime:
    return walls.moment(datetime.combine(day, time()), zone or "UTC")
