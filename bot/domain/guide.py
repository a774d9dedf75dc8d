"""How the guide to all commands is cut into pages that a phone shows at once."""

from collections.abc import Sequence

# About so many characters stand side by side on a phone, and a card has so many rows for a page.
_WIDTH = 42
_ROWS = 9


def half(description: str) -> str:
    """The first half of a command's description: what it does, without how."""
    return description.partition(";")[0].rstrip(".")


def leaves(lines: Sequence[tuple[str, str]]) -> list[list[int]]:
    """The places of (what is typed, what it does) on each leaf, in order."""
    made: list[list[int]] = [[]]
    room = _ROWS
    for place, (name, does) in enumerate(lines):
        rows = -(-len(f"{name} {does}") // _WIDTH)
        if rows > room and made[-1]:
            made.append([])
            room = _ROWS
        made[-1].append(place)
        room -= rows
    return made
