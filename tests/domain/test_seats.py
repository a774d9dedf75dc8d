"""Seats: nobody loses theirs, nobody who waits is overtaken, and Maybe takes none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.seats import Answer, moves_up
from bot.domain.seats import given as comes_to

GOING, MAYBE, WAITING, CANT = Answer.GOING, Answer.MAYBE, Answer.WAITING, Answer.CANT


@pytest.mark.parametrize(
    ("wish", "said", "going", "seats", "answer"),
    [
        (GOING, None, 4, None, GOING),  # as many as like
        (GOING, None, 4, 5, GOING),
        (GOING, None, 5, 5, WAITING),
        (GOING, None, 6, 5, WAITING),  # more than seats, since those were taken away
        (GOING, MAYBE, 5, 5, WAITING),
        (GOING, CANT, 5, 5, WAITING),
        (GOING, GOING, 5, 5, GOING),  # wanting a seat once more costs nobody theirs
        (GOING, GOING, 6, 5, GOING),
        (GOING, WAITING, 4, 5, WAITING),  # whoever waits longest has the free one
        (MAYBE, None, 5, 5, MAYBE),
        (MAYBE, GOING, 5, 5, MAYBE),
        (MAYBE, WAITING, 5, 5, MAYBE),
        (CANT, None, 5, 5, CANT),
        (CANT, GOING, 5, 5, CANT),
        (CANT, WAITING, 5, 5, CANT),
    ],
)
def test_what_a_wish_comes_to(
    wish: Answer, said: Answer | None, going: int, seats: int | None, answer: Answer
) -> None:
    assert comes_to(wish, said, going=going, seats=seats) is answer


@given(
    wish=st.sampled_from((GOING, MAYBE, CANT)),
    said=st.none() | st.sampled_from(Answer),
    going=st.integers(0, 20),
    seats=st.none() | st.integers(1, 20),
)
def test_a_seat_is_given_only_where_one_is_free(
    wish: Answer, said: Answer | None, going: int, seats: int | None
) -> None:
    answer = comes_to(wish, said, going=going, seats=seats)

    if answer is GOING and said is not GOING:
        assert seats is None or going < seats
    if wish is not GOING:
        assert answer is wish


@pytest.mark.parametrize(
    ("waiting", "going", "seats", "lucky"),
    [
        ([1, 2, 3], 4, 5, [1]),
        ([1, 2, 3], 3, 5, [1, 2]),
        ([1, 2, 3], 0, 5, [1, 2, 3]),
        ([1, 2, 3], 5, 5, []),
        ([1, 2, 3], 9, 5, []),  # seats were taken away
        ([1, 2, 3], 9, None, [1, 2, 3]),  # and now there are as many as like
        ([], 0, 5, []),
    ],
)
def test_free_seats_go_to_those_who_wait_longest(
    waiting: list[int], going: int, seats: int | None, lucky: list[int]
) -> None:
    assert list(moves_up(waiting, going=going, seats=seats)) == lucky
