"""Entries of a log: their days as people type them, and their words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.log import TITLE_LIMIT, Dated, LogKind, Words, dated, today
from bot.domain.text import clean, units

THURSDAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "day", "is_late"),
    [
        ("", THURSDAY, False),
        (" \u200b", THURSDAY, False),
        ("Today", THURSDAY, False),
        ("thursday", THURSDAY, False),
        ("yesterday", date(2026, 3, 4), False),
        ("wed", date(2026, 3, 4), False),
        ("monday", date(2026, 3, 2), True),
        ("last Friday", date(2026, 2, 27), True),
        ("2026-02-26", date(2026, 2, 26), True),
        ("3/3", date(2026, 3, 3), True),
        ("4/3", date(2026, 3, 4), False),  # the fourth of March; the third of April is to come
        ("1 march", date(2026, 3, 1), True),
    ],
)
def test_a_day_is_read_as_one_of_the_last_week(typed: str, day: date, *, is_late: bool) -> None:
    assert dated(typed, THURSDAY) == Dated(day, is_late)


def test_at_new_year_the_days_before_are_last_years() -> None:
    assert dated("31 dec", date(2026, 1, 2)) == Dated(date(2025, 12, 31), is_late=True)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("tomorrow", "still to come"),
        ("6 march 2026", "still to come"),
        ("next monday", "Say the day like"),
        ("2026-02-25", "dated back 7 days"),
        ("6 march", "dated back 7 days"),  # of last year
        ("31 february", "no such day"),
        ("sometime", "Say the day like"),
        ("monday 18:00", "Say the day like"),
        ("x" * 500, "Say the day like"),
    ],
)
def test_what_is_no_day_of_the_last_week_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        dated(typed, THURSDAY)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 7))
def test_each_day_of_the_last_week_can_be_typed_in_any_spelling(added_on: date, back: int) -> None:
    day = added_on - timedelta(days=back)
    spellings = [f"{day}", f"{day.day} {day:%B}", f"{day:%A}" if back < 7 else f"{day}"]

    assert {dated(one, added_on) for one in spellings} == {Dated(day, is_late=back > 1)}


def test_a_day_begins_at_the_members_own_midnight() -> None:
    late = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)

    assert today("Africa/Lagos", late) == date(2026, 3, 5)
    assert today("Africa/Nairobi", late) == date(2026, 3, 6)
    assert today(None, late) == date(2026, 3, 5)


def test_an_entry_needs_a_title_and_only_a_challenge_has_a_solution() -> None:
    with pytest.raises(Refusal, match="needs a line"):
        Words.typed(LogKind.TOOL, "\u200b \n", "text")

    assert Words.typed(LogKind.TOOL, "Redis\n7", " a ", "b") == Words(LogKind.TOOL, "Redis 7", "a")
    assert Words.typed(LogKind.CHALLENGE, "N+1", "a", "b").solution == "b"


@pytest.mark.parametrize(
    ("said", "title", "text"),
    [
        ("Fixed the login", "Fixed the login", ""),
        (
            "Fixed the login\nIt was the clock.\nOf both.",
            "Fixed the login",
            "It was the clock.\nOf both.",
        ),
        ("word " * 30, f"{'word ' * 19}word\u2026", ("word " * 30).strip()),
    ],
)
def test_what_is_said_in_one_piece_has_its_first_line_as_title(
    said: str, title: str, text: str
) -> None:
    assert Words.told(LogKind.DONE, said) == Words(LogKind.DONE, title, text)


@given(st.text(max_size=300))
def test_of_what_is_said_in_one_piece_nothing_is_lost(said: str) -> None:
    whole = "".join(clean(said).split())
    if not whole:
        with pytest.raises(Refusal):
            Words.told(LogKind.DONE, said)
        return
    words = Words.told(LogKind.DONE, said)
    assert units(words.title) <= TITLE_LIMIT
    assert whole in {"".join(one.split()) for one in (words.title + words.text, words.text)}
