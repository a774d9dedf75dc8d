"""When the weekly digest is due: which ISO week's, and at which instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY, MORNING, EVENING = 0, 9, 20
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A weekday from 0, a Monday, to 6, and an hour on the clocks of a zone."""

    weekday: int
    hour: int
    zone: str


@dataclass(frozen=True, slots=True)
class Due:
    """`iso_week` is that of the day on the wall: "2026-W10"."""

    iso_week: str
    due_at: datetime


def latest(rhythm: Rhythm, now: datetime) -> Due:
    """The one that is due now, or was last."""
    this = _in_week(rhythm, _monday(rhythm, now))
    return this if this.due_at <= now else _in_week(rhythm, _monday(rhythm, now) - WEEK)


def following(rhythm: Rhythm, now: datetime) -> Due:
    """The first one after now."""
    this = _in_week(rhythm, _monday(rhythm, now))
    return this if this.due_at > now else _in_week(rhythm, _monday(rhythm, now) + WEEK)


def evening_before(rhythm: Rhythm, due: Due) -> datetime:
    """When moderators see it: at eight in the evening of the day before, on the wall."""
    day = due.due_at.astimezone(ZoneInfo(rhythm.zone)).date() - timedelta(days=1)
    return datetime.combine(day, time(EVENING, fold=0), ZoneInfo(rhythm.zone)).astimezone(UTC)


def _monday(rhythm: Rhythm, now: datetime) -> date:
    today = now.astimezone(ZoneInfo(rhythm.zone)).date()
    return today - timedelta(days=today.weekday())


def _in_week(rhythm: Rhythm, monday: date) -> Due:
    day = monday + timedelta(days=rhythm.weekday)
    # An hour that the clocks skip comes as much later; of one that they repeat, the first counts.
    wall = datetime.combine(day, time(rhythm.hour, fold=0), ZoneInfo(rhythm.zone))
    year, week, _ = day.isocalendar()
    return Due(f"{year}-W{week:02}", wall.astimezone(UTC))
