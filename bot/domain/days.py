"""Read the days that people type: `fri`, `next monday`, `6 march 2026`, `2026-03-06`, `6/3`."""

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import Refusal
from bot.domain.text import one_line

LIMIT = 64

# A day of the last three months is a slip of the pen; an earlier one is next year's.
_SLIP = timedelta(days=92)
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
# With a hyphen a lone "6-8" is rather from six to eight.
_NUMERIC = r"\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?|\d{1,2}-\d{1,2}-20\d\d|\d\d-\d\d"
_DAY = re.compile(
    rf"""\ ?(?:on\ )?(?:
      (?P<word>today|tonight|tomorrow|yesterday)
    | (?:(?P<named>{_WEEKDAY})\ )?(?:
          (?P<iso>\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}/\d{{2}}/\d{{2}})
        | (?P<numeric>{_NUMERIC})
        | (?:the\ )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month>{_MONTH})
          (?:\ (?P<year>20\d\d))?
        | (?P<month_first>{_MONTH})\ (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?
          (?:\ (?P<year_after>20\d\d))?
      )
    | (?:this\ |coming\ |(?P<next>next\ ))?(?P<weekday>{_WEEKDAY})
    )(?:(?=t\d)|(?!\w))""",
    re.VERBOSE | re.ASCII,
)
_IS_WEEKDAY = re.compile(_WEEKDAY, re.ASCII)
_WHICH = "Say the day like `yesterday`, `monday`, `6 march` or `2026-03-06`."
_AHEAD = {"yesterday": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was said, not yet a date."""

    said: Mapping[str, str | None]

    @property
    def word(self) -> str | None:
        """Today, tomorrow and the like."""
        return self.said.get("word")

    @property
    def numeric(self) -> str | None:
        """A day and a month in figures, in whichever order."""
        return self.said.get("numeric")

    @property
    def has_year(self) -> bool:
        said = self.said
        in_figures = len(re.findall(r"\d+", self.numeric or "")) == 3
        return in_figures or any(said.get(name) for name in ("iso", "year", "year_after"))

    @property
    def period(self) -> timedelta:
        """After what time the same words mean another day; zero where they never do."""
        if self.said.get("weekday"):
            return timedelta(days=0 if self.said.get("next") else 7)
        return timedelta(days=0 if any(self.said.values()) else 1)

    def dates(self, today: date) -> tuple[date, ...]:
        """The first date that is meant; both that 4/12 may mean, that of day and month first."""
        said = self.said
        if weekday := said.get("weekday"):
            ahead = _WEEKDAYS.index(weekday[:3]) - today.weekday()
            return (today + timedelta(days=ahead + 7 if said.get("next") else ahead % 7),)
        if said.get("iso") or said.get("numeric") or said.get("month") or said.get("month_first"):
            return _that_weekday(said.get("named"), _calendar_days(said, today))
        return (today + timedelta(days=_AHEAD.get(self.word or "", 0)),)


def tidy(text: str, too_long: str) -> str:
    """The text in the one spelling that the patterns know, or a Refusal in the words `too_long`."""
    # Far longer ones are not even looked at: what they hide behind blanks is nobody's time.
    line = one_line(text) if len(text) <= LIMIT * 4 else text
    if len(line) > LIMIT:
        raise Refusal(too_long)
    return " ".join(line.casefold().replace(",", " ").split()).rstrip(" .!?")


def found(phrase: str) -> tuple[Day | None, str]:
    """The day with which a tidy phrase begins, and what is left of the phrase."""
    day = _DAY.match(phrase)
    return (Day(day.groupdict()), phrase[day.end() :]) if day else (None, phrase)


def behind(typed: str, today: date) -> tuple[date, ...]:
    """The day, today or before, that is meant by all of `typed`; both that 4/12 may mean.

    A weekday is the last one, today included, and a day without a year is never to come. Raises
    `Refusal` for what is no day, and for a day to come.
    """
    day, rest = found(tidy(typed, _WHICH).removeprefix("last "))
    if day is None or rest.strip() or day.said.get("next"):
        raise Refusal(_WHICH)
    dates = tuple(dict.fromkeys(_last(day, one, today) for one in day.dates(today)))
    past = tuple(one for one in dates if one <= today)
    if not past:
        raise Refusal(f"{shown(dates[0])} is still to come. Choose a day that has been.")
    return past


def one_behind(typed: str, today: date) -> date:
    """The one day, today or before, that is meant by all of `typed`; else a Refusal."""
    found, *others = behind(typed, today)
    if others:
        either = " or ".join(f"`{one}`" for one in (found, *others))
        raise Refusal(f"That may be two days. Say it like {either}.")
    return found


def ahead(typed: str, today: date) -> date:
    """The day, today or later, that is meant by all of `typed`; a Refusal where it may be two."""
    day, rest = found(tidy(typed, _WHICH))
    if day is None or rest.strip():
        raise Refusal(_WHICH)
    dates = day.dates(today)
    coming = [one for one in dates if one >= today]
    if not coming:
        raise Refusal(f"{shown(dates[0])} has been. Choose today or a day to come.")
    if len({*coming}) > 1:
        raise Refusal(f"{_WHICH} In figures alone it may be two days.")
    return coming[0]


def _last(day: Day, one: date, today: date) -> date:
    if one <= today or day.word or day.has_year:
        return one
    if day.said.get("weekday"):
        return one - timedelta(days=7)
    # A leap day comes back after four years, or eight.
    years = (year for year in range(today.year, today.year - 9, -1) if _is_in(year, one))
    found = (one.replace(year=year) for year in years)
    return next((last for last in found if last <= today), one)


def _is_in(year: int, one: date) -> bool:
    return (one.month, one.day) != (2, 29) or isleap(year)


def weekday(word: str) -> int | None:
    """0 for `mon`, `monday` or `mondays`; None for a word that is no weekday."""
    is_one = _IS_WEEKDAY.fullmatch(word) or _IS_WEEKDAY.fullmatch(word.removesuffix("s"))
    return _WEEKDAYS.index(word[:3]) if is_one else None


def shown(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _calendar_days(said: Mapping[str, str | None], today: date) -> tuple[date, ...]:
    if iso := said["iso"]:
        return (_date(*map(int, re.split("[/-]", iso))),)
    if numeric := said["numeric"]:
        first, second, *last = map(int, re.split("[/-]", numeric))
        return _either(first, second, last[0] % 100 + 2000 if last else None, today)
    month = _MONTHS.index((said["month"] or said["month_first"] or "")[:3]) + 1
    day = int(said["day"] or said["day_after"] or 0)
    year = said["year"] or said["year_after"]
    return (_dated(day, month, int(year) if year else None, today),)


def _either(first: int, second: int, year: int | None, today: date) -> tuple[date, ...]:
    """Day and month in both orders, of which only one may be in the calendar."""
    if first > 12 or first == second:
        return (_dated(first, second, year, today),)
    if second > 12:
        return (_dated(second, first, year, today),)
    # Next year's is kept beside this year's other one: that other one may be the slip.
    orders = ((first, second), (second, first))
    return tuple(_dated(*order, year, today, slip=timedelta(0)) for order in orders)


def _dated(day: int, month: int, year: int | None, today: date, slip: timedelta = _SLIP) -> date:
    if year is not None:
        return _date(year, month, day)
    year = today.year
    while (is_leap_day := (month, day) == (2, 29)) and not isleap(year):
        year += 1
    on = _date(year, month, day)
    return on if on >= today - slip else _date(year + (4 if is_leap_day else 1), month, day)


def _that_weekday(named: str | None, dates: tuple[date, ...]) -> tuple[date, ...]:
    """Those on the weekday that was named with them."""
    fitting = tuple(one for one in dates if not named or _WEEKDAYS[one.weekday()] == named[:3])
    if not fitting:
        raise Refusal(f"{shown(dates[0])} is a {dates[0]:%A}. Which of the two do you mean?")
    return fitting


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal(
            "There is no such day in the calendar. Say it like `6 march` or `2026-03-06`."
        ) from None
