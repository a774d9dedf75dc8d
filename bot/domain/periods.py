"""Which days a work log is of: those of a choice, or those that were typed."""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain import days
from bot.domain.errors import Refusal
from bot.domain.worklog import monday_of

_DAY = timedelta(days=1)
# One document for longer would be read by nobody.
LONGEST = 366 * _DAY


class Period(StrEnum):
    WEEK = "this week"
    LAST_WEEK = "last week"
    MONTH = "this month"
    LAST_MONTH = "last month"


def chosen(
    period: str | None, first: str | None, last: str | None, today: date
) -> tuple[date, date]:
    """The first and the last day; what was typed goes before what was chosen."""
    if first or last:
        return _typed(first, last, today)
    match period:
        case Period.LAST_WEEK:
            monday = monday_of(today) - 7 * _DAY
            return monday, monday + 6 * _DAY
        case Period.MONTH:
            return today.replace(day=1), today
        case Period.LAST_MONTH:
            end = today.replace(day=1) - _DAY
            return end.replace(day=1), end
        case _:
            return monday_of(today), today


def _typed(first: str | None, last: str | None, today: date) -> tuple[date, date]:
    if not first:
        raise Refusal("Say with `from` on which day your work log is to begin.")
    begins = days.one_behind(first, today)
    ends = days.one_behind(last, today) if last else today
    if ends < begins:
        raise Refusal(f"{days.shown(ends)} is before {days.shown(begins)}. Swap the two.")
    if ends - begins > LONGEST:
        raise Refusal("A work log is of a year at most. Choose a later day to begin with.")
    return begins, ends
