"""A learning log: what a member learned, did or plans, entry by entry."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain import days
from bot.domain.errors import Refusal
from bot.domain.text import clean, fit, one_line, units

TITLE_LIMIT = 100
# As long as an answer to a question may be: a solution that is saved can be edited again.
TEXT_LIMIT = 2000
DAYS_BACK = 7
_DAY = timedelta(days=1)


class LogKind(StrEnum):
    """What an entry is; its form, and its place in the README, go by it."""

    TECHNOLOGY = "technology"
    CONCEPT = "concept"
    CHALLENGE = "challenge"
    PRACTICE = "practice"
    TAKEAWAY = "takeaway"
    FOCUS = "focus"
    TOOL = "tool"
    MILESTONE = "milestone"
    NEXT_STEP = "next"
    DONE = "done"
    """Work that was done, and is nothing of the others: for the work log."""
    TOGETHER = "together"
    """Work with somebody else: for the README's part on collaboration."""

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_solved(self) -> bool:
        """Whether an entry of it has a solution beside its text."""
        return self is LogKind.CHALLENGE


_LABELS = {
    LogKind.TECHNOLOGY: "Technology",
    LogKind.CONCEPT: "Concept",
    LogKind.CHALLENGE: "Challenge & solution",
    LogKind.PRACTICE: "Best practice",
    LogKind.TAKEAWAY: "Takeaway",
    LogKind.FOCUS: "Week's focus",
    LogKind.TOOL: "Tool",
    LogKind.MILESTONE: "Milestone",
    LogKind.NEXT_STEP: "Next step",
    LogKind.DONE: "Work done",
    LogKind.TOGETHER: "Collaboration",
}


class Source(StrEnum):
    """What an entry was made of, besides the member's own words."""

    QUESTION = "question"
    SESSION = "session"
    PAIR = "pair"
    REVIEW = "review"
    CONTRACT = "contract"
    MESSAGE = "message"
    README = "readme"


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in an entry: `solution` is that of a challenge alone."""

    kind: LogKind
    title: str
    text: str = ""
    solution: str = ""

    @classmethod
    def typed(cls, kind: LogKind, title: str, text: str = "", solution: str = "") -> "Words":
        """What stood in a form, cleaned and of the lengths that it allows."""
        shown = one_line(title)[:TITLE_LIMIT]
        if not shown:
            raise Refusal("An entry needs a line that says what it is about.")
        solved = clean(solution)[:TEXT_LIMIT] if kind.is_solved else ""
        return cls(kind, shown, clean(text)[:TEXT_LIMIT], solved)

    @classmethod
    def told(cls, kind: LogKind, said: str) -> "Words":
        """Of what was said in one piece: its first line is the title, as far as it fits."""
        first, _, rest = clean(said).partition("\n")
        title = one_line(first)
        is_cut = units(title) > TITLE_LIMIT
        text = said if is_cut else rest
        return cls.typed(kind, fit(title, TITLE_LIMIT), text)


@dataclass(frozen=True, slots=True)
class Made:
    """What an entry was made of, and whom it thanks."""

    source: Source
    id: int
    """The row's in its own table, or a message's id; of a README, a digest of the words."""
    answer_id: int | None = None
    helper_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a member's log; `day` is on their own clocks, and late if it was added long after."""

    id: int
    user_id: int
    words: Words
    day: date
    is_late: bool
    added_at: datetime
    edited_at: datetime | None
    shared_at: datetime | None
    made: Made | None


def today(zone: str | None, now: datetime) -> date:
    """Which day it is on the clocks of an IANA zone; in UTC for those who have not said theirs."""
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of an entry, on its member's clocks."""

    day: date
    is_late: bool


def dated(typed: str, added_on: date) -> Dated:
    """The day that was typed for an entry which is added on `added_on`; that day if none was.

    Yesterday's counts as if it had been added then, so that nobody has to sit up until midnight;
    what is older, up to a week, is marked as late.
    """
    if not one_line(typed):
        return Dated(added_on, is_late=False)
    found = [one for one in days.behind(typed, added_on) if added_on - one <= DAYS_BACK * _DAY]
    if len(found) != 1:
        raise Refusal(
            f"An entry may be dated back {DAYS_BACK} days: `today`, `yesterday`, `monday`, or a day"
            f" from {days.shown(added_on - DAYS_BACK * _DAY)} on."
        )
    return at(found[0], added_on)


def at(day: date, added_on: date) -> Dated:
    return Dated(day, is_late=day < added_on - _DAY)
