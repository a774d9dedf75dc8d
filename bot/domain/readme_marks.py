"""Where Nexus writes in a README, and nowhere else: between marks that readers of it never see.

A mark is an HTML comment on a line of its own. All around the marks is the learner's, byte for
byte. What was changed by hand between two marks is the learner's from then on as well.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.domain.readme import Part

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_MARK = re.compile(
    r"<!-- nexus:(?P<what>begin|add|end) (?P<part>[a-z]+)(?: (?P<digest>[0-9a-f]{8}))? -->"
)
_PROBE = "<!-- probe -->"


class Scope(StrEnum):
    """How much of a part is between its marks."""

    WHOLE = "begin"
    """All of it, and its heading."""
    MORE = "add"
    """What is added below a heading of the learner's own."""


@dataclass(frozen=True, slots=True)
class Region:
    """From the line of its first mark up to that of its last; `is_ours` if nobody changed it."""

    part: Part
    scope: Scope
    first: int
    last: int
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A text as lines, with their endings, and as the blocks that they make."""

    lines: tuple[str, ...]
    blocks: "tuple[SyntaxTreeNode, ...]"
    regions: tuple[Region, ...] = ()
    marks: tuple[int, ...] = ()
    """The lines of all marks, also of those that mark no region."""

    @property
    def newline(self) -> str:
        """As its first line ends."""
        first = self.lines[0] if self.lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def own_blocks(self) -> "Iterator[SyntaxTreeNode]":
        """Those that the learner wrote."""
        for one in self.blocks:
            if not any(within.first <= span(one)[0] <= within.last for within in self.regions):
                yield one


def read(text: str) -> Document:
    lines = split(text)
    blocks = tuple(parsed(text))
    marks = {span(one)[0]: found for one in blocks if (found := _mark(one))}
    return Document(lines, blocks, tuple(_regions(lines, marks)), tuple(marks))


def parsed(text: str) -> "list[SyntaxTreeNode]":
    """Its blocks alone: what stands within a line is read where it is needed."""
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - a start does without

    return SyntaxTreeNode(_reader().parse(text)).children


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a start does without

    return MarkdownIt("commonmark").enable("table").disable("inline")


def split(text: str) -> tuple[str, ...]:
    """Its lines as Markdown counts them, each with its ending."""
    return tuple(io.StringIO(text, newline=""))


def span(block: "SyntaxTreeNode") -> tuple[int, int]:
    """Its lines: the first, and the one behind the last."""
    return block.map or (0, 0)


def begin(part: Part, scope: Scope, digest: str = "") -> str:
    return f"<!-- nexus:{scope.value} {part.value}{f' {digest}' if digest else ''} -->"


def end(part: Part) -> str:
    return f"<!-- nexus:end {part.value} -->"


def _mark(block: "SyntaxTreeNode") -> re.Match[str] | None:
    found = _MARK.fullmatch(block.content.strip()) if block.type == "html_block" else None
    return found if found and found["part"] in set(Part) else None


def _regions(lines: Sequence[str], marks: Mapping[int, re.Match[str]]) -> Iterator[Region]:
    """A beginning and the next end, of one part; what has no counterpart marks nothing."""
    opened: tuple[re.Match[str], int] | None = None
    for at, found in marks.items():
        if found["what"] != "end":
            opened = found, at
        elif opened and opened[0]["part"] == found["part"]:
            mark, first = opened
            content = _content(lines[first + 1 : at])
            is_ours = not content or mark["digest"] == digest_of(content)
            yield Region(Part(found["part"]), Scope(mark["what"]), first, at, is_ours)
            opened = None


def _content(lines: Sequence[str]) -> str:
    """What stands between two marks, whatever made of its line endings on the way."""
    return "\n".join(one.rstrip() for one in lines).strip("\n")


def digest_of(content: str) -> str:
    return hashlib.sha256(_content(content.split("\n")).encode()).hexdigest()[:8]


def fill(document: Document, content: Callable[[Region], str]) -> str:
    """Write into its regions what `content` says, and nothing anywhere else."""
    made = list(document.lines)
    for region in reversed(document.regions):
        said = content(region).strip("\n")
        inner = ["", *said.split("\n"), ""] if said else []
        mark = begin(region.part, region.scope, digest_of(said) if said else "")
        ending = made[region.last][len(made[region.last].rstrip("\r\n")) :]
        made[region.first : region.last + 1] = [
            *(f"{one}{document.newline}" for one in (mark, *inner)),
            f"{end(region.part)}{ending}",
        ]
    return "".join(made)


def own(text: str) -> Document:
    """A text without all that Nexus wrote: its regions are empty, the first of each part.

    One that somebody changed by hand has no marks any more, and a mark that has no counterpart
    goes as well.
    """
    document = read(text)
    while document.marks and (bare := _own(document)) != document.text:
        # Without what stood around it, something may be a mark that was none before.
        document = read(bare)
    return document


def _own(document: Document) -> str:
    made = list(document.lines)
    kept = {one.part: one for one in reversed(document.regions) if one.is_ours}
    dropped = set(document.marks)
    for region in document.regions:
        if not region.is_ours:
            continue
        if kept[region.part] is region:
            made[region.first] = f"{begin(region.part, region.scope)}{document.newline}"
            dropped -= {region.first, region.last}
            dropped |= {*range(region.first + 1, region.last)}
        else:
            dropped |= {*range(region.first, region.last + 1)}
    return "".join(one for at, one in enumerate(made) if at not in dropped)


def closed(document: Document) -> Document:
    """With an end for a block of code that goes on to the end: it looks the same so."""
    last = document.blocks[-1] if document.blocks else None
    if last is None or last.type != "fence" or not is_open(document, last):
        return document
    text = document.text
    ending = "" if text.endswith(("\n", "\r")) else document.newline
    return read(f"{text}{ending}{last.markup}{document.newline}")


def is_open(document: Document, last: "SyntaxTreeNode") -> bool:
    """Whether all that follows would belong to the last block: a fence, or HTML, without an end."""
    tail = "".join(document.lines[span(last)[0] :])
    *_, behind = parsed(f"{tail}\n\n{_PROBE}\n")
    return not (behind.type == "html_block" and behind.content.strip() == _PROBE)


def insert(lines: Sequence[str], at: Mapping[int, Sequence[tuple[Part, Scope]]]) -> str:
    """A text with empty regions before these lines, or behind the last, in paragraphs alone."""
    newline = Document(tuple(lines), ()).newline
    made: list[str] = []
    for place in range(len(lines) + 1):
        for part, scope in at.get(place, ()):
            if made and not made[-1].endswith(("\n", "\r")):
                made[-1] += newline
            if made and made[-1].strip():
                made.append(newline)
            made += [f"{begin(part, scope)}{newline}", f"{end(part)}{newline}"]
            if place < len(lines) and lines[place].strip():
                made.append(newline)
        if place < len(lines):
            made.append(lines[place])
    return "".join(made)
