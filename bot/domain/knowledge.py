"""A cohort's knowledge base: a folder of Markdown that MkDocs makes a site of, for the next cohort.

It holds what its authors allow and nothing else: that is for whoever gathers it. The names of files
are ours; what members wrote stands in the pages alone, and stays in its place there.
"""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from bot.domain.knowledge_templates import page
from bot.domain.log import LogKind
from bot.domain.text import one_line

CONFIGURATION = "mkdocs.yml"
_SIGN = "# A knowledge base made by Nexus. It is made anew and replaced as a whole by `nexus kb`."
# All that is in one: whoever finds something else in a folder has no business in replacing it.
OURS = re.compile(
    r"mkdocs\.yml|docs/index\.md|docs/(?:topics|learnings)/[a-z0-9-]+\.md"
    r"|docs/questions/\d+\.md|docs/challenges/(?:index|\d+)\.md|site/.*"
)
# What is worth reading a cohort later, in the order in which it is listed.
LEARNINGS = {
    LogKind.PRACTICE: "Best practices",
    LogKind.TAKEAWAY: "Takeaways",
    LogKind.CONCEPT: "Concepts",
    LogKind.TECHNOLOGY: "Technologies",
    LogKind.TOOL: "Tools",
}
KINDS = (LogKind.CHALLENGE, *LEARNINGS)


@dataclass(frozen=True, slots=True)
class Solved:
    """A question with its accepted answer; who wants no name has none."""

    number: int
    topic: str
    title: str
    details: str
    tried: str
    code: str
    answer: str
    asker: str | None
    answerer: str | None
    solved_on: date


@dataclass(frozen=True, slots=True)
class Learning:
    """What somebody shared from their log; `helper` is whom it thanks, if that has a name."""

    id: int
    kind: LogKind
    title: str
    text: str
    solution: str
    author: str | None
    helper: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Base:
    """`questions` and `learnings` have the newest first."""

    name: str
    made_on: date
    questions: Sequence[Solved] = ()
    learnings: Sequence[Learning] = ()

    @property
    def challenges(self) -> list[Learning]:
        return [one for one in self.learnings if one.kind is LogKind.CHALLENGE]

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.learnings)


def files(base: Base) -> dict[str, str]:
    """The text of each file by its path in the folder."""
    topics = _topics(base.questions)
    kinds = {
        kind: found
        for kind in LEARNINGS
        if (found := [one for one in base.learnings if one.kind is kind])
    }
    made = {
        CONFIGURATION: _configuration(base, topics, kinds),
        "docs/index.md": page("index", base=base, topics=topics, kinds=kinds, names=LEARNINGS),
    }
    for slug, (topic, questions) in topics.items():
        made[f"docs/topics/{slug}.md"] = page("topic", topic=topic, questions=questions)
        for one in questions:
            made[f"docs/questions/{one.number}.md"] = page("question", one=one, slug=slug)
    if base.challenges:
        made["docs/challenges/index.md"] = page("challenges", challenges=base.challenges)
    for one in base.challenges:
        made[f"docs/challenges/{one.id}.md"] = page("challenge", one=one)
    for kind, found in kinds.items():
        made[f"docs/learnings/{kind}.md"] = page(
            "learnings", heading=LEARNINGS[kind], learnings=found
        )
    return made


def is_one(configuration: str) -> bool:
    """Whether that is the configuration of a knowledge base of ours."""
    return configuration.startswith(f"{_SIGN}\n")


_Topics = Mapping[str, tuple[str, Sequence[Solved]]]


def _topics(questions: Sequence[Solved]) -> _Topics:
    """The questions of each topic under the name of its page; the largest topic first."""
    by_topic: dict[str, list[Solved]] = {}
    for one in questions:
        by_topic.setdefault(one_line(one.topic) or "Other", []).append(one)
    found: dict[str, tuple[str, Sequence[Solved]]] = {}
    for topic, its in sorted(by_topic.items(), key=lambda one: (-len(one[1]), one[0])):
        slug = _slug(topic)
        names = (slug, *(f"{slug}-{more}" for more in range(2, len(by_topic) + 2)))
        found[next(name for name in names if name not in found)] = (topic, its)
    return found


def _slug(topic: str) -> str:
    plain = unicodedata.normalize("NFKD", topic).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:40].strip("-") or "topic"


def _configuration(base: Base, topics: _Topics, kinds: Mapping[LogKind, Sequence[Learning]]) -> str:
    questions = [{_in_theme(topic): f"topics/{slug}.md"} for slug, (topic, _) in topics.items()]
    learnings = [{LEARNINGS[kind]: f"learnings/{kind}.md"} for kind in kinds]
    nav: list[Mapping[str, object]] = [{"Home": "index.md"}]
    nav += [{"Questions": questions}] if questions else []
    nav += [{"Challenges": "challenges/index.md"}] if base.challenges else []
    nav += [{"Learnings": learnings}] if learnings else []
    said = {
        "site_name": _in_theme(base.name),
        # It would load its colours from somebody else's server.
        "theme": {"name": "mkdocs", "highlightjs": False},
        "nav": nav,
        # Each is one tap from the page that lists it; the menu has no room for them all.
        "not_in_nav": "/questions/*.md\n/challenges/[0-9]*.md\n",
    }
    return f"{_SIGN}\n{yaml.safe_dump(said, sort_keys=False, allow_unicode=True)}"


def _in_theme(said: str) -> str:
    """MkDocs puts names into its pages as they are, and they are HTML there."""
    return html.escape(one_line(said)) or "Knowledge base"
