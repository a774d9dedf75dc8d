"""The hours that two share, in words that each can read off a clock."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import Availability, Part, hours_mask
from bot.domain.common_hours import common, in_words

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVENINGS = Availability(weekdays=frozenset({Part.EVENING}))
WEEKENDS = Availability(weekends=frozenset({Part.MORNING}))
ALWAYS = Availability(frozenset(Part), frozenset(Part))


def words(one: Availability, zone: str, seen_from: str) -> str:
    return in_words(hours_mask(one, zone, MONDAY), seen_from, MONDAY)


@pytest.mark.parametrize(
    ("free", "zone", "seen_from", "expected"),
    [
        (EVENINGS, "Africa/Lagos", "Africa/Lagos", "Mon to Fri 17:00 to 21:00"),
        (EVENINGS, "Africa/Lagos", "Africa/Nairobi", "Mon to Fri 19:00 to 23:00"),
        (EVENINGS, "Africa/Lagos", "Asia/Kolkata", "Mon to Fri 21:30 to 01:30"),
        (WEEKENDS, "Africa/Lagos", "Africa/Lagos", "Sat and Sun 09:00 to 12:00"),
        # The evening of the week's first day is its last night in UTC.
        (EVENINGS, "Pacific/Auckland", "Pacific/Auckland", "Mon to Fri 17:00 to 21:00"),
        (EVENINGS, "America/Los_Angeles", "America/Los_Angeles", "Mon to Fri 17:00 to 21:00"),
        (ALWAYS, "Africa/Lagos", "Africa/Lagos", "every day 06:00 to 00:00"),
        (Availability(), "Africa/Lagos", "Africa/Lagos", ""),
    ],
)
def test_hours_are_said_by_day_on_ones_own_clock(
    free: Availability, zone: str, seen_from: str, expected: str
) -> None:
    assert words(free, zone, seen_from) == expected


def test_only_what_all_have_is_common() -> None:
    lagos = hours_mask(EVENINGS, "Africa/Lagos", MONDAY)
    nairobi = hours_mask(EVENINGS, "Africa/Nairobi", MONDAY)

    assert in_words(common([lagos, nairobi]), "Africa/Lagos", MONDAY) == "Mon to Fri 17:00 to 19:00"
    assert common([lagos, 0]) == 0


def test_of_many_the_longest_are_said() -> None:
    single = [1 << 5 | 1 << 30 | 1 << 55, 0b1111 << 80]

    shown = in_words(single[0] | single[1], "UTC", MONDAY)

    assert shown.count(" to ") == 3
    assert "Thu 08:00 to 12:00" in shown


@given(st.integers(0, 2**168 - 1))
def test_any_hours_have_words(hours: int) -> None:
    shown = in_words(hours, "Africa/Lagos", MONDAY)
    assert bool(shown) == (0 < hours < 2**168 - 1)
