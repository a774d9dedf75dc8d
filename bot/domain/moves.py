"""Where the slots of a series go when one of them and all that follow are moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.domain import recurrence
from bot.domain.recurrence import Rule


@dataclass(frozen=True, slots=True)
class Shift:
    """A series as it goes on from a slot that was moved; all times are on its own clock."""

    rule: Rule
    first: datetime
    slots: Mapping[datetime, datetime]
    """Where each slot is now that was made so far, from the one that was moved."""


def shift(
    rule: Rule, first: datetime, zone: str, *, slot: datetime, to: datetime, made_until: datetime
) -> Shift:
    """Move `slot`, which is one of the rule's, to `to`, and all behind it by as many days."""
    moved_rule = recurrence.shifted(rule, (to.date() - slot.date()).days)
    if rule.count is not None:
        moved_rule = replace(moved_rule, count=rule.count - _before(rule, first, zone, slot))
    anew = (one for one, _ in recurrence.moments(moved_rule, to, zone))
    behind = recurrence.moments(rule, first, zone, after=slot - timedelta(microseconds=1))
    slots: dict[datetime, datetime] = {}
    for old, _ in takewhile(lambda one: one[0] <= made_until, behind):
        # A month's last days may hold one slot less than they did: it stays as far behind.
        slots[old] = next(anew, old + (to - slot))
    return Shift(moved_rule, to, slots)


def _before(rule: Rule, first: datetime, zone: str, slot: datetime) -> int:
    """How many of the rule's slots come before this one."""
    every = recurrence.moments(rule, first, zone)
    return sum(1 for _ in takewhile(lambda one: one[0] < slot, every))
