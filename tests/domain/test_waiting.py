"""When a waiting question comes up: in daylight, the longest waiting first, none twice a week."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import waiting, zones
from bot.domain.waiting import PATIENCE, REST, Waiting

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

moments = st.integers(0, 5_000_000).map(lambda minutes: NOON + MINUTE * minutes)  # over years
everywhere = st.sampled_from(zones.names())


def changes(zone: str, year: int) -> list[datetime]:
    """The hours of a year in which the clocks of a zone change."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + HOUR * number for number in range(366 * 24)]
    offsets = [one.astimezone(ZoneInfo(zone)).utcoffset() for one in hours]
    return [hours[i] for i in range(1, len(hours)) if offsets[i] != offsets[i - 1]]


CHANGES = [
    (zone, moment)
    for zone in ("Africa/Cairo", "Africa/Casablanca", "Europe/London", "America/New_York")
    for moment in changes(zone, 2026)
]


def hour(zone: str, now: datetime) -> int:
    return now.astimezone(ZoneInfo(zone)).hour


@given(everywhere, moments)
def test_nothing_comes_up_outside_of_the_day_nor_stays_due_beyond_it(
    zone: str, now: datetime
) -> None:
    closes_at = waiting.closing(zone, now)

    if closes_at is None:
        return
    assert now < closes_at
    for late in (now, closes_at - MINUTE):
        if late >= now:
            assert 9 <= hour(zone, late) < 20
            assert waiting.day(zone, late) == waiting.day(zone, now)


@given(everywhere, moments)
def test_each_day_has_its_hours(zone: str, now: datetime) -> None:
    midnight = datetime.combine(now.date(), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    open_hours = sum(waiting.closing(zone, midnight + HOUR * one) is not None for one in range(24))

    assert 10 <= open_hours <= 12


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_on_the_days_when_clocks_change_the_hours_are_those_on_the_wall(
    zone: str, change: datetime
) -> None:
    for minutes in range(-36 * 60, 36 * 60, 10):
        now = change + timedelta(minutes=minutes)
        assert (waiting.closing(zone, now) is not None) == (9 <= hour(zone, now) < 20)


def test_the_hours_are_those_of_the_guilds_own_zone() -> None:
    early = datetime(2026, 3, 2, 8, tzinfo=UTC)

    assert waiting.closing("Africa/Lagos", early) == datetime(2026, 3, 2, 19, tzinfo=UTC)
    assert waiting.closing("UTC", early) is None


ages = st.integers(0, 40 * 24).map(lambda hours: timedelta(hours=hours))
ago = ages.map(lambda age: NOON - age)
questions = st.lists(st.tuples(ago, st.none() | ago), max_size=12).map(
    lambda rows: [Waiting(number, *row) for number, row in enumerate(rows)]
)


@given(questions)
def test_the_longest_waiting_comes_first_of_those_that_may(known: list[Waiting]) -> None:
    chosen = waiting.next_up(known, NOON)

    may = [
        one
        for one in known
        if NOON - one.asked_at >= PATIENCE
        and (one.brought_up_at is None or NOON - one.brought_up_at >= REST)
    ]
    if chosen is None:
        assert may == []
    else:
        assert chosen in may
        assert chosen.asked_at == min(one.asked_at for one in may)


@given(st.lists(ages, max_size=12), st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_over_weeks_none_comes_up_twice_within_seven_days(
    asked: list[timedelta], pauses: list[int]
) -> None:
    """However long the bot is away in between."""
    brought_up: dict[int, list[datetime]] = {number: [] for number in range(len(asked))}
    now = NOON
    for pause in pauses:
        now += HOUR * pause
        chosen = waiting.next_up(
            (
                Waiting(number, NOON - age, (brought_up[number] or [None])[-1])
                for number, age in enumerate(asked)
            ),
            now,
        )
        if chosen:
            brought_up[chosen.id].append(now)

    for times in brought_up.values():
        assert all(later - earlier >= REST for earlier, later in pairwise(times))
