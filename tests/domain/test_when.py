"""Moments as people type them."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import when, zone_words, zones
from bot.domain.errors import Refusal
from bot.domain.when import CHOICES, FARTHEST, LONGEST, SHORTEST, Ambiguous, ZoneNeeded, read
from tests.domain.fuzz import fuzzed
from tests.domain.phrases import (
    AMBIGUOUS,
    CLOCK_CHANGES,
    IN_LAGOS,
    LAGOS,
    LASTING,
    LENGTHS,
    NO_LENGTHS,
    NOON,
    REFUSED,
    utc,
)


@pytest.mark.parametrize(("typed", "instant"), IN_LAGOS)
def test_a_moment_is_read_in_the_members_zone(typed: str, instant: str) -> None:
    assert read(typed, LAGOS, NOON).starts_at == utc(instant)


@pytest.mark.parametrize(("typed", "minutes"), LASTING)
def test_how_long_it_lasts_may_be_said(typed: str, minutes: int) -> None:
    assert read(typed, LAGOS, NOON).minutes == minutes


@pytest.mark.parametrize(("typed", "zone", "now", "instant"), CLOCK_CHANGES)
def test_clock_changes_leap_days_and_turns_of_the_week(
    typed: str, zone: str, now: datetime, instant: str
) -> None:
    assert read(typed, zone, now).starts_at == utc(instant)


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_what_is_no_moment_is_refused_with_a_way_on(typed: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed, LAGOS, NOON)

    assert words in str(refused.value)
    assert not isinstance(refused.value, ZoneNeeded | Ambiguous)


@pytest.mark.parametrize(("typed", "zone", "now", "instants", "words"), AMBIGUOUS)
def test_what_may_mean_several_moments_is_asked_back(
    typed: str, zone: str | None, now: datetime, instants: list[str], words: str
) -> None:
    with pytest.raises(Ambiguous) as asked:
        read(typed, zone, now)

    assert [one.starts_at for one in asked.value.readings] == [*map(utc, instants)]
    assert words in str(asked.value)


def test_each_reading_says_how_long_it_lasts_and_whose_clock_it_is_on() -> None:
    with pytest.raises(Ambiguous) as asked:
        read("fri 18:00 CST for 90m", LAGOS, NOON)

    assert [(one.zone, one.minutes) for one in asked.value.readings] == [
        ("Asia/Shanghai", 90),
        ("America/Chicago", 90),
    ]


def test_where_places_agree_on_the_moment_the_speakers_own_clock_is_meant() -> None:
    assert read("fri 18:00 MST", "America/Phoenix", NOON).zone == "America/Phoenix"
    assert read("fri 18:00 MST", LAGOS, NOON).zone == "America/Denver"


def test_the_zones_that_letters_may_mean_are_zones_on_offer() -> None:
    assert {one for found in zone_words.SHARED.values() for one in found} <= {*zones.names()}
    assert not any(map(zones.known, zone_words.SHARED)), "one meaning would hide the others"


@pytest.mark.parametrize(("typed", "minutes"), LENGTHS)
def test_a_length_is_read_on_its_own(typed: str, minutes: int) -> None:
    assert when.length(typed) == minutes


@pytest.mark.parametrize(("typed", "words"), NO_LENGTHS)
def test_what_is_no_length_is_refused(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=re.escape(words)):
        when.length(typed)


def test_ten_thousand_strings_that_nobody_types_are_read_or_refused() -> None:
    for number, one in enumerate(fuzzed()):
        zone = zones.names()[number % len(zones.names())]
        try:
            with suppress(Refusal):
                read(one.text, zone, NOON)
            with suppress(Refusal):
                when.length(one.text)
        except Exception as fault:
            raise AssertionError(f"{one} in {zone}") from fault


@pytest.mark.parametrize("typed", when.EXAMPLES.split("`")[1::2])
def test_the_examples_that_a_refusal_gives_can_be_read(typed: str) -> None:
    assert read(typed, LAGOS, NOON).starts_at > NOON


@pytest.mark.parametrize(
    "typed", ["18:00", "fri 18:00", "in a month", "6 march 6pm for 90m", "midnight", "6", "4/12 6"]
)
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
    for typed in ("6 xyz", "soon", "25:00", "fri 18:00 Atlantis", "fri 18:00 for ages"):
        with pytest.raises(Refusal) as refused:
            read(typed, None, NOON)
        assert not isinstance(refused.value, ZoneNeeded), typed


SOMETIME = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PARTS = (
    "4/12,04-12,12/25/2026,IST,EST,in a month,"
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
        found = [read(typed, zone, now)]
    except Ambiguous as several:
        found = [*several.readings]
        assert found == sorted(found, key=lambda one: one.starts_at)
        assert 1 <= len({one.starts_at for one in found}) == len(found) <= CHOICES
        is_asked = str(several).endswith("?")
        assert is_asked
    except Refusal:
        return
    for reading in found:
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

    try:
        starts_at = read(typed, zone, now).starts_at
    except Ambiguous as twice:
        first, second = (one.starts_at for one in twice.readings)
        assert timedelta(0) < second - first <= timedelta(hours=3)
        starts_at = first
    shown = starts_at.astimezone(there).replace(tzinfo=None)

    wall = datetime.fromisoformat(typed)
    there_again = wall.replace(tzinfo=there).astimezone(UTC).astimezone(there)
    is_skipped = there_again.replace(tzinfo=None) != wall
    assert (shown > wall) if is_skipped else (shown == wall)
