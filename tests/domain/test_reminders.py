"""Which reminders there are, when, for whom, and what who does without some still gets."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bits import pack, unpack
from bot.domain.reminders import ALL, Offset, due, ends, moment, next_moment, wanted, whom

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


DAY, HOUR, START = Offset
BEGIN = datetime(2026, 3, 6, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANN, BEN, CY, HOST = 1, 2, 3, 9
offsets = st.sets(st.sampled_from(Offset))


def test_each_is_due_so_long_before_the_start() -> None:
    assert [BEGIN - moment(BEGIN, one) for one in Offset] == [
        timedelta(days=1),
        timedelta(hours=1),
        timedelta(0),
    ]


def test_what_fell_due_meanwhile_is_told_in_its_order() -> None:
    day_before = BEGIN - timedelta(days=1)

    assert due(BEGIN, ALL, since=day_before, until=day_before) == [DAY]
    assert due(BEGIN, ALL, since=day_before, until=BEGIN) == [DAY, HOUR, START]
    assert due(BEGIN, ALL, since=day_before + MINUTE, until=BEGIN - MINUTE) == [HOUR]
    assert due(BEGIN, {START}, since=day_before, until=BEGIN - MINUTE) == []


@given(chosen=offsets, minutes=st.lists(st.integers(1, 2000), max_size=8))
def test_however_often_one_looks_each_is_due_once(chosen: set[Offset], minutes: list[int]) -> None:
    """As the clock does it: it waits for the next one, is late, and looks for the one behind."""
    found: list[Offset] = []
    now = BEGIN - timedelta(days=2)
    for late in (*minutes, 5000):
        since = next_moment(BEGIN, chosen, now)
        now += late * MINUTE
        if since is not None and since <= now:
            found += due(BEGIN, chosen, since=since, until=now)

    assert found == sorted(chosen, reverse=True)


@pytest.mark.parametrize(
    ("offset", "chosen", "end"),
    [
        (DAY, ALL, BEGIN - timedelta(hours=1)),
        (DAY, {DAY, START}, BEGIN),
        (DAY, {DAY}, BEGIN),
        (HOUR, ALL, BEGIN),
        (HOUR, {HOUR, DAY}, BEGIN),
        (START, ALL, BEGIN + timedelta(minutes=90)),
        (START, {START}, BEGIN + timedelta(minutes=90)),
    ],
)
def test_each_is_of_use_until_the_next_one_or_the_end(
    offset: Offset, chosen: Collection[Offset], end: datetime
) -> None:
    assert ends(BEGIN, 90, offset, chosen) == end


def told(offset: Offset, unwanted: dict[int, set[Offset]] | None = None) -> tuple[int, ...]:
    return whom(offset, going=(ANN, BEN), maybe=(CY,), host_id=HOST, unwanted=unwanted or {})


def test_who_may_come_is_told_an_hour_before_and_the_host_at_the_start() -> None:
    assert told(DAY) == (ANN, BEN)
    assert told(HOUR) == (ANN, BEN, CY)
    assert told(START) == (ANN, BEN, HOST)


def test_a_host_who_goes_is_told_once_and_of_nobody_at_all_nothing() -> None:
    assert whom(START, going=(HOST, ANN), maybe=(), host_id=HOST, unwanted={}) == (HOST, ANN)
    assert whom(START, going=(), maybe=(CY,), host_id=HOST, unwanted={}) == ()
    assert whom(HOUR, going=(), maybe=(CY,), host_id=HOST, unwanted={}) == (CY,)


def test_who_does_without_one_is_told_of_the_others() -> None:
    unwanted = {ANN: {DAY}, CY: {HOUR}, HOST: {START}}

    assert told(DAY, unwanted) == (BEN,)
    assert told(HOUR, unwanted) == (ANN, BEN)
    assert told(START, unwanted) == (ANN, BEN)
