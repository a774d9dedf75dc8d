"""What comes again: what people say, the times on the wall, and their instants in every zone."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import repeats, zones
from bot.domain.errors import Refusal
from bot.domain.recurrence import (
    Freq,
    Rule,
    moment,
    moments,
    monthdays,
    read,
    shifted,
    slots,
    suggest,
    words,
)
from tests.domain.fuzz import fuzzed


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FIRST = wall("2026-03-04 18:00")  # a Wednesday
TODAY = date(2026, 3, 2)
NEW_YORK = "America/New_York"

# What is said of something that is for the first time on Wednesday, 4 March 2026.
SAID = [
    ("daily", "FREQ=DAILY"),
    ("every day", "FREQ=DAILY"),
    ("everyday", "FREQ=DAILY"),
    ("Every 3 days", "FREQ=DAILY;INTERVAL=3"),
    ("every other day", "FREQ=DAILY;INTERVAL=2"),
    ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("mon-fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU"),
    ("weekly", "FREQ=WEEKLY"),
    ("each week", "FREQ=WEEKLY"),
    ("every week", "FREQ=WEEKLY"),
    ("every 1 week", "FREQ=WEEKLY"),
    ("biweekly", "FREQ=WEEKLY;INTERVAL=2"),
    ("bi-weekly", "FREQ=WEEKLY;INTERVAL=2"),
    ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    ("every fortnight", "FREQ=WEEKLY;INTERVAL=2"),
    ("every other week", "FREQ=WEEKLY;INTERVAL=2"),
    ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
    ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
    ("every 12 weeks", "FREQ=WEEKLY;INTERVAL=12"),
    ("weekly on mon, thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("every week on Thursdays and Mondays", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("every mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("every monday and every thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("mon,wed,fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("mon / wed & fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("mondays", "FREQ=WEEKLY;BYDAY=MO"),
    ("on tues", "FREQ=WEEKLY;BYDAY=TU"),
    ("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("every 2 weeks on mon and thu", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
    ("fri-mon", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU"),
    ("monthly", "FREQ=MONTHLY"),
    ("every month", "FREQ=MONTHLY"),
    ("every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
    # how it ends
    ("every week, 8 times", "FREQ=WEEKLY;COUNT=8"),
    ("weekly for 8 times", "FREQ=WEEKLY;COUNT=8"),
    ("weekly x8", "FREQ=WEEKLY;COUNT=8"),
    ("weekly 8x", "FREQ=WEEKLY;COUNT=8"),
    ("every 2 weeks 8 times", "FREQ=WEEKLY;INTERVAL=2;COUNT=8"),
    ("daily 100 times", "FREQ=DAILY;COUNT=100"),
    ("every week for 8 weeks", "FREQ=WEEKLY;UNTIL=20260428"),
    ("mon and thu for 8 weeks", "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260428"),
    ("daily for 10 days", "FREQ=DAILY;UNTIL=20260313"),
    ("weekly for 2 months", "FREQ=WEEKLY;UNTIL=20260503"),
    ("weekly until 2026-12-20", "FREQ=WEEKLY;UNTIL=20261220"),
    ("weekly until 20 Dec", "FREQ=WEEKLY;UNTIL=20261220"),
    ("weekly until Dec 20th, 2026", "FREQ=WEEKLY;UNTIL=20261220"),
    ("weekly until 20/12", "FREQ=WEEKLY;UNTIL=20261220"),
    ("weekly till 5/5/2026", "FREQ=WEEKLY;UNTIL=20260505"),
    ("weekly until 6 Jan 2027", "FREQ=WEEKLY;UNTIL=20270106"),
    ("daily until fri", "FREQ=DAILY;UNTIL=20260306"),
    ("daily until 5 March", "FREQ=DAILY;UNTIL=20260305"),
    ("every month until 20 December 2026!", "FREQ=MONTHLY;UNTIL=20261220"),
]
NOT_SAID = [
    ("", "how often"),
    ("soon", "how often"),
    ("every", "how often"),
    ("on", "how often"),
    ("every other", "how often"),
    ("every second monday", "how often"),
    ("every year", "how often"),
    ("every mon or thu", "how often"),
    ("mon-", "how often"),
    ("every month on mon", "how often"),
    ("every 2 days on mon", "how often"),
    ("weekly on the 5th", "how often"),
    ("8 times", "how often"),
    ("for 8 weeks", "how often"),
    ("until 20 Dec", "how often"),
    ("FREQ=WEEKLY", "how often"),
    ("every 0 weeks", "every 1 to 12"),
    ("every 13 weeks", "every 1 to 12"),
    ("every 7 fortnights", "every 1 to 12"),
    ("weekly 1 times", "2 to 100 times"),
    ("weekly x0", "2 to 100 times"),
    ("weekly 101 times", "2 to 100 times"),
    ("weekly until 3 March", "before it comes again: it starts on 4 March 2026"),
    ("weekly until 2025-12-20", "before it comes again"),
    ("weekly until 20 Feb", "before it comes again"),  # rather than next year's
    ("weekly until 10 March", "before it comes again"),
    ("weekly for 1 week", "before it comes again"),
    ("weekly for 0 weeks", "before it comes again"),
    ("monthly for 4 weeks", "before it comes again"),
    ("weekly until 2029-12-20", "three years"),
    ("weekly for 9999 months", "three years"),
    ("weekly until 31 April", "no such day"),
    ("weekly until tomorrow", "its last day"),
    ("weekly until soon", "its last day"),
    ("weekly until 20 Dec x8", "its last day"),
    ("weekly until 4/12", "12 April 2026 or on 4 December 2026"),
    ("weekly" + " x" * 40, "longer than"),
]
SAYABLE = [typed for typed, _ in SAID]


@pytest.mark.parametrize(("typed", "text"), SAID)
def test_what_people_say_of_how_often_is_read(typed: str, text: str) -> None:
    assert read(typed, FIRST, TODAY).text() == text


@pytest.mark.parametrize(("typed", "refusal"), NOT_SAID)
def test_what_says_nothing_of_it_is_refused_with_a_way_on(typed: str, refusal: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed, FIRST, TODAY)

    assert refusal in str(refused.value)


@pytest.mark.parametrize("typed", repeats.EXAMPLES.split("`")[1::2])
def test_the_examples_that_a_refusal_gives_can_be_read(typed: str) -> None:
    assert read(typed, FIRST, TODAY)


def test_a_day_without_a_year_is_the_next_one_of_a_series_that_runs_already() -> None:
    began = FIRST - timedelta(days=200)

    assert read("weekly until 20 Dec", began, TODAY).until == date(2026, 12, 20)
    with pytest.raises(Refusal, match="before it comes again"):
        read("weekly until 2026-03-01", began, TODAY)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("daily", "every day"),
        ("every 3 days", "every 3 days"),
        ("weekdays", "every weekday"),
        ("biweekly", "every 2 weeks"),
        ("mondays", "every week on Monday"),
        ("every other week on thu, mon 8x", "every 2 weeks on Monday and Thursday, 8 times"),
        ("every 2 weeks on weekdays", None),
        ("fri-mon", "every week on Monday, Friday, Saturday and Sunday"),
        ("monthly until 20 Dec", "every month until 20 December 2026"),
    ],
)
def test_a_rule_is_told_in_words_that_can_be_typed_again(typed: str, said: str | None) -> None:
    rule = read(typed, FIRST, TODAY)

    assert said is None or words(rule) == said
    if len(words(rule)) <= 64:
        assert read(words(rule), FIRST, TODAY) == rule


@pytest.mark.parametrize("typed", SAYABLE)
def test_every_rule_reads_the_same_in_its_own_words(typed: str) -> None:
    rule = read(typed, FIRST, TODAY)

    assert read(words(rule), FIRST, TODAY) == rule


@pytest.mark.parametrize("first", [None, FIRST, wall("2026-01-31 09:00"), wall("2028-02-29 00:00")])
def test_what_is_suggested_can_be_read_and_fits_what_was_typed(first: datetime | None) -> None:
    at = first or FIRST
    begun = {typed[:end] for typed in SAYABLE for end in (0, 2, 5, 9, 14, 22, len(typed))}
    for typed in (*begun, "8 times", "xyz", "every mon for", "fri un", "x" * 100, "*", "\u0130"):
        offered = suggest(typed, first)

        assert len(offered) == len(set(offered)) <= 25
        assert all(read(one, at, at.date()) for one in offered)
        assert all(len(one) <= 64 for one in offered)


def test_suggestions_complete_what_was_begun() -> None:
    assert suggest("", FIRST)[:6] == [
        *("every week", "every 2 weeks", "every month", "every day", "every weekday"),
        "every Wednesday",
    ]
    assert suggest("every 2 w", FIRST)[0] == "every 2 weeks"
    assert suggest("thu mo", FIRST)[0] == "every Thursday and Monday"
    assert suggest("every tue an", FIRST)[0] == "every Tuesday and Wednesday"
    assert suggest("weekly", FIRST)[:2] == ["weekly", "weekly for 8 weeks"]
    assert suggest("every mon for", FIRST)[:2] == [
        *("every month for 8 weeks", "every Monday for 8 weeks"),
    ]
    assert suggest("every week unt", FIRST)[0] == "every week until 4 April 2026"
    assert suggest("every week unt", None) == []
    assert suggest("xyz", FIRST) == []


def rules(**fixed: st.SearchStrategy[object]) -> st.SearchStrategy[Rule]:
    weekly = st.sets(st.integers(0, 6)).map(lambda some: tuple(sorted(some)))
    ends = st.one_of(
        st.just((None, None)),
        st.tuples(st.dates(date(2026, 3, 1), date(2030, 1, 1)), st.none()),
        st.tuples(st.none(), st.integers(1, 100)),
    )

    def build(
        freq: Freq, every: int, weekdays: tuple[int, ...], starts: int, end: tuple[date, int]
    ) -> Rule:
        is_weekly = freq is Freq.WEEKLY
        return Rule(freq, every, weekdays if is_weekly else (), *end, starts if is_weekly else 0)

    parts = {"freq": st.sampled_from(Freq), "every": st.integers(1, 12), "weekdays": weekly}
    return st.builds(build, **parts | fixed, starts=st.integers(0, 6), end=ends)


FIRSTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(  # noqa: DTZ001
    lambda some: some.replace(second=0, microsecond=0)
)


@given(rules())
def test_a_rule_is_written_and_read_back(rule: Rule) -> None:
    assert Rule.parse(rule.text()) == rule


def test_a_rule_is_written_as_calendars_write_it() -> None:
    assert Rule(Freq.WEEKLY, 2, (0, 3), count=8).text() == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=8"
    )
    assert Rule(Freq.DAILY, until=date(2026, 12, 20)).text() == "FREQ=DAILY;UNTIL=20261220"
    assert Rule(Freq.WEEKLY, 2, (0, 1), week_starts=1).text() == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=TU"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "FREQ", "FREQ=YEARLY", "FREQ=DAILY;COUNT=x", "COUNT=8", "FREQ=DAILY;INTERVAL=0"),
        *("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=TH,MO"),
        *("FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;UNTIL=20261220;COUNT=8", "FREQ=DAILY;UNTIL=2026"),
        *("FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=08", "freq=daily", "FREQ=DAILY;BYHOUR=6"),
    ],
)
def test_what_is_no_rule_of_ours_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever it is
        Rule.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "found"),
    [
        ("FREQ=DAILY", "2026-02-27 18:00", "02-27 02-28 03-01 03-02"),
        ("FREQ=DAILY;INTERVAL=12", "2028-02-20 18:00", "02-20 03-03 03-15"),
        ("FREQ=DAILY;COUNT=2", "2026-03-04 18:00", "03-04 03-05 -"),
        ("FREQ=DAILY;UNTIL=20260305", "2026-03-04 18:00", "03-04 03-05 -"),
        ("FREQ=DAILY;UNTIL=20260303", "2026-03-04 18:00", "-"),
        ("FREQ=WEEKLY", "2026-03-04 18:00", "03-04 03-11 03-18"),
        # the first is on a Wednesday, and counted, though Mondays were said
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-03-04 18:00", "03-04 03-09 03-16 -"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=1", "2026-03-04 18:00", "03-04 -"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", "2026-03-04 18:00", "03-04 03-09 03-11 -"),
        # every second week: the first one's, from Monday to Sunday, and that after the next
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "2026-03-04 18:00", "03-04 03-08 03-16 03-22"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=TU", "2026-03-04 18:00", "03-04 03-08 03-09"),
        # the last of a month that lacks the day
        ("FREQ=MONTHLY", "2026-01-31 18:00", "01-31 02-28 03-31 04-30 05-31"),
        ("FREQ=MONTHLY", "2026-01-30 18:00", "01-30 02-28 03-30 04-30 05-30"),
        ("FREQ=MONTHLY", "2028-01-29 18:00", "01-29 02-29 03-29"),
        ("FREQ=MONTHLY;INTERVAL=12", "2024-02-29 18:00", "02-29 02-28 02-28 02-28 02-29"),
        ("FREQ=MONTHLY;COUNT=3", "2026-03-04 18:00", "03-04 04-04 05-04 -"),
    ],
)
def test_the_times_on_the_wall(text: str, first: str, found: str) -> None:
    expected = found.split()
    days = [f"{one:%m-%d}" for one in islice(slots(Rule.parse(text), wall(first)), 50)]

    assert [*days, "-"][: len(expected)] == expected


@settings(max_examples=200)
@given(rule=rules(), first=FIRSTS)
def test_the_times_are_those_that_a_calendar_finds_by_the_rules_text(
    rule: Rule, first: datetime
) -> None:
    assume(not rule.weekdays or first.weekday() in rule.weekdays)
    assume(rule.until is None or rule.until >= first.date())
    month = monthdays(rule, first)
    by_day = f";BYMONTHDAY={','.join(map(str, month))};BYSETPOS=-1" if month else ""
    # Of the last day, a calendar wants to know the hour.
    text = rule.text() + by_day
    text = (
        text.replace(f"{rule.until:%Y%m%d}", f"{rule.until:%Y%m%d}T235959") if rule.until else text
    )

    expected = [*islice(rrulestr(text, dtstart=first), 60)]

    assert [*islice(slots(rule, first), 60)] == expected


@settings(max_examples=300)
@given(rule=rules(), first=FIRSTS, days=st.integers(-10, 900), minutes=st.integers(-1, 1))
def test_behind_a_time_come_the_same_ones_as_from_the_beginning(
    rule: Rule, first: datetime, days: int, minutes: int
) -> None:
    after = first + timedelta(days=days, minutes=minutes)
    late = first + timedelta(days=1000)
    every = until(rule, first, None, late)

    assert until(rule, first, after, late) == [one for one in every if one > after]


def until(rule: Rule, first: datetime, after: datetime | None, end: datetime) -> list[datetime]:
    return [one for one in islice(slots(rule, first, after=after), 1001) if one < end]


@settings(max_examples=300)
@given(
    rule=rules(freq=st.sampled_from([Freq.DAILY, Freq.WEEKLY])),
    first=FIRSTS,
    days=st.integers(-400, 400),
)
def test_a_rule_moves_with_all_that_follows(rule: Rule, first: datetime, days: int) -> None:
    by = timedelta(days=days)

    moved = islice(slots(shifted(rule, days), first + by), 40)

    assert [*moved] == [one + by for one in islice(slots(rule, first), 40)]


@given(rule=rules(), days=st.integers(-400, 400))
def test_a_rule_that_moves_there_and_back_is_the_same(rule: Rule, days: int) -> None:
    there_and_back = shifted(shifted(rule, days), -days)

    assert there_and_back == shifted(rule, 0)


def test_a_monthly_rule_moves_only_its_end() -> None:
    rule = Rule(Freq.MONTHLY, until=date(2026, 12, 20))

    assert shifted(rule, 12) == Rule(Freq.MONTHLY, until=date(2027, 1, 1))


START, DAYS = date(2026, 1, 1), 400
TIMES = (time(0), time(0, 30), time(1, 30), time(2, 30), time(23, 30))
# Clocks that change at midnight, by half an hour, by two, for Ramadan, or never.
TELLING = (
    *(NEW_YORK, "Africa/Cairo", "Africa/Casablanca", "Europe/London", "Africa/Lagos"),
    *("America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "Antarctica/Troll"),
    *("America/Scoresbysund", "America/Santiago", "Atlantic/Azores", "Asia/Gaza"),
)


def test_in_every_zone_the_wall_time_is_kept_in_order_and_none_is_doubled(
    pytestconfig: pytest.Config,
) -> None:
    """A share of the zones runs with the suite, `--long` takes them all."""
    share = zones.names()[:: 1 if pytestconfig.getoption("--long") else 4]
    skipped = 0
    for zone in dict.fromkeys((*TELLING, *share)):
        for at in TIMES:
            first = datetime.combine(START, at)
            found = [*moments(Rule(Freq.DAILY, count=DAYS), first, zone)]

            assert [slot for slot, _ in found] == [first + timedelta(days=n) for n in range(DAYS)]
            assert all(one < after for (_, one), (_, after) in pairwise(found)), (zone, at)
            skipped += sum(not is_kept(slot, instant, ZoneInfo(zone)) for slot, instant in found)
    assert skipped >= 5, "the zones have no gap in them"


def is_kept(slot: datetime, instant: datetime, there: ZoneInfo) -> bool:
    """Whether the clocks show the slot at its instant; else it is as much later as they skip."""
    shown = instant.astimezone(there)
    late = shown.replace(tzinfo=None, fold=0) - slot
    if not late:
        assert shown.fold == 0, f"{slot} in {there}: the second of two"
        return True
    hands = [slot.replace(tzinfo=there, fold=fold) for fold in (0, 1)]
    real = [one.astimezone(UTC).astimezone(there).replace(tzinfo=None, fold=0) for one in hands]
    assert slot not in real, f"{slot} in {there}: it is there, and {shown} was taken"
    before, after = (one.utcoffset() or timedelta(0) for one in hands)
    assert late == after - before, f"{slot} in {there}: it moved by {late}"
    return False


@pytest.mark.parametrize(
    ("zone", "first", "found"),
    [
        # a Sunday's 02:30 that the clocks skip, and a Sunday's 01:30 that comes twice
        (
            NEW_YORK,
            "2026-03-01 02:30",
            ["2026-03-01 07:30", "2026-03-08 07:30", "2026-03-15 06:30"],
        ),
        (
            NEW_YORK,
            "2026-10-25 01:30",
            ["2026-10-25 05:30", "2026-11-01 05:30", "2026-11-08 06:30"],
        ),
        # Cairo skips the hour behind a midnight
        (
            "Africa/Cairo",
            "2026-04-17 00:00",
            ["2026-04-16 22:00", "2026-04-23 22:00", "2026-04-30 21:00"],
        ),
        ("Africa/Casablanca", "2026-03-15 18:00", ["2026-03-15 18:00", "2026-03-22 17:00"]),
        ("Africa/Lagos", "2026-03-22 18:00", ["2026-03-22 17:00", "2026-03-29 17:00"]),
    ],
)
def test_a_weekly_time_over_a_change_of_the_clocks(zone: str, first: str, found: list[str]) -> None:
    series = moments(Rule(Freq.WEEKLY), wall(first), zone)

    assert [instant for _, instant in islice(series, len(found))] == [*map(utc, found)]


def test_a_day_that_a_zone_skips_doubles_nothing() -> None:
    """Samoa went from 29 to 31 December 2011, and so to the other side of the date line."""
    first, skipped = wall("2011-12-28 10:00"), wall("2011-12-30 10:00")

    def days(after: datetime | None = None) -> list[int]:
        series = moments(Rule(Freq.DAILY), first, "Pacific/Apia", after=after)
        return [slot.day for slot, _ in islice(series, 5)]

    assert moment(skipped, "Pacific/Apia") == moment(wall("2011-12-31 10:00"), "Pacific/Apia")
    assert days() == [28, 29, 30, 1, 2]
    # Wherever one goes on, it is the same day that does not come.
    assert days(after=wall("2011-12-29 10:00")) == [30, 1, 2, 3, 4]
    assert days(after=skipped) == days(after=wall("2011-12-31 10:00")) == [1, 2, 3, 4, 5]


def test_a_rule_has_one_end_and_weekdays_in_order() -> None:
    for build in (
        lambda: Rule(Freq.DAILY, 0),
        lambda: Rule(Freq.DAILY, count=0),
        lambda: Rule(Freq.DAILY, until=TODAY, count=2),
        lambda: Rule(Freq.DAILY, weekdays=(0,)),
        lambda: Rule(Freq.WEEKLY, weekdays=(3, 0)),
        lambda: Rule(Freq.WEEKLY, weekdays=(0, 0)),
        lambda: Rule(Freq.WEEKLY, weekdays=(7,)),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - whichever it is
            build()


def test_ten_thousand_strings_that_nobody_types_are_read_or_refused() -> None:
    for one in fuzzed():
        try:
            with suppress(Refusal):
                rule = read(one.text, FIRST, TODAY)
                assert Rule.parse(rule.text()) == rule
                assert read(words(rule), FIRST, TODAY) == rule or len(words(rule)) > 64
        except Exception as fault:
            raise AssertionError(f"{one}") from fault
