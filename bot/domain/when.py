"""Read the moments that people type: `fri 18:00`, `tomorrow 6:30 pm Lagos for 90m`, `in 2 hours`.

The grammar is ours and small, so that what it accepts is never a guess:

    [day] [at] time [zone] [for length]     the day may also stand behind the time
    in 2 hours [for length]                 minutes, hours, days, weeks
    <t:1760000000:F> [for length]           what Discord's own time picker inserts

A day is today, tonight, tomorrow, a weekday (the coming one; with "next" that of next week), an ISO
date, or a day and a month. A time is 18:00, 18h30, 6pm, 6:30 pm, noon or midnight; midnight is the
one that ends the day. A bare "6" is refused: it might be morning or evening.
"""

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import zones
from bot.domain.errors import Refusal
from bot.domain.text import escape, one_line

LIMIT = 64
DEFAULT_MINUTES = 60
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
FARTHEST = timedelta(days=366)
EXAMPLES = "Try `fri 18:00`, `tomorrow 6:30 pm for 90m`, `next mon 18h30 Lagos` or `in 2 hours`."

# A day of the last three months is a slip of the pen; an earlier one is next year's.
_SLIP = timedelta(days=92)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_DAY = re.compile(
    rf"""\ ?(?:on\ )?(?:
      (?P<word>today|tonight|tomorrow)
    | (?:(?P<named>{_WEEKDAY})\ )?(?:
          (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
        | (?:the\ )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month>{_MONTH})
          (?:\ (?P<year>20\d\d))?
        | (?P<month_first>{_MONTH})\ (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?
          (?:\ (?P<year_after>20\d\d))?
      )
    | (?:this\ |coming\ |(?P<next>next\ ))?(?P<weekday>{_WEEKDAY})
    )(?:(?=t\d)|(?!\w))""",
    re.VERBOSE | re.ASCII,
)
_CLOCK = re.compile(
    r"""\ ?(?:at\ |@\ ?|t(?=\d))?(?:
      (?:12\ )?(?P<word>noon|midday|midnight)
    | (?P<twelve>\d{1,2})(?:[:.](?P<past>\d{2}))?\ ?(?P<half>[ap])\.?m\.?
    | (?P<hour>\d{1,2})(?::(?P<minute>\d{2})|h(?P<after>\d{2})?)
    )(?:(?=z\b)|(?![\w:.]))""",
    re.VERBOSE | re.ASCII,
)
_AMOUNT = r"""
    (?:(?P<weeks>\d{1,4})\ ?w(?:eeks?)?)?\ ?
    (?:(?P<days>\d{1,4})\ ?d(?:ays?)?)?\ ?
    (?:(?P<hours>\d{1,4})\ ?h(?:(?:ou)?rs?)?)?\ ?(?:and\ )?
    (?:(?P<minutes>\d{1,4})\ ?(?(hours)(?:m(?:in(?:ute)?s?)?)?|m(?:in(?:ute)?s?)?))?
    (?![\w:.])"""
_FOR = re.compile(rf"\ ?\bfor\ {_AMOUNT}", re.VERBOSE | re.ASCII)
_IN = re.compile(rf"in\ {_AMOUNT}", re.VERBOSE | re.ASCII)
_STAMP = re.compile(r"<t:(\d{1,11})(?::[a-z])?>", re.ASCII)
_BARE = re.compile(r" ?(?:at )?(\d{1,2})", re.ASCII)
_UNTIL = re.compile(r"(?:[-\u2013\u2014]|to\b|till?\b|until\b)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment as it was understood; `zone` is None where the text needed none."""

    starts_at: datetime
    minutes: int
    zone: str | None


class ZoneNeeded(Refusal):
    """The text is a good one, but it names a time on a wall, and nobody said which wall."""


class Ambiguous(Refusal):
    """The text may mean one of several moments."""

    def __init__(self, words: str, readings: tuple[Reading, ...]) -> None:
        super().__init__(words)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class _Wall:
    """A time on a wall: the day as it was said, not yet a date."""

    day: Mapping[str, str | None]
    clock: time
    is_midnight: bool
    zone: str | None


def read(text: str, zone: str | None, now: datetime) -> Reading:
    """The moment that `text` names to somebody in `zone`; a Refusal says what to type instead.

    A zone that the text names goes first. Without any, `ZoneNeeded` is raised, unless the text
    means the same moment everywhere.
    """
    phrase, length = _length(_phrase(text))
    instant = _instant(phrase, now)
    if instant is not None:
        starts_at, meant = instant, zone
    else:
        wall = _wall(phrase)
        meant = wall.zone or zone
        if meant is None:
            raise ZoneNeeded(
                "I don't know your time zone yet. Name one behind the time, such as"
                " `fri 18:00 Lagos`, or set yours with `/me timezone`."
            )
        starts_at = _moment(wall, ZoneInfo(meant), now)
    if starts_at <= now:
        raise _passed(starts_at)
    if starts_at > now + FARTHEST:
        raise _too_far()
    return Reading(starts_at, length // timedelta(minutes=1), meant)


def _phrase(text: str) -> str:
    """The text in the one spelling that the patterns know."""
    line = one_line(text)
    if len(line) > LIMIT:
        raise Refusal(f"That is longer than a time needs to be. {EXAMPLES}")
    spaced = " ".join(line.casefold().replace(",", " ").split()).rstrip(" .!?")
    counted = re.sub(r"\ban? (?=hour|day|week|minute)", "1 ", spaced)
    return counted.replace("half 1 hour", "30 minutes")


def _length(phrase: str) -> tuple[str, timedelta]:
    """The phrase without its `for 90m`, and how long that is."""
    said = _FOR.search(phrase)
    if said is None:
        if re.search(r"\bfor\b", phrase):
            raise Refusal("How long? Say it like `for 90m`, `for 1h30` or `for 2 hours`.")
        return phrase, timedelta(minutes=DEFAULT_MINUTES)
    length = _amount(said)
    if not SHORTEST <= length <= LONGEST:
        raise Refusal("A session lasts from 5 minutes to 12 hours: say it like `for 90m`.")
    return phrase[: said.start()] + phrase[said.end() :], length


def _amount(said: re.Match[str]) -> timedelta:
    return timedelta(**{unit: int(count) for unit, count in said.groupdict().items() if count})


def _instant(phrase: str, now: datetime) -> datetime | None:
    """The moment of a phrase that means the same one everywhere; None for all others."""
    if stamp := _STAMP.fullmatch(phrase):
        return _EPOCH + timedelta(seconds=int(stamp[1]))
    if said := _IN.fullmatch(phrase):
        return now.replace(second=0, microsecond=0) + _amount(said)
    return None


def _wall(phrase: str) -> _Wall:
    day = _DAY.match(phrase)
    rest = phrase[day.end() :] if day else phrase
    clock = _CLOCK.match(rest)
    if clock is None:
        raise _no_clock(rest if day else phrase, has_day=day is not None)
    rest = rest[clock.end() :]
    if day is None and (day := _DAY.match(rest)):
        rest = rest[day.end() :]
    return _Wall(
        day=day.groupdict() if day else {},
        clock=_clock(clock),
        is_midnight=clock["word"] == "midnight",
        zone=_zone(rest.strip(" ()")),
    )


def _clock(said: re.Match[str]) -> time:
    if said["word"]:
        return time(0) if said["word"] == "midnight" else time(12)
    if said["half"]:
        hour, minute = int(said["twelve"]), int(said["past"] or 0)
        is_real = 1 <= hour <= 12
        hour = hour % 12 + (12 if said["half"] == "p" else 0)
    else:
        hour, minute = int(said["hour"]), int(said["minute"] or said["after"] or 0)
        is_real = hour < 24
    if not is_real or minute >= 60:
        raise Refusal(f"There is no such time on a clock. {EXAMPLES}")
    return time(hour, minute)


def _zone(said: str) -> str | None:
    if not said:
        return None
    if _UNTIL.match(said):
        raise Refusal("Say how long it lasts instead of when it ends, like `fri 18:00 for 90m`.")
    name = said.removeprefix("in ").removesuffix(" time")
    found = zones.known(name)
    if found is None:
        raise Refusal(
            f"I don't know the time zone \u201c{escape(name)}\u201d. Name a city such as Lagos or"
            " Nairobi, or leave it out to use your own."
        )
    return found


def _moment(wall: _Wall, zone: ZoneInfo, now: datetime) -> datetime:
    today = now.astimezone(zone).date()
    day, period = _day(wall.day, today)
    # So far that the moment may be outside what a datetime can hold.
    if day > today + FARTHEST * 2:
        raise _too_far()
    if day < today - FARTHEST * 2:
        raise _passed()
    starts_at = _at(day, wall, zone)
    if starts_at <= now and period:
        starts_at = _at(day + period, wall, zone)
    return starts_at


def _at(day: date, wall: _Wall, zone: ZoneInfo) -> datetime:
    """The instant of a wall time; one that a clock change skips moves on, of a double the first."""
    if wall.is_midnight:
        day += timedelta(days=1)
    return datetime.combine(day, wall.clock).replace(tzinfo=zone, fold=0).astimezone(UTC)


def _day(said: Mapping[str, str | None], today: date) -> tuple[date, timedelta]:
    """The first day that may be meant, and after what time the same words mean another one."""
    never = timedelta(0)
    if weekday := said.get("weekday"):
        ahead = _WEEKDAYS.index(weekday[:3]) - today.weekday()
        if said.get("next"):
            return today + timedelta(days=ahead + 7), never
        return today + timedelta(days=ahead % 7), timedelta(days=7)
    if said.get("iso") or said.get("month") or said.get("month_first"):
        return _calendar_day(said, today), never
    if word := said.get("word"):
        return today + timedelta(days=word == "tomorrow"), never
    return today, timedelta(days=1)


def _calendar_day(said: Mapping[str, str | None], today: date) -> date:
    if iso := said["iso"]:
        found = _date(*map(int, iso.split("-")))
    else:
        month = _MONTHS.index((said["month"] or said["month_first"] or "")[:3]) + 1
        day = int(said["day"] or said["day_after"] or 0)
        year = said["year"] or said["year_after"]
        found = _date(int(year), month, day) if year else _without_year(month, day, today)
    if (named := said["named"]) and _WEEKDAYS[found.weekday()] != named[:3]:
        raise Refusal(f"{found.day} {found:%B %Y} is a {found:%A}. Which of the two do you mean?")
    return found


def _without_year(month: int, day: int, today: date) -> date:
    year = today.year
    if (month, day) == (2, 29):
        while not isleap(year):
            year += 1
    found = _date(year, month, day)
    return found if found >= today - _SLIP else _date(year + 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal(f"There is no such day in the calendar. {EXAMPLES}") from None


def _no_clock(rest: str, *, has_day: bool) -> Refusal:
    if bare := _BARE.fullmatch(rest):
        hour = int(bare[1])
        if 1 <= hour <= 12:
            return Refusal(
                f"Is {hour} in the morning or in the evening?"
                f" Type `{hour}am`, `{hour}pm` or `{hour % 12 + 12}:00`."
            )
        if hour < 24:
            return Refusal(f"Do you mean `{hour}:00`? Then type it like that.")
    if has_day and not rest:
        return Refusal(f"At what time of that day? {EXAMPLES}")
    return Refusal(f"I can't find a time in that. {EXAMPLES}")


def _passed(starts_at: datetime | None = None) -> Refusal:
    what = f"<t:{int(starts_at.timestamp())}:F>" if starts_at else "That"
    return Refusal(f"{what} has already passed. {EXAMPLES}")


def _too_far() -> Refusal:
    return Refusal(f"That is more than a year away. {EXAMPLES}")
