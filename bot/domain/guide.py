"""How the guide to all commands is cut into pages that a phone shows at once."""

import re
from collections.abc import Sequence
from textwrap import wrap

# So many characters stand side by side on a narrow phone, and a card has so many rows for a page.
_WIDTH = 28
_ROWS = 10
_MOST_ROWS = 2  # of one command
_HOW = re.compile("[;:]")


def half(name: str, description: str) -> str:
    """The first half of what a command does: without how, and in two rows where that may be."""
    does = _HOW.split(description, maxsplit=1)[0].rstrip(".")
    while "," in does and _rows(f"{name} {does}") > _MOST_ROWS:
        does = does.rpartition(",")[0]
    return does


def leaves(lines: Sequence[str]) -> list[list[int]]:
    """The places of the lines on each leaf, in order; a line takes the rows that it needs."""
    made: list[list[int]] = [[]]
    room = _ROWS
    for place, line in enumerate(lines):
        rows = _rows(line)
        if rows > room and made[-1]:
            made.append([])
            room = _ROWS
        made[-1].append(place)
        room -= rows
    return made


def _rows(line: str) -> int:
    return len(wrap(line, _WIDTH))
