"""The text of an example in an API contract: within its limit, and JSON as long as it can be."""

from typing import Any

from bot.domain import json_text
from bot.domain.contract import EXAMPLE_LIMIT
from bot.domain.json_text import elements, members
from bot.domain.text import clean, fit, units

# No example that fits has more values, one a line, nor is it nested more deeply.
MOST_VALUES = 320
DEEPEST = 30

# How much is kept of an example that is too long: elements of a list, letters of a text, levels.
_SHORTER = (
    (MOST_VALUES, EXAMPLE_LIMIT, DEEPEST),
    (3, 200, DEEPEST),
    (1, 80, 6),
    (1, 30, 4),
    (1, 20, 2),
)


def kept(text: str) -> str:
    """An example that is text: as it is, without what can't be seen, and cut where it is long."""
    return fit(clean(text[: 2 * EXAMPLE_LIMIT]), EXAMPLE_LIMIT)


def shown(value: Any) -> str:
    """An example as JSON, made shorter where it is long, but JSON as long as that is possible."""
    for most, length, depth in _SHORTER:
        value = _shorter(value, most, length, depth)
        # Finding out that it is too long costs a tenth this way.
        if len(json_text.dense(value)) <= EXAMPLE_LIMIT:
            text = clean(json_text.pretty(value))
            if units(text) <= EXAMPLE_LIMIT:
                return text
    return kept(json_text.pretty(value))


def _shorter(value: Any, most: int, length: int, depth: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= length else value[: length - 1] + "\u2026"
    if isinstance(value, list):
        few = elements(value)[:most] if depth else []
        return [_shorter(one, most, length, depth - 1) for one in few]
    if isinstance(value, dict):
        inside = members(value) if depth else {}
        return {name: _shorter(one, most, length, depth - 1) for name, one in inside.items()}
    return value
