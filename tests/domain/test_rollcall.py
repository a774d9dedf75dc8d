"""The pages on which a host looks through people: everybody comes up once, whoever is noted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rollcall import (
    PAGE,
    START,
    Group,
    Page,
    closes_at,
    opens_at,
    page_after,
    page_again,
    page_before,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
people = st.sets(st.integers(1, 200), max_size=80)


def pages(here: set[int], coming: set[int]) -> list[Page]:
    found = [page_after(here, coming, START)]
    while found[-1].later is not None:
        found.append(page_after(here, coming, found[-1].last))
    return found


def test_it_can_be_noted_from_before_the_start_until_a_while_after_the_end() -> None:
    assert opens_at(NOON) == NOON - timedelta(minutes=15)
    assert closes_at(NOON) == NOON + timedelta(hours=2)


def test_who_is_here_comes_first_then_who_said_so_and_then_anybody() -> None:
    found = pages({1, 2}, {2, 3})

    assert [(one.group, one.people) for one in found] == [
        (Group.HERE, (1, 2)),
        (Group.COMING, (3,)),
        (Group.OTHERS, ()),
    ]
    assert [one.later for one in found] == [Group.COMING, Group.OTHERS, None]
    assert [one.has_earlier for one in found] == [False, True, True]


def test_where_nobody_is_known_there_is_one_empty_page() -> None:
    (page,) = pages(set(), set())

    assert (page.group, page.people, page.has_earlier) == (Group.OTHERS, (), False)


@given(here=people, coming=people)
def test_everybody_stands_on_one_page_and_none_is_too_long(
    here: set[int], coming: set[int]
) -> None:
    found = pages(here, coming)

    shown = [one for page in found for one in page.people]
    assert sorted(shown) == sorted(here | coming)
    assert all(len(page.people) <= PAGE for page in found)
    assert {*shown[: len(here)]} == here


@given(here=people, coming=people)
def test_going_back_leads_to_the_first_page(here: set[int], coming: set[int]) -> None:
    found = pages(here, coming)
    back = [found[-1]]
    while back[-1].has_earlier:
        back.append(page_before(here, coming, back[-1].first))

    assert sorted(one for page in back for one in page.people) == sorted(here | coming)
    assert page_before(here, coming, back[-1].first) == page_after(here, coming, START)


@given(here=people, coming=people, data=st.data())
def test_whoever_is_noted_or_not_on_the_way_nobody_is_passed_over(
    here: set[int], coming: set[int], data: st.DataObject
) -> None:
    noted, seen = set[int](), set[int]()
    page = page_after(here, coming, START)
    for _ in range(200):
        seen |= {*page.people}
        noted |= {one for one in page.people if data.draw(st.booleans())}
        if page.later is None:
            break
        page = page_after(here | noted, coming, page.last)

    assert seen == here | coming


def test_a_page_that_was_saved_shows_who_was_chosen_and_stays_where_it_is() -> None:
    page = page_after({1, 2, 3}, {4}, START)

    again = page_again({1, 3, 9}, {4}, page.first, page.last, [1, 9])

    assert again.people == (1, 9)
    assert (again.first, again.last) == (page.first, page.last)
    assert page_after({1, 3, 9}, {4}, again.last).people == (9,)


@pytest.mark.parametrize("count", [PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
def test_pages_are_as_long_as_discord_lets_them_be(count: int) -> None:
    found = pages(set(range(1, count + 1)), set())

    assert [len(one.people) for one in found[:-1]] == (
        [PAGE] * (count // PAGE) + ([count % PAGE] if count % PAGE else [])
    )
