"""Study sessions and milestones as a calendar file (RFC 5545), which every calendar app can read.

What an app knows a session by, its `uid`, must stay the same over all its changes, and `sequence`
must grow with each of them; then an app that reads a newer file changes what it has.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a calendar says of anything in it; `url` is where it stands on Discord."""

    uid: str
    sequence: int
    title: str
    description: str = ""
    location: str = ""
    url: str | None = None
    is_cancelled: bool = False
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDay(Event):
    """A day, whatever the zone."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Event):
    """A session that takes place once."""

    minutes: int
    zone: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """One of a series that takes place at another time than the wall time of its `slot`."""

    slot: datetime
    starts_at: datetime
    minutes: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Event):
    """A session that repeats, at the same time on the clocks of its zone.

    `first` and the slots are naive times on those clocks. `rule` is an RRULE's value; a bare date
    behind its UNTIL is the last day on which it may take place. A slot that is skipped is in
    `skipped` or in `moved`, not in both.
    """

    minutes: int
    zone: str
    first: datetime
    rule: str
    skipped: tuple[datetime, ...] = ()
    moved: tuple[Moved, ...] = ()


def calendar(
    name: str,
    entries: Sequence[Entry],
    series: Sequence[Series],
    now: datetime,
    days: Sequence[AllDay] = (),
) -> str:
    """The text of a calendar file, with CRLF at the end of each line."""
    # The library takes a sixth of a second to import; a start does without it.
    from bot.domain import ical  # noqa: PLC0415

    return ical.write(name, entries, series, now, days)


def file_name(title: str) -> str:
    """A name for the file that is safe on any system, whatever the title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-")
    return f"nexus-{words or 'sessions'}.ics"
