"""Write a calendar file by the library, and put right what it gets wrong.

icalendar 7.3.2 lets clocks spring forward an hour late in the time zones that it writes, and takes
the backslash and N of `C:\\New` for a line break; both are written here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vRecur, vText

from bot.domain.calendars import AllDay, Entry, Event, Moved, Series
from bot.domain.text import clean, one_line

_MAKER = "-//Nexus//Study sessions//EN"
# For so long, from now on, a file says how the clocks of its zones change.
_YEARS = 5
_LAST_DAY = re.compile(r"(?<=UNTIL=)\d{8}(?![T\d])")
_SECOND, _MINUTE, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# What an address may be written with; all else is written as %XX.
_OF_AN_ADDRESS = "%:/?#[]@!$&'()*+,;=~"


class _Text(vText):
    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def write(
    name: str,
    entries: Sequence[Entry],
    series: Sequence[Series],
    now: datetime,
    days: Sequence[AllDay],
) -> str:
    made = icalendar.Calendar()
    _fill(made, {"PRODID": _MAKER, "VERSION": "2.0", "CALSCALE": "GREGORIAN"})
    _fill(made, {"X-WR-CALNAME": _text(one_line(name))})
    years = [now.year + _YEARS, *(year for one in (*entries, *series) for year in _years(one))]
    for zone in sorted({one.zone for one in (*entries, *series)} - {"UTC"}):
        made.add_component(_timezone(zone, min(years) - 1, max(years) + 1))
    for one in days:
        made.add_component(_all_day(one))
    for one in entries:
        made.add_component(_entry(one))
    for one in series:
        made.add_component(_repeating(one))
        for moved in one.moved:
            made.add_component(_moved(one, moved))
    return made.to_ical().decode()


def _years(one: Entry | Series) -> Iterator[int]:
    if isinstance(one, Entry):
        yield one.starts_at.year
    else:
        yield one.first.year
        yield from (moved.starts_at.year for moved in one.moved)


def _all_day(one: AllDay) -> icalendar.Event:
    return _event(one, DTSTART=one.day, DTEND=one.day + _DAY, TRANSP="TRANSPARENT")


def _entry(one: Entry) -> icalendar.Event:
    return _event(one, **_lasts(one.starts_at, one.minutes, one.zone))


def _repeating(one: Series) -> icalendar.Event:
    clock = _clock(one.zone)
    return _event(
        one,
        DTSTART=one.first.replace(tzinfo=clock),
        RRULE=vRecur.from_ical(_rule(one)),
        DURATION=one.minutes * _MINUTE,
        EXDATE=[slot.replace(tzinfo=clock) for slot in one.skipped],
    )


def _moved(series: Series, one: Moved) -> icalendar.Event:
    return _event(
        series,
        SEQUENCE=one.sequence,
        **{"RECURRENCE-ID": one.slot.replace(tzinfo=_clock(series.zone))},
        **_lasts(one.starts_at, one.minutes, series.zone),
    )


def _event(about: Event, **more: Any) -> icalendar.Event:
    made = icalendar.Event()
    _fill(
        made,
        {
            "UID": about.uid,
            "SEQUENCE": about.sequence,
            # Without a METHOD, it too is when what is said was last changed.
            "DTSTAMP": about.changed_at.astimezone(UTC),
            "LAST-MODIFIED": about.changed_at.astimezone(UTC),
            "STATUS": "CANCELLED" if about.is_cancelled else "CONFIRMED",
            "SUMMARY": _text(about.title),
            "DESCRIPTION": _text(about.description),
            "LOCATION": _text(about.location),
            "URL": quote(clean(about.url or ""), safe=_OF_AN_ADDRESS),
        }
        | more,
    )
    return made


def _fill(made: Any, said: dict[str, Any]) -> None:
    """Add properties to a component, but for those of which there is nothing to say."""
    for name, value in said.items():
        if value not in ("", []):
            made.add(name, value)


def _text(said: str) -> _Text:
    return _Text(clean(said))


def _clock(zone: str) -> Any:
    return UTC if zone == "UTC" else ZoneInfo(zone)


def _lasts(starts_at: datetime, minutes: int, zone: str) -> dict[str, Any]:
    ends_at = starts_at + minutes * _MINUTE
    return {"DTSTART": _moment(starts_at, zone), "DTEND": _moment(ends_at, zone)}


def _moment(at: datetime, zone: str) -> datetime:
    """An instant on the clocks of a zone; where they show that time twice, the second is in UTC."""
    wall = at.astimezone(_clock(zone))
    return at.astimezone(UTC) if wall.fold else wall


def _rule(series: Series) -> str:
    """The rule with the end that RFC 5545 wants: an instant in UTC, not a day."""

    def end(said: re.Match[str]) -> str:
        day, clock = date.fromisoformat(said[0]), _clock(series.zone)
        night = datetime.combine(day, time(23, 59, 59), clock).astimezone(UTC)
        # Clocks that skip the night show the next day's time before it is over.
        next_slot = datetime.combine(day + _DAY, series.first.time(), clock).astimezone(UTC)
        return f"{min(night, next_slot - _SECOND):%Y%m%dT%H%M%SZ}"

    return _LAST_DAY.sub(end, series.rule)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How clocks are set: from which offset of UTC to which, and what that time is called."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def _timezone(zone: str, first_year: int, last_year: int) -> icalendar.Timezone:
    made = icalendar.Timezone()
    _fill(made, {"TZID": zone})
    found: defaultdict[_Setting, list[datetime]] = defaultdict(list)
    for at, setting in _changes(zone, first_year, last_year):
        # What clocks show that are about to be changed.
        found[setting].append((at + setting.before).replace(tzinfo=None))
    for setting, (first, *others) in found.items():
        part = icalendar.TimezoneDaylight() if setting.is_summer else icalendar.TimezoneStandard()
        _fill(
            part,
            {
                "DTSTART": first,
                "RDATE": others,
                "TZOFFSETFROM": setting.before,
                "TZOFFSETTO": setting.after,
                "TZNAME": setting.name,
            },
        )
        made.add_component(part)
    return made


@lru_cache(maxsize=64)
def _changes(zone: str, first_year: int, last_year: int) -> tuple[tuple[datetime, _Setting], ...]:
    """How clocks stand when a year begins, and each instant, in UTC, at which they are changed."""
    clock = ZoneInfo(zone)
    at, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first_year, last_year + 1))
    found = [(at, _shown(clock, at, _offset(clock, at)))]
    while at < end:
        before, late = _offset(clock, at), at + _DAY
        if _offset(clock, late) == before:
            at = late
            continue
        while late - at > _SECOND:
            middle = at + (late - at) // (2 * _SECOND) * _SECOND
            at, late = (middle, late) if _offset(clock, middle) == before else (at, middle)
        at = late
        found.append((at, _shown(clock, at, before)))
    return tuple(found)


def _offset(clock: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(clock).utcoffset() or timedelta()


def _shown(clock: ZoneInfo, at: datetime, before: timedelta) -> _Setting:
    wall = at.astimezone(clock)
    return _Setting(before, _offset(clock, at), wall.tzname() or "", bool(wall.dst()))
