"""Templates of Markdown: what they print is escaped, whoever forgets to say so."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(
    folder: Path, shown: Callable[[Any], Any], filters: Mapping[str, Any]
) -> "Environment":
    """The templates of a folder; `shown` escapes each value that one of them prints."""
    # It takes a tenth of a second to be there, and a start does without.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # it is no HTML: `finalize` escapes for Markdown
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known: dict[str, Any] = made.filters
    known.update(filters)
    return made
