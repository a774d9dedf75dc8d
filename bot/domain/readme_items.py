"""The entries that stand below one heading of a README: in lists, in tables, in plain words."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.domain.log import TEXT_LIMIT, TITLE_LIMIT, LogKind, Words
from bot.domain.readme import KINDS, Part
from bot.domain.readme_headings import named, words
from bot.domain.text import clean, fit, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_INLINE_READ = 600  # of a line's beginning: marks of emphasis take time to be matched

# Told in whole sentences: a colon in them ends no title.
_SENTENCES = (LogKind.DONE, LogKind.FOCUS, LogKind.NEXT_STEP, LogKind.TOGETHER)
_LISTS = ("bullet_list", "ordered_list")
_SOLUTIONS = "solution|fix|resolution|resolved by|solved by|how (?:i|we) solved it|what helped"
_PROBLEMS = "problem|challenge|issue|what was hard"
# What Nexus itself writes below or beside an entry.
_ASIDES = "thanks to|together with|also noted|where"
# In front of a label and behind it, as in `**Solution:** ...`; the marks are the same.
_MARK, _END = (
    r"(?P<mark>[*_]{0,3})",
    r"(?P<end>[:\s\u2013\u2014-]{0,3}(?P=mark)[:\s\u2013\u2014-]{0,3})",
)
_LABEL = re.compile(
    rf"[^\w*_`\[]{{0,4}}{_MARK}(?:(?P<solution>{_SOLUTIONS})|(?P<problem>{_PROBLEMS})|(?P<focus>focus)"
    rf"|(?P<aside>{_ASIDES}))(?![^\W_]){_END}",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"(?<!\w){_MARK}(?:{_SOLUTIONS})(?![^\W_]){_END}", re.IGNORECASE)
_LEAD = re.compile(r"(?P<title>[^.!?]{2,60}?)(?::|\s[\u2013\u2014-])\s+(?P<text>\S.*)", re.DOTALL)
_SENTENCE = re.compile(r"(.{10,}?[.!?])\s", re.DOTALL)
_TICKED = re.compile(r"\A\[[ xX]\]\s+")
_NUMBER = re.compile(r"\A\d{1,2}[.)]\s+(?=\S)")
_DATED = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} 20\d\d: ")
_BREAK = re.compile(r"(?:\\| {2,})?\n\s*")


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a heading; all of it is one entry of the heading's name if `is_one`."""

    kind: LogKind
    heading: str
    blocks: "tuple[SyntaxTreeNode, ...]"
    is_one: bool


@dataclass(slots=True)
class _Told:
    """An entry as it is gathered, piece by piece."""

    title: str = ""
    text: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()


def plain(block: "SyntaxTreeNode") -> str:
    """What a paragraph, a heading or a cell reads like, in one line and without marks."""
    return _plain(_content(block))


def part_named(said: str, headings: Mapping[Part, str]) -> Part | None:
    """The part that words are the name of, such as those over a nested list."""
    return named(said, headings)[0] if len(words(said).split()) <= 8 else None


def entries(body: Body, headings: Mapping[Part, str]) -> Iterator[Words]:
    """Each item of a list, each row of a table; where there is neither, the words themselves."""
    if body.is_one:
        told = _Told(_NUMBER.sub("", body.heading))
        for block in body.blocks:
            _add(told, body.kind, block)
        yield from _words(body.kind, told)
        return
    lists = [one for one in body.blocks if one.type in _LISTS]
    tables = [one for one in body.blocks if one.type == "table"]
    for one in lists:
        yield from _items(body.kind, one, headings)
    for one in tables:
        yield from _rows(body.kind, one)
    if not lists and not tables:
        for one in body.blocks:
            if one.type == "paragraph":
                yield from _words(body.kind, _headed(body.kind, _content(one)))


def _items(kind: LogKind, block: "SyntaxTreeNode", headings: Mapping[Part, str]) -> Iterator[Words]:
    for item in block.children:
        if not item.children:
            continue
        first, *rest = item.children
        nested = [one for one in item.children if one.type in _LISTS]
        part = part_named(plain(first), headings) if nested and first.type == "paragraph" else None
        if part is not None and (kinds := KINDS.get(part)):  # a list that is named like a part
            for one in nested:
                yield from _items(kinds[0], one, headings)
            continue
        if first.type != "paragraph":
            rest = item.children
        label = _LABEL.match(_content(first)) if first.type == "paragraph" else None
        if label and label["aside"]:
            continue
        if label and label["focus"] and _ends(label):
            yield from _words(LogKind.FOCUS, _headed(kind, _content(first)[label.end() :]))
            continue
        told = _headed(kind, _content(first)) if first.type == "paragraph" else _Told()
        for one in rest:
            _add(told, kind, one)
        yield from _words(kind, told)


def _rows(kind: LogKind, table: "SyntaxTreeNode") -> Iterator[Words]:
    rows = [row for part in table.children for row in part.children]
    if not rows:
        return
    names = [plain(cell) for cell in rows[0].children]
    solved = [at for at, name in enumerate(names) if re.search(_SOLUTIONS, name, re.IGNORECASE)]
    for row in rows[1:]:
        cells = [_content(cell).strip() for cell in row.children]
        # A first column of numbers, weeks or days names nothing.
        first = 1 if len(cells) > 1 and not any(map(str.isalpha, _plain(cells[0]))) else 0
        rest = [at for at in range(first + 1, len(cells)) if at not in solved and cells[at]]
        more = tuple(f"{names[at]}: {cells[at]}" for at in rest[1:])
        text = "\n".join((*(cells[at] for at in rest[:1]), *more))
        told = _Told(_plain(cells[first]), (text,) if text else ())
        if kind is LogKind.CHALLENGE:
            told.solution = tuple(cells[at] for at in solved if at < len(cells))
        yield from _words(kind, told)


def _headed(kind: LogKind, said: str) -> _Told:
    """The first words of an item: what it is called, and the rest."""
    said = _TICKED.sub("", said)
    solution = ""
    if kind is LogKind.CHALLENGE:
        said, solution = _solved(said)
    title, text = _titled(kind, said)
    return _Told(title, (text,) if text else (), (solution,) if solution else ())


def _titled(kind: LogKind, said: str) -> tuple[str, str]:
    """`**Django**: what for` and `Django: what for` have a title; other words are one by
    themselves, where they are few."""
    shown = _BREAK.sub(" ", said.strip())
    if dated := _DATED.match(shown):
        shown = shown[dated.end() :]
    bold = re.match(r"(\*\*|__)(?P<title>[^*_`\n][^\n]{0,200}?)\1(?P<text>.*)", shown, re.DOTALL)
    if bold:
        return _plain(bold["title"]).rstrip(" :"), bold["text"].lstrip(" :.\u2013\u2014-").strip()
    if kind not in _SENTENCES and (lead := _LEAD.fullmatch(shown)):
        return _plain(lead["title"]), lead["text"].strip()
    whole = _plain(shown)
    if len(whole) <= TITLE_LIMIT:
        return whole, ""
    sentence = _SENTENCE.match(shown)
    if sentence and len(title := _plain(sentence[1])) <= TITLE_LIMIT:
        return title, shown[sentence.end() :].strip()
    return "", shown


def _add(told: _Told, kind: LogKind, block: "SyntaxTreeNode") -> None:
    """A further piece of an entry, which may say that it is the solution."""
    if kind is LogKind.CHALLENGE and block.type in _LISTS:
        items = [item.children for item in block.children if item.children]
        if any(_LABEL.match(_content(first)) for first, *_ in items):
            for pieces in items:
                for one in pieces:
                    _add(told, kind, one)
            return
    said = _source(block)
    if block.type == "paragraph":
        label = _LABEL.match(said)
        if label and label["aside"]:
            return
        if label and label["problem"] and _ends(label):
            said = said[label.end() :]
        if kind is LogKind.CHALLENGE:
            said, solution = _solved(said)
            told.solution += (solution,) if solution else ()
            if not said.strip():
                return
        elif not told.title:
            told.title, said = _titled(kind, said)
    if told.solution:
        told.solution += (said,)
    else:
        told.text += (said,)


def _ends(label: re.Match[str]) -> bool:
    """Whether it stands there as a label, and is not the beginning of a sentence."""
    return bool(label["mark"]) or any(mark in label["end"] for mark in ":\u2013\u2014-")


def _solved(said: str) -> tuple[str, str]:
    """What was hard, and what was done about it, where one paragraph says both."""
    for label in _WITHIN.finditer(said):
        if ":" in label["end"]:
            hard = said[: label.start()].rstrip(" *_\n\u2013\u2014-(\\")
            return hard, said[label.end() :].strip()
    return said, ""


def _words(kind: LogKind, told: _Told) -> Iterator[Words]:
    text = clean("\n\n".join(one for one in told.text if one.strip()))
    solution = clean("\n\n".join(one for one in told.solution if one.strip()))
    title = one_line(told.title)
    if not title and not text and not solution:
        return
    if not title:  # it is said as a whole below it
        title = fit(_plain(text or solution), TITLE_LIMIT)
    if kind is not LogKind.CHALLENGE and solution:
        text, solution = f"{text}\n\n{solution}".strip(), ""
    yield Words(kind, fit(title, TITLE_LIMIT), fit(text, TEXT_LIMIT), fit(solution, TEXT_LIMIT))


def _source(block: "SyntaxTreeNode") -> str:
    """A block as it was written, but for the marks and the indentation of the list it is in."""
    match block.type:
        case "paragraph" | "heading":
            return _content(block)
        case "bullet_list" | "ordered_list":
            return "\n".join(f"- {said}" for said in _flat(block))
        case "fence" | "code_block":
            language = block.info.strip() if block.type == "fence" else ""
            if language == "text":  # which is what we write where nobody said one
                language = ""
            return f"```{language}\n{textwrap.dedent(block.content).rstrip()}\n```"
        case _:
            return " ".join(filter(None, map(_source, block.children)))


def _flat(block: "SyntaxTreeNode") -> Iterator[str]:
    for item in block.children:
        for one in item.children:
            if one.type in _LISTS:
                yield from _flat(one)
            else:
                yield _BREAK.sub(" ", _source(one))


def _content(block: "SyntaxTreeNode") -> str:
    """What the lines of a block say, with their marks."""
    return "\n".join(one.content for one in block.children if one.type == "inline")


def _plain(said: str) -> str:
    shown = said[:_INLINE_READ]
    inline: Token = _reader().parseInline(shown)[0]
    parts = (
        " " if one.type in ("softbreak", "hardbreak") else one.content
        for one in inline.children or []
        if one.type not in ("html_inline",)
    )
    return one_line("".join(parts))


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a start does without

    return MarkdownIt("commonmark")
