"""Make plain values of an OpenAPI file that anybody may have sent, JSON or YAML."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import yaml

from bot.domain import json_text
from bot.domain.errors import Refusal
from bot.domain.json_text import DEEPEST, MOST_PARTS, Malformed, Unreadable

MOST_BYTES = 1_000_000

# The loader is asked for its events alone: what a scalar means is decided here, as OpenAPI and
# YAML 1.2 have it (`no` is a word, `2026-01-31` is one too), and nothing is ever constructed.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_events: Callable[..., Iterator[Any]] = getattr(yaml, "parse")  # noqa: B009 - it has no types
# What is twenty times slower than libyaml gets less to read.
MOST_YAML_BYTES = MOST_BYTES if _LOADER is not yaml.SafeLoader else 100_000

_YAML_NAMES = (".yaml", ".yml")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<more>\.[0-9]+)?(?P<power>[eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

_PUT_RIGHT = "Put that right, or export the file again."
_LESS = "Export it again, or only the part of the API that your partner needs."
_AS_JSON = "Export it as JSON from your framework, such as FastAPI's `/openapi.json`, and try that."


def parse(data: bytes, filename: str) -> dict[str, Any]:
    """What the file holds; a `Refusal` says what is wrong with it, and what to do.

    The largest file takes about a second: not a thing for the event loop.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(
            "That file is over 1 MB, which is more than I read. "
            "Export only the part of the API that your partner needs."
        )
    text = _decode(data)
    begins = text.lstrip()[:1]
    if not begins:
        raise Refusal("That file is empty. Export it again, and try that.")
    if begins == "<":
        raise Refusal(
            "That is a web page, not the description of an API. Take the file behind your docs, "
            "such as `/openapi.json` or `/api/schema/`."
        )
    is_json = begins in "{["
    try:
        value = _read(text, filename, is_json=is_json)
    except Malformed as problem:
        raise Refusal(f"I can't read that file: it {problem}. {_PUT_RIGHT}") from problem
    except Unreadable as problem:
        better = _LESS if is_json else _AS_JSON
        raise Refusal(f"I can't read that file: it {problem}. {better}") from problem
    if not isinstance(value, dict):
        raise Refusal(
            "That file does not describe an API. Take the one that your framework writes, "
            "such as `/openapi.json` or `/api/schema/`."
        )
    return json_text.members(value)


def _decode(data: bytes) -> str:
    # Windows PowerShell writes UTF-16 where `>` is used to keep what a command prints.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refusal("That file is not text in UTF-8. Save it as UTF-8, as JSON or YAML.")
    return text


def _read(text: str, filename: str, *, is_json: bool) -> Any:
    if is_json:
        try:
            return json_text.read(text)
        except Malformed:
            # YAML has braces and brackets as well.
            if not filename.lower().endswith(_YAML_NAMES):
                raise
    if len(text) > MOST_YAML_BYTES:
        raise Unreadable("is too long for YAML")
    try:
        return _Yaml(text).document()
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Malformed(f"is not valid YAML{where}") from problem


class _Yaml:
    """One document: no anchors, no tags, no name twice, neither deep nor endless."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = _events(text, Loader=_LOADER)
        self._parts = 0

    def document(self) -> Any:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise Unreadable("holds nothing")
        value = self._value(event, 0)
        self._next()  # the document's end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise Unreadable("holds more than one document")
        return value

    def _next(self) -> Any:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Unreadable("has too many parts")
        return next(self._events)

    def _value(self, event: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise Unreadable("is nested too deeply")
        _check(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._elements(depth + 1))
        return json_text.unique(self._members(depth + 1))

    def _elements(self, depth: int) -> Iterator[Any]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._value(event, depth)

    def _members(self, depth: int) -> Iterator[tuple[str, Any]]:
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            _check(event)
            if not isinstance(event, yaml.ScalarEvent):
                _refuse(event, "a list or an object as a name")
            # `200:` is a name like any other: in JSON, all are strings.
            yield event.value, self._value(self._next(), depth)


def _check(event: Any) -> None:
    # A tag may name code to run, and an alias makes gigabytes of a few lines.
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        _refuse(event, "an anchor or an alias (`&` or `*`)")
    if event.tag:
        _refuse(event, "a tag (`!`)")


def _refuse(event: Any, what: str) -> NoReturn:
    raise Unreadable(f"has {what} in line {event.start_mark.line + 1}, which I don't follow")


def _scalar(text: str) -> Any:
    """What is written without quotes means, by the rules of JSON."""
    word = text.lower() if text in {text.lower(), text.upper(), text.capitalize()} else text
    if word in _WORDS:
        return _WORDS[word]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    if number["more"] or number["power"]:
        return json_text.finite(text)
    return json_text.integer(text)
