"""JSON that others wrote, read within limits, and JSON written for people to read."""

import json
import math
import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, cast

from bot.domain.text import code

DEEPEST = 100
# Real files of a megabyte have half as many; each costs microseconds, and some hundred bytes.
MOST_PARTS = 200_000
_MOST_DIGITS = 300

# An open string ends with the text: a pattern that failed there would begin anew at every quote.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Unreadable(Exception):  # noqa: N818 - it has words for a person, who may do better
    """What is wrong with what was to be read: the end of a sentence that begins with "it"."""


class Malformed(Unreadable):
    """It is no JSON at all."""


def read(text: str) -> Any:
    """What a JSON text holds; within the limits, no text can do more than be refused."""
    _measure(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=unique,
            parse_int=integer,
            parse_float=finite,
            parse_constant=finite,
        )
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Malformed(f"is not valid JSON at {where}") from problem


def _measure(text: str) -> None:
    """Refuse what is nested too deeply, or has too many parts, before anything is built of it."""
    brackets = _STRING.sub("", text).encode("ascii", "ignore").translate(None, _NO_BRACKETS)
    if len(brackets) > 2 * MOST_PARTS:
        raise Unreadable("has too many parts")
    if max(accumulate(1 if one in b"[{" else -1 for one in brackets), default=0) > DEEPEST:
        raise Unreadable("is nested too deeply")


def unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object, if no two of its members have one name: readers differ in which of them counts."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise Unreadable(f"says {code(name, 40)} twice in one place")
        made[name] = value
    return made


def integer(text: str) -> int:
    # The time that it takes grows with the square of the length.
    if len(text) > _MOST_DIGITS:
        raise Unreadable("has a number that is too long")
    return int(text)


def finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Unreadable(f"has a number that JSON does not know: {text:.20}")
    return number


def dense(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def written_as(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or list of which `text` is the very `pretty`; None if it is not that of any."""
    try:
        value = read(text)
    except Unreadable:
        return None
    is_its_text = isinstance(value, dict | list) and pretty(value) == text
    return cast("dict[str, Any] | list[Any]", value) if is_its_text else None


def members(value: Any) -> dict[str, Any]:
    """An object as it is, and of anything else none."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def elements(value: Any) -> list[Any]:
    """A list as it is, and of anything else none."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def string(value: Any) -> str:
    """A string as it is, and of anything else none."""
    return value if isinstance(value, str) else ""
