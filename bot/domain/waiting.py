"""When a question that nobody answers comes up again, and which of those that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(20)  # of the day; nobody is woken, and somebody is there
PATIENCE = timedelta(hours=24)
REST = timedelta(days=7)
# An asker who has answers is left alone for so long after the last of them.
SILENCE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that nobody has answered or taken."""

    id: int
    asked_at: datetime
    brought_up_at: datetime | None


def day(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def closing(zone: str, now: datetime) -> datetime | None:
    """When the hours end in which people hear of something that can wait; None outside of them."""
    opens = max(_readings(day(zone, now), OPENS, zone))
    closes = min(_readings(day(zone, now), CLOSES, zone))
    return closes if opens <= now < closes else None


def next_up(waiting: Iterable[Waiting], now: datetime) -> Waiting | None:
    """The one that waits longest, of those that have waited and rested for long enough."""
    ready = (
        one
        for one in waiting
        if one.asked_at <= now - PATIENCE
        and (one.brought_up_at is None or one.brought_up_at <= now - REST)
    )
    return min(ready, key=lambda one: (one.asked_at, one.id), default=None)


def _readings(on: date, wall: time, zone: str) -> list[datetime]:
    """A time on the clocks: where they change at it, it may be read in two ways."""
    clock = datetime.combine(on, wall, ZoneInfo(zone))
    return [clock.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
