"""When members have time, held against a look at every minute."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import availability, zones
from bot.domain.availability import APART, Availability, Part, Slot

LAGOS, KOLKATA = "Africa/Lagos", "Asia/Kolkata"
NEW_YEAR, MONDAY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVENINGS = Availability(weekdays=frozenset({Part.EVENING}))
ALWAYS = Availability(frozenset(Part), frozenset(Part))

parts = st.frozensets(st.sampled_from(list(Part)))
availabilities = st.builds(Availability, parts, parts)
# With all but one part at most, so that a session has a chance.
most = st.sampled_from([None, *Part]).map(lambda missing: frozenset(Part) - {missing})
generous = st.builds(Availability, most, most)
everywhere = st.sampled_from(zones.names())
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: NEW_YEAR + minutes * MINUTE)
HOURS = {
    "early": range(6, 9),
    "morning": range(9, 12),
    "afternoon": range(12, 17),
    "evening": range(17, 21),
    "night": range(21, 24),
}


def has_time(who: Availability, zone: str, at: datetime) -> bool:
    wall = at.astimezone(ZoneInfo(zone))
    theirs = who.weekends if f"{wall:%A}" in ("Saturday", "Sunday") else who.weekdays
    return any(wall.hour in HOURS[part] for part in theirs)


# A session in the evening in which clocks in Nuuk go from 23:00 to midnight, and one over the
# half hour by which Lord Howe turns them back.
@example(ALWAYS, "America/Nuuk", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 60)
@example(ALWAYS, "America/Nuuk", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60)
@example(ALWAYS, "America/Nuuk", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 180)
@example(ALWAYS, "Australia/Lord_Howe", datetime(2026, 4, 4, 14, 50, tzinfo=UTC), 300)
@given(generous, everywhere, moments, st.integers(1, 400))
def test_who_is_free_has_time_at_every_minute(
    who: Availability, zone: str, at: datetime, minutes: int
) -> None:
    expected = all(has_time(who, zone, at + minute * MINUTE) for minute in range(minutes))

    assert availability.is_free(who, zone, at, minutes) == expected


@example(ALWAYS, "America/Nuuk", datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
@example(ALWAYS, "Australia/Lord_Howe", datetime(2026, 4, 5, 14, 50, tzinfo=UTC))
@given(generous, everywhere, moments)
def test_a_weeks_hours_are_those_in_which_who_is_free_has_time(
    who: Availability, zone: str, at: datetime
) -> None:
    mask = availability.hours_mask(who, zone, at)

    monday = datetime.fromisocalendar(*at.isocalendar()[:2], 1).replace(tzinfo=UTC)
    free = [availability.is_free(who, zone, monday + hour * HOUR, 60) for hour in range(168)]
    assert [bool(mask >> hour & 1) for hour in range(168)] == free
    assert mask < 1 << 168


def test_a_weeks_hours_begin_on_monday_in_utc() -> None:
    # In Lagos, an hour ahead, Monday's evening begins at 16:00 UTC.
    mask = availability.hours_mask(EVENINGS, LAGOS, MONDAY + 40 * HOUR)

    assert mask & 0xFFFFFF == 0b1111 << 16
    assert availability.hours_mask(Availability(), LAGOS, MONDAY) == 0


def lagos(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(LAGOS)).astimezone(UTC)


def test_parts_are_hours_on_their_own_clocks() -> None:
    assert availability.is_free(EVENINGS, LAGOS, lagos(2, 17), 240)
    assert not availability.is_free(EVENINGS, LAGOS, lagos(2, 16, 59), 60)
    assert not availability.is_free(EVENINGS, LAGOS, lagos(2, 20, 30), 31)
    assert not availability.is_free(EVENINGS, "Africa/Nairobi", lagos(2, 20), 30), "it is 22:00"
    assert not availability.is_free(EVENINGS, LAGOS, lagos(7, 18), 60), "a Saturday"


def test_a_session_may_lie_in_parts_that_touch_each_other() -> None:
    both = Availability(frozenset({Part.EVENING, Part.NIGHT}), frozenset({Part.EARLY}))

    assert availability.is_free(both, LAGOS, lagos(2, 20), 120)
    assert availability.is_free(both, LAGOS, lagos(2, 22), 120), "until midnight"
    assert not availability.is_free(both, LAGOS, lagos(2, 22), 121)
    assert not availability.is_free(ALWAYS, LAGOS, lagos(2, 3), 30), (
        "nobody says so of the small hours"
    )


def test_six_in_the_evening_stays_six_in_the_evening_when_clocks_change() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    for day in (date(2026, 4, 23), date(2026, 4, 27)):  # they change in the night to the 24th
        starts_at = datetime.combine(day, time(17), cairo).astimezone(UTC)
        assert availability.is_free(EVENINGS, "Africa/Cairo", starts_at, 240)
        assert not availability.is_free(EVENINGS, "Africa/Cairo", starts_at - MINUTE, 240)


@given(availabilities)
def test_an_availability_comes_out_of_two_numbers_as_it_went_in(who: Availability) -> None:
    assert Availability.unpack(*who.packed()) == who
    assert bool(who) == (who.packed() != (0, 0))


def test_what_the_database_holds_keeps_its_meaning() -> None:
    days = [Availability(weekdays=frozenset({part})).packed() for part in Part]

    assert days == [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0)]
    assert Availability(weekends=frozenset({Part.EARLY, Part.NIGHT})).packed() == (0, 17)
    assert Availability.unpack(8 + 1024, 2**40) == EVENINGS, "a newer Nexus may know more parts"


People = Sequence[tuple[Availability, str]]


def looked_for(people: People, minutes: int, since: datetime, days: int, zone: str) -> list[Slot]:
    """Every full hour of a zone with how many are free, by a look at each quarter of an hour."""
    quarters = [since + minute * MINUTE for minute in range(days * 24 * 60)]
    full = [one for one in quarters if f"{one.astimezone(ZoneInfo(zone)):%M%S}" == "0000"]
    length = range(0, minutes, 15)
    return [
        Slot(one, sum(all(has_time(*who, one + at * MINUTE) for at in length) for who in people))
        for one in full
    ]


@settings(max_examples=25)
@given(
    st.lists(st.tuples(availabilities, everywhere), max_size=4),
    st.sampled_from([15, 60, 90, 240]),
    moments,
    everywhere,
)
def test_the_best_slots_are_those_that_a_look_at_each_hour_finds(
    people: People, minutes: int, since: datetime, zone: str
) -> None:
    hours = looked_for(people, minutes, since, 3, zone)
    found = availability.best_slots(people, minutes=minutes, since=since, days=3, zone=zone)

    expected: list[Slot] = []
    left: list[Slot] = [one for one in hours if one.free]
    while left and len(expected) < 3:
        best = max(left, key=lambda one: one.free)  # the first of equals
        expected.append(best)
        left = [one for one in left if abs(one.starts_at - best.starts_at) >= 3 * HOUR]
    assert found == expected


def best(people: Iterable[tuple[Availability, str]], **more: int) -> list[Slot]:
    return availability.best_slots([*people], minutes=60, since=MONDAY, zone=LAGOS, **more)


def test_the_soonest_comes_first_of_equals_and_none_is_close_to_another() -> None:
    found = best([(ALWAYS, LAGOS)], count=7)

    assert [one.starts_at for one in found[:3]] == [lagos(2, 6), lagos(2, 9), lagos(2, 12)]
    for one, other in combinations(found, 2):
        assert abs(one.starts_at - other.starts_at) >= APART
    assert best([(ALWAYS, LAGOS)], count=2) == found[:2]


def test_more_people_go_before_sooner() -> None:
    weekends = Availability(weekends=frozenset({Part.MORNING}))
    people = [(weekends, LAGOS), (weekends, LAGOS), (EVENINGS, LAGOS)]

    assert best(people) == [
        Slot(lagos(7, 9), 2),
        Slot(lagos(8, 9), 2),
        Slot(lagos(2, 17), 1),
    ]


def test_the_hours_are_full_on_the_clocks_of_whoever_plans() -> None:
    (slot, *_) = availability.best_slots(
        [(ALWAYS, LAGOS)], minutes=60, since=MONDAY + 20 * MINUTE, zone=KOLKATA
    )

    assert f"{slot.starts_at.astimezone(ZoneInfo(KOLKATA)):%M}" == "00"
    assert slot.starts_at.tzinfo is UTC


def test_where_nobody_is_ever_free_nothing_is_proposed() -> None:
    assert best([]) == []
    assert best([(Availability(), LAGOS), (EVENINGS, LAGOS)], days=0) == []
    assert availability.best_slots([(EVENINGS, LAGOS)], minutes=241, since=MONDAY, zone=LAGOS) == []


@given(st.lists(st.tuples(availabilities, everywhere), max_size=6), st.randoms())
def test_the_order_in_which_people_are_known_changes_nothing(
    people: list[tuple[Availability, str]], chance: Random
) -> None:
    shuffled = [*people]
    chance.shuffle(shuffled)

    assert best(shuffled) == best(people)
