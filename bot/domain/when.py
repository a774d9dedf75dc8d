"""Read the moments that people type: `fri 18:00`, `tomorrow 6:30 pm Lagos for 90m`, `in 2 hours`.

The grammar is ours and small, so that what it accepts is never a guess:

    [day] [at] time [zone] [for length]     the day may also stand behind the time
    in 2 hours [for length]                 minutes, hours, days, weeks, months, a year
    <t:1760000000:F> [for length]           what Discord's own time picker inserts

A day is today, tonight, tomorrow, a weekday (the coming one; with "next" that of next week), an ISO
date, a day and a month, or both in figures. A time is 18:00, 18h30, 6pm, 6:30 pm, noon or midnight;
midnight is the one that ends the day, and seconds are dropped. What Discord shows of a moment has
one of these forms too, and can be pasted.

Words that may mean several moments raise `Ambiguous`, which has them all: a bare "6", "4/12", the
letters of a zone that several places share, a time that the clocks repeat. One that the clocks skip
moves on by what they skip.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from bot.domain import days, hours, lengths, walls, zone_words, zones
from bot.domain.days import Day
from bot.domain.errors import Refusal
from bot.domain.hours import Hour
from bot.domain.text import listed

LIMIT = days.LIMIT
DEFAULT_MINUTES = 60
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
FARTHEST = timedelta(days=366)
CHOICES = 5
EXAMPLES = "Try `fri 18:00`, `tomorrow 6:30 pm for 90m`, `next mon 18h30 Lagos` or `in 2 hours`."

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMP = re.compile(r"<t:(\d{1,11})(?::[a-z])?>", re.ASCII)
_MONTHS_AHEAD = re.compile(r"in (\d{1,2}) (month|year)s?", re.ASCII)
_HOW_LONG = "How long? Say it like `for 90m`, `for 1h30` or `for 2 hours`."


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment as it was understood; `zone` is None where the text needed none."""

    starts_at: datetime
    minutes: int
    zone: str | None


class ZoneNeeded(Refusal):
    """The text is a good one, but it names a time on a wall, and nobody said which wall."""


class Ambiguous(Refusal):
    """The text may mean several moments; its words ask which.

    `readings` are those that are to come and within a year, soonest first, and 5 at most. A single
    one is left where the others have passed: not taken silently, since those may have been meant.
    """

    def __init__(self, question: str, readings: tuple[Reading, ...]) -> None:
        super().__init__(question)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class _Wall:
    """A time on a wall as it was said, of which each part may mean several things."""

    day: Day
    hour: Hour
    zone: str
    """As it was typed; empty, and without zones, for the speaker's own."""
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meaning:
    day: date
    wall: datetime
    zone: str
    starts_at: datetime


def read(text: str, zone: str | None, now: datetime) -> Reading:
    """The moment that `text` names to somebody in `zone`; a Refusal says what to type instead.

    A zone that the text names goes first. Without any, `ZoneNeeded` is raised, unless the text
    means the same moment everywhere. Where it means several, `Ambiguous` is.
    """
    phrase, minutes = _length(_phrase(text))
    starts_at = _instant(phrase, zone, now)
    if starts_at is not None:
        [starts_at] = _to_come([starts_at], now)
        return Reading(starts_at, minutes, zone)
    wall = _wall(phrase)
    # Where places agree on the moment, the speaker's own is the one that was meant.
    own_first = sorted(wall.zones or [_own(zone)], key=lambda name: name != zone)
    meanings: dict[datetime, _Meaning] = {}
    for name in own_first:
        for one in _meanings(wall, name, now):
            meanings.setdefault(one.starts_at, one)
    ahead = _to_come(meanings, now)
    readings = [Reading(one, minutes, meanings[one].zone) for one in ahead]
    if len(meanings) == 1 and not wall.hour.unclear:
        return readings[0]
    raise Ambiguous(" ".join(_questions(wall, meanings.values())), tuple(readings[:CHOICES]))


def length(text: str) -> int:
    """The minutes of a length that was typed on its own; a bare number is one of minutes."""
    phrase = lengths.counted(days.tidy(text, _HOW_LONG)).removeprefix("for ")
    if phrase.isascii() and phrase.isdecimal():
        phrase += "m"
    lasting = lengths.amount(phrase)
    if lasting is None:
        raise Refusal(_HOW_LONG)
    return _minutes(lasting)


def _phrase(text: str) -> str:
    return lengths.counted(days.tidy(text, f"That is longer than a time needs to be. {EXAMPLES}"))


def _length(phrase: str) -> tuple[str, int]:
    """The phrase without its `for 90m`, and how many minutes that is."""
    rest, lasting = lengths.cut(phrase)
    if lasting is not None:
        return rest, _minutes(lasting)
    if re.search(r"\bfor\b", phrase):
        raise Refusal(_HOW_LONG)
    return phrase, DEFAULT_MINUTES


def _minutes(lasting: timedelta) -> int:
    if not SHORTEST <= lasting <= LONGEST:
        raise Refusal("A session lasts from 5 minutes to 12 hours: say it like `for 90m`.")
    return lasting // timedelta(minutes=1)


def _own(zone: str | None) -> str:
    if zone is None:
        raise ZoneNeeded(
            "I don't know your time zone yet. Name one after the time, such as"
            " `fri 18:00 Lagos`, or set yours with `/me timezone`."
        )
    return zone


def _instant(phrase: str, zone: str | None, now: datetime) -> datetime | None:
    """The moment of a phrase that names no time on a wall; None for all others."""
    if stamp := _STAMP.fullmatch(phrase):
        return _EPOCH + timedelta(seconds=int(stamp[1]))
    this_minute = now.replace(second=0, microsecond=0)
    if said := _MONTHS_AHEAD.fullmatch(phrase):
        months = int(said[1]) * (12 if said[2] == "year" else 1)
        own = _own(zone)
        there = this_minute.astimezone(walls.clock(own)).replace(tzinfo=None)
        return walls.moment(there + relativedelta(months=months), own)
    if phrase.endswith(" ago") and lengths.amount(phrase.removesuffix(" ago")):
        raise _passed()
    ahead = lengths.amount(phrase.removeprefix("in ")) if phrase.startswith("in ") else None
    return None if ahead is None else this_minute + ahead


def _wall(phrase: str) -> _Wall:
    day, rest = days.found(phrase)
    hour, after = hours.found(rest)
    if hour is None:
        if day and not rest:
            raise Refusal(f"At what time of that day? {EXAMPLES}")
        raise _no_time()
    if day is None:
        day, after = days.found(after)
    zone = after.strip(" ()")
    if hour.unclear and day is None and not zone_words.is_known(zone):
        raise _no_time()  # "2 hours" is no time in a zone of hours
    return _Wall(day or Day({}), hour, zone, zone_words.meant(zone))


def _meanings(wall: _Wall, zone: str, now: datetime) -> Iterator[_Meaning]:
    """All that is meant of a zone's clocks: on the next such day, where any of it is to come."""
    today = now.astimezone(walls.clock(zone)).date()
    for day in wall.day.dates(today):
        # A day at either end of the calendar has no instant everywhere; so far away, none is asked.
        near = min(max(day, today - FARTHEST * 2), today + FARTHEST * 2)
        found = _on(near, wall.hour, zone)
        if wall.day.period and all(one.starts_at <= now for one in found):
            found = _on(near + wall.day.period, wall.hour, zone)
        yield from found


def _on(day: date, hour: Hour, zone: str) -> list[_Meaning]:
    times = (datetime.combine(day, time()) + since for since in hour.meanings)
    return [
        _Meaning(day, wall, zone, instant)
        for wall in times
        for instant in walls.instants(wall, zone)
    ]


def _questions(wall: _Wall, meanings: Collection[_Meaning]) -> Iterator[str]:
    """What is unclear, one sentence a matter."""
    if wall.hour.unclear:
        yield wall.hour.unclear
    on = sorted({one.day for one in meanings})
    if wall.day.numeric and len(on) > 1:
        yield f"Is {wall.day.numeric} on {listed(map(days.shown, on), last='or on')}?"
    cities = dict.fromkeys(zones.city(one.zone) for one in meanings)
    if len(cities) > 1:
        named = zone_words.name(wall.zone).upper()
        yield f"Is {named} the time in {listed(cities, last='or')}?"
    [(repeated, count)] = Counter((one.wall, one.zone) for one in meanings).most_common(1)
    if count > 1:
        yield f"The clocks go back then, and it is {repeated[0]:%H:%M} twice: which one?"


def _to_come(instants: Collection[datetime], now: datetime) -> list[datetime]:
    """Those that can still be planned for, soonest first; at least one."""
    found = sorted(one for one in instants if now < one <= now + FARTHEST)
    if found:
        return found
    if max(instants) > now:
        raise Refusal(f"That is more than a year away. {EXAMPLES}")
    only = min(instants) if len(instants) == 1 else None
    raise _passed(only if only and only > now - FARTHEST else None)


def _passed(starts_at: datetime | None = None) -> Refusal:
    what = f"<t:{int(starts_at.timestamp())}:F>" if starts_at else "That"
    return Refusal(f"{what} has already passed. {EXAMPLES}")


def _no_time() -> Refusal:
    return Refusal(f"I can't find a time in that. {EXAMPLES}")
