"""Who was there: when that can be noted, and the pages on which a host looks through people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

# Before the start some are there already; after the end, some remember it late.
BEFORE, AFTER = timedelta(minutes=15), timedelta(hours=2)
PAGE = 25  # the most that Discord lets choose at once


class Group(IntEnum):
    """What is known of the people on a page; no page holds people of two groups."""

    HERE = 0  # noted, or in the session's voice channel
    COMING = 1  # said that they come
    OTHERS = 2  # anybody else: nobody stands on this page, and there is room for all


Key = tuple[int, int]
"""A place in the order of all: group and person."""
START: Key = (-1, 0)
_OTHERS: Key = (Group.OTHERS, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """Some people of a group; `first` and `last` stay the same whoever is noted meanwhile."""

    first: Key
    last: Key
    people: tuple[int, ...]
    has_earlier: bool
    later: Group | None
    """Who comes on the next page; None on the last one."""

    @property
    def group(self) -> Group:
        return Group(self.first[0])


def opens_at(starts_at: datetime) -> datetime:
    return starts_at - BEFORE


def closes_at(ends_at: datetime) -> datetime:
    return ends_at + AFTER


def page_after(here: Collection[int], coming: Collection[int], last: Key) -> Page:
    """The page behind a place; the one for others is the last of all."""
    order = _order(here, coming)
    rest = [one for one in order if one > last] or [_OTHERS]
    shown = [one for one in rest if one[0] == rest[0][0]][:PAGE]
    return _page(order, shown[0], shown[-1], _people(shown))


def page_before(here: Collection[int], coming: Collection[int], first: Key) -> Page:
    """The page before a place; the first page where there is none."""
    order = _order(here, coming)
    rest = [one for one in order if one < first]
    if not rest:
        return page_after(here, coming, START)
    shown = [one for one in rest if one[0] == rest[-1][0]][-PAGE:]
    return _page(order, shown[0], shown[-1], _people(shown))


def page_again(
    here: Collection[int], coming: Collection[int], first: Key, last: Key, people: Iterable[int]
) -> Page:
    """The page between two places once more, with whoever was chosen on it."""
    return _page(_order(here, coming), first, last, people)


def _order(here: Collection[int], coming: Collection[int]) -> Sequence[Key]:
    # By their ids, and not by when they came or were noted: an order that noting does not change.
    return [
        *((Group.HERE, one) for one in sorted(here)),
        *((Group.COMING, one) for one in sorted(set(coming) - set(here))),
        _OTHERS,
    ]


def _people(shown: Sequence[Key]) -> Iterable[int]:
    return (person for group, person in shown if group is not Group.OTHERS)


def _page(order: Sequence[Key], first: Key, last: Key, people: Iterable[int]) -> Page:
    return Page(
        first,
        last,
        tuple(people),
        has_earlier=order[0] < first,
        later=next((Group(one[0]) for one in order if one > last), None),
    )
