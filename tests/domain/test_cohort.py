"""Where a cohort stands on a day."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import cohort
from bot.domain.cohort import FOCUS_LIMIT, MOST_WEEKS, WEEKS_LIMIT, Calendar, Milestone
from bot.domain.errors import Refusal
from bot.domain.text import one_line

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
OF_12 = Calendar(MONDAY, 12)

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
weeks = st.integers(1, MOST_WEEKS)
# What begins like a number is read as the number of a week.
focuses = st.text(max_size=FOCUS_LIMIT // 2).map(one_line).filter(lambda one: not one[:1].isdigit())


@given(first=days, count=weeks)
def test_each_day_of_the_cohort_is_in_one_week_and_no_other_day_is(first: date, count: int) -> None:
    calendar = Calendar(first, count)
    last = first + timedelta(weeks=count) - DAY

    on = [calendar.week_on(first + ahead * DAY) for ahead in range(-8, count * 7 + 8)]

    assert on == [None] * 8 + [week for week in range(1, count + 1) for _ in range(7)] + [None] * 8
    assert calendar.last_day == calendar.last_day_of(count) == last
    assert calendar.last_day_of(1) == first + 6 * DAY
    assert [calendar.is_over(last), calendar.is_over(last + DAY)] == [False, True]


@given(first=days, ahead=st.integers(0, 5000))
def test_weeks_go_on_where_nobody_said_how_many_there_are(first: date, ahead: int) -> None:
    calendar = Calendar(first)

    assert calendar.week_on(first + timedelta(days=ahead)) == ahead // 7 + 1
    assert calendar.last_day is None
    assert not calendar.is_over(first + timedelta(days=ahead))


def test_a_cohort_without_a_first_day_is_in_no_week() -> None:
    calendar = Calendar(weeks=12)

    assert calendar.week_on(MONDAY) is None
    assert calendar.last_day_of(1) is None
    assert not calendar.is_over(MONDAY)


@given(st.lists(days), days)
def test_what_is_to_come_is_of_today_or_later_and_the_next_comes_first(
    on: list[date], today: date
) -> None:
    calendar = Calendar(
        milestones=tuple(Milestone(at, "One", day) for at, day in enumerate(sorted(on)))
    )

    found = [one.day for one in calendar.to_come(today)]

    assert found == sorted(day for day in on if day >= today)


@given(st.dictionaries(weeks, focuses.filter(bool)), st.none() | st.just(MOST_WEEKS))
def test_weeks_are_read_as_they_were_written(said: dict[int, str], count: int | None) -> None:
    lines = cohort.as_lines(Calendar(MONDAY, count, said))

    assert cohort.read_focuses(lines, count) == said
    assert len(lines) <= WEEKS_LIMIT


def test_a_syllabus_can_be_pasted() -> None:
    typed = "Week 1: Git\nWeek 2 - Django\n\nWeek 4 APIs\nTests\n7) 2FA"

    assert cohort.read_focuses(typed, 12) == {
        1: "Git",
        2: "Django",
        4: "APIs",
        5: "Tests",
        7: "2FA",
    }


def test_lines_without_numbers_are_the_weeks_in_their_order() -> None:
    assert cohort.read_focuses("Git\n\n3.14 and floats\n", None) == {1: "Git", 3: "3.14 and floats"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("9. Too late", "week 9"),
        ("0. Too early", "week 0"),
        ("2. Git\n2. Django", "Week 2 stands there twice"),
        ("Git\n1. Django", "Week 1 stands there twice"),
        ("1. " + "x" * (FOCUS_LIMIT + 1), "longer than"),
    ],
)
def test_weeks_that_cannot_be_are_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        cohort.read_focuses(typed, 8)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    for read in (
        lambda: cohort.read_focuses(typed, 12),
        lambda: cohort.read_weeks(typed),
        lambda: cohort.read_day(typed, MONDAY),
        lambda: cohort.read_name(typed),
    ):
        with suppress(Refusal):
            read()


@pytest.mark.parametrize(("typed", "count"), [("12", 12), (" 12 weeks ", 12), ("1 week", 1)])
def test_the_number_of_weeks_is_read(typed: str, count: int) -> None:
    assert cohort.read_weeks(typed) == count


def test_no_number_of_weeks_is_none_at_all() -> None:
    assert cohort.read_weeks("  ") is None


@pytest.mark.parametrize("typed", ["0", "53", "twelve", "-1", "1e3", "\u0661\u0662", "9" * 50])
def test_a_number_of_weeks_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="from 1 to 52"):
        cohort.read_weeks(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("6 march", date(2026, 3, 6)),
        ("Fri", date(2026, 3, 6)),
        ("2026-05-20", date(2026, 5, 20)),
        ("tomorrow", date(2026, 3, 3)),
        ("yesterday", date(2026, 3, 1)),
        ("20/5", date(2026, 5, 20)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date) -> None:
    assert cohort.read_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "can't read that as a day"),
        ("soon", "can't read that as a day"),
        ("6 march 18:00", "can't read that as a day"),
        ("4/12", "Do you mean 4 December 2026 or 12 April 2026"),
        ("2026-02-31", "no such day"),
        ("2031-01-01", "more than two years away"),
    ],
)
def test_a_day_that_is_none_is_refused_with_an_example(typed: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        cohort.read_day(typed, MONDAY)


def test_the_mark_of_the_weeks_changes_with_them_alone() -> None:
    seen = cohort.mark(OF_12)

    assert cohort.mark(Calendar(MONDAY, 12, milestones=(Milestone(1, "Demo", MONDAY),))) == seen
    assert cohort.mark(Calendar(MONDAY, 13)) != seen
    assert cohort.mark(Calendar(MONDAY, 12, {3: "Git"})) != seen
