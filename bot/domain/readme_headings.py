"""What a heading in a learner's README is about, by the words that learners use."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.log import LogKind
from bot.domain.readme import BRIEF, KINDS, Part

# The first that is found in it says what a heading is about.
_WORDS: tuple[tuple[Part, LogKind | None, tuple[str, ...]], ...] = (
    (Part.CONTRACT, None, ("api contract",)),
    (Part.CHALLENGES, None, ("challenge", "problems", "obstacles", "difficult", "blockers")),
    (Part.PRACTICES, None, ("best practice", "good practice")),
    (Part.PRACTICES, LogKind.TAKEAWAY, ("takeaway", "take away", "lessons", "reflection")),
    (Part.TECHNOLOGIES, None, ("technolog", "tech stack", "languages and frameworks")),
    (Part.CONCEPTS, None, ("concept", "theory")),
    (Part.TOOLS, None, ("tools", "tooling")),
    (Part.LEARNINGS, None, ("learnings", "what i learn", "what i have learn", "things learned")),
    (Part.COLLABORATION, None, ("collaborat", "teamwork", "working with others", "worked with")),
    (Part.NEXT_STEPS, None, ("next step", "what is next", "what s next", "to do", "future")),
    (Part.MILESTONES, None, ("milestones",)),
    (
        Part.WORK_LOG,
        None,
        (
            *("work log", "worklog", "weekly log", "weekly progress", "monthly progress"),
            *("learning log", "progress log", "journal", "what i did", "activities"),
            *("tasks done", "week by week"),
        ),
    ),
    (Part.OVERVIEW, None, ("overview", "about the program", "about the prodev", "introduction")),
)
# Alone, as the whole of a heading; within another they may mean anything.
_WHOLE: dict[str, tuple[Part, LogKind | None]] = {
    "stack": (Part.TECHNOLOGIES, None),
    "learned": (Part.LEARNINGS, None),
    "practices": (Part.PRACTICES, None),
    "next": (Part.NEXT_STEPS, None),
    "plans": (Part.NEXT_STEPS, None),
    "about": (Part.OVERVIEW, None),
    "team": (Part.COLLABORATION, None),
    "done": (Part.WORK_LOG, None),
    "focus": (Part.WORK_LOG, LogKind.FOCUS),
    "milestone": (Part.MILESTONES, None),
}
_MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_name) if name}
_NUMBERED = re.compile(
    r"\W{0,8}(?P<what>week|milestone|challenge|problem)\s{0,3}#?(?P<number>\d{1,2})\b"
    r"[\s:.)\u2013\u2014-]{0,8}(?P<rest>.*)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\W{{0,8}}(?P<month>{'|'.join(_MONTHS)})\b,?\s{{0,3}}(?P<year>20\d\d)?"
    r"[\s:.)\u2013\u2014-]{0,8}(?P<rest>.*)",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"^\d+ ")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading is about: a part, one entry of it (`title`), or a week or month (`day`)."""

    part: Part | None = None
    kind: LogKind | None = None
    title: str = ""
    day: date | None = None
    is_time: bool = False


def words(said: str) -> str:
    """Only its words, in lower case, with a blank between: no emoji, no number in front."""
    return _DIGITS.sub("", _NO_WORD.sub(" ", said.casefold()).strip())


def meaning(
    said: str, headings: Mapping[Part, str], first_day: date | None, today: date
) -> Meaning:
    """What a heading is about; of nothing that is known, an empty one."""
    if found := numbered(said, first_day, today) or _month(said, today):
        return found
    part, kind = named(said, headings)
    return Meaning(part, kind or _kind(part))


def named(said: str, headings: Mapping[Part, str]) -> tuple[Part | None, LogKind | None]:
    """The part that a heading names, and the kind of its entries where the part has several."""
    sought = words(said)
    if part := _exactly(sought, headings):
        return part, None
    if sought in _WHOLE:
        return _WHOLE[sought]
    for part, kind, marks in _WORDS:
        if any(f" {mark}" in f" {sought}" for mark in marks):
            return part, kind
    return None, None


def is_exactly(said: str, headings: Mapping[Part, str]) -> bool:
    """Whether it is the very heading of a part, here or in the brief."""
    return _exactly(words(said), headings) is not None


def _exactly(sought: str, headings: Mapping[Part, str]) -> Part | None:
    for part, brief in BRIEF.items():
        if sought in {words(headings.get(part, brief)), words(brief)}:
            return part
    return None


def numbered(said: str, first_day: date | None, today: date) -> Meaning | None:
    """`Week 3: Queues`, `Milestone 2`, `Challenge 1: CORS`."""
    found = _NUMBERED.fullmatch(said.strip())
    if found is None:
        return None
    number, rest = int(found["number"]), found["rest"].strip()
    match found["what"].casefold():
        case "week":
            if rest.startswith("(") and rest.endswith(")"):
                rest = ""  # its days
            day = first_day and min(first_day + timedelta(weeks=number, days=-1), today)
            return Meaning(Part.WORK_LOG, LogKind.DONE, rest, day, is_time=True)
        case "milestone":
            title = f"Milestone {number}: {rest}" if rest else f"Milestone {number}"
            return Meaning(Part.MILESTONES, LogKind.MILESTONE, title)
        case _:
            return Meaning(Part.CHALLENGES, LogKind.CHALLENGE, rest or found[0].strip())


def _month(said: str, today: date) -> Meaning | None:
    """`January 2026`, or the last January there was."""
    found = _MONTH.fullmatch(said.strip())
    if found is None:
        return None
    month = _MONTHS[found["month"].casefold()]
    year = int(found["year"] or today.year - (month > today.month))
    rest = found["rest"].strip()
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Meaning(Part.WORK_LOG, LogKind.DONE, rest, min(last, today), is_time=True)


def _kind(part: Part | None) -> LogKind | None:
    if part is Part.LEARNINGS:
        return LogKind.CONCEPT
    if part is Part.WORK_LOG:
        return LogKind.DONE
    return KINDS[part][0] if part is not None and part in KINDS else None
