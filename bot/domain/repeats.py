"""Read how often people say that something comes again: `every 2 weeks on mon, 8 times`."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import permutations

from dateutil.relativedelta import relativedelta

from bot.domain import days
from bot.domain.errors import Refusal

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKDAYS = (0, 1, 2, 3, 4)
OFTENEST, RAREST = 1, 12
FEWEST, MOST = 2, 100
LATEST = timedelta(days=3 * 366)
EXAMPLES = (
    "Try `every week`, `every mon and thu for 8 weeks`, `every 2 weeks, 8 times`, `every weekday`"
    " or `every month until 20 Dec`."
)


class Freq(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


UNITS = {Freq.DAILY: "day", Freq.WEEKLY: "week", Freq.MONTHLY: "month"}
_EACH = {
    "day": (Freq.DAILY, 1),
    "week": (Freq.WEEKLY, 1),
    "fortnight": (Freq.WEEKLY, 2),
    "month": (Freq.MONTHLY, 1),
}
_WORDS = {
    "daily": (Freq.DAILY, 1),
    "everyday": (Freq.DAILY, 1),
    "weekly": (Freq.WEEKLY, 1),
    "biweekly": (Freq.WEEKLY, 2),
    "bi-weekly": (Freq.WEEKLY, 2),
    "fortnightly": (Freq.WEEKLY, 2),
    "monthly": (Freq.MONTHLY, 1),
}
_TIMES = {"other": 2, "two": 2, "three": 3, "four": 4, "six": 6}
_GROUPS = {"weekday": WORKDAYS, "weekend": (5, 6)}
_HEAD = re.compile(
    rf"""(?:(?P<word>{"|".join(_WORDS)})
    | (?:every|each)\ (?:(?P<times>\d{{1,2}}|{"|".join(_TIMES)})\ )?(?P<unit>{"|".join(_EACH)})s?
    )(?!\w)(?:\ on(?!\w))?""",
    re.VERBOSE | re.ASCII,
)
_ON_DAYS = re.compile(r"(?:(?:every|each|on) )?(?P<other>other )?(?P<days>.+)")
_FILLERS = {"and", "on", "every", "each"}
_SPANS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
}
_COUNTS = range(2, RAREST + 1)
_MONTHS_AHEAD = [relativedelta(months=count) for count in (1, 2, 3, 6)]
_BETWEEN = re.compile(r"[ /&+]+")
_END = re.compile(
    r"""\ (?:
      (?:until|till?|ending|ends)\ (?:on\ )?(?P<until>.+)
    | (?:for\ )?(?P<count>\d{1,4})\ ?(?:times|sessions|x)
    | x\ ?(?P<after_x>\d{1,4})
    | for\ (?P<lasting>\d{1,4})\ (?P<unit>day|week|month)s?
    )\Z""",
    re.VERBOSE | re.ASCII,
)


def split(phrase: str) -> tuple[str, re.Match[str] | None]:
    """How often, and how it ends if that is said."""
    end = _END.search(phrase)
    return (phrase[: end.start()], end) if end else (phrase, None)


def rhythm(phrase: str) -> tuple[Freq, int, tuple[int, ...]]:
    """Every how many days, weeks or months, and on which weekdays where any were named."""
    if head := _HEAD.match(phrase):
        freq, every = _WORDS[head["word"]] if head["word"] else _EACH[head["unit"]]
        times = head["times"]
        every *= _TIMES.get(times) or int(times) if times else 1
        on = _weekdays(phrase[head.end() :].strip())
    else:
        said = _ON_DAYS.fullmatch(phrase)
        freq, every = Freq.WEEKLY, 2 if said and said["other"] else 1
        on = _weekdays(said["days"]) if said else None
        on = on or None
    if on is None or (on and freq is not Freq.WEEKLY):
        raise Refusal(f"I can't find in that how often it comes again. {EXAMPLES}")
    if not OFTENEST <= every <= RAREST:
        raise Refusal(f"It may come every 1 to 12 days, weeks or months. {EXAMPLES}")
    return freq, every, on


def _weekdays(said: str) -> tuple[int, ...] | None:
    """None where one of the words is no weekday."""
    found: set[int] = set()
    words = [one for one in _BETWEEN.split(said) if one not in _FILLERS] if said else []
    for word in words:
        on = _GROUPS.get(word.removesuffix("s")) or _range(word)
        if on is None:
            return None
        found.update(on)
    return tuple(sorted(found)) if found or not said else None


def _range(word: str) -> tuple[int, ...] | None:
    """`mon-fri`, or a single day."""
    first, hyphen, last = word.partition("-")
    start, stop = days.weekday(first), days.weekday(last if hyphen else first)
    if start is None or stop is None:
        return None
    return tuple((start + ahead) % 7 for ahead in range((stop - start) % 7 + 1))


def ending(
    said: re.Match[str] | None, first: datetime, today: date
) -> tuple[date | None, int | None]:
    """The last day, or how many times; neither where none is said."""
    if said is None:
        return None, None
    if count := said["count"] or said["after_x"]:
        if not FEWEST <= int(count) <= MOST:
            raise Refusal(
                f"It may come {FEWEST} to {MOST} times; say nothing of it, and it goes on until"
                " you cancel it."
            )
        return None, int(count)
    if lasting := said["lasting"]:
        until = first.date() + _SPANS[said["unit"]] * int(lasting) - timedelta(days=1)
    else:
        until = _day(said["until"], max(first.date(), today))
    if until > max(first.date(), today) + LATEST:
        raise Refusal(
            "That is more than three years away; say nothing of it, and it goes on until you"
            " cancel it."
        )
    return until, None


def _day(said: str, today: date) -> date:
    day, rest = days.found(said)
    if day is None or rest or day.word:
        raise Refusal(
            "I can't read its last day. Say it like `until 20 Dec` or `until 2026-12-20`."
        )
    only, *others = sorted(day.dates(today))
    if others:
        which = " or on ".join(map(days.shown, (only, *others)))
        raise Refusal(f"Does it end on {which}? Say the month by name, like `until 20 Dec`.")
    return only


def phrases(first: datetime | None) -> Iterator[str]:
    """What is usually said, the shortest first; not all of it can be said of every first time."""
    for end in ends(first):
        yield from (f"{how}{end}" for how in _hows(first))


def _hows(first: datetime | None) -> Iterator[str]:
    own = first.weekday() if first else 0
    names = [*NAMES[own:], *NAMES[:own]]
    yield from ("every week", "every 2 weeks", "every month", "every day", "every weekday")
    yield from (f"every {name}" for name in names)
    yield from (f"every {one} and {other}" for one, other in permutations(names, 2))
    yield from (f"every 2 weeks on {names[0]} and {other}" for other in names[1:])
    yield from (f"every {count} {unit}s" for unit in ("week", "month", "day") for count in _COUNTS)
    yield from ("weekly", "biweekly", "fortnightly", "monthly", "daily", "weekdays", "weekends")


def ends(first: datetime | None) -> Iterator[str]:
    yield ""
    yield from (f" for {count} weeks" for count in (8, 4, 6, 12))
    yield from (f", {count} times" for count in (8, 4, 6, 10, 12))
    if first:
        yield from (f" until {days.shown(first.date() + ahead)}" for ahead in _MONTHS_AHEAD)
