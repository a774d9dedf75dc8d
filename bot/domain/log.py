"""A learning log: what a member learned, did or plans, entry by entry."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


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


@dataclass(frozen=True, slots=True)
class Made:
    """What an entry was made of, and whom it thanks."""

    source: Source
    id: int
    """The row's in its own table, or a message's id; of a README, the place of the line in it."""
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
