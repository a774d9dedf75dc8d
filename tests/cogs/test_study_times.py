"""Sessions over changes of the clocks: shown right on Discord, and right in calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from simcord import MemberActor

from tests.cogs.study_acts import plan, post, press, stamp
from tests.world import World, seen

WEEK = timedelta(weeks=1)
UNCHANGED = [
    ("Africa/Casablanca", "2026-10-20 18:00"),
    ("Africa/Lagos", "2026-03-03 18:00"),
    ("Africa/Lagos", "2026-10-20 18:00"),
]
# A series of four weeks in each of these places, over the night in which its clocks change.
CHANGES = [
    ("America/New_York", "2026-03-03 18:00"),
    ("America/New_York", "2026-10-20 18:00"),
    ("Africa/Cairo", "2026-04-14 18:00"),
    ("Africa/Cairo", "2026-10-20 18:00"),
    ("Africa/Casablanca", "2026-03-10 18:00"),  # Ramadan ends, and with it the winter's time
    ("Africa/Casablanca", "2026-10-20 18:00"),  # no change: there it goes by the moon
    ("Africa/Lagos", "2026-03-03 18:00"),
    ("Africa/Lagos", "2026-10-20 18:00"),
]


def instants(zone: str, first: str, weeks: int) -> list[datetime]:
    """The same time on the wall, week by week, by Python's own zones."""
    wall = datetime.fromisoformat(first)
    days = [wall + WEEK * week for week in range(weeks)]
    return [one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in days]


async def shown_in_lists(world: World, who: MemberActor) -> str:
    first = await who.slash(world.home, "session list", which="mine")
    told = seen(first)
    while "Later" in seen(first):
        first = await press(who, first, "Later")
        told += seen(first)
    return told


def expanded(file: str, since: datetime, until: datetime) -> list[datetime]:
    """When a calendar shows something, by the file alone."""
    calendar: Any = icalendar.Calendar.from_ical(file)
    found: list[Any] = recurring_ical_events.of(calendar).between(since, until)
    return sorted(one["DTSTART"].dt.astimezone(UTC) for one in found)


async def test_the_last_day_of_each_month_and_a_first_time_on_another_day_are_in_the_file(
    world: World,
) -> None:
    ann = world.member("Ann")
    await post(world, ann, "2026-08-31 18:00 Lagos", "Month's end", repeats="monthly 4 times")
    await post(world, ann, "wed 18:00 Lagos", "Odd one", repeats="mon and thu, 4 times")

    files = [
        world.file_in(await ann.slash(world.home, "session ics", session=number))
        for number in ("1", "5")
    ]

    year = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    month_ends, odd = (expanded(one, *year) for one in files)
    assert [f"{one:%m-%d}" for one in month_ends] == ["08-31", "09-30", "10-31", "11-30"]
    assert [f"{one:%a %m-%d}" for one in odd] == [
        "Wed 03-04",
        "Thu 03-05",
        "Mon 03-09",
        "Thu 03-12",
    ]


@pytest.mark.parametrize(("zone", "first"), CHANGES)
async def test_a_series_keeps_its_wall_time_when_clocks_change(
    world: World, zone: str, first: str
) -> None:
    ann = world.member("Ann")
    await post(world, ann, f"{first} {zone}", repeats="weekly")

    told = await shown_in_lists(world, ann)
    file = world.file_in(await ann.slash(world.home, "session ics", session="1"))

    expected = instants(zone, first, 4)
    assert [stamp(at) in told for at in expected] == [True] * 4
    assert len({at.hour for at in expected}) == (1 if (zone, first) in UNCHANGED else 2)
    ahead = instants(zone, first, 30)
    assert expanded(file, ahead[0] - WEEK, ahead[-1] + timedelta(hours=2)) == ahead


async def test_the_same_evening_in_two_places_is_two_moments(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ann.slash(world.home, "me timezone", zone="America/New_York")
    await ben.slash(world.home, "me timezone", zone="Africa/Lagos")

    hers, his = (
        await plan(world, ann, "2026-03-10 18:00"),
        await plan(world, ben, "2026-03-10 18:00"),
    )

    (new_york,), (lagos,) = (
        instants(zone, "2026-03-10 18:00", 1) for zone in ("America/New_York", "Africa/Lagos")
    )
    assert new_york - lagos == timedelta(hours=5)  # and six before the clocks changed there
    assert stamp(new_york) in seen(hers)
    assert stamp(lagos) in seen(his)


async def test_all_that_is_mine_comes_in_one_file_and_a_second_file_changes_the_first(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    first = await post(world, ann, "fri 18:00 Lagos", "JWT; from scratch,\u202e END:VEVENT")
    await post(world, ann, "sat 18:00 Lagos", "Elsewhere")
    await ben.click(first, label="Going")

    file = world.file_in(await ben.slash(world.home, "session ics"))
    calendar: Any = icalendar.Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")

    assert event["SUMMARY"] == "JWT; from scratch, END:VEVENT"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 3, 6, 17, tzinfo=UTC)
    assert event["URL"] == first.jump_url
    assert (event["SEQUENCE"], event["UID"].startswith("session-1@")) == (0, True)


async def test_a_calendar_of_nothing_is_refused_and_says_where_to_look(world: World) -> None:
    refused = await world.member("Ann").slash(world.home, "session ics")

    assert refused.ephemeral
    assert "there is nothing to put into a file" in seen(refused)
