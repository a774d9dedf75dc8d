"""When a study session is reminded of, and which reminders a member does without."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import IntEnum

from bot.domain.bits import pack, unpack


class Offset(IntEnum):
    """How many minutes before the start a reminder comes."""

    DAY = 1440
    HOUR = 60
    START = 0

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Offset.DAY: "a day before",
    Offset.HOUR: "an hour before",
    Offset.START: "at the start",
}
ALL = frozenset(Offset)


def wanted(unwanted: AbstractSet[Offset]) -> tuple[Offset, ...]:
    """The others, in the order in which they come."""
    return tuple(one for one in Offset if one not in unwanted)


def packed(offsets: Collection[Offset]) -> int:
    """As one number, for the database."""
    return pack(offsets, Offset)


def unpacked(bits: int) -> frozenset[Offset]:
    return unpack(bits, Offset)


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


def whom(
    offset: Offset,
    *,
    going: Sequence[int],
    maybe: Sequence[int],
    host_id: int,
    unwanted: Mapping[int, AbstractSet[Offset]],
) -> tuple[int, ...]:
    """Who is reminded: who comes, and who may come an hour before; at the start the host as well.

    But for those who do without it.
    """
    asked = [*going, *maybe] if offset is Offset.HOUR else list(going)
    if offset is Offset.START and going and host_id not in going:
        asked.append(host_id)
    return tuple(one for one in asked if offset not in unwanted.get(one, ()))
