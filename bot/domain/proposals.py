"""Times that are proposed to many: how a host types them, and which of them suit most."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import when
from bot.domain.errors import Refusal
from bot.domain.text import listed, one_line
from bot.domain.when import Ambiguous

FEWEST, MOST = 2, 10
TYPED_LIMIT = 700  # ten lines of the length that a time may have, and what is between them

_BETWEEN = re.compile(r"[\n;]")
_LENGTH = re.compile(r"\bfor\b", re.IGNORECASE)
_SHOWN = 3  # meanings of a line that may be read in several ways


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that became no new time; `why` says what to type instead."""

    line: str
    why: str
    is_double: bool = False
    """Its time is there already: nothing is left to put right."""


@dataclass(frozen=True, slots=True)
class Found:
    times: tuple[datetime, ...]
    minutes: int | None
    """How long a session is to last, where a line says so."""
    unread: tuple[Unread, ...]


def lines(typed: str) -> list[str]:
    """The times as they were typed, one a line or with `;` between them."""
    return [line for part in _BETWEEN.split(typed) if (line := one_line(part))]


def read(typed: Sequence[str], zone: str, now: datetime, known: Collection[datetime]) -> Found:
    """What somebody in `zone` proposes besides the `known` times; one bad line spoils no other."""
    times: list[datetime] = []
    unread: list[Unread] = []
    minutes: int | None = None
    for line in typed:
        try:
            reading = when.read(line, zone, now)
        except Ambiguous as several:
            unread.append(Unread(line, unclear(several)))
            continue
        except Refusal as no:
            unread.append(Unread(line, str(no).removesuffix(when.EXAMPLES).rstrip()))
            continue
        if reading.starts_at in known or reading.starts_at in times:
            unread.append(Unread(line, "That time is in the poll already.", is_double=True))
        elif len(known) + len(times) >= MOST:
            unread.append(Unread(line, FULL))
        else:
            times.append(reading.starts_at)
            minutes = reading.minutes if _LENGTH.search(line) else minutes
    return Found(tuple(times), minutes, tuple(unread))


FULL = f"A poll has {MOST} times at most: take one out first."


def unclear(several: Ambiguous) -> str:
    """What a line may mean, and what to do about it."""
    stamps = [f"<t:{one.starts_at.timestamp():.0f}:f>" for one in several.readings[:_SHOWN]]
    meant = f" It might be {listed(stamps, last='or')}." if stamps else ""
    return f"{several}{meant} Type it more exactly."


def best(counts: Mapping[datetime, int]) -> frozenset[datetime]:
    """Those that suit most; none as long as no time suits anybody."""
    most = max(counts.values(), default=0)
    return frozenset(at for at, count in counts.items() if count == most and most)


def in_order(counts: Mapping[datetime, int]) -> list[datetime]:
    """The best first; of equals the soonest."""
    return sorted(counts, key=lambda at: (-counts[at], at))
