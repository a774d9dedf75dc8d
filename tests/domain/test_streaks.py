"""A streak forgives a day a week and planned rest, and nothing else."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streaks import Break, Streak, streak

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def day(number: int) -> date:
    """0 is a Monday."""
    return MONDAY + number * DAY


def of(pattern: str, *breaks: Break) -> Streak:
    """Of days from a Monday on: x is kept, and the last one is today."""
    kept = [day(at) for at, mark in enumerate(pattern) if mark == "x"]
    return streak(kept, breaks, day(len(pattern) - 1))


@pytest.mark.parametrize(
    ("pattern", "current", "longest"),
    [
        (".", 0, 0),
        ("x", 1, 1),
        ("xxx.", 3, 3),  # today is not over
        ("xxx.x", 4, 4),  # a free day
        ("xxx..", 3, 3),  # yesterday was the free day
        ("xxx...", 0, 3),  # and the day before as well
        ("xx.x.x", 2, 3),  # what came after the first of two goes on
        ("xxxxxx..xxxxx", 11, 11),  # a free day in each of two weeks
        ("xxxxx..xxxxxx", 6, 6),  # both in one
        ("xxxxx" + "." * 20 + "xx", 2, 5),
    ],
)
def test_a_streak_counts_kept_days(pattern: str, current: int, longest: int) -> None:
    found = of(pattern)

    assert (found.current, found.longest) == (current, longest)


def test_a_planned_break_keeps_a_streak_and_adds_nothing_to_it() -> None:
    rest = Break(day(2), day(9))

    assert of("xx........xx", rest).current == 4
    assert of("xx..x.....xx", rest).current == 5  # whoever comes in their break has come
    assert of("xx.......", rest).current == 2
    assert of("xx.........", rest).current == 2  # the day after may be missed as any other
    assert of("xx..........." + "x", rest).current == 1


def test_the_free_day_of_this_week_is_told_once_it_is_used() -> None:
    assert of("xx.x").free_day == day(2)
    assert of("xxxx").free_day is None
    assert of("xx.xxxxx").free_day is None  # a new week
    assert of("..xx").free_day is None  # before the run, nothing was forgiven


def test_what_is_kept_today_is_told() -> None:
    assert of("x.x").is_kept_today
    assert not of("xx.").is_kept_today


days = st.integers(0, 45).map(day)
kepts = st.sets(days, max_size=45)
rests = st.lists(
    st.tuples(days, st.integers(0, 6)).map(lambda one: Break(one[0], one[0] + one[1] * DAY)),
    max_size=3,
)


def misses(first: date, last: date, kept: Collection[date], breaks: Sequence[Break]) -> bool:
    """Whether a week has two missed days from the first to the last."""
    weeks: list[tuple[int, int]] = []
    at = first
    while at <= last:
        if at not in kept and not any(at in one for one in breaks):
            weeks.append(at.isocalendar()[:2])
        at += DAY
    return len(weeks) != len(set(weeks))


@given(kepts, rests, days)
def test_no_other_span_of_days_is_longer(kept: set[date], breaks: list[Break], today: date) -> None:
    """What is found is what all spans tell, each looked at by itself."""
    past = sorted(one for one in kept if one <= today)
    spans = [
        (past[a], past[b], b - a + 1)
        for a in range(len(past))
        for b in range(a, len(past))
        if not misses(past[a], past[b], past, breaks)
    ]
    going_on = [
        length for first, _, length in spans if not misses(first, today - DAY, past, breaks)
    ]

    found = streak(kept, breaks, today)

    assert found.longest == max((one[2] for one in spans), default=0)
    assert found.current == max(going_on, default=0)


@given(kepts, rests, days, days)
def test_another_day_that_is_kept_never_makes_it_shorter(
    kept: set[date], breaks: list[Break], today: date, more: date
) -> None:
    before, after = streak(kept, breaks, today), streak(kept | {more}, breaks, today)

    assert after.current >= before.current
    assert after.longest >= before.longest


@given(kepts, rests, days)
def test_another_break_never_makes_it_shorter(
    kept: set[date], breaks: list[Break], today: date
) -> None:
    without, with_it = streak(kept, breaks[1:], today), streak(kept, breaks, today)

    assert with_it.current >= without.current
    assert with_it.longest >= without.longest


@given(kepts, rests, days)
def test_what_is_to_come_counts_for_nothing(
    kept: set[date], breaks: list[Break], today: date
) -> None:
    assert streak(kept, breaks, today) == streak(
        {one for one in kept if one <= today}, breaks, today
    )
