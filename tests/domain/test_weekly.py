"""Which week's digest is due, and when: on every clock, through every change of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import zones
from bot.domain.weekly import WEEK, Due, Rhythm, following, latest

LAGOS = Rhythm(0, 9, "Africa/Lagos")
rhythms = st.builds(
    Rhythm, st.integers(0, 6), st.integers(0, 23), st.sampled_from(sorted(zones.names()))
)
START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=365 * 15)).map(lambda since: START + since)


def test_monday_at_nine_is_nine_on_the_wall() -> None:
    monday = datetime(2026, 3, 9, 8, tzinfo=UTC)

    assert latest(LAGOS, monday) == Due("2026-W11", monday)
    assert latest(LAGOS, monday - timedelta(seconds=1)) == Due("2026-W10", monday - WEEK)
    assert following(LAGOS, monday) == Due("2026-W12", monday + WEEK)


def test_the_week_is_that_of_the_day_on_the_wall() -> None:
    """Monday at one in Auckland is still Sunday, and another week, in UTC."""
    due = latest(Rhythm(0, 1, "Pacific/Auckland"), datetime(2026, 3, 9, 12, tzinfo=UTC))

    assert due == Due("2026-W11", datetime(2026, 3, 8, 12, tzinfo=UTC))


def test_the_first_days_of_january_may_be_of_the_old_years_last_week() -> None:
    due = latest(Rhythm(4, 9, "UTC"), datetime(2027, 1, 1, 10, tzinfo=UTC))

    assert due.iso_week == "2026-W53"


@pytest.mark.parametrize(
    ("hour", "now", "expected"),
    [
        # Clocks in Berlin skip from 2:00 to 3:00, then repeat 2:00 to 3:00.
        (2, datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (2, datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ],
)
def test_a_skipped_hour_comes_later_and_of_a_repeated_one_the_first_counts(
    hour: int, now: datetime, expected: datetime
) -> None:
    assert latest(Rhythm(6, hour, "Europe/Berlin"), now).due_at == expected


@given(rhythm=rhythms, now=moments)
def test_now_always_lies_between_the_latest_and_the_following(
    rhythm: Rhythm, now: datetime
) -> None:
    before, after = latest(rhythm, now), following(rhythm, now)

    assert before.due_at <= now < after.due_at
    assert latest(rhythm, after.due_at) == after
    assert latest(rhythm, after.due_at - timedelta(microseconds=1)) == before
    assert before.iso_week < after.iso_week


@given(rhythm=rhythms, now=moments)
def test_nobody_waits_more_than_a_week_and_a_day(rhythm: Rhythm, now: datetime) -> None:
    """A day more only where a zone crossed the date line."""
    pause = following(rhythm, now).due_at - latest(rhythm, now).due_at

    assert abs(pause - WEEK) <= timedelta(hours=25)


@given(rhythm=rhythms, now=moments)
def test_it_is_due_on_its_weekday(rhythm: Rhythm, now: datetime) -> None:
    wall = latest(rhythm, now).due_at.astimezone(ZoneInfo(rhythm.zone))

    assert wall.weekday() == rhythm.weekday
    assert wall.hour - rhythm.hour in (0, 1)
