"""An API contract as a section of a README on GitHub."""

import html
from collections.abc import Iterator

from bot.domain import json_text
from bot.domain.contract import Contract, Operation, Style
from bot.domain.markdown import cell, code, fenced, link
from bot.domain.text import one_line


def as_markdown(contract: Contract) -> str:
    """Where the API lives, its operations in a table, and their examples folded away below it."""
    return "\n".join((f"## {cell(contract.title) or 'API'}", "", *body(contract))) + "\n"


def body(contract: Contract) -> Iterator[str]:
    """All but its heading: a list, and what follows it."""
    yield from _head(contract)
    if contract.operations:
        yield ""
        yield from _table(contract)
    for one in contract.operations:
        if one.request or one.response:
            yield ""
            yield from _examples(one)


def _head(contract: Contract) -> Iterator[str]:
    if contract.base_url:
        yield f"- **Base URL:** {code(contract.base_url)}"
    if contract.docs_url:
        yield f"- **Docs:** {link(contract.docs_url)}"
    yield f"- **Auth:** {contract.auth.label}"
    yield f"- **Style:** {contract.style.label}"


def _table(contract: Contract) -> Iterator[str]:
    what = "Operation" if contract.style is Style.GRAPHQL else "Endpoint"
    yield f"| {what} | What it is for | State |"
    yield "| --- | --- | --- |"
    for one in contract.operations:
        yield f"| {code(one.name)} | {cell(one.purpose)} | {one.state.value} |"


def _examples(one: Operation) -> Iterator[str]:
    yield "<details>"
    yield f"<summary><code>{html.escape(one_line(one.name))}</code></summary>"
    # Markdown is read again after an empty line only.
    yield ""
    for label, example in (("Request", one.request), ("Response", one.response)):
        if example:
            yield f"{label}:"
            yield ""
            yield from fenced(example, _language(example))
            yield ""
    yield "</details>"


def _language(example: str) -> str:
    return "json" if json_text.written_as(example) is not None else ""
