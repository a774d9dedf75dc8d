"""Every text that Nexus has for people, on one page, feature by feature.

    python -m tests.catalogue > texts.md

Read from the code itself: what stands in braces is filled in. What an operator reads in a terminal
is not among it, nor is the log.
"""

import ast
import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.__main__ import build
from bot.catalogue import Entry, catalogue
from bot.config import Settings

ROOT = Path(__file__).parents[1]
# For operators, for the demo, and for machines.
_NOT_FOR_PEOPLE = re.compile(
    r"bot/(?:demo/|(?:__main__|catalogue|config|delivery|doctor|erasing|forgetting|health|jobs"
    r"|knowledge_base|lifetime|logs|metrics|redraws|sending|upkeep|verdicts|workers)\.py)"
    r"|bot/domain/(?:knowledge|readme_headings|readme_items|readme_marks|solving|stems|text|words)\.py"
    r"|db/(?:migrations/|tables|engine|migrate|backup|sqlite|search)"
)
_ROAD = re.compile(r"[a-z_]+:[a-z_]*")


class Kind(StrEnum):
    COMMAND = "command"
    OPTION = "option"
    REFUSAL = "refusal"
    BUTTON = "button"
    TITLE = "title of a form"
    FIELD = "field of a form"
    HINT = "hint"
    TEXT = "text"


@cache
def _names() -> frozenset[str]:
    """What commands are called: it stands for the mention of one."""
    return frozenset(one.qualified_name for one in asyncio.run(_commands()))


@dataclass(frozen=True, slots=True)
class Text:
    feature: str
    place: str
    """The file and the line."""
    kind: Kind
    words: str


# What the arguments of these functions are, by place or by name.
_ARGUMENTS: dict[str, dict[int | str, Kind]] = {
    "Refusal": {0: Kind.REFUSAL},
    "button": {0: Kind.BUTTON},
    "link": {0: Kind.BUTTON},
    "form": {0: Kind.TITLE},
    "line": {1: Kind.FIELD, "hint": Kind.HINT},
    "pick": {1: Kind.FIELD, "hint": Kind.HINT},
    "voice_pick": {1: Kind.FIELD},
    "select": {"placeholder": Kind.HINT},
    "multi_select": {"placeholder": Kind.HINT},
    "channel_select": {"hint": Kind.HINT},
    "role_select": {"hint": Kind.HINT},
    "member_select": {"hint": Kind.HINT},
}
# What stands in these is for developers and machines.
_SILENT_CALLS = {
    *("ValueError", "RuntimeError", "AssertionError", "TypeError", "KeyError", "compile", "text"),
    *("info", "warning", "error", "debug", "exception", "getLogger", "strftime", "getattr"),
    *("Index", "mention", "cast", "describe", "rename", "GroupCog", "Roads", "TypeVar"),
    *("split", "partition", "replace"),
}


@cache
def texts() -> tuple[Text, ...]:
    """All of them, in the order of the code."""
    found = [text for one in asyncio.run(_commands()) for text in _described(one)]
    for folder in ("cogs", "bot", "db"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if not _NOT_FOR_PEOPLE.match(where):
                found += _Reader(where).read(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(found)


async def _commands() -> list[Entry]:
    # Nothing connects to this database, so there never is such a file.
    nexus = build(Settings.model_construct(database_url="sqlite+aiosqlite:///no.db"))
    try:
        return await catalogue(nexus)
    finally:
        await nexus.close()


def _described(one: Entry) -> Iterator[Text]:
    name = one.qualified_name
    if one.description:
        yield Text("commands", f"/{name}", Kind.COMMAND, one.description)
    for option in one.options:
        yield Text("commands", f"/{name} {option.name}", Kind.OPTION, option.description)


class _Reader(ast.NodeVisitor):
    """Reads a module's texts; `kind` is what the node that is visited belongs to."""

    def __init__(self, where: str) -> None:
        self.where = where
        parts = where.split("/")
        self.feature = parts[1] if parts[0] == "cogs" else parts[0]
        self.found: list[Text] = []
        self.kind: Kind | None = None

    def read(self, module: ast.Module) -> list[Text]:
        self.visit(module)
        return self.found

    def visit_Expr(self, node: ast.Expr) -> None:
        if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            self.generic_visit(node)  # or it is a docstring

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)

    def visit_arguments(self, node: ast.arguments) -> None:
        for default in (*node.defaults, *filter(None, node.kw_defaults)):
            self.visit(default)  # and no annotations

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.visit(node.args)
        for one in node.body:
            self.visit(one)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        self.visit(node.func)
        if name in _SILENT_CALLS:
            return
        kinds, before = _ARGUMENTS.get(name, {}), self.kind
        for at, one in enumerate(node.args):
            self.kind = kinds.get(at)
            self.visit(one)
        for word in node.keywords:
            self.kind = kinds.get(word.arg or "")
            self.visit(word.value)
        self.kind = before

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._note(node, node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._note(node, _template(node))

    def _note(self, node: ast.expr, words: str) -> None:
        if self.kind is None and not _is_said(words):
            return
        if words and not _ROAD.fullmatch(words) and words not in _names():
            place = f"{self.where}:{node.lineno}"
            self.found.append(Text(self.feature, place, self.kind or Kind.TEXT, words))


def _is_said(words: str) -> bool:
    """Whether it looks like words for people: more than one, or one that begins a line."""
    return bool(re.search(r"[A-Za-z][.,:;]? \S|[a-z][.!?:]$|^[A-Z][a-z]+$", words))


def _template(node: ast.JoinedStr) -> str:
    parts: list[str] = []
    for one in node.values:
        if isinstance(one, ast.Constant):
            parts.append(str(one.value))
        elif isinstance(one, ast.FormattedValue):
            parts.append(f"{{{_named(one.value)}}}")
    return "".join(parts)


def _named(value: ast.expr) -> str:  # noqa: PLR0911 - each is one shape
    """What is filled in, in a word or two; of alternatives, each."""
    match value:
        case ast.Constant(value=said):
            return str(said)
        case ast.JoinedStr():
            return _template(value)
        case ast.IfExp(body=yes, orelse=no):
            return f"{_named(yes)}|{_named(no)}"
        case ast.BoolOp(values=values):
            return "|".join(map(_named, values))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=ast.Attribute(attr="mention"), args=[ast.Constant(value=command)]):
            return f"/{command}"
        case ast.Call(func=ast.Name(id="mention"), args=[ast.Constant(value=command)]):
            return f"/{command}"
        case ast.Call(func=ast.Name(id="plural"), args=[_, ast.Constant(value=noun), *_]):
            return f"2 {noun}s"
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Starred):
            return _named(first)
        case ast.Call(func=function):
            return _named(function)
        case _:
            return "…"


def page() -> str:
    """All of it as Markdown, once each."""
    lines = ["# What Nexus says", ""]
    feature = None
    seen: set[tuple[str, Kind, str]] = set()
    for one in texts():
        if (one.feature, one.kind, one.words) in seen:
            continue
        seen.add((one.feature, one.kind, one.words))
        if one.feature != feature:
            lines += ["", f"## {one.feature}", ""]
            feature = one.feature
        words = one.words.strip("\n").replace("\n", " ⏎ ")
        lines.append(f"- {one.kind}: {words} <!-- {one.place} -->")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
