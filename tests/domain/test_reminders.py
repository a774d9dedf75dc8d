"""Which reminders there are, and what a member who does without some still gets."""

from itertools import chain, combinations

from bot.domain.bits import pack, unpack
from bot.domain.reminders import Offset, wanted

SETS = [
    frozenset(some) for some in chain.from_iterable(combinations(Offset, size) for size in range(4))
]


def test_whoever_says_nothing_gets_all_in_the_order_in_which_they_come() -> None:
    assert wanted(frozenset()) == (Offset.DAY, Offset.HOUR, Offset.START) == (1440, 60, 0)


def test_what_is_unwanted_does_not_come() -> None:
    assert wanted(frozenset({Offset.HOUR})) == (Offset.DAY, Offset.START)
    assert wanted(frozenset(Offset)) == ()


def test_each_says_in_words_when_it_comes() -> None:
    assert [one.words for one in Offset] == ["a day before", "an hour before", "at the start"]


def test_any_of_them_come_out_of_one_number_as_they_went_in() -> None:
    assert [unpack(pack(one, Offset), Offset) for one in SETS] == SETS
    assert len({pack(one, Offset) for one in SETS}) == 8


def test_what_the_database_holds_keeps_its_meaning() -> None:
    assert [pack({one}, Offset) for one in Offset] == [1, 2, 4]
    assert unpack(2 + 64, Offset) == {Offset.HOUR}
