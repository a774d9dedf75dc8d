"""Until when people rest, as they type it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rests
from bot.domain.errors import Refusal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
LAGOS = "Africa/Lagos"


@pytest.mark.parametrize(
    ("typed", "ends_at"),
    [
        ("friday", datetime(2026, 3, 5, 23, tzinfo=UTC)),
        ("until Friday", datetime(2026, 3, 5, 23, tzinfo=UTC)),
        ("monday", datetime(2026, 3, 8, 23, tzinfo=UTC)),  # this one has begun
        ("next mon", datetime(2026, 3, 8, 23, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ("6 march", datetime(2026, 3, 5, 23, tzinfo=UTC)),
        ("2026-03-06", datetime(2026, 3, 5, 23, tzinfo=UTC)),
        ("25/3", datetime(2026, 3, 24, 23, tzinfo=UTC)),
        ("fri 18:00", datetime(2026, 3, 6, 17, tzinfo=UTC)),
        ("fri 18:00 Nairobi", datetime(2026, 3, 6, 15, tzinfo=UTC)),
        ("10 days", NOON + timedelta(days=10)),
        ("for 2 weeks", NOON + timedelta(weeks=2)),
        ("in 3 hours", NOON + timedelta(hours=3)),
        ("a week", NOON + timedelta(weeks=1)),
        ("in a month", datetime(2026, 4, 2, 12, tzinfo=UTC)),
        ("<t:1772798400:F>", datetime(2026, 3, 6, 12, tzinfo=UTC)),
    ],
)
def test_days_moments_and_lengths_are_read(typed: str, ends_at: datetime) -> None:
    assert rests.until(typed, LAGOS, NOON) == ends_at


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("today", "has begun already"),
        ("yesterday", "has begun already"),
        ("2026-03-01", "has begun already"),
        ("2026-03-02", "has begun already"),
        ("2029-03-02", "more than a year away"),
        ("4/12", "4 December 2026"),
        ("31 february", "no such day"),
        ("soon", "can't find a time"),
        ("", "can't find a time"),
        ("x" * 65, "longer than a date"),
    ],
)
def test_what_says_nothing_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        rests.until(typed, LAGOS, NOON)


def test_without_a_zone_a_length_will_do_and_a_day_will_not() -> None:
    assert rests.until("5 days", None, NOON) == NOON + timedelta(days=5)
    with pytest.raises(Refusal, match="time zone"):
        rests.until("friday", None, NOON)


@given(st.text(max_size=80))
def test_whatever_is_typed_a_rest_ends_later_or_is_refused(typed: str) -> None:
    try:
        ends_at = rests.until(typed, LAGOS, NOON)
    except Refusal:
        return
    assert NOON < ends_at <= NOON + timedelta(days=367)
