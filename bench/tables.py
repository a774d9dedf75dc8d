"""What a bench is given and what it gives: how much to do, and tables for people to read."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much a bench does. `share` is that of the usual amount of work in each round."""

    rounds: int = 7
    share: float = 1.0
    is_long: bool = False
    """Whether forms that take minutes to prepare are measured too."""

    def of(self, usual: int, *, least: int = 1) -> int:
        """So many of what are usually `usual`."""
        return max(least, round(usual * self.share))


USUAL = Size()
LONG = Size(is_long=True)
SMOKE = Size(rounds=1, share=0.02)
"""Shows that everything runs; its figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    """The first cell of each says what was measured."""
    notes: Sequence[str] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {row} does not fit {self.columns}")


Run = Callable[[Size], Sequence[Table]]


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """The median of the ratios, round by round: what slowed a round slowed both."""
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not pass."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def number(value: float) -> str:
    """Three digits that mean something: .1234 is 0.123, 12.34 is 12.3, 1234.5 is 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def times(value: float) -> str:
    return f"{value:.2f} ×"  # noqa: RUF001 - a multiplication sign


def verdict(value: float, *, most: float | None = None, least: float | None = None) -> str:
    """The aim, and whether the ratio meets it."""
    if most is not None:
        aim, is_met = f"at most {most:g} ×", value <= most  # noqa: RUF001
    elif least is not None:
        aim, is_met = f"at least {least:.2g} ×", value >= least  # noqa: RUF001
    else:
        raise ValueError("an aim has a bound")
    return f"{aim}: {'met' if is_met else 'missed'}"


def as_markdown(tables: Iterable[Table]) -> str:
    return "\n\n".join(map(_one, tables))


def _one(table: Table) -> str:
    head = f"| {' | '.join(table.columns)} |"
    rule = f"|---|{'---:|' * (len(table.columns) - 1)}"
    rows = (f"| {' | '.join(row)} |" for row in table.rows)
    notes = [f"\n{' '.join(table.notes)}"] if table.notes else []
    return "\n".join((f"**{table.title}**\n", head, rule, *rows, *notes))


def with_block(text: str, name: str, block: str) -> str:
    """`text` with `block` between the marks that say where the bench `name` belongs."""
    start, end = f"<!-- bench {name} -->", f"<!-- end of bench {name} -->"
    before, found, rest = text.partition(start)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        raise ValueError(f"it has no marks {start} and {end}")
    return f"{before}{start}\n{block}\n{end}{after}"
