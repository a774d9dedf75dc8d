"""Which backups are worth their room: the newest of each recent day, and of each recent week."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime


def kept(taken: Iterable[datetime], *, daily: int, weekly: int) -> frozenset[datetime]:
    """Those of the backups `taken` that stay.

    Days and weeks without a backup do not count: a bot that stood still for a month loses none.
    """
    newest_first = sorted(set(taken), reverse=True)
    days = _first_of_each(newest_first, lambda one: one.date(), daily)
    weeks = _first_of_each(newest_first, lambda one: one.isocalendar()[:2], weekly)
    return frozenset(days | weeks)


def _first_of_each(
    newest_first: Iterable[datetime], span: Callable[[datetime], Hashable], count: int
) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for one in newest_first:
        found.setdefault(span(one), one)
    return set(list(found.values())[:count])
