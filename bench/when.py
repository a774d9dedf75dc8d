"""Reading what people type: phrases that mean something, and strings made to be slow to read."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial

from bench.tables import Size, Table, median, number, percentile
from bot.domain import recurrence, when, zones
from bot.domain.errors import Refusal
from tests.domain.fuzz import Fuzzed, fuzzed
from tests.domain.phrases import PHRASES

STRINGS = 10_000
AIM_MS = 1
SHOWN = 32
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST, TODAY = datetime(2026, 3, 4, 18), date(2026, 3, 2)  # noqa: DTZ001 - a time on a wall

Reader = Callable[[str], object]


def run(size: Size) -> Sequence[Table]:
    phrases = [Fuzzed("a phrase", one) for one in PHRASES]
    strings = [*fuzzed(size.of(STRINGS))]
    rows = [
        _row("a moment, phrases of the tests", phrases, _moment, size),
        _row("a moment, strings made at random", strings, _moment, size),
        _row("a length, the same strings", strings, when.length, size),
        _row("a repetition, the same strings", strings, _repetition, size),
    ]
    columns = ("reading", "strings", "p50 ms", "p99 ms", "slowest ms", "which that is", "aim")
    note = (
        "Each string counts with the median of its rounds, since one round's slowest is the one"
        " during which the machine did something else. Half of them are near to what is read, the"
        " others far: words repeated, letters, Unicode of all planes, thousands of characters."
    )
    return [Table("When: reading what is typed", columns, rows, [note])]


def _row(name: str, strings: Sequence[Fuzzed], read: Reader, size: Size) -> tuple[str, ...]:
    took = [[_took(read, one.text) for one in strings] for _ in range(size.rounds)]
    each = [median(rounds) * 1e3 for rounds in zip(*took, strict=True)]
    slowest = max(each)
    return (
        name,
        f"{len(strings):,}",
        number(percentile(each, 50)),
        number(percentile(each, 99)),
        number(slowest),
        _told(strings[each.index(slowest)]),
        f"at most {AIM_MS} ms: {'met' if slowest <= AIM_MS else 'missed'}",
    )


def _took(read: Reader, text: str) -> float:
    started = time.perf_counter()
    with suppress(Refusal):
        read(text)
    return time.perf_counter() - started


def _told(one: Fuzzed) -> str:
    """Its kind, its length and how it begins, in characters that no table trips over."""
    escaped = ascii(one.text)[1:-1].replace("`", "'").replace("|", "/")
    begins, more = escaped[:SHOWN], "..." if len(escaped) > SHOWN else ""
    return f"{one.kind}, {len(one.text):,} characters: `{begins}{more}`"


def _moment(text: str) -> object:
    # All zones have their turn, and a string the same one in each round.
    there = zones.names()[len(text) * 7 % len(zones.names())]
    return when.read(text, there, NOW)


_repetition = partial(recurrence.read, first=FIRST, today=TODAY)
