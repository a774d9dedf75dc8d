"""Times that a host types for a poll, and which of them suit most."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import proposals
from bot.domain.proposals import MOST
from bot.domain.when import Ambiguous, Reading

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
LAGOS = "Africa/Lagos"


def read(*typed: str, known: tuple[datetime, ...] = ()) -> proposals.Found:
    return proposals.read(typed, LAGOS, NOON, known)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("fri 18:00; sat 10am", ["fri 18:00", "sat 10am"]),
        ("fri 18:00\r\n\n  sat   10am ;;", ["fri 18:00", "sat 10am"]),
        (" ;\n; \u200b", []),
    ],
)
def test_times_stand_on_lines_or_between_semicolons(typed: str, lines: list[str]) -> None:
    assert proposals.lines(typed) == lines


def test_each_line_is_read_on_the_clock_of_its_zone() -> None:
    found = read("fri 18:00", "fri 18:00 Nairobi", "in 2 hours")

    assert found.times == (FRIDAY, FRIDAY - timedelta(hours=2), NOON + timedelta(hours=2))
    assert found.unread == ()
    assert found.minutes is None


def test_a_bad_line_spoils_no_other_and_says_why() -> None:
    found = read("soon", "fri 18:00", "yesterday", "2028-01-01 10:00", "today 11:00")

    assert found.times == (FRIDAY,)
    assert [one.line for one in found.unread] == [
        "soon",
        "yesterday",
        "2028-01-01 10:00",
        "today 11:00",
    ]
    assert "can't find a time" in found.unread[0].why
    assert "more than a year away" in found.unread[2].why
    assert "has already passed" in found.unread[3].why
    assert not any("Try `fri" in one.why for one in found.unread), "examples stand there once"


def test_a_time_that_is_there_already_is_none_to_put_right() -> None:
    found = read("fri 18:00", "fri 6pm", "sat 18:00", known=(FRIDAY + timedelta(days=1),))

    assert found.times == (FRIDAY,)
    assert [one.line for one in found.unread] == ["fri 6pm", "sat 18:00"]
    assert all(one.is_double for one in found.unread)


def test_ten_times_are_enough() -> None:
    found = read(*(f"in {day} days" for day in range(1, 10)), known=(FRIDAY, FRIDAY + HOUR))

    assert len(found.times) == MOST - 2
    assert [one.line for one in found.unread] == ["in 9 days"]
    assert "10 times at most" in found.unread[0].why


HOUR = timedelta(hours=1)


def test_a_length_that_is_typed_with_a_time_is_that_of_the_poll() -> None:
    assert read("fri 18:00 for 90m", "sat 18:00").minutes == 90
    assert read("fri 18:00 for 1h").minutes == 60


def test_what_is_unclear_shows_what_it_may_mean() -> None:
    readings = tuple(Reading(FRIDAY + HOUR * each, 60, LAGOS) for each in range(4))

    words = proposals.unclear(Ambiguous("Morning or evening?", readings))

    stamps = [f"<t:{one.starts_at.timestamp():.0f}:f>" for one in readings]
    assert words == (
        f"Morning or evening? It might be {stamps[0]}, {stamps[1]} or {stamps[2]}."
        " Type it more exactly."
    )


def test_the_best_are_those_that_suit_most_and_nobody_has_none() -> None:
    counts = {FRIDAY: 2, FRIDAY + HOUR: 5, FRIDAY - HOUR: 5}

    assert proposals.best(counts) == {FRIDAY + HOUR, FRIDAY - HOUR}
    assert proposals.in_order(counts) == [FRIDAY - HOUR, FRIDAY + HOUR, FRIDAY]
    assert proposals.best({FRIDAY: 0}) == proposals.best({}) == frozenset()


@given(st.text(max_size=proposals.TYPED_LIMIT))
def test_whatever_is_typed_is_read_or_told(typed: str) -> None:
    lines = proposals.lines(typed)
    found = proposals.read(lines, LAGOS, NOON, ())

    assert len(found.times) + len(found.unread) == len(lines)
    assert len(set(found.times)) == len(found.times) <= MOST
    assert all(one.why for one in found.unread)
