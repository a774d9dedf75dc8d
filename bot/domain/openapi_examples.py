"""What a request and a response look like: as the file says, or made up from its schemas."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.domain import json_text
from bot.domain.contract import EXAMPLE_LIMIT
from bot.domain.example_text import DEEPEST, MOST_VALUES, kept, shown
from bot.domain.json_text import elements, members, string
from bot.domain.openapi_references import Notes, References
from bot.domain.text import code

_DEEPEST_SCHEMA = 16
# For all examples of a file: a value that is copied takes one step, one that is made up takes more.
_MOST_STEPS = 300_000
_STEPS_TO_MAKE = 3
# Of anything that a file may hold any number of, and point to from everywhere, so many are seen.
_FEW = 20
# How many characters an example may have before it is made shorter, and its texts afterwards.
_ROOM = 4 * EXAMPLE_LIMIT
_CUT = 30
_NOTHING: Any = object()
_STRINGS = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00",
    "duration": "PT30M",
    "email": "ada@example.com",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "uri": "https://example.com",
    "url": "https://example.com",
    "ipv4": "192.0.2.1",
    "ip": "192.0.2.1",
    "decimal": "9.99",
    "password": "correct horse battery",
    "binary": "(a file)",
}
# What FastAPI says of amounts of money, which it sends as strings.
_PYDANTIC_DECIMAL = r"^(?!^[-+.]*$)"


class Examples:
    """Makes the examples of one document, with so many steps for all of them together."""

    def __init__(self, references: References, notes: Notes) -> None:
        self._references = references
        self._notes = notes
        self._steps = _MOST_STEPS
        self._values = self._room = 0
        self._open: set[int] = set()
        self._hidden = ""

    def of(self, content: Any, *, is_request: bool) -> str:
        """The example of a body in one of these media types; empty where nothing is said of it."""
        kinds = members(content)
        # Sorting is stable: the first of the JSON ones, or else the first.
        for name in sorted(islice(kinds, _FEW), key=lambda one: "json" not in one)[:1]:
            media = self._references.follow(kinds[name])
            return self.of_media(media, is_request=is_request, is_json="json" in name)
        return ""

    def of_media(self, media: dict[str, Any], *, is_request: bool, is_json: bool) -> str:
        self._hidden = "readOnly" if is_request else "writeOnly"
        self._values, self._room = MOST_VALUES, _ROOM
        said = self._said_of_media(media)
        if isinstance(said, str):
            return self._of_string(said[:_ROOM], is_json=is_json)
        value = self._made(media.get("schema")) if said is _NOTHING else self._copied(said)
        if self._is_spent() or value is _NOTHING or value is None:
            return ""
        return self._of_string(value, is_json=is_json) if isinstance(value, str) else shown(value)

    def _of_string(self, value: str, *, is_json: bool) -> str:
        # Many a file holds its JSON in a string.
        if is_json and value.lstrip()[:1] in {"{", "["}:
            try:
                return shown(self._copied(json_text.read(value)))
            except json_text.Unreadable:
                return kept(value)
        return shown(value) if is_json and value else kept(value)

    def _said_of_media(self, media: dict[str, Any]) -> Any:
        if "example" in media:
            return media["example"]
        for named in islice(members(media.get("examples")).values(), _FEW):
            example = self._references.follow(named)
            if "value" in example:
                return example["value"]
            if outside := string(example.get("externalValue")):
                self._notes.add(
                    f"{code(outside, 60)} is outside the file: I never fetch what a file points to."
                )
        return _NOTHING

    def _is_spent(self) -> bool:
        """Whether there are no steps left for anything in this file."""
        if self._steps <= 0:
            self._notes.add("The file is very intricate: some of its examples were left out.")
        return self._steps <= 0

    def _spend(self, steps: int) -> bool:
        """Take steps for one more value; False where there are none left for it."""
        self._steps -= steps
        self._values -= 1
        return self._steps > 0 and self._values >= 0

    def _copied(self, value: Any) -> Any:
        """A value as the file has it, as far as it can be shown."""
        self._values, self._room = MOST_VALUES, _ROOM
        copied = self._copy(value, MOST_VALUES, 0)
        if self._values >= 0:
            return copied
        # One long list must not use up what is meant for all that follows it.
        self._values, self._room = MOST_VALUES, _ROOM
        return self._copy(value, 3, 0)

    def _copy(self, value: Any, most: int, depth: int) -> Any:
        if not self._spend(1) or depth > DEEPEST:
            return None
        if isinstance(value, list):
            some = islice(elements(value), most)
            return [self._copy(one, most, depth + 1) for one in some if self._values >= 0]
        if isinstance(value, dict):
            return {
                name: self._copy(one, most, depth + 1)
                for name, one in islice(members(value).items(), MOST_VALUES)
                if self._values >= 0 and self._has_room(len(name))
            }
        if isinstance(value, str):
            return value if self._has_room(len(value)) else value[:_CUT] + "\u2026"
        if isinstance(value, int):
            return value if self._has_room(value.bit_length() // 3) else 0
        return value

    def _has_room(self, characters: int) -> bool:
        if characters > _CUT:
            self._room -= characters
        return characters <= _CUT or self._room >= 0

    def _made(self, schema: Any, depth: int = 0) -> Any:
        """A value that a schema allows, or `_NOTHING` where it says none or leads in a circle."""
        if not self._spend(_STEPS_TO_MAKE) or depth > _DEEPEST_SCHEMA:
            return _NOTHING
        found = self._references.follow(schema)
        if id(found) in self._open:
            return _NOTHING
        self._open.add(id(found))
        try:
            said = _said_of_schema(found)
            return self._typed(found, depth) if said is _NOTHING else self._copy(said, _FEW, depth)
        finally:
            self._open.discard(id(found))

    def _typed(self, schema: dict[str, Any], depth: int) -> Any:
        if parts := elements(schema.get("allOf")):
            return self._merged([*parts[:_FEW], _own(schema)], depth)
        for word in ("oneOf", "anyOf"):
            for choice in elements(schema.get(word))[:_FEW]:
                if members(choice).get("type") == "null":
                    continue
                if (value := self._made(choice, depth + 1)) is not _NOTHING:
                    return value
        match _kind(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                element = self._made(schema.get("items"), depth + 1)
                return [] if element is _NOTHING else [element]
            case kind:
                return _simple(kind, schema)

    def _merged(self, parts: list[Any], depth: int) -> Any:
        values = [self._made(part, depth + 1) for part in parts]
        if any(isinstance(one, dict) for one in values):
            return {name: value for one in values for name, value in members(one).items()}
        return next((one for one in values if one is not _NOTHING), _NOTHING)

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        made = dict(self._properties(schema, depth))
        more = schema.get("additionalProperties")
        if not made and isinstance(more, dict):
            value = self._made(more, depth + 1)
            return {} if value is _NOTHING else {"key": value}
        return made

    def _properties(self, schema: dict[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
        for name, one in islice(members(schema.get("properties")).items(), MOST_VALUES):
            if self._values <= 0:
                return
            self._steps -= 1
            is_hidden = self._references.follow(one).get(self._hidden) is True
            if is_hidden or not self._has_room(len(name)):
                continue
            value = self._made(one, depth + 1)
            yield name, None if value is _NOTHING else value


def _said_of_schema(schema: dict[str, Any]) -> Any:
    for word in ("example", "const"):
        if word in schema:
            return schema[word]
    for word in ("examples", "enum"):
        if several := elements(schema.get(word)):
            return several[0]
    default = schema.get("default")
    return _NOTHING if default in (None, "", [], {}) else default


def _own(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema says besides what all of its parts say."""
    return {name: schema[name] for name in ("properties", "additionalProperties") if name in schema}


def _kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type")
    kinds = [one for one in elements(kind)[:_FEW] if one != "null"] or [kind]
    if isinstance(kinds[0], str):
        return kinds[0]
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    return "array" if "items" in schema else ""


def _simple(kind: str, schema: dict[str, Any]) -> Any:
    match kind:
        case "string":
            is_decimal = string(schema.get("pattern")).startswith(_PYDANTIC_DECIMAL)
            return _STRINGS.get("decimal" if is_decimal else string(schema.get("format")), "text")
        case "integer" | "number":
            return _number(schema, 1 if kind == "integer" else 9.5)
        case "boolean":
            return True
        case "null":
            return None
        case "file":
            return _STRINGS["binary"]
        case _:
            return _NOTHING


def _number(schema: dict[str, Any], usual: float) -> float:
    least, most = schema.get("minimum"), schema.get("maximum")
    if isinstance(least, int | float) and least > usual:
        return least
    if isinstance(most, int | float) and most < usual:
        return most
    return usual
