"""What people typed, as GitHub-flavoured Markdown that never gets out of its place.

`line` and `prose` are for documents that people go on editing: a backslash only where something
would be marked up. `cell` is for tables and within our own HTML, where a backslash is not enough.
"""

import re
from collections.abc import Callable, Iterator

from bot.domain.text import clean, one_line

# Written as `&#NN;`, which is never markdown, HTML, an emoji, a formula or a link; with a
# backslash, a table would still be cut at some of them.
_SPECIAL = re.compile(r"[!#$&()*:<>@\[\\\]^_`{|}~-]")
# Within a code span, all of it means itself; in a table, but for these two.
_CODE = re.compile(r"[^`|\\]+")
_ADDRESS = re.compile(r"https?://[^\s<>|\\`]+")
_TICKS = re.compile("`+")

# In running text. An underscore between letters marks nothing up, and `&` begins an entity only.
_MARKS = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<!\S)#")
# At the beginning of a line only: quotes, lists, rules, and what makes the line above a heading.
_OPENERS = (">", "+", "=", "-")
_NUMBER = re.compile(r"\A\d{1,9}[.)](?=\s|\Z)")
_BULLET = re.compile(r"\A\s*[-*+\u2022]\s+(?=\S)")
# Code and links as Discord's clients read them, for there they were typed.
FENCED = re.compile(
    r"```(?:(?P<language>[a-zA-Z0-9_+\-.#]+?)\n)?\n*(?P<code>[^\n](?s:.*?))(?:```|\Z)"
)
INLINE = re.compile(
    r"(?P<ticks>`+)(?P<code>[^\n]*?[^`\n])(?P=ticks)(?!`)"
    r"|<(?P<bracketed>https?://[^\s<>|\\`]+)>"
    r"|(?P<bare>https?://(?:[^\s<>()\[\]`\\|]|\([^\s<>()\[\]`\\|]*\))+(?<![*_~.,:;!?'\"]))"
)


def entities(said: str) -> str:
    """As it is, with all that may mean anything to any kind of Markdown written as an entity."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", said)


def cell(said: str) -> str:
    """One line for the cell of a table, or for our own HTML."""
    return entities(one_line(said))


def line(said: str) -> str:
    """One line for a heading, an item of a list or a paragraph: code and links stay what they are.

    It stands at the beginning of its heading, item or paragraph, or behind words of ours.
    """
    shown = one_line(said)
    parts: list[str] = []
    at = 0
    for found in INLINE.finditer(shown):
        parts += [_escaped(shown[at : found.start()], is_first=at == 0), _inline(found)]
        at = found.end()
    return "".join((*parts, _escaped(shown[at:], is_first=at == 0)))


def prose(said: str, indent: str = "") -> Iterator[str]:
    """Lines of what was written at length: its paragraphs, its bullets and its blocks of code.

    Below an item of a list they belong to it if `indent` is as wide as its mark.
    """
    for at, lines in enumerate(blocks(clean(said), line, "\\")):
        if at:
            yield ""
        yield from (f"{indent}{one}".rstrip() if one else "" for one in lines)


def fenced(code: str, language: str = "") -> Iterator[str]:
    """A code block, whose fence is longer than all that might end it."""
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    fence = "`" * max(longest + 1, 3)
    yield fence + language
    yield clean(code)
    yield fence


def code(said: str) -> str:
    """One line as a code span, also in a table."""
    shown = one_line(said)
    if _CODE.fullmatch(shown):
        return f"`{shown}`"
    return f"<code>{cell(shown)}</code>"


def link(said: str) -> str:
    """An address that leads where it says, and is shown as code if it is none."""
    shown = one_line(said)
    return f"<{shown}>" if _ADDRESS.fullmatch(shown) else code(shown)


def blocks(said: str, line: Callable[[str], str], end: str) -> Iterator[list[str]]:
    """The lines of each paragraph, list and block of code of what was written at length.

    `line` makes one line of what was typed; `end` stands behind each line of a paragraph but its
    last, so that lines stay lines.
    """
    at = 0
    for found in FENCED.finditer(said):
        yield from _paragraphs(said[at : found.start()], line, end)
        if code := clean(found["code"]):
            # A tab would be as wide as each reader likes; linters want none.
            block = fenced(code.expandtabs(4), found["language"] or "text")
            yield [one for part in block for one in part.split("\n")]
        at = found.end()
    yield from _paragraphs(said[at:], line, end)


def _paragraphs(said: str, line: Callable[[str], str], end: str) -> Iterator[list[str]]:
    gathered: list[str] = []
    is_list = False
    for typed in (*said.split("\n"), ""):
        bullet = _BULLET.match(typed)
        shown = line(typed[bullet.end() :] if bullet else typed)
        if gathered and (not shown or (bullet is not None) != is_list):
            yield gathered if is_list else [f"{one}{end}" for one in gathered[:-1]] + gathered[-1:]
            gathered = []
        if shown:
            is_list = bullet is not None
            gathered.append(f"- {shown}" if is_list else shown)


def _escaped(said: str, *, is_first: bool) -> str:
    shown = _MARKS.sub(r"\\\g<0>", said)
    if not is_first:
        return shown
    if number := _NUMBER.match(shown):
        return f"{shown[: number.end() - 1]}\\{shown[number.end() - 1 :]}"
    return f"\\{shown}" if shown.startswith(_OPENERS) else shown


def _inline(found: re.Match[str]) -> str:
    if code := found["code"]:
        longest = max((len(run) for run in _TICKS.findall(code)), default=0)
        ticks = "`" * (longest + 1)
        # A blank at either end belongs to the fence, and is not shown.
        edge = " " if code.startswith(("`", " ")) or code.endswith(("`", " ")) else ""
        return f"{ticks}{edge}{code}{edge}{ticks}"
    return f"<{found['bracketed'] or found['bare']}>"
