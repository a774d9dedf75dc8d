"""A learner's README: its parts, in the words of the programme's brief, and all that fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.contract import Contract
from bot.domain.errors import Refusal
from bot.domain.log import Entry, LogKind
from bot.domain.text import one_line

HEADING_LIMIT = 80
PROGRAMME_LIMIT = 1500
OVERVIEW_LIMIT = 3000


class Part(StrEnum):
    """What a README consists of, in this order."""

    OVERVIEW = "overview"
    LEARNINGS = "learnings"
    """Over the technologies, the concepts and the tools: it has nothing but them."""
    TECHNOLOGIES = "technologies"
    CONCEPTS = "concepts"
    TOOLS = "tools"
    CHALLENGES = "challenges"
    PRACTICES = "practices"
    COLLABORATION = "collaboration"
    WORK_LOG = "worklog"
    MILESTONES = "milestones"
    NEXT_STEPS = "next"
    CONTRACT = "contract"
    UPDATED = "updated"
    """When it was written last: a line without a heading."""


BRIEF = {
    Part.OVERVIEW: "Overview of the programme",
    Part.LEARNINGS: "Major learnings",
    Part.TECHNOLOGIES: "Key technologies covered",
    Part.CONCEPTS: "Important backend development concepts",
    Part.TOOLS: "Tools",
    Part.CHALLENGES: "Challenges faced and solutions implemented",
    Part.PRACTICES: "Best practices and personal takeaways",
    Part.COLLABORATION: "Collaboration",
    Part.WORK_LOG: "Work log",
    Part.MILESTONES: "Milestones",
    Part.NEXT_STEPS: "Next steps",
    Part.CONTRACT: "API contract",
}
# The brief asks for these: they are there even while there is nothing in them.
REQUIRED = (
    *(Part.OVERVIEW, Part.LEARNINGS, Part.TECHNOLOGIES, Part.CONCEPTS),
    *(Part.CHALLENGES, Part.PRACTICES, Part.COLLABORATION),
)
UNDER_LEARNINGS = (Part.TECHNOLOGIES, Part.CONCEPTS, Part.TOOLS)
KINDS = {
    Part.TECHNOLOGIES: (LogKind.TECHNOLOGY,),
    Part.CONCEPTS: (LogKind.CONCEPT,),
    Part.TOOLS: (LogKind.TOOL,),
    Part.CHALLENGES: (LogKind.CHALLENGE,),
    Part.PRACTICES: (LogKind.PRACTICE, LogKind.TAKEAWAY),
    Part.COLLABORATION: (LogKind.TOGETHER,),
    Part.WORK_LOG: (LogKind.FOCUS, LogKind.DONE),
    Part.MILESTONES: (LogKind.MILESTONE,),
    Part.NEXT_STEPS: (LogKind.NEXT_STEP,),
}
PART_OF = {kind: part for part, kinds in KINDS.items() for kind in kinds}


class How(StrEnum):
    """In which way members worked together."""

    BUILT = "built"
    MET = "met"
    """At a study session."""
    HOSTED = "hosted"
    REVIEWED = "reviewed"
    WAS_REVIEWED = "was reviewed"
    HELPED = "helped"
    WAS_HELPED = "was helped"


@dataclass(frozen=True, slots=True)
class Joint:
    """Something done with others: with whom, on what, when."""

    how: How
    people: tuple[int, ...]
    subject: str
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """All that Nexus knows for one member's README.

    `overview` is in the member's own words, `programme` in the moderators'. `own_text` is the text
    that the member brought along, empty without one. `headings` are those that differ from the
    brief's. Who is `unlisted` wants to be named nowhere.
    """

    user_id: int
    entries: tuple[Entry, ...] = ()
    overview: str = ""
    programme: str = ""
    cohort: str = ""
    first_day: date | None = None
    own_text: str = ""
    headings: Mapping[Part, str] = field(default_factory=dict[Part, str])
    joint: tuple[Joint, ...] = ()
    contracts: tuple[Contract, ...] = ()
    has_pair: bool = False
    unlisted: frozenset[int] = frozenset()

    @property
    def people(self) -> tuple[int, ...]:
        """All who may be named in it."""
        helpers = (one.made.helper_id for one in self.entries if one.made and one.made.helper_id)
        joint = (person for one in self.joint for person in one.people)
        return tuple(one for one in dict.fromkeys((*helpers, *joint)) if one not in self.unlisted)

    def heading(self, part: Part) -> str:
        return self.headings.get(part, BRIEF[part])

    def of(self, part: Part) -> tuple[Entry, ...]:
        """The entries of which a part consists, in the order of its kinds."""
        return tuple(
            one for kind in KINDS.get(part, ()) for one in self.entries if one.words.kind is kind
        )


def require_heading(typed: str, part: Part, headings: Mapping[Part, str]) -> str:
    """What was typed as the heading of a part; empty is the brief's own.

    Two parts of the same name could not be told apart when a README is read again.
    """
    chosen = one_line(typed).strip("#").rstrip(" .,;:!").strip()
    if not chosen:
        return BRIEF[part]
    for other, brief in BRIEF.items():
        taken = headings.get(other, brief)
        if other is not part and taken.casefold() == chosen.casefold():
            raise Refusal("Another part has this heading already. Choose other words.")
    return chosen
