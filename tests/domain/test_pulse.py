"""What a moderator sees first, and that no row is lost between two pages."""

import itertools
import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import pulse
from bot.domain.pulse import FEW, PATIENCE, SIZE, Kind, Worry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

worries = st.lists(
    st.builds(
        Worry,
        kind=st.sampled_from(Kind),
        count=st.integers(0, 9),
        weight=st.floats(0, allow_nan=False),
    ),
    unique_by=lambda one: one.kind,
)


@given(worries)
def test_the_worst_kind_comes_first_and_one_of_which_there_is_none_does_not_come(
    given: list[Worry],
) -> None:
    found = pulse.ranked(given)

    assert {one.kind for one in found} == {one.kind for one in given if one.count}
    assert all(
        (one.weight, [*Kind].index(two.kind)) > (two.weight, [*Kind].index(one.kind))
        for one, two in itertools.pairwise(found)
    )


@given(worries, st.randoms(use_true_random=False))
def test_the_same_troubles_are_told_in_the_same_order(given: list[Worry], rng: object) -> None:
    shuffled = list(given)
    rng.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    assert pulse.ranked(shuffled) == pulse.ranked(given)


@given(st.lists(st.integers()), st.integers(-3, 99))
def test_over_its_pages_every_row_is_shown_once_and_in_order(rows: list[int], at: int) -> None:
    last = pulse.page(rows, 0).last
    pages = [pulse.page(rows, number) for number in range(last + 1)]

    assert [row for page in pages for row in page.shown] == rows
    assert all(len(page.shown) <= SIZE for page in pages)
    assert all(page.shown for page in pages) == bool(rows)
    assert pulse.page(rows, at) in pages


def test_what_waits_weighs_how_often_its_patience_is_used_up() -> None:
    assert pulse.waited(Kind.QUESTIONS, NOW - 3 * DAY, NOW) == 3
    assert pulse.waited(Kind.PAIRS, NOW - 3 * DAY, NOW) == 1.5
    assert pulse.waited(Kind.PAIRS, NOW + DAY, NOW) == 0


def test_what_begins_soon_weighs_the_more_the_nearer_it_is() -> None:
    assert pulse.nears(Kind.SESSIONS, NOW + 48 * HOUR, NOW) == 1
    assert pulse.nears(Kind.SESSIONS, NOW + 6 * HOUR, NOW) == 8
    assert math.isfinite(pulse.nears(Kind.SESSIONS, NOW, NOW))


def at_risk(left: timedelta, coming: int) -> bool:
    return pulse.is_at_risk(coming, NOW + left, NOW)


def test_a_session_with_few_is_at_risk_from_two_days_before_its_start_on() -> None:
    assert not at_risk(PATIENCE[Kind.SESSIONS] + HOUR, 0)
    assert at_risk(PATIENCE[Kind.SESSIONS], FEW - 1)
    assert not at_risk(PATIENCE[Kind.SESSIONS], FEW)
    assert not at_risk(-HOUR, 0)


def test_who_was_asked_a_day_before_has_six_hours_to_answer() -> None:
    assert not pulse.have_answered(NOW + 19 * HOUR, NOW)
    assert pulse.have_answered(NOW + 18 * HOUR, NOW)


def test_who_says_so_within_the_last_day_still_comes() -> None:
    start = NOW + 12 * HOUR
    assert not pulse.still_comes(NOW - 2 * DAY, None, start)
    assert pulse.still_comes(NOW - 2 * DAY, NOW, start)
    assert pulse.still_comes(NOW, None, start)
