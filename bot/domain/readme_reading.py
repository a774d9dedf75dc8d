"""Read a README that a learner already has: which of its parts are where, and what entries it has.

All of it stays the learner's text. What is recognised becomes entries of their log as well; what
is not, stays where it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from bot.domain import readme_items
from bot.domain.log import LogKind, Words
from bot.domain.readme import PART_OF, Part
from bot.domain.readme_headings import Meaning, is_exactly, meaning
from bot.domain.readme_items import Body, plain
from bot.domain.readme_marks import Document, Region, Scope, span

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

MOST_BYTES = 256_000
MOST_ENTRIES = 500
_TELLING = 400  # characters: what begins alike for so long is the same


# Below their headings, a heading without a part is the name of one entry.
_TITLED = (Part.CHALLENGES, Part.MILESTONES)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the learner's own with all below it: lines `first` up to before `end`."""

    part: Part
    level: int
    first: int
    end: int
    has_text: bool
    is_within_time: bool
    """Whether it stands under a week or a month, and so is not the only one of its part."""


@dataclass(frozen=True, slots=True)
class Found:
    """What becomes an entry; `key` is its own in this text, and the same when it is read again."""

    heading: str
    words: Words
    day: date | None
    key: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`unknown` are the headings that say nothing to Nexus; `has_more` than a log takes at once."""

    sections: tuple[Section, ...]
    found: tuple[Found, ...]
    unknown: tuple[str, ...]
    regions: tuple[Region, ...]
    has_more: bool = False
    lines: frozenset[str] = frozenset()
    """All that the learner's own lines say, bare of what is around it."""

    @property
    def told(self) -> frozenset[tuple[Part, str]]:
        return frozenset(essence(one.words) for one in self.found)

    def home(self, part: Part) -> Section | None:
        """The one section of a part, under which more of it belongs."""
        mine = (one for one in self.sections if one.part is part and not one.is_within_time)
        return next(mine, None)

    @property
    def level(self) -> int:
        """That of the headings of parts."""
        levels = [
            one.level
            for one in self.sections
            if one.level > 1 and one.part is not Part.OVERVIEW and not one.is_within_time
        ]
        return min(levels, default=2)

    def level_of(self, region: Region) -> int:
        """That of the heading under which the region stands, or which it has itself."""
        if region.scope is Scope.MORE:
            around = (one.level for one in self.sections if one.first < region.first < one.end)
            return max(around, default=self.level)
        return self.level


@dataclass(slots=True)
class _Level:
    """A heading and what it says of all that stands below it."""

    level: int
    said: str
    about: Meaning
    first: int
    is_within_time: bool
    is_inherited: bool
    """Whether it says nothing by itself, and belongs to the heading above."""
    body: "list[SyntaxTreeNode]" = field(default_factory=lambda: [])


def essence(words: Words) -> tuple[Part, str]:
    """What an entry says, however it is written: the same twice is one."""
    said = "".join((words.title, words.text, words.solution)).casefold()
    # A title too long to be one stands cut in front of the whole.
    told = "".join(char for char in said if char.isalnum())
    return PART_OF[words.kind], told[:_TELLING]


def read(
    document: Document,
    *,
    headings: Mapping[Part, str],
    first_day: date | None,
    today: date,
) -> Reading:
    """What stands in a README that is the learner's own; what Nexus wrote in it is not read."""
    levels = list(_levels(document, headings, first_day, today))
    found = list(islice(_entries(levels, headings), MOST_ENTRIES + 1))
    return Reading(
        sections=tuple(_sections(levels, len(document.lines))),
        found=tuple(_keyed(found[:MOST_ENTRIES])),
        unknown=tuple(one.said for one in levels[1:] if one.about.part is None and one.level > 1),
        regions=document.regions,
        has_more=len(found) > MOST_ENTRIES,
        lines=frozenset(_own_lines(document)),
    )


def _levels(
    document: Document, headings: Mapping[Part, str], first_day: date | None, today: date
) -> Iterator[_Level]:
    """Each heading with what stands right below it; the first is what stands before them all."""
    above = [_Level(0, "", Meaning(), 0, is_within_time=False, is_inherited=True)]
    is_first = True
    for block in document.own_blocks():
        if block.type != "heading":
            above[-1].body.append(block)
            continue
        level, said = int(block.tag[1:]), plain(block)
        yield above[-1]
        above = [one for one in above if one.level < level]
        over, here = above[-1], meaning(said, headings, first_day, today)
        if is_first and level == 1 and not is_exactly(said, headings):
            here = Meaning()  # the title of it all, whatever words it has
        is_first = False
        above.append(
            _Level(
                level,
                said,
                _below(over.about, here),
                span(block)[0],
                is_within_time=over.is_within_time or over.about.is_time,
                is_inherited=here == Meaning(),
            )
        )
    yield above[-1]


def _below(over: Meaning, here: Meaning) -> Meaning:
    """What a heading is about, given the one above it."""
    if here.is_time and over.part not in (None, Part.WORK_LOG, Part.LEARNINGS):
        here = replace(here, part=over.part, kind=over.kind)  # the challenges of a week
    elif here == Meaning() and over.part is not None:
        return replace(over, title="", is_time=False)
    return here if here.day else replace(here, day=over.day)


def _sections(levels: Sequence[_Level], end: int) -> Iterator[Section]:
    for at, one in enumerate(levels):
        if one.about.part is None or one.is_inherited or one.about.title:
            continue
        behind = at + 1
        while behind < len(levels) and levels[behind].level > one.level:
            behind += 1
        below = levels[at + 1 : behind]
        stop = levels[behind].first if behind < len(levels) else end
        yield Section(
            one.about.part,
            one.level,
            one.first,
            stop,
            bool(one.body) or any(later.body for later in below),
            one.is_within_time or one.about.is_time,
        )


def _entries(levels: Iterable[_Level], headings: Mapping[Part, str]) -> Iterator[Found]:
    for one in levels:
        about = one.about
        if about.part is None or about.kind is None:
            continue
        is_one = bool(about.title) and not about.is_time
        if about.is_time and about.title and about.part is Part.WORK_LOG:
            yield _found(one, Words(LogKind.FOCUS, about.title))
        # What an unknown heading is about is that of the one above, or one challenge of several.
        is_one = is_one or (one.is_inherited and about.part in _TITLED)
        body = Body(about.kind, about.title or one.said, tuple(one.body), is_one=is_one)
        yield from (_found(one, words) for words in readme_items.entries(body, headings))


def _found(one: _Level, words: Words) -> Found:
    return Found(one.said, words, one.about.day, 0)


def _keyed(found: Iterable[Found]) -> Iterator[Found]:
    """Each with a key of its own: the same words a second time are another entry."""
    seen: Counter[tuple[Part, str]] = Counter()
    for one in found:
        said = essence(one.words)
        seen[said] += 1
        part, told = said
        digest = sha256(f"{part}:{told}:{seen[said]}".encode()).digest()
        yield replace(one, key=int.from_bytes(digest[:8]) >> 1)


def _own_lines(document: Document) -> Iterator[str]:
    within = {line for one in document.regions for line in range(one.first, one.last + 1)}
    return (one.strip() for at, one in enumerate(document.lines) if at not in within)
