"""The templates of a README: in them, whatever is not Markdown of ours is escaped by itself."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain import markdown, templating
from bot.domain.log import Entry, LogKind, Words
from bot.domain.readme import How

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_ENDS = (".", "?", "!", ":", "\u2026")
TEMPLATES = Path(__file__).with_name("templates")


class Made(str):
    """Markdown that we made: it is not escaped again."""

    __slots__ = ()


Credit = Callable[[Entry], Made]
"""The sentence that says to whom an entry owes something; empty if to nobody."""


@cache
def template(name: str) -> "Template":
    return _environment().get_template(name)


def said(day: date) -> str:
    """`5 January 2026`."""
    return f"{day.day} {day:%B %Y}"


def _item(words: Words, text: str, before: str = "") -> Made:
    """A bullet: what an entry is called, and what was written of it, which may be long."""
    prefix = "- Focus: " if words.kind is LogKind.FOCUS else f"- {before}"
    title = markdown.line(words.title)
    first, *rest = list(markdown.prose(text, "  ")) or [""]
    if not first and words.kind is not LogKind.CHALLENGE:
        return Made(f"{prefix}{title}")
    if first and _is_words(first):
        colon = "" if title.endswith(_ENDS) else ":"
        return Made("\n".join((f"{prefix}**{title}**{colon} {first.lstrip()}", *rest)))
    # A line of nothing but bold words would be a heading in disguise: it has to end like a line.
    head = f"{prefix}**{title if title.endswith(_ENDS) else f'{title}:'}**"
    return Made("\n".join((head, "", first, *rest) if first else (head,)))


def _items(entries: Sequence[Entry], credit: Credit) -> Made:
    return _spaced([_credited(_item(one.words, one.words.text), credit(one)) for one in entries])


def _dated_items(entries: Sequence[Entry], credit: Credit) -> Made:
    return _spaced(
        [
            _credited(_item(one.words, one.words.text, f"{said(one.day)}: "), credit(one))
            for one in entries
        ]
    )


def _credited(item: Made, credit: Made) -> str:
    return f"{item}\n\n  {credit}" if credit else item


def _spaced(items: Sequence[str]) -> Made:
    """Bullets, with an empty line between them if one has more than a line."""
    return Made(("\n\n" if any("\n" in one for one in items) else "\n").join(items))


def _labelled(text: str, label: str) -> Made:
    """A paragraph below a bullet that begins with a word of ours."""
    first, *rest = list(markdown.prose(text, "  ")) or [""]
    if _is_words(first):
        return Made("\n".join((f"  **{label}:** {first.lstrip()}", *rest)))
    return Made("\n".join((f"  **{label}:**", "", first, *rest)))


def _prose(text: str) -> Made:
    return Made("\n".join(markdown.prose(text)))


def _titles(entries: Sequence[Entry]) -> Made:
    told = (f"{one.words.title} ({one.words.kind.label.lower()})" for one in entries)
    return Made("; ".join(map(markdown.line, told)))


def _untold(lines: str, own: Collection[str]) -> Made:
    """Those lines of ours that the learner's own text has not taken over."""
    return Made("".join(f"{one}\n" for one in lines.split("\n") if one and one not in own))


def _is_words(line: str) -> bool:
    """Whether it is the line of a paragraph: what was typed never begins like anything else."""
    return not line.lstrip().startswith(("- ", "```"))


def _shown(value: Any) -> Any:
    return value if isinstance(value, Made) else markdown.line(str(value))


@cache
def _environment() -> "Environment":
    filters = {
        "item": _item,
        "items": _items,
        "dated_items": _dated_items,
        "labelled": _labelled,
        "prose": _prose,
        "said": said,
        "titles": _titles,
        "untold": _untold,
    }
    made = templating.environment(TEMPLATES, _shown, filters)
    names: dict[str, Any] = {"How": How}
    made.globals.update(names)
    return made
