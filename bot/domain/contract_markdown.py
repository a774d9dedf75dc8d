"""An API contract as a section of a README on GitHub."""

import html
import re
from collections.abc import Iterator

from bot.domain import json_text
from bot.domain.contract import Contract, Operation, Style
from bot.domain.text import clean, one_line

# In running text these are written as `&#NN;`, which is never markdown, HTML, an emoji, a formula
# or a link; with a backslash, a table would still be cut at some of them.
_SPECIAL = re.compile(r"[!#$&()*:<>@\[\\\]^_`{|}~-]")
# Within a code span, all of it means itself; in a table, but for these two.
_CODE = re.compile(r"[^`|\\]+")
_ADDRESS = re.compile(r"https?://[^\s<>|\\`]+")
_TICKS = re.compile("`+")


def as_markdown(contract: Contract) -> str:
    """Where the API lives, its operations in a table, and their examples folded away below it."""
    lines = [f"## {_text(contract.title) or 'API'}", "", *_head(contract)]
    if contract.operations:
        lines += ["", *_table(contract)]
    for one in contract.operations:
        if one.request or one.response:
            lines += ["", *_examples(one)]
    return "\n".join(lines) + "\n"


def _head(contract: Contract) -> Iterator[str]:
    if contract.base_url:
        yield f"- **Base URL:** {_code(contract.base_url)}"
    if contract.docs_url:
        yield f"- **Docs:** {_link(contract.docs_url)}"
    yield f"- **Auth:** {contract.auth.label}"
    yield f"- **Style:** {contract.style.label}"


def _table(contract: Contract) -> Iterator[str]:
    what = "Operation" if contract.style is Style.GRAPHQL else "Endpoint"
    yield f"| {what} | What it is for | State |"
    yield "| --- | --- | --- |"
    for one in contract.operations:
        yield f"| {_code(one.name)} | {_text(one.purpose)} | {one.state.value} |"


def _examples(one: Operation) -> Iterator[str]:
    yield "<details>"
    yield f"<summary><code>{html.escape(one_line(one.name))}</code></summary>"
    # Markdown is read again after an empty line only.
    yield ""
    for label, example in (("Request", one.request), ("Response", one.response)):
        if example:
            yield f"{label}:"
            yield ""
            yield from _fenced(example)
            yield ""
    yield "</details>"


def _fenced(example: str) -> Iterator[str]:
    """A code block, whose fence is longer than all that might end it."""
    longest = max((len(run) for run in _TICKS.findall(example)), default=0)
    fence = "`" * max(longest + 1, 3)
    yield fence + ("json" if json_text.written_as(example) is not None else "")
    yield clean(example)
    yield fence


def _text(said: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", one_line(said))


def _code(said: str) -> str:
    shown = one_line(said)
    if _CODE.fullmatch(shown):
        return f"`{shown}`"
    return f"<code>{_text(shown)}</code>"


def _link(said: str) -> str:
    shown = one_line(said)
    return f"<{shown}>" if _ADDRESS.fullmatch(shown) else _code(shown)
