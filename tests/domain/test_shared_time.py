"""The hours in which all of a few people have time, and how those look on their clocks."""

from datetime import UTC, datetime

from bot.domain.availability import Availability, Part
from bot.domain.shared_time import on_clocks, shared_starts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
LAGOS, NAIROBI, AUCKLAND = "Africa/Lagos", "Africa/Nairobi", "Pacific/Auckland"
EVENINGS = Availability(frozenset({Part.EVENING}), frozenset({Part.EVENING}))
MORNINGS = Availability(frozenset({Part.MORNING}))


def test_a_start_is_shared_only_if_it_suits_all() -> None:
    people = [(EVENINGS, LAGOS), (EVENINGS, NAIROBI)]

    starts = shared_starts(people, NOON, zone=LAGOS)

    assert starts[0] == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert len(starts) == 3
    assert shared_starts([*people, (MORNINGS, LAGOS)], NOON, zone=LAGOS) == []
    assert shared_starts([], NOON, zone=LAGOS) == []


def test_each_clock_shows_it_and_another_day_is_named() -> None:
    at = datetime(2026, 3, 2, 16, tzinfo=UTC)

    assert on_clocks(at, [LAGOS, NAIROBI]) == "Mon 2 Mar 17:00 Lagos, 19:00 Nairobi"
    assert on_clocks(at, [LAGOS, LAGOS]) == "Mon 2 Mar 17:00 Lagos"
    assert on_clocks(at, [LAGOS, AUCKLAND]) == "Mon 2 Mar 17:00 Lagos, Tue 05:00 Auckland"
