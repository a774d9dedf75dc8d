"""When a session comes again: the rule, the times on the wall that it makes, and their instants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from bot.domain import repeats
from bot.domain.days import shown, tidy
from bot.domain.errors import Refusal
from bot.domain.repeats import Freq
from bot.domain.text import listed, one_line, plural
from bot.domain.walls import moment

SUGGESTIONS = 25
_FREQS: Mapping[Freq, Literal[1, 2, 3]] = {
    Freq.DAILY: DAILY,
    Freq.WEEKLY: WEEKLY,
    Freq.MONTHLY: MONTHLY,
}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The most that a zone ever skipped is a day, to get to the other side of the date line.
_GAP = timedelta(days=2)
# For those who have not said yet when it is for the first time.
_SOME_TIME = datetime(2024, 1, 1, 18)  # noqa: DTZ001 - a time on a wall


@dataclass(frozen=True, slots=True)
class Rule:
    """How often something comes again, and how long; without `until` and `count`, for ever.

    `weekdays` go with weeks, from 0 for a Monday; without any it is that of the first time.
    `until` is the last day on the wall on which it may come. `week_starts` is the weekday on which
    the weeks begin of which some are left out: a rule that was moved by days has weeks of its own.
    """

    freq: Freq
    every: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None
    week_starts: int = 0

    def __post_init__(self) -> None:
        if self.every < 1 or (self.count is not None and self.count < 1):
            raise ValueError("a rule comes at least once, and at least a day later")
        if self.until is not None and self.count is not None:
            raise ValueError("a rule ends in one way")
        if self.freq is not Freq.WEEKLY and (self.weekdays or self.week_starts):
            raise ValueError("weekdays go with weeks")
        is_week = [*self.weekdays] == sorted({*self.weekdays} & {*range(7)})
        if not is_week or self.week_starts not in range(7):
            raise ValueError("weekdays go from 0 to 6, each once and in order")

    def text(self) -> str:
        """As an RRULE's value, with `until` as a plain date, whatever the zone.

        A calendar file says the last day as an instant, and adds the `monthdays` of a rule.
        """
        parts = [f"FREQ={self.freq.upper()}"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        if self.weekdays:
            parts.append(f"BYDAY={','.join(_CODES[one] for one in self.weekdays)}")
        if self.week_starts:
            parts.append(f"WKST={_CODES[self.week_starts]}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until.isoformat().replace('-', '')}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """What `text` made; a ValueError for anything that it did not."""
        said = dict(part.split("=", 1) for part in text.split(";"))
        until, count, on = said.get("UNTIL"), said.get("COUNT"), said.get("BYDAY")
        rule = cls(
            freq=Freq(said.get("FREQ", "").lower()),
            every=int(said.get("INTERVAL", 1)),
            weekdays=tuple(map(_CODES.index, on.split(","))) if on else (),
            until=date.fromisoformat(until) if until else None,
            count=int(count) if count else None,
            week_starts=_CODES.index(said.get("WKST", "MO")),
        )
        if rule.text() != text:
            raise ValueError(f"{text} is no rule of ours")
        return rule


def read(text: str, first: datetime, today: date) -> Rule:
    """The rule that people say by `text` of something that is for the first time at `first`.

    A rule without an end goes on until it is cancelled. `for 8 weeks` ends on a day, `8 times` by
    a count, in which the first time is counted even where it is on another weekday.
    """
    phrase = tidy(text, f"That is longer than it needs to be. {repeats.EXAMPLES}")
    how, end = repeats.split(phrase)
    freq, every, weekdays = repeats.rhythm(how)
    until, count = repeats.ending(end, first, today)
    rule = Rule(freq, every, weekdays, until, count)
    if until and (until < today or len([*islice(slots(rule, first), 2)]) < 2):
        raise Refusal(
            f"It would end before it comes again: it starts on {shown(first.date())}. Say a later"
            " day, such as `until 20 Dec`, or how often, such as `8 times`."
        )
    return rule


def words(rule: Rule) -> str:
    """As people say it: every 2 weeks on Monday and Thursday, 8 times."""
    unit = repeats.UNITS[rule.freq]
    said = f"every {unit}" if rule.every == 1 else f"every {rule.every} {unit}s"
    if rule.weekdays == repeats.WORKDAYS and rule.every == 1:
        said = "every weekday"
    elif rule.weekdays:
        said += f" on {listed(repeats.NAMES[one] for one in rule.weekdays)}"
    if rule.count is not None:
        return f"{said}, {plural(rule.count, 'time')}"
    return f"{said} until {shown(rule.until)}" if rule.until else said


def suggest(typed: str, first: datetime | None) -> list[str]:
    """What `read` takes and may be meant by what was typed so far; `first` is the first time."""
    at = first or _SOME_TIME
    said = one_line(typed).casefold()
    offers = (one for one in repeats.phrases(first) if _fits(said, one))
    if _is_read(said, at):
        offers = chain((f"{said}{end}" for end in repeats.ends(first)), offers)
    return [*islice((one for one in dict.fromkeys(offers) if _is_read(one, at)), SUGGESTIONS)]


def _fits(said: str, phrase: str) -> bool:
    """Whether each word that was said begins one of the phrase's, in the same order."""
    rest = iter(phrase.casefold().replace(",", "").split())
    return all(any(word.startswith(one) for word in rest) for one in said.replace(",", " ").split())


def _is_read(phrase: str, first: datetime) -> bool:
    try:
        read(phrase, first, first.date())
    except Refusal:
        return False
    return True


def shifted(rule: Rule, days: int) -> Rule:
    """The rule of all that follows when it moves by so many days."""
    return replace(
        rule,
        weekdays=tuple(sorted((one + days) % 7 for one in rule.weekdays)),
        until=rule.until and rule.until + timedelta(days=days),
        # Every second week's Sunday that becomes a Monday stays in the week that it was in.
        week_starts=(rule.week_starts + days) % 7 if rule.weekdays and rule.every > 1 else 0,
    )


def monthdays(rule: Rule, first: datetime) -> tuple[int, ...]:
    """The days of which a monthly rule takes each month's last; none where the day is in all.

    BYMONTHDAY and BYSETPOS=-1 of an RRULE: what began on a 31st comes on the last of February.
    """
    return tuple(range(28, first.day + 1)) if rule.freq is Freq.MONTHLY and first.day > 28 else ()


def slots(rule: Rule, first: datetime, *, after: datetime | None = None) -> Iterator[datetime]:
    """The times on the wall, behind `after` if that is given; none of them knows a zone.

    The first is `first` itself, on whichever weekday, and is counted.
    """
    if (after is None or first > after) and (rule.until is None or first.date() <= rule.until):
        yield first
    behind = first if after is None else max(first, after)
    start, passed = _near(rule, first, behind)
    count = None
    if rule.count is not None:
        is_apart = bool(rule.weekdays) and first.weekday() not in rule.weekdays
        count = rule.count - passed - is_apart
        if count < 1:
            return
    series = rrule(
        _FREQS[rule.freq],
        dtstart=start,
        interval=rule.every,
        wkst=rule.week_starts,
        byweekday=rule.weekdays or None,
        bymonthday=monthdays(rule, first) or None,
        bysetpos=-1 if monthdays(rule, first) else None,
        until=datetime.combine(rule.until, time.max) if rule.until else None,
        count=count,
    )
    yield from series.xafter(behind)


def _near(rule: Rule, first: datetime, behind: datetime) -> tuple[datetime, int]:
    """Where the same series begins shortly before `behind`, and how many of it come earlier."""
    if rule.freq is Freq.MONTHLY:
        months = (behind.year - first.year) * 12 + behind.month - first.month
        passed = months // rule.every
        return first + relativedelta(months=passed * rule.every), passed
    period = timedelta(days=rule.every * (7 if rule.freq is Freq.WEEKLY else 1))
    periods = (behind - first) // period
    return first + periods * period, periods * max(len(rule.weekdays), 1)


def moments(
    rule: Rule, first: datetime, zone: str, *, after: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """The slots behind the slot `after`, each with its instant in `zone`.

    Where a zone skips a day, the day's slot moves onto the next day's, which then does not come.
    """
    last: datetime | None = None
    for slot in slots(rule, first, after=after and after - _GAP):
        instant = moment(slot, zone)
        if last is None or instant > last:
            last = instant
            if after is None or slot > after:
                yield slot, instant
