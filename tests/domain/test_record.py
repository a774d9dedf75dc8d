"""How a change reads on record."""

from datetime import date

import pytest

from bot.domain.record import NOTHING, Kind, change


@pytest.mark.parametrize(
    ("before", "after", "what", "said"),
    [
        ("Monday", "Friday", "day", "day: Monday → Friday"),
        (None, "Africa/Lagos", "", f"{NOTHING} → Africa/Lagos"),
        ("Cohort 5", "", "", f"Cohort 5 → {NOTHING}"),
        (0, 12, "weeks", "weeks: 0 → 12"),
        ("two\nlines", date(2026, 3, 2), "", "two lines → 2026-03-02"),
    ],
)
def test_a_change_says_what_was_before(before: object, after: object, what: str, said: str) -> None:
    assert change(before, after, what=what) == said


def test_a_long_value_leaves_room_for_the_other() -> None:
    assert change("a" * 300, "b").endswith("… → b")


def test_each_kind_has_a_name_for_people_and_none_for_a_custom_id_to_stumble_on() -> None:
    assert len({one.label for one in Kind}) == len(Kind)
    assert all(one.value.isalpha() for one in Kind)
