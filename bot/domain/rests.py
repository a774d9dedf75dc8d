"""Read until when people want to rest: `friday`, `6 march`, `fri 18:00`, `10 days`."""

from datetime import datetime, time, timedelta

from bot.domain import days, lengths, walls, when
from bot.domain.days import Day
from bot.domain.errors import Refusal
from bot.domain.text import listed

USUAL = timedelta(weeks=1)
LIMIT = when.LIMIT
EXAMPLES = "Try `friday`, `6 march`, `fri 18:00` or `10 days`."

_PASSED = {"today", "tonight", "yesterday"}


def until(text: str, zone: str | None, now: datetime) -> datetime:
    """The end of a rest, as somebody in `zone` typed it; a day ends it as it begins.

    A Refusal says what to type instead.
    """
    phrase = lengths.counted(days.tidy(text, f"That is longer than a date needs to be. {EXAMPLES}"))
    phrase = phrase.removeprefix("until ").removeprefix("for ")
    if lengths.amount(phrase) is not None:
        phrase = f"in {phrase}"
    day, rest = days.found(phrase)
    if day is None or rest.strip():
        return when.read(phrase, zone, now).starts_at
    return _dawn(day, zone, now)


def _dawn(day: Day, zone: str | None, now: datetime) -> datetime:
    if zone is None:
        raise Refusal(
            "I don't know your time zone yet, so I can't tell when that day begins. Set it with"
            " `/me timezone`, or say it like `10 days`."
        )
    if day.word in _PASSED:
        raise Refusal(f"That day has begun already. {EXAMPLES}")
    today = now.astimezone(walls.clock(zone)).date()
    first, *others = day.dates(today)
    if others:
        meant = listed(map(days.shown, (first, *others)), last="or")
        raise Refusal(f"Do you mean {meant}? Say it like `6 march`.")
    begins_at = walls.moment(datetime.combine(first, time()), zone)
    if begins_at <= now and day.period:
        begins_at = walls.moment(datetime.combine(first + day.period, time()), zone)
    if begins_at <= now:
        raise Refusal(f"That day has begun already. {EXAMPLES}")
    if begins_at > now + when.FARTHEST:
        raise Refusal(f"That is more than a year away. {EXAMPLES}")
    return begins_at
