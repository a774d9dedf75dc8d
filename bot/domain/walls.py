"""From the time on a wall to the instant it names, where clocks change as well."""

from datetime import UTC, datetime, time
from functools import cache
from zoneinfo import ZoneInfo


@cache
def clock(zone: str) -> ZoneInfo:
    """The rules of a zone; ZoneInfo itself keeps only eight, and reads the others' files again."""
    return ZoneInfo(zone)


def moment(wall: datetime, zone: str) -> datetime:
    """The instant of a wall time without a zone of its own.

    A time that the clocks skip moves on by what they skip; of one that they repeat, the first.
    """
    return wall.replace(tzinfo=clock(zone), fold=0).astimezone(UTC)


def instants(wall: datetime, zone: str) -> tuple[datetime, ...]:
    """`moment`, and the later one too where the clocks repeat that time."""
    first, later = moment(wall, zone), wall.replace(tzinfo=clock(zone), fold=1).astimezone(UTC)
    # Where the clocks skip a time, the other reading is an earlier one.
    return (first, later) if later > first else (first,)


def midnight(now: datetime, zone: str) -> datetime:
    """When the day of `now` began on the clocks of a zone."""
    return moment(datetime.combine(now.astimezone(clock(zone)).date(), time()), zone)
