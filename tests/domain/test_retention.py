"""The newest backup is never given up, and what is kept is a week of days and a month of weeks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retention import kept

MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
DAY = timedelta(days=1)

moments = st.sets(
    st.integers(0, 200 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)), max_size=40
)
counts = st.integers(0, 10)


def test_a_backup_a_day_leaves_a_week_of_days_and_four_weeks() -> None:
    taken = [MONDAY + day * DAY for day in range(60)]  # the last is a Thursday

    left = sorted(kept(taken, daily=7, weekly=4))

    assert left == [MONDAY + day * DAY for day in (41, 48, 53, 54, 55, 56, 57, 58, 59)]
    assert [one.strftime("%a") for one in left[:2]] == ["Sun", "Sun"]


def test_a_long_rest_loses_nothing() -> None:
    before = [MONDAY, MONDAY + DAY]
    after = MONDAY + 300 * DAY

    assert kept([*before, after], daily=3, weekly=0) == {*before, after}


@given(moments, st.integers(1, 10), counts)
def test_the_newest_is_always_kept(taken: set[datetime], daily: int, weekly: int) -> None:
    left = kept(taken, daily=daily, weekly=weekly)

    assert left <= taken
    assert not taken or max(taken) in left


@given(moments, counts, counts)
def test_no_more_is_kept_than_was_asked_for(taken: set[datetime], daily: int, weekly: int) -> None:
    left = kept(taken, daily=daily, weekly=weekly)

    days, weeks = {one.date() for one in taken}, {one.isocalendar()[:2] for one in taken}
    assert len(left) <= min(daily, len(days)) + min(weekly, len(weeks))
    assert {one.date() for one in left} >= set(sorted(days, reverse=True)[:daily])
    assert {one.isocalendar()[:2] for one in left} >= set(sorted(weeks, reverse=True)[:weekly])


@given(moments, counts, counts)
def test_tidying_up_at_every_backup_is_as_good_as_tidying_up_once(
    taken: set[datetime], daily: int, weekly: int
) -> None:
    left: frozenset[datetime] = frozenset()
    for one in sorted(taken):
        left = kept({*left, one}, daily=daily, weekly=weekly)

    assert left == kept(taken, daily=daily, weekly=weekly)


@given(moments, counts, counts)
def test_more_room_never_costs_a_backup(taken: set[datetime], daily: int, weekly: int) -> None:
    left = kept(taken, daily=daily, weekly=weekly)

    assert left <= kept(taken, daily=daily + 1, weekly=weekly)
    assert left <= kept(taken, daily=daily, weekly=weekly + 1)
