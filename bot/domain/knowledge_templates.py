"""The pages of a knowledge base, made of the templates in `templates/knowledge/`.

What a template prints is escaped, whoever forgets to say so, but for what is `ours`; `prose` and
`code` alone mark up what members wrote.
"""

from collections.abc import Sized
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain import days, site_text, templating
from bot.domain.markdown import fenced
from bot.domain.text import plural

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).with_name("templates") / "knowledge"


class _Made(str):
    """Markdown that we made: it is not escaped again."""

    __slots__ = ()


def page(name: str, **values: Any) -> str:
    made = _environment().get_template(f"{name}.md.j2").render(values)
    return f"{made.strip()}\n"


@cache
def _environment() -> "Environment":
    filters = {
        "prose": _prose,
        "code": _code,
        "ours": _Made,
        "day": days.shown,
        "count": _count,
    }
    return templating.environment(_FOLDER, _shown, filters)


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
