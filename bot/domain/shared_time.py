"""When a few people meet: the starts that suit all of them, and how those look on their clocks."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import zones
from bot.domain.availability import Availability, best_slots

MINUTES = 60
STARTS = 3


def shared_starts(
    people: Sequence[tuple[Availability, str]], since: datetime, *, zone: str, count: int = STARTS
) -> list[datetime]:
    """The next starts of an hour in which all of them have time, the soonest first.

    On the full hours of `zone`; `people` are availabilities with the zone of each.
    """
    if not people:
        return []
    slots = best_slots(people, minutes=MINUTES, since=since, count=count, zone=zone)
    return sorted(one.starts_at for one in slots if one.free == len(people))


def on_clock(at: datetime, zone: str) -> str:
    """A moment where Discord shows nobody their own time: Fri 6 Mar 18:00."""
    wall = at.astimezone(ZoneInfo(zone))
    return f"{wall:%a} {wall.day} {wall:%b %H:%M}"


def on_clocks(at: datetime, places: Sequence[str]) -> str:
    """A moment on several clocks: Fri 6 Mar 18:00 Lagos, 20:00 Nairobi; equal ones once."""
    first, *others = dict.fromkeys(places)
    said = [f"{on_clock(at, first)} {zones.city(first)}"]
    day = at.astimezone(ZoneInfo(first)).date()
    for zone in others:
        wall = at.astimezone(ZoneInfo(zone))
        clock = f"{wall:%H:%M}" if wall.date() == day else f"{wall:%a %H:%M}"
        said.append(f"{clock} {zones.city(zone)}")
    return ", ".join(said)
