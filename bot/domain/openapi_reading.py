"""Read an API contract out of an OpenAPI file, whoever wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.domain.contract import (
    MOST_OPERATIONS,
    PATH_LIMIT,
    PURPOSE_LIMIT,
    TITLE_LIMIT,
    URL_LIMIT,
    Auth,
    Contract,
    Method,
    Operation,
    State,
    Style,
)
from bot.domain.errors import Refusal
from bot.domain.example_text import kept
from bot.domain.json_text import elements, members, string
from bot.domain.openapi_auth import auth
from bot.domain.openapi_bodies import Bodies
from bot.domain.openapi_examples import Examples
from bot.domain.openapi_parsing import parse
from bot.domain.openapi_references import Notes, References
from bot.domain.text import code, fit, one_line, units

_METHODS = {one.value.lower(): one for one in Method if one.style is Style.REST}
_ANY_METHOD = {one.value: one for one in Method}
_STATES = {one.value: one for one in State}
_STYLES = {one.value: one for one in Style}
_UNKNOWN_METHODS = ("trace", "query", "connect")
# Whoever has more wants something else than to be read.
_MOST_FIELDS = 60
_MOST_PATHS = 1_000
_SHOWN = 80
_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says; where it says nothing, an import must not take that for an answer."""

    contract: Contract
    notes: tuple[str, ...] = ()
    """What was left out, in lines to be shown as they are."""
    says_auth: bool = True
    is_ours: bool = False
    """Whether it is an export of ours, which leaves nothing open but what somebody took out."""
    stated: frozenset[tuple[Method, str]] = frozenset()
    """The operations whose state the file says, by their keys."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An operation as it stands in the file, in the fields of its path or on a page of our own."""

    method: Method
    path: str
    said: dict[str, Any]
    path_item: dict[str, Any] | None


def read(data: bytes, filename: str) -> Read:
    """The contract in an OpenAPI 3 or Swagger 2 file; a `Refusal` says why there is none."""
    return _Reading(parse(data, filename)).read()


class _Reading:
    def __init__(self, root: dict[str, Any]) -> None:
        is_swagger = _is_swagger(root)
        self._root = root
        self._notes = Notes()
        self._references = References(root, self._notes)
        examples = Examples(self._references, self._notes)
        self._bodies = Bodies(self._references, examples, is_swagger=is_swagger)
        self._base_url = _host_and_path(root) if is_swagger else _first_server(root)

    def read(self) -> Read:
        found = [*self._in_paths(), *self._of_our_own()]
        if len(found) > MOST_OPERATIONS:
            raise _too_many()
        # Only our own files say places; files that people changed may say some.
        found.sort(key=_place)
        operations: dict[tuple[Method, str], Operation] = {}
        for one in found:
            if (made := self._operation(one)) and operations.setdefault(made.key, made) is not made:
                self._notes.add(f"{code(made.name, _SHOWN)} is there twice: the first one counts.")
        if not operations:
            self._notes.add("It has no operations.")
        how = auth(self._root, (one.said for one in found), self._references)
        style = _STYLES.get(string(self._root.get("x-nexus-style")))
        return Read(
            Contract(
                title=_line(members(self._root.get("info")).get("title"), TITLE_LIMIT),
                base_url=self._address("x-nexus-base-url", self._base_url),
                docs_url=self._address(
                    "x-nexus-docs-url", members(self._root.get("externalDocs")).get("url")
                ),
                auth=how or Auth.NONE,
                style=style or Style.REST,
                operations=tuple(operations.values()),
            ),
            self._notes.lines(),
            says_auth=how is not None,
            is_ours=style is not None,
            stated=frozenset(
                (one.method, _path(one.path)) for one in found if _state(one.said) is not None
            ),
        )

    def _in_paths(self) -> Iterator[_Found]:
        paths = members(self._root.get("paths"))
        if len(paths) > _MOST_PATHS:
            raise _too_many()
        for path, value in paths.items():
            item = self._references.follow(value)
            for name in islice(item, _MOST_FIELDS):
                said = item[name]
                if name in _METHODS and isinstance(said, dict):
                    if "x-nexus-graphql" not in said:
                        yield _Found(_METHODS[name], path, members(said), item)
                elif name in _METHODS or name in _UNKNOWN_METHODS:
                    shown = code(f"{name.upper()} {path}", _SHOWN)
                    self._notes.add(f"{shown} is nothing that I can read, and was left out.")

    def _of_our_own(self) -> Iterator[_Found]:
        several = elements(self._root.get("x-nexus-operations"))
        if len(several) > _MOST_PATHS:
            raise _too_many()
        for said in map(members, several):
            if method := _ANY_METHOD.get(string(said.get("method"))):
                yield _Found(method, string(said.get("path")), said, None)

    def _operation(self, found: _Found) -> Operation | None:
        path, said, item = _path(found.path), found.said, found.path_item
        if not path or units(path) > PATH_LIMIT:
            shown = code(f"{found.method} {found.path}", _SHOWN)
            self._notes.add(f"{shown} has a path that is too long or empty, and was left out.")
            return None
        return Operation(
            found.method,
            path,
            _purpose(said),
            _state(said) or State.LIVE,
            kept(string(said.get("request"))) if item is None else self._bodies.request(said, item),
            kept(string(said.get("response"))) if item is None else self._bodies.response(said),
        )

    def _address(self, ours: str, standard: Any) -> str:
        said = string(self._root.get(ours)) or string(standard)
        shown = one_line(said[: 4 * URL_LIMIT])
        if units(shown) <= URL_LIMIT:
            return shown
        self._notes.add(f"{code(shown, _SHOWN)} is too long for an address, and was left out.")
        return ""


def _is_swagger(root: dict[str, Any]) -> bool:
    """Whether it is Swagger 2 rather than OpenAPI 3; a `Refusal` if it is neither."""
    if _version(root.get("openapi")) == "3":
        return False
    if _version(root.get("swagger")) == "2":
        return True
    if "postman" in string(members(root.get("info")).get("schema")):
        raise Refusal(
            "That is a Postman collection. Take the OpenAPI file that your framework writes, "
            "such as `/openapi.json` or `/api/schema/`."
        )
    if "__schema" in root or "__schema" in members(root.get("data")):
        raise Refusal(
            "That is a GraphQL schema, which I can't read. Add its queries and mutations by "
            "`/contract add`."
        )
    raise Refusal(
        "That file does not say `openapi: 3` or `swagger: 2.0`, so I can't read it. Take the one "
        "that your framework writes, such as `/openapi.json` or `/api/schema/`."
    )


def _version(said: Any) -> str:
    # In YAML, 3.1 without quotes is a number.
    return str(said).partition(".")[0] if isinstance(said, str | int | float) else ""


def _too_many() -> Refusal:
    return Refusal(
        f"That file has more than {MOST_OPERATIONS} operations, which is all that a contract "
        "holds. Export only the part of the API that your partner needs."
    )


def _first_server(root: dict[str, Any]) -> str:
    server = members(next(iter(elements(root.get("servers"))), None))
    variables = members(server.get("variables"))

    def usual(variable: re.Match[str]) -> str:
        return string(members(variables.get(variable[1])).get("default"))[:URL_LIMIT] or variable[0]

    url = _VARIABLE.sub(usual, string(server.get("url"))[: 4 * URL_LIMIT])
    # What it is where no server is named: nothing that would help a frontend.
    return "" if url == "/" else url


def _host_and_path(root: dict[str, Any]) -> str:
    host, path = string(root.get("host")), string(root.get("basePath"))
    schemes = elements(root.get("schemes"))[:4]
    scheme = "http" if "http" in schemes and "https" not in schemes else "https"
    base = f"{scheme}://{host}{path}" if host else path
    return base.removesuffix("/")


def _place(found: _Found) -> float:
    place = found.said.get("x-nexus-place")
    return place if isinstance(place, int) else float("inf")


def _path(said: str) -> str:
    return one_line(said[: 4 * PATH_LIMIT])


def _purpose(said: dict[str, Any]) -> str:
    # The first line often breaks off within a sentence; the first paragraph doesn't.
    first, *_ = string(said.get("description"))[: 4 * PURPOSE_LIMIT].strip().split("\n\n")
    return (
        _line(said.get("summary"), PURPOSE_LIMIT)
        or _line(first, PURPOSE_LIMIT)
        or _line(said.get("operationId"), PURPOSE_LIMIT)
    )


def _line(value: Any, limit: int) -> str:
    return fit(one_line(string(value)[: 4 * limit]), limit)


def _state(said: dict[str, Any]) -> State | None:
    """What the file says of an operation's state, if it says anything."""
    if said.get("deprecated") is True:
        return State.DEPRECATED
    return _STATES.get(string(said.get("x-nexus-state")))
