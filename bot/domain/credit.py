"""Who helped the others most: what counts, how much, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

ACCEPTED, AGAIN, HELPFUL = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Credit:
    """What a member's answers did for others; what they do for oneself is not in here."""

    user_id: int
    accepted: int = 0
    again: int = 0
    """How often an accepted answer solved somebody's question before it was even posted."""
    helpful: int = 0

    @property
    def points(self) -> int:
        return ACCEPTED * self.accepted + AGAIN * self.again + HELPFUL * self.helpful


@dataclass(frozen=True, slots=True)
class Ranked:
    """Whoever has as many points shares the place."""

    place: int
    credit: Credit


def ranked(earned: Iterable[Credit]) -> Sequence[Ranked]:
    """The most points first; of equals, whoever solved more, and then always in the same order."""
    order = sorted(
        (one for one in earned if one.points),
        key=lambda one: (-one.points, -one.accepted, -one.again, one.user_id),
    )
    found: list[Ranked] = []
    for at, one in enumerate(order, start=1):
        is_tied = bool(found) and found[-1].credit.points == one.points
        found.append(Ranked(found[-1].place if is_tied else at, one))
    return found


def month_began(now: datetime, zone: str) -> datetime:
    """The first midnight of this month on the clocks of a zone."""
    first = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    return datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)
