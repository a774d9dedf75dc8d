"""Moments as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import when, zones
from bot.domain.errors import Refusal
from bot.domain.when import FARTHEST, LONGEST, SHORTEST, ZoneNeeded, read

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday; 13:00 in Lagos, 07:00 in New York
LAGOS = "Africa/Lagos"
NEW_YORK = "America/New_York"


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


# What is typed in Lagos (UTC+1, no clock changes), and the instant it means.
IN_LAGOS = [
    # a time alone: today, or tomorrow once it has passed
    ("18:00", "2026-03-02 17:00"),
    ("at 18:00", "2026-03-02 17:00"),
    ("@18:00", "2026-03-02 17:00"),
    ("11:00", "2026-03-03 10:00"),
    ("13:00", "2026-03-03 12:00"),  # this very moment is no longer to come
    ("6pm", "2026-03-02 17:00"),
    ("6 PM", "2026-03-02 17:00"),
    ("6 p.m.", "2026-03-02 17:00"),
    ("6:30 pm", "2026-03-02 17:30"),
    ("6.30pm", "2026-03-02 17:30"),
    ("18h30", "2026-03-02 17:30"),
    ("18h", "2026-03-02 17:00"),
    ("9am", "2026-03-03 08:00"),
    ("noon", "2026-03-03 11:00"),
    ("12 noon", "2026-03-03 11:00"),
    ("12 pm", "2026-03-03 11:00"),
    ("12 am", "2026-03-02 23:00"),
    ("12:30 am", "2026-03-02 23:30"),
    ("00:00", "2026-03-02 23:00"),
    # midnight is the one that ends the day, as in "due on Friday midnight"
    ("midnight", "2026-03-02 23:00"),
    ("tonight midnight", "2026-03-02 23:00"),
    ("tomorrow midnight", "2026-03-03 23:00"),
    ("fri midnight", "2026-03-06 23:00"),
    ("fri 12am", "2026-03-05 23:00"),
    # days by word
    ("today 18:00", "2026-03-02 17:00"),
    ("today at 6pm", "2026-03-02 17:00"),
    ("tonight 8pm", "2026-03-02 19:00"),
    ("tomorrow 18:00", "2026-03-03 17:00"),
    ("Tomorrow, at 6 pm", "2026-03-03 17:00"),
    ("18:00 tomorrow", "2026-03-03 17:00"),
    ("tomorrow@6pm", "2026-03-03 17:00"),
    # weekdays: the coming one, today's own while it is still to come, that of next week
    ("fri 18:00", "2026-03-06 17:00"),
    ("FRI 18:00!", "2026-03-06 17:00"),
    ("friday at noon", "2026-03-06 11:00"),
    ("on friday 6pm", "2026-03-06 17:00"),
    ("this fri 18:00", "2026-03-06 17:00"),
    ("next fri 18:00", "2026-03-13 17:00"),
    ("next monday 9am", "2026-03-09 08:00"),
    ("mon 18:00", "2026-03-02 17:00"),
    ("mon 11:00", "2026-03-09 10:00"),
    ("sun 18:00", "2026-03-08 17:00"),
    ("next sun 18:00", "2026-03-15 17:00"),
    ("tue 18:00", "2026-03-03 17:00"),
    ("tues 18:00", "2026-03-03 17:00"),
    ("weds 18:00", "2026-03-04 17:00"),
    ("thurs 18:00", "2026-03-05 17:00"),
    ("saturday 18:00", "2026-03-07 17:00"),
    ("6pm sat", "2026-03-07 17:00"),
    # days by date
    ("2026-03-06 18:00", "2026-03-06 17:00"),
    ("2026-03-06T18:00", "2026-03-06 17:00"),
    ("6 march 18:00", "2026-03-06 17:00"),
    ("6 Mar 6 pm", "2026-03-06 17:00"),
    ("6th of March at 6pm", "2026-03-06 17:00"),
    ("march 6, 18h30", "2026-03-06 17:30"),
    ("March 6th, 2026 at 6pm", "2026-03-06 17:00"),
    ("6 march 12 noon", "2026-03-06 11:00"),
    ("18:00 6 march", "2026-03-06 17:00"),
    ("fri 6 march 18:00", "2026-03-06 17:00"),
    ("1 sept 9:05 am", "2026-09-01 08:05"),
    ("1 november 18:00", "2026-11-01 17:00"),
    ("30 november 2026 18:00", "2026-11-30 17:00"),
    ("1 march 2027 18:00", "2027-03-01 17:00"),
    # from now on
    ("in 90 minutes", "2026-03-02 13:30"),
    ("in 45m", "2026-03-02 12:45"),
    ("in 2 hours", "2026-03-02 14:00"),
    ("in 2h", "2026-03-02 14:00"),
    ("in 1h30", "2026-03-02 13:30"),
    ("in 1 hour and 30 minutes", "2026-03-02 13:30"),
    ("in an hour", "2026-03-02 13:00"),
    ("in half an hour", "2026-03-02 12:30"),
    ("in 3 days", "2026-03-05 12:00"),
    ("in a week", "2026-03-09 12:00"),
    # Discord's own
    ("<t:1772805600:F>", "2026-03-06 14:00"),
    ("<t:1772805600>", "2026-03-06 14:00"),
    ("<t:1772805600:R> for 2h", "2026-03-06 14:00"),
    # a zone that is named goes first
    ("fri 18:00 Africa/Nairobi", "2026-03-06 15:00"),
    ("fri 18:00 Nairobi", "2026-03-06 15:00"),
    ("fri 18:00 in Nairobi", "2026-03-06 15:00"),
    ("fri 18:00 nairobi time", "2026-03-06 15:00"),
    ("fri 18:00 (EAT)", "2026-03-06 15:00"),
    ("fri 6 pm new york", "2026-03-06 23:00"),
    ("fri 18:00 UTC", "2026-03-06 18:00"),
    ("2026-03-06T18:00Z", "2026-03-06 18:00"),
    ("18:00 tomorrow nairobi", "2026-03-03 15:00"),
    ("fri 18:00 for 90m Nairobi", "2026-03-06 15:00"),
    # odd spaces and marks
    ("  fri \u200b 18:00\n", "2026-03-06 17:00"),
]


@pytest.mark.parametrize(("typed", "instant"), IN_LAGOS)
def test_a_moment_is_read_in_the_members_zone(typed: str, instant: str) -> None:
    assert read(typed, LAGOS, NOON).starts_at == utc(instant)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("fri 18:00", 60),
        ("fri 18:00 for 90m", 90),
        ("fri 18:00 for 90 min", 90),
        ("fri 18:00 for 1h30", 90),
        ("fri 18:00 for 1h30m", 90),
        ("fri 18:00 for 1 h 30 min", 90),
        ("fri 18:00 for 2 hours", 120),
        ("fri 18:00 for an hour", 60),
        ("fri 18:00 for half an hour", 30),
        ("fri 18:00 for 5m", 5),
        ("fri 18:00 for 12h", 720),
        ("in 2 hours for 45m", 45),
    ],
)
def test_how_long_it_lasts_may_be_said(typed: str, minutes: int) -> None:
    assert read(typed, LAGOS, NOON).minutes == minutes


@pytest.mark.parametrize(
    ("typed", "zone", "now", "instant"),
    [
        # New York moves its clocks on from 02:00 to 03:00 on 8 March 2026: a skipped time moves on
        ("sun 02:30", NEW_YORK, NOON, "2026-03-08 07:30"),
        ("sun 01:59", NEW_YORK, NOON, "2026-03-08 06:59"),
        ("sun 03:00", NEW_YORK, NOON, "2026-03-08 07:00"),
        ("sat 18:00", NEW_YORK, NOON, "2026-03-07 23:00"),
        ("sun 18:00", NEW_YORK, NOON, "2026-03-08 22:00"),
        # ... and back from 02:00 to 01:00 on 1 November: of a double time the first is meant
        ("1 nov 01:30", NEW_YORK, NOON, "2026-11-01 05:30"),
        ("1 nov 02:00", NEW_YORK, NOON, "2026-11-01 07:00"),
        # Cairo skips a midnight
        ("fri 12am", "Africa/Cairo", utc("2026-04-22 09:00"), "2026-04-23 22:00"),
        ("thu midnight", "Africa/Cairo", utc("2026-04-22 09:00"), "2026-04-23 22:00"),
        # leap days
        ("29 feb 18:00", "UTC", utc("2027-12-24 09:00"), "2028-02-29 18:00"),
        ("feb 29 18:00", "UTC", utc("2028-02-28 09:00"), "2028-02-29 18:00"),
        ("tomorrow 18:00", "UTC", utc("2028-02-28 09:00"), "2028-02-29 18:00"),
        ("tomorrow 18:00", "UTC", utc("2026-02-28 09:00"), "2026-03-01 18:00"),
        # over New Year
        ("6 jan 18:00", LAGOS, utc("2026-12-20 09:00"), "2027-01-06 17:00"),
        ("fri 18:00", LAGOS, utc("2026-12-31 09:00"), "2027-01-01 17:00"),
        # it is already another day there
        ("today 09:00", "Pacific/Auckland", utc("2026-03-02 12:00"), "2026-03-02 20:00"),
        ("tomorrow 09:00", "Pacific/Honolulu", utc("2026-03-03 05:00"), "2026-03-03 19:00"),
        # on a Friday: today while it is to come, else a week on; next week's for "next"
        ("fri 18:00", LAGOS, utc("2026-03-06 12:00"), "2026-03-06 17:00"),
        ("fri 18:00", LAGOS, utc("2026-03-06 17:00"), "2026-03-13 17:00"),
        ("next fri 18:00", LAGOS, utc("2026-03-06 12:00"), "2026-03-13 17:00"),
        ("next fri 18:00", LAGOS, utc("2026-03-08 12:00"), "2026-03-13 17:00"),
        ("fri 18:00", LAGOS, utc("2026-03-08 12:00"), "2026-03-13 17:00"),
        # seconds of the present are dropped
        ("in 10 minutes", LAGOS, NOON + timedelta(seconds=37), "2026-03-02 12:10"),
    ],
)
def test_clock_changes_leap_days_and_turns_of_the_week(
    typed: str, zone: str, now: datetime, instant: str
) -> None:
    assert read(typed, zone, now).starts_at == utc(instant)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("6", "`6am`, `6pm` or `18:00`"),
        ("12", "`12am`, `12pm` or `12:00`"),
        ("fri 6", "`6am`, `6pm` or `18:00`"),
        ("tomorrow at 9", "`9am`, `9pm` or `21:00`"),
        ("fri 18", "`18:00`"),
        ("1800", "can't find a time"),
        ("", "can't find a time"),
        ("soon", "can't find a time"),
        ("2 hours", "can't find a time"),
        ("for 90m", "can't find a time"),
        ("in", "can't find a time"),
        ("in 2", "can't find a time"),
        ("6/3 18:00", "can't find a time"),
        ("party fri 18:00", "can't find a time"),
        ("\u0666\u0667:\u0660\u0660", "can't find a time"),
        ("fri", "At what time"),
        ("6 march", "At what time"),
        ("25:00", "no such time"),
        ("18:60", "no such time"),
        ("13pm", "no such time"),
        ("0am", "no such time"),
        ("31 april 18:00", "no such day"),
        ("2026-02-29 18:00", "no such day"),
        ("2026-13-01 18:00", "no such day"),
        ("0000-01-01 18:00", "no such day"),
        ("thu 6 march 18:00", "6 March 2026 is a Friday"),
        ("today 11:00", "already passed"),
        ("2 march 11:00", "<t:1772445600:F> has already passed"),
        ("1 march 11:00", "already passed"),
        ("2025-03-06 18:00", "already passed"),
        ("0001-01-01 00:00", "already passed"),
        ("<t:0:F>", "already passed"),
        ("<t:-99999999999:F>", "can't find a time"),
        ("in 0 minutes", "already passed"),
        ("2027-03-06 18:00", "more than a year"),
        ("9999-12-31 midnight", "more than a year"),
        ("29 feb 18:00", "more than a year"),
        ("in 9999 weeks", "more than a year"),
        ("<t:99999999999:F>", "more than a year"),
        ("fri 18:00 Atlantis", "time zone \u201catlantis\u201d"),
        ("fri 18:00 EST", "time zone \u201cest\u201d"),
        ("fri 18:00 [x](http://a.b)", r"time zone “\[x\]\(http"),
        ("fri 18:00-19:30", "how long it lasts"),
        ("fri 6pm to 8pm", "how long it lasts"),
        ("fri 18:00 for 90", "How long?"),
        ("fri 18:00 for a while", "How long?"),
        ("fri 18:00 for 0m", "from 5 minutes to 12 hours"),
        ("fri 18:00 for 13h", "from 5 minutes to 12 hours"),
        ("fri 18:00 " + "x" * 60, "longer than a time needs to be"),
    ],
)
def test_what_is_no_moment_is_refused_with_a_way_on(typed: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed, LAGOS, NOON)

    assert words in str(refused.value)
    assert not isinstance(refused.value, ZoneNeeded)


@pytest.mark.parametrize("typed", when.EXAMPLES.split("`")[1::2])
def test_the_examples_that_a_refusal_gives_can_be_read(typed: str) -> None:
    assert read(typed, LAGOS, NOON).starts_at > NOON


@pytest.mark.parametrize("typed", ["18:00", "fri 18:00", "6 march 6pm for 90m", "midnight"])
def test_a_time_on_a_wall_needs_a_zone(typed: str) -> None:
    with pytest.raises(ZoneNeeded):
        read(typed, None, NOON)


@pytest.mark.parametrize("typed", ["in 2 hours", "<t:1772805600:F>", "fri 18:00 Lagos"])
def test_a_moment_that_is_the_same_everywhere_needs_none(typed: str) -> None:
    assert read(typed, None, NOON).starts_at > NOON


def test_a_reading_says_which_zone_it_was_read_in() -> None:
    assert read("fri 18:00", LAGOS, NOON).zone == LAGOS
    assert read("fri 18:00 nairobi", LAGOS, NOON).zone == "Africa/Nairobi"
    assert read("in 2 hours", LAGOS, NOON).zone == LAGOS
    assert read("in 2 hours", None, NOON).zone is None


def test_rubbish_is_refused_before_anybody_is_asked_for_a_zone() -> None:
    for typed in ("6", "soon", "25:00", "fri 18:00 Atlantis", "fri 18:00 for ages"):
        with pytest.raises(Refusal) as refused:
            read(typed, None, NOON)
        assert not isinstance(refused.value, ZoneNeeded), typed


SOMETIME = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PARTS = (
    "today,tonight,tomorrow,fri,next ,this ,on ,at ,@,in ,for ,6,18:00,6pm,12,am,noon,midnight,90m,"
    "1h30,2, hours, days,march,29,feb,2028,2026-03-06,9999-12-31,0001-01-01,T18:00Z,Lagos,UTC,"
    "<t:1:F>,<t:99999999999>,the ,of ,th,-,(,),an ,half ,hour,9999, weeks,24:00, ,"
    "\u0663,\u00b2,\u0130"
)
PHRASES = st.lists(st.sampled_from(PARTS.split(",")), max_size=8)


@settings(max_examples=500)
@given(
    typed=st.text(max_size=70) | PHRASES.map(" ".join) | PHRASES.map("".join),
    zone=st.sampled_from(zones.names()) | st.none(),
    now=SOMETIME,
)
@example(typed="9999-12-31 midnight", zone="America/Los_Angeles", now=NOON)
@example(typed="0001-01-01 00:00", zone="Asia/Tokyo", now=NOON)
def test_any_text_is_read_as_a_moment_to_come_or_refused(
    typed: str, zone: str | None, now: datetime
) -> None:
    try:
        reading = read(typed, zone, now)
    except Refusal:
        return
    assert now < reading.starts_at <= now + FARTHEST
    assert reading.starts_at.tzinfo is UTC
    assert SHORTEST <= timedelta(minutes=reading.minutes) <= LONGEST


@given(
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    ahead=st.integers(1, 300),
    zone=st.sampled_from(zones.names()),
    now=SOMETIME,
)
def test_a_wall_time_is_shown_again_as_it_was_typed_unless_the_clocks_skip_it(
    hour: int, minute: int, ahead: int, zone: str, now: datetime
) -> None:
    there = ZoneInfo(zone)
    day = now.astimezone(there).date() + timedelta(days=ahead)
    typed = f"{day.isoformat()} {hour:02}:{minute:02}"

    shown = read(typed, zone, now).starts_at.astimezone(there).replace(tzinfo=None)

    wall = datetime.fromisoformat(typed)
    there_again = wall.replace(tzinfo=there).astimezone(UTC).astimezone(there)
    is_skipped = there_again.replace(tzinfo=None) != wall
    assert (shown > wall) if is_skipped else (shown == wall)
