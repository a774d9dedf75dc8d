"""Write a learner's README: out of templates, in which whatever somebody typed stays in its place.

It is written into the learner's own text where they brought one, and else into a plain frame.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import contract_markdown, markdown, readme_marks, readme_reading
from bot.domain.log import Entry, LogKind
from bot.domain.readme import REQUIRED, UNDER_LEARNINGS, Facts, How, Joint, Part
from bot.domain.readme_marks import Region, Scope
from bot.domain.readme_reading import Reading, essence
from bot.domain.readme_templates import Made, said, template
from bot.domain.text import listed

SOMEBODY = "a fellow learner"
# More weeks than these are told month by month.
_MOST_WEEKS = 16
_DONE = (LogKind.FOCUS, LogKind.DONE)
_NOTED = (
    *(LogKind.TECHNOLOGY, LogKind.CONCEPT, LogKind.TOOL, LogKind.CHALLENGE),
    *(LogKind.PRACTICE, LogKind.TAKEAWAY, LogKind.MILESTONE),
)
_STANDS_ELSEWHERE = "What there is to say of this stands in its own words elsewhere on this page."
_NOTHING_YET = "Still to be written."


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week or a month of the work log."""

    name: str
    done: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    """What is told at length in another part."""


@dataclass(frozen=True, slots=True)
class Written:
    """The whole text, and the parts of which the learner's own text has something to say."""

    text: str
    own: frozenset[Part]


def write(facts: Facts, names: Mapping[int, str], *, where: str, today: date) -> Written:
    """The README of a member; `names` are of those who may be named, `where` is a channel's."""
    own = readme_marks.read(facts.own_text or frame(facts))
    reading = readme_reading.read(
        own, headings=facts.headings, first_day=facts.first_day, today=today
    )
    writer = _Writer(facts, reading, names, where, today)
    text = readme_marks.fill(own, writer.region)
    has_text = {one.part for one in reading.sections if one.has_text}
    told = {part for part, _ in reading.told}
    return Written(text, frozenset(has_text | told))


def frame(facts: Facts) -> str:
    """A title, and a place for each part: what there is where a learner brought no text along."""
    title = f"{facts.cohort}: what I learned" if facts.cohort else "What I learned"
    places = {2: [(part, Scope.WHOLE) for part in Part]}
    return readme_marks.insert([f"# {markdown.line(title)}\n", "\n"], places)


class _Writer:
    def __init__(
        self, facts: Facts, reading: Reading, names: Mapping[int, str], where: str, today: date
    ) -> None:
        self.facts = facts
        self.reading = reading
        self.names = {one: name for one, name in names.items() if one not in facts.unlisted}
        self.where = where
        self.today = today

    def region(self, region: Region) -> str:
        part, level = region.part, self.reading.level_of(region)
        if region.scope is Scope.WHOLE and part in UNDER_LEARNINGS and self._has_learnings:
            level += 1
        is_whole = region.scope is Scope.WHOLE
        body = self.body(part, min(level + 1, 6), is_whole=is_whole).strip("\n")
        if part is Part.UPDATED or not is_whole:
            return body
        if not body and part not in REQUIRED:
            return ""
        heading = f"{'#' * min(level, 6)} {markdown.line(self.facts.heading(part))}"
        if not body and part is not Part.LEARNINGS:
            is_told = any(told is part for told, _ in self.reading.told)
            body = _STANDS_ELSEWHERE if is_told else _NOTHING_YET
        return f"{heading}\n\n{body}" if body else heading

    @property
    def _has_learnings(self) -> bool:
        has_region = any(one.part is Part.LEARNINGS for one in self.reading.regions)
        return has_region or self.reading.home(Part.LEARNINGS) is not None

    def body(self, part: Part, level: int, *, is_whole: bool) -> str:
        """What is written of a part, below its heading; `level` is that of headings in it."""
        if part is Part.LEARNINGS:
            return ""
        return template(f"{part.value}.md.j2").render(
            entries=self._untold(part),
            programme=self._unsaid(self.facts.programme) if is_whole else "",
            overview=self._unsaid(self.facts.overview),
            stretches=self._stretches() if part is Part.WORK_LOG else (),
            joint=self._joint() if part is Part.COLLABORATION else (),
            contracts=list(self._contracts()) if part is Part.CONTRACT else (),
            where=self.where,
            today=self.today,
            hashes=Made("#" * level),
            credit=self._credit,
            called=self._called,
            own=self.reading.lines,
        )

    def _untold(self, part: Part) -> list[Entry]:
        """The entries that the learner's own text does not tell already."""
        return [one for one in self.facts.of(part) if essence(one.words) not in self.reading.told]

    def _unsaid(self, text: str) -> str:
        """A text, unless the learner's own has it word for word."""
        lines = {one.strip() for one in markdown.prose(text)}
        return "" if lines <= self.reading.lines else text

    def _stretches(self) -> list[Stretch]:
        told = self.reading.told
        untold = [one for one in self.facts.entries if essence(one.words) not in told]
        return stretches(untold, self.facts.first_day)

    def _joint(self) -> list[Joint]:
        order = list(How)
        return sorted(self.facts.joint, key=lambda one: (order.index(one.how), one.day))

    def _contracts(self) -> Iterator[tuple[str, Made]]:
        for one in self.facts.contracts:
            body = "\n".join(contract_markdown.body(one))
            if not all(line.strip() in self.reading.lines for line in body.split("\n")):
                yield one.title, Made(body)

    def _credit(self, entry: Entry) -> Made:
        helper = entry.made.helper_id if entry.made else None
        if helper is None or helper == self.facts.user_id or helper not in self.names:
            return Made("")
        who = markdown.line(self.names[helper])
        is_joint = entry.words.kind is LogKind.TOGETHER
        return Made(f"Together with {who}." if is_joint else f"Thanks to {who}.")

    def _called(self, people: Sequence[int]) -> Made:
        """The names of these; those who are not named are counted."""
        known = [markdown.line(self.names[one]) for one in people if one in self.names]
        rest = len(people) - len(known)
        if rest:
            known.append(SOMEBODY if rest == 1 else f"{rest} fellow learners")
        return Made(listed(known)) if known else Made("")


def stretches(entries: Sequence[Entry], first_day: date | None) -> list[Stretch]:
    """The entries by week, the cohort's where its first day is known; by month where they are
    many."""
    logged = [one for one in entries if one.words.kind in _DONE + _NOTED]
    days = [one.day for one in logged]
    if not days:
        return []
    by_month = (max(days) - min(days)).days > 7 * _MOST_WEEKS
    found: dict[str, list[Entry]] = {}
    for one in sorted(logged, key=lambda entry: (entry.day, entry.id)):
        name = f"{one.day:%B %Y}" if by_month else _week(one.day, first_day)
        found.setdefault(name, []).append(one)
    return [
        Stretch(
            name,
            tuple(one for kind in _DONE for one in these if one.words.kind is kind),
            tuple(one for one in these if one.words.kind in _NOTED),
        )
        for name, these in found.items()
    ]


def _week(day: date, first_day: date | None) -> str:
    if first_day is None or day < first_day:
        return f"Week of {said(day - timedelta(days=day.weekday()))}"
    week = (day - first_day).days // 7
    first = first_day + timedelta(weeks=week)
    last = first + timedelta(days=6)
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"Week {week + 1} ({begins}\u2013{said(last)})"
