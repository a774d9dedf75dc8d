"""The pages of a knowledge base, made of the templates in `templates/knowledge/`.

What a template prints is escaped, whoever forgets to say so, but for what is `ours`; `prose` and
`code` alone mark up what members wrote.
"""

from collections.abc import Sized
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain import days, site_text
from bot.domain.markdown import fenced
from bot.domain.text import plural

_FOLDER = Path(__file__).with_name("templates") / "knowledge"


class _Made(str):
    """Markdown that we made: it is not escaped again."""

    __slots__ = ()


def page(name: str, **values: Any) -> str:
    made = _environment().get_template(f"{name}.md.j2").render(values)
    return f"{made.strip()}\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=False,  # it is no HTML: `finalize` escapes for Markdown
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "prose": _prose,
        "code": _code,
        "ours": _Made,
        "day": days.shown,
        "count": _count,
    }
    known: dict[str, Any] = made.filters
    known.update(filters)
    return made


def _prose(said: str) -> _Made:
    return _Made(site_text.prose(said))


def _code(said: str) -> _Made:
    return _Made("\n".join(fenced(said.expandtabs(4), "text")))


def _count(many: Sized, noun: str, nouns: str) -> str:
    return plural(len(many), noun, nouns)


def _shown(value: Any) -> str:
    if isinstance(value, _Made | int):
        return str(value)
    return site_text.title(str(value))
