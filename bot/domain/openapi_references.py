"""Where the parts of an OpenAPI document point, as far as that lies within the document."""

from typing import Any
from urllib.parse import unquote

from bot.domain.json_text import elements, members
from bot.domain.text import code

_MOST_HOPS = 20
_MOST_NOTES = 8
_MOST_KEPT = 999
_POINTER_LIMIT = 500
_SHOWN = 60


class Notes:
    """What was left out of what was read: each thing once, and no endless list."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def add(self, note: str) -> None:
        if len(self._said) < _MOST_KEPT:
            self._said[note] = None

    def lines(self) -> tuple[str, ...]:
        shown, more = list(self._said)[:_MOST_NOTES], len(self._said) - _MOST_NOTES
        return (*shown, f"\u2026 and {more} more like these.") if more > 0 else tuple(shown)


class References:
    """Follows `$ref` within one document; a URL or a file is named, and never opened."""

    def __init__(self, root: dict[str, Any], notes: Notes) -> None:
        self._root = root
        self._notes = notes
        # One name may be asked for from thousands of places.
        self._known: dict[str, Any] = {}

    def follow(self, value: Any) -> dict[str, Any]:
        """The object that `value` is or points to; an empty one where there is none."""
        first = ""
        for _ in range(_MOST_HOPS):
            found = members(value)
            name = found.get("$ref")
            if not isinstance(name, str):
                return found
            first = first or name
            if name not in self._known:
                self._known[name] = self._find(name)
            value = self._known[name]
        self._notes.add(f"{code(first, _SHOWN)} leads in a circle, and was left out.")
        return {}

    def _find(self, name: str) -> Any:
        if not name.startswith("#"):
            self._notes.add(
                f"{code(name, _SHOWN)} is outside the file: I never fetch what a file points to."
            )
            return None
        found: Any = self._root
        for part in unquote(name[1:_POINTER_LIMIT]).split("/")[1:]:
            found = _step(found, part.replace("~1", "/").replace("~0", "~"))
        if not members(found):
            self._notes.add(f"{code(name, _SHOWN)} leads nowhere, and was left out.")
        return members(found)


def _step(found: Any, name: str) -> Any:
    if isinstance(found, list) and name.isdecimal():
        place = int(name[:6])
        return next(iter(elements(found)[place : place + 1]), None)
    return members(found).get(name)
