"""How complete a README is, part by part, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.log import Entry, LogKind
from bot.domain.readme import Facts, Part
from bot.domain.text import plural

OVERVIEW_ENOUGH = 80  # characters: two sentences
ENOUGH = {
    Part.TECHNOLOGIES: 3,
    Part.CONCEPTS: 3,
    Part.CHALLENGES: 2,
    Part.PRACTICES: 2,
    Part.COLLABORATION: 1,
    Part.WORK_LOG: 2,
    Part.MILESTONES: 1,
    Part.NEXT_STEPS: 1,
}
_NOUNS = {
    Part.TECHNOLOGIES: ("technology", "technologies"),
    Part.CONCEPTS: ("concept", "concepts"),
    Part.CHALLENGES: ("challenge", "challenges"),
    Part.PRACTICES: ("practice or takeaway", "practices or takeaways"),
    Part.WORK_LOG: ("line of work", "lines of work"),
}
# What is offered for a part in which nothing is.
FORMS = {
    Part.TECHNOLOGIES: LogKind.TECHNOLOGY,
    Part.CONCEPTS: LogKind.CONCEPT,
    Part.CHALLENGES: LogKind.CHALLENGE,
    Part.PRACTICES: LogKind.PRACTICE,
    Part.COLLABORATION: LogKind.TOGETHER,
    Part.WORK_LOG: LogKind.DONE,
    Part.MILESTONES: LogKind.MILESTONE,
    Part.NEXT_STEPS: LogKind.NEXT_STEP,
}


class State(StrEnum):
    DONE = "done"
    THIN = "thin"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part stands; `why` is empty for one that is done."""

    part: Part
    state: State
    why: str = ""


def measure(facts: Facts, own: Collection[Part]) -> tuple[Standing, ...]:
    """Each part that counts, in order; `own` are those of which the learner's own text has some.

    A contract counts for those alone who have somebody to agree on one with.
    """
    parts = (Part.OVERVIEW, *ENOUGH, *((Part.CONTRACT,) if facts.has_pair else ()))
    return tuple(_standing(part, facts, own) for part in parts)


def _standing(part: Part, facts: Facts, own: Collection[Part]) -> Standing:
    match part:
        case Part.OVERVIEW:
            return _overview(facts, has_own=part in own)
        case Part.CONTRACT:
            is_there = bool(facts.contracts) or part in own
            why = "your pair has agreed on none yet"
            return Standing(part, State.DONE) if is_there else Standing(part, State.MISSING, why)
        case Part.COLLABORATION if facts.joint or part in own:
            return Standing(part, State.DONE)
        case _:
            return _counted(part, facts.of(part), has_own=part in own)


def _overview(facts: Facts, *, has_own: bool) -> Standing:
    if has_own or len(facts.overview) >= OVERVIEW_ENOUGH:
        return Standing(Part.OVERVIEW, State.DONE)
    if facts.overview:
        return Standing(Part.OVERVIEW, State.THIN, "one more sentence of your own")
    if facts.programme:
        return Standing(Part.OVERVIEW, State.THIN, "the programme's text alone")
    return Standing(Part.OVERVIEW, State.MISSING, "nothing yet")


def _counted(part: Part, entries: Sequence[Entry], *, has_own: bool) -> Standing:
    count, enough = len(entries), ENOUGH[part]
    if not count:
        if has_own:
            return Standing(part, State.DONE)
        return Standing(part, State.MISSING, "nothing yet")
    if part is Part.CHALLENGES:
        unsolved = sum(not one.words.solution for one in entries)
        if unsolved:
            return Standing(part, State.THIN, f"{unsolved} of {count} without a solution")
    if count < enough:
        return Standing(part, State.THIN, f"{plural(count, *_NOUNS[part])}, {enough} are better")
    return Standing(part, State.DONE)
