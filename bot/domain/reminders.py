"""When a study session is reminded of, and whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum


class Offset(IntEnum):
    """How long before its start a session is reminded of, in minutes."""

    DAY = 1440
    HOUR = 60
    START = 0


_BITS = {one: 1 << place for place, one in enumerate(Offset)}
ALL = frozenset(Offset)


def packed(offsets: Iterable[Offset]) -> int:
    """As one number, for the database."""
    return sum(_BITS[one] for one in set(offsets))


def unpacked(bits: int) -> frozenset[Offset]:
    return frozenset(one for one, bit in _BITS.items() if bits & bit)


def moment(starts_at: datetime, offset: Offset) -> datetime:
    return starts_at - timedelta(minutes=offset)


def due(
    starts_at: datetime, offsets: Iterable[Offset], *, since: datetime, until: datetime
) -> list[Offset]:
    """The reminders that fall due from `since` until `until`, the earliest first."""
    found = [one for one in offsets if since <= moment(starts_at, one) <= until]
    return sorted(found, reverse=True)


def next_moment(starts_at: datetime, offsets: Iterable[Offset], after: datetime) -> datetime | None:
    """When the first reminder behind `after` is due; None where none is left."""
    return min((at for one in offsets if (at := moment(starts_at, one)) > after), default=None)


def ends(starts_at: datetime, minutes: int, offset: Offset, offsets: Iterable[Offset]) -> datetime:
    """Until when a reminder is of use: until the next one says it better, or all is over."""
    later = [one for one in offsets if one < offset]
    if later:
        return moment(starts_at, max(later))
    return starts_at if offset else starts_at + timedelta(minutes=minutes)
