"""Where the slots of a series go when all from one of them on are moved."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.moves import shift
from bot.domain.recurrence import Freq, Rule

LAGOS = "Africa/Lagos"
WEEKLY = Rule(Freq.WEEKLY)
FRIDAY = datetime(2026, 3, 6, 18)  # noqa: DTZ001 - a time on a wall
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def test_all_that_follow_keep_their_distance_and_those_before_are_out_of_it() -> None:
    second = FRIDAY + WEEK
    to = second + 2 * DAY + timedelta(hours=1)

    found = shift(WEEKLY, FRIDAY, LAGOS, slot=second, to=to, made_until=FRIDAY + 3 * WEEK)

    assert found.first == to
    assert found.slots == {
        second: to,
        second + WEEK: to + WEEK,
        second + 2 * WEEK: to + 2 * WEEK,
    }


def test_a_series_may_be_moved_onto_its_own_slots() -> None:
    to = FRIDAY + WEEK

    found = shift(WEEKLY, FRIDAY, LAGOS, slot=FRIDAY, to=to, made_until=FRIDAY + WEEK)

    assert found.slots == {FRIDAY: to, to: to + WEEK}


def test_of_a_number_of_times_those_before_are_used_up() -> None:
    six = replace(WEEKLY, count=6)

    found = shift(
        six, FRIDAY, LAGOS, slot=FRIDAY + 2 * WEEK, to=FRIDAY + 2 * WEEK + DAY, made_until=FRIDAY
    )

    assert found.rule.count == 4


def test_a_rule_without_a_number_gets_none() -> None:
    assert (
        shift(WEEKLY, FRIDAY, LAGOS, slot=FRIDAY, to=FRIDAY + DAY, made_until=FRIDAY).rule.count
        is None
    )


def test_each_slot_that_was_made_has_one_of_its_own_whatever_the_months_last_days_do() -> None:
    last = datetime(2026, 1, 31, 18)  # noqa: DTZ001
    monthly = Rule(Freq.MONTHLY)

    found = shift(
        monthly, last, LAGOS, slot=last, to=last + DAY, made_until=last + timedelta(days=150)
    )

    assert len({*found.slots.values()}) == len(found.slots) > 2
    assert list(found.slots.values()) == sorted(found.slots.values())
