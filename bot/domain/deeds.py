"""What a member did in their cohort, in figures and in words."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

from bot.domain.markdown import line
from bot.domain.streaks import Streak
from bot.domain.text import plural


@dataclass(frozen=True, slots=True)
class Deeds:
    """`answered` are questions of others, and `accepted` those of them that this solved."""

    asked: int = 0
    answered: int = 0
    accepted: int = 0
    hosted: int = 0
    attended: int = 0
    pairs: int = 0
    reviewed: int = 0

    @property
    def are_none(self) -> bool:
        return not any(astuple(self))


def told(deeds: Deeds) -> Iterator[tuple[str, str]]:
    """(what, how much) of it, each short enough for a line."""
    yield "Questions", f"{deeds.asked} asked, {deeds.answered} answered"
    yield "Answers accepted", str(deeds.accepted)
    yield "Sessions", f"{deeds.hosted} hosted, {deeds.attended} attended"
    yield "Pairs", str(deeds.pairs)
    yield "Reviews given", str(deeds.reviewed)


def streak_told(streak: Streak) -> str:
    if not streak.longest:
        return "none yet"
    return f"{plural(streak.current, 'day')}, longest {streak.longest}"


def as_markdown(name: str, cohort: str, deeds: Deeds, streak: Streak, today: date) -> str:
    """A document of its own, for the member to keep or to show."""
    lines = [f"# {line(name)} in {line(cohort)}", ""]
    lines += [f"- **{what}:** {how_much}" for what, how_much in told(deeds)]
    lines += [f"- **Streak of the learning log:** {streak_told(streak)}", ""]
    lines.append(f"As of {today.day} {today:%B %Y}.")
    return "\n".join(lines) + "\n"
