"""Calendar files as other programs read them: nothing that a zone or a title does breaks one."""

import re
import subprocess
import sys
from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain import calendars, zones
from bot.domain.calendars import AllDay, Entry, Moved, Series
from bot.domain.text import clean, one_line

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# Two that change their clocks as usual, one that turns them back in Ramadan, and one that doesn't.
FOUR = ("America/New_York", "Africa/Cairo", "Africa/Casablanca", "Africa/Lagos")
# Summer time that is called winter time, half an hour of it, and a change at midnight.
ODD = ("Europe/Dublin", "Australia/Lord_Howe", "America/Nuuk", "Asia/Kathmandu")

everywhere = st.sampled_from(zones.names())
days = st.dates(date(2026, 2, 1), date(2027, 3, 1))
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def on_the_wall(*at: int) -> datetime:
    year, month, day, hour, minute = *at, *(0,) * (5 - len(at))
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - what clocks show


def entry(**more: Any) -> Entry:
    about: dict[str, Any] = {
        "uid": "session-1@nexus",
        "sequence": 0,
        "minutes": 90,
        "zone": "Africa/Lagos",
        "title": "Queues",
        "changed_at": NOW,
        "starts_at": datetime(2026, 2, 6, 17, tzinfo=UTC),
    }
    return Entry(**about | more)


def series(**more: Any) -> Series:
    about: dict[str, Any] = {
        "uid": "series-1@nexus",
        "sequence": 0,
        "minutes": 90,
        "zone": "Africa/Lagos",
        "title": "Queues",
        "changed_at": NOW,
        "first": on_the_wall(2026, 2, 2, 18),
        "rule": "FREQ=WEEKLY;COUNT=4;BYDAY=MO",
    }
    return Series(**about | more)


def written(*told: Entry | Series, name: str = "Study sessions") -> str:
    entries = [one for one in told if isinstance(one, Entry)]
    repeating = [one for one in told if isinstance(one, Series)]
    return calendars.calendar(name, entries, repeating, NOW)


def parsed(text: str) -> Any:
    return Calendar.from_ical(text)


def only(text: str) -> Any:
    (event,) = parsed(text).events
    return event


def by_its_own_zones(text: str) -> str:
    """The file with zones of names that no database knows: what it says of them must do."""
    unknown = f"TZID=X{sha256(text.encode()).hexdigest()[:12]}-"  # the library remembers names
    return text.replace("TZID=", unknown).replace("TZID:", unknown.replace("=", ":"))


def starts(text: str, uid: str = "series-1@nexus") -> list[datetime]:
    """When a session takes place, in 500 days, as another program works it out."""
    first = NOW - 10 * DAY
    found: Any = recurring_ical_events.of(parsed(text)).between(first, first + 500 * DAY)
    return sorted(one.start.astimezone(UTC) for one in found if one["UID"] == uid)


def wall(zone: str, moments: Sequence[datetime]) -> list[datetime]:
    return [one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in moments]


@pytest.mark.parametrize("zone", FOUR)
def test_two_weekly_series_keep_their_time_on_the_wall_over_all_changes(zone: str) -> None:
    monday, thursday = on_the_wall(2026, 2, 2, 18), on_the_wall(2026, 2, 5, 7, 30)
    text = written(
        series(zone=zone, first=monday, rule="FREQ=WEEKLY;COUNT=57;BYDAY=MO"),
        series(zone=zone, first=thursday, rule="FREQ=WEEKLY;UNTIL=20270304", uid="series-2@nexus"),
    )
    mondays = wall(zone, [monday + WEEK * week for week in range(57)])
    thursdays = wall(zone, [thursday + WEEK * week for week in range(57)])

    for read in (text, by_its_own_zones(text)):
        assert starts(read) == mondays
        assert starts(read, "series-2@nexus") == thursdays
    hours = {one.hour for one in mondays}
    assert len(hours) == (1 if zone == "Africa/Lagos" else 2), "the clocks did change"


def onsets(text: str) -> list[tuple[datetime, timedelta]]:
    """The instants from which on an offset holds, read from a file with one zone by the RFC."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[tuple[datetime, timedelta]] = []
    for at, line in enumerate(lines):
        if line in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
            said = dict(
                one.split(":", 1) for one in lines[at + 1 : lines.index("END:" + line[6:], at)]
            )
            before, after = offset(said["TZOFFSETFROM"]), offset(said["TZOFFSETTO"])
            moments = [said["DTSTART"], *filter(None, said.get("RDATE", "").split(","))]
            shown = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in moments]
            found += [(one - before, after) for one in shown]
    return sorted(found)


def offset(said: str) -> timedelta:
    size = timedelta(hours=int(said[1:3]), minutes=int(said[3:5]))
    return -size if said.startswith("-") else size


def offset_at(known: Sequence[tuple[datetime, timedelta]], at: datetime) -> timedelta:
    return known[bisect(known, (at, timedelta.max)) - 1][1]


@pytest.mark.parametrize("zone", [*FOUR, *ODD])
def test_the_file_says_how_clocks_stand_at_each_half_hour_of_400_days(zone: str) -> None:
    known = onsets(written(entry(zone=zone)))

    for half_hours in range(400 * 48):
        at = NOW + timedelta(minutes=30 * half_hours)
        assert offset_at(known, at) == at.astimezone(ZoneInfo(zone)).utcoffset(), at


@given(everywhere.filter("UTC".__ne__), days, st.integers(0, 24 * 60))
def test_the_file_knows_the_clocks_of_every_zone(zone: str, day: date, minutes: int) -> None:
    at = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)

    known = onsets(written(entry(zone=zone, starts_at=at)))

    for moment in (at, at + 365 * DAY, at + 1500 * DAY):
        assert offset_at(known, moment) == moment.astimezone(ZoneInfo(zone)).utcoffset()


# The second 1:30 of a night in which New York turns its clocks back, and the first.
@example("America/New_York", date(2026, 11, 1), 6 * 60 + 30)
@example("America/New_York", date(2026, 11, 1), 5 * 60 + 30)
@given(everywhere, days, st.integers(0, 24 * 60))
def test_a_session_that_takes_place_once_is_at_its_very_instant(
    zone: str, day: date, minutes: int
) -> None:
    at = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)

    event = only(written(entry(zone=zone, starts_at=at)))

    assert event.start.astimezone(UTC) == at
    assert event.end.astimezone(UTC) == at + timedelta(minutes=90)


def test_a_session_is_written_on_the_clocks_of_its_zone() -> None:
    text = written(entry(zone="Africa/Cairo", starts_at=datetime(2026, 7, 3, 15, tzinfo=UTC)))

    assert "DTSTART;TZID=Africa/Cairo:20260703T180000\r\n" in text
    assert "DTEND;TZID=Africa/Cairo:20260703T193000\r\n" in text


def test_each_zone_is_described_once_and_utc_never() -> None:
    text = written(
        entry(zone="UTC"),
        series(zone="UTC", skipped=(on_the_wall(2026, 2, 9, 18),)),
        entry(uid="a", zone="Africa/Cairo"),
        series(uid="b", zone="Africa/Cairo"),
        series(uid="c", zone="Asia/Kolkata"),
    )

    described = [str(one["TZID"]) for one in parsed(text).timezones]
    assert described == ["Africa/Cairo", "Asia/Kolkata"]
    assert "DTSTART:20260202T180000Z" in text
    assert "EXDATE:20260209T180000Z" in text
    assert "VTIMEZONE" not in written(entry(zone="UTC"))


def test_a_skipped_one_does_not_take_place_and_a_moved_one_does_elsewhen() -> None:
    zone, first = "Africa/Cairo", on_the_wall(2026, 4, 20, 18)  # clocks change on the 24th
    at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    slots = [first + WEEK * week for week in range(4)]
    told = series(
        zone=zone, first=first, skipped=(slots[1],), moved=(Moved(slots[2], at, 45, sequence=3),)
    )

    for text in (written(told), by_its_own_zones(written(told))):
        assert starts(text) == sorted([*wall(zone, [slots[0], slots[3]]), at])
    (_, moved) = parsed(written(told)).events
    assert (moved["UID"], moved["SEQUENCE"]) == ("series-1@nexus", 3)
    assert moved["RECURRENCE-ID"].dt == slots[2].replace(tzinfo=ZoneInfo(zone))
    assert moved.end.astimezone(UTC) - at == timedelta(minutes=45)


# Clocks in Nuuk go from 23:00 to midnight, and back.
@example("America/Nuuk", date(2026, 3, 28), time(23, 30))
@example("America/Nuuk", date(2026, 3, 28), time(0, 30))
@example("America/Nuuk", date(2026, 10, 24), time(23, 30))
@example("Africa/Cairo", date(2026, 4, 24), time(0, 30))
@example("Pacific/Kiritimati", date(2026, 4, 24), time(0))
@example("Pacific/Niue", date(2026, 4, 24), time(23, 59))
@settings(max_examples=40)
@given(everywhere, days, clocks)
def test_the_last_day_of_a_series_is_one_of_it(zone: str, last: date, clock: time) -> None:
    first = datetime.combine(last - 3 * DAY, clock)
    told = series(zone=zone, first=first, rule=f"FREQ=DAILY;UNTIL={last:%Y%m%d}")

    expected = wall(zone, [first + DAY * day for day in range(4)])
    assert starts(written(told)) == expected


def test_until_is_an_instant_as_the_standard_wants_it() -> None:
    cairo = series(zone="Africa/Cairo", rule="FREQ=WEEKLY;UNTIL=20260703;BYDAY=MO")
    utc = series(zone="UTC", rule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20260703")
    instant = series(rule="FREQ=WEEKLY;UNTIL=20260703T120000Z;BYDAY=MO")

    assert "RRULE:FREQ=WEEKLY;UNTIL=20260703T205959Z;BYDAY=MO\r\n" in written(cairo)
    assert "UNTIL=20260703T235959Z" in written(utc)
    assert "UNTIL=20260703T120000Z" in written(instant)


def test_a_monthly_series_on_the_31st_takes_place_on_the_last_day_of_shorter_months() -> None:
    rule = "FREQ=MONTHLY;COUNT=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    text = written(series(zone="America/New_York", first=on_the_wall(2026, 3, 31, 18), rule=rule))

    ends = [(3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31)]
    assert starts(text) == wall("America/New_York", [on_the_wall(2026, *one, 18) for one in ends])


def test_a_series_may_have_no_end() -> None:
    text = written(series(zone="Africa/Cairo", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"))

    fortnights = [on_the_wall(2026, 2, 2, 18) + 2 * WEEK * number for number in range(35)]
    assert starts(by_its_own_zones(text)) == wall("Africa/Cairo", fortnights)


def test_what_an_app_knows_a_session_by_is_kept_as_given() -> None:
    changed_at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    about: dict[str, Any] = {"uid": "7-3@nexus", "sequence": 4, "changed_at": changed_at}

    for told in (entry(**about), series(**about)):
        event = only(written(told))
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("7-3@nexus", 4, "CONFIRMED")
        assert event.DTSTAMP == event.LAST_MODIFIED == changed_at
    cancelled = only(written(entry(is_cancelled=True)))
    assert cancelled["STATUS"] == "CANCELLED"


def test_the_file_is_the_same_while_nothing_changes() -> None:
    told = entry(), series(zone="Africa/Cairo")

    later = calendars.calendar("Study sessions", told[:1], told[1:], NOW + 30 * DAY)

    assert written(*told) == later


HOSTILE = (
    "Queues\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
    "a,b;c:d\\n\\N C:\\New\\,",
    "\U0001f468\u200d\U0001f4bb" * 40,
    "BEGIN:VALARM\nACTION:AUDIO\nEND:VALARM",
    '"x";y=z',
    "\x00\x0b\x0c\x1c\x85 a\u2028b\u2029c",
    "\ud800 alone",
    " \n END:VCALENDAR",
)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_people_write_stays_in_its_place(said: str) -> None:
    text = written(
        entry(title=said, description=said, location=said, url=f"https://example.org/{said}"),
        name=said,
    )

    read = parsed(text)
    event = only(text)
    assert [one.name for one in read.walk()].count("VEVENT") == 1
    assert {one.name for one in read.walk()} == {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"}
    assert event["UID"] == "session-1@nexus"
    assert event["SUMMARY"] == event["DESCRIPTION"] == event["LOCATION"] == clean(said)
    # The library reads no escapes in names that begin with an X.
    assert re.sub(r"\\(.)", r"\1", read["X-WR-CALNAME"]) == one_line(said)
    assert str(event["URL"]).isascii()
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@given(st.text(), st.text())
def test_any_title_and_description_are_read_as_they_were_written(title: str, about: str) -> None:
    event = only(written(entry(title=title, description=about)))

    assert event.get("SUMMARY", "") == clean(title)
    assert event.get("DESCRIPTION", "") == clean(about)


def test_what_is_not_said_leaves_no_trace() -> None:
    event = only(written(entry()))

    assert {"DESCRIPTION", "LOCATION", "URL"} & set(event) == set()
    assert only(written(entry(url="https://discord.com/channels/1/2")))["URL"] == (
        "https://discord.com/channels/1/2"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Queues in Redis", "nexus-queues-in-redis.ics"),
        ("../../etc/passwd", "nexus-etc-passwd.ics"),
        ("S\u00e3o Paulo: \u201cd\u00e9j\u00e0 vu\u201d", "nexus-sao-paulo-deja-vu.ics"),
        ("CON", "nexus-con.ics"),
        ("\U0001f600", "nexus-sessions.ics"),
        ("", "nexus-sessions.ics"),
        ("a" * 300, f"nexus-{'a' * 60}.ics"),
    ],
)
def test_a_file_is_named_by_us(title: str, name: str) -> None:
    assert calendars.file_name(title) == name


def test_a_start_does_without_the_library() -> None:
    look = "import sys, bot.domain.calendars; print('icalendar' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"


def test_a_milestone_is_a_whole_day_whatever_the_zone() -> None:
    day = AllDay(
        uid="milestone-1@nexus",
        sequence=1,
        title="API docs, online",
        changed_at=NOW,
        day=date(2026, 3, 6),
    )

    made = calendars.calendar("Milestones", [], [], NOW, [day])

    event = only(made)
    assert event["DTSTART"].dt == date(2026, 3, 6)
    assert event["DTEND"].dt == date(2026, 3, 7)
    assert event["SUMMARY"] == "API docs, online"
    assert "VTIMEZONE" not in made
