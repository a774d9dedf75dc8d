"""Write an API contract as an OpenAPI 3.1 document, out of which all of it can be read again."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from bot.domain.contract import Auth, Contract, Method, Operation, State, Style
from bot.domain.json_text import dense, pretty, written_as
from bot.domain.openapi_parsing import MOST_BYTES

VERSION = "3.1.0"

# What any reader takes for an address; all else would make the document invalid where it stands.
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][\w./~%=&+,;@-]*)?", re.ASCII)
_PATH = re.compile(r"/(?:[^{}]|\{[A-Za-z0-9_.-]+\})*")
_PARAMETER = re.compile(r"\{[^{}]*\}")
_GRAPHQL_PATH = "/graphql"

_SCHEMES = {
    Auth.JWT: ("jwt", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}),
    Auth.SESSION: ("session", {"type": "apiKey", "in": "cookie", "name": "sessionid"}),
    Auth.KEY: ("key", {"type": "apiKey", "in": "header", "name": "X-API-Key"}),
}


def write(contract: Contract) -> str:
    """The document as JSON; states and what OpenAPI has no place for stand in `x-nexus-` fields.

    It can be imported again, but for one of hundreds of operations whose examples are all as long
    as they may be, and not in English: that is more than `read` takes.
    """
    standard, other = _sorted_out(contract.operations)
    places: dict[int, int] = {}
    if (*standard, *other) != contract.operations:
        places = {id(one): place for place, one in enumerate(contract.operations)}
    document: dict[str, Any] = {
        "openapi": VERSION,
        "info": {"title": contract.title, "version": "1"},
        **_addresses(contract),
        **_security(contract.auth),
        "x-nexus-style": contract.style.value,
        "paths": _paths(standard, places),
    }
    if other:
        document["x-nexus-operations"] = [_our_own(one, places) for one in other]
    if any(one.method.style is Style.GRAPHQL for one in other):
        document["paths"].setdefault(_GRAPHQL_PATH, {}).setdefault("post", _GRAPHQL)
    # A lone surrogate is no text, and could not be sent.
    data = pretty(document).encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        data = dense(document).encode("utf-8", "replace")
    return data.decode()


def _sorted_out(
    operations: Sequence[Operation],
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """Those that have a place in `paths`, as they are read there again, and all others.

    OpenAPI knows no operations of GraphQL, no path without a slash in front, and no two paths that
    differ in nothing but the names of their parameters.
    """
    standard: dict[str, dict[Method, Operation]] = {}
    other: list[Operation] = []
    paths: dict[str, str] = {}
    for one in operations:
        is_path = one.method.style is Style.REST and _PATH.fullmatch(one.path)
        if (
            is_path
            and paths.setdefault(_PARAMETER.sub("{}", one.path), one.path) == one.path
            and standard.setdefault(one.path, {}).setdefault(one.method, one) is one
        ):
            continue
        other.append(one)
    return tuple(chain.from_iterable(one.values() for one in standard.values())), tuple(other)


def _addresses(contract: Contract) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if _URL.fullmatch(contract.base_url):
        made["servers"] = [{"url": contract.base_url}]
    elif contract.base_url:
        made["x-nexus-base-url"] = contract.base_url
    if _URL.fullmatch(contract.docs_url):
        made["externalDocs"] = {"url": contract.docs_url}
    elif contract.docs_url:
        made["x-nexus-docs-url"] = contract.docs_url
    return made


def _security(auth: Auth) -> dict[str, Any]:
    if auth is Auth.NONE:
        return {"security": []}
    name, scheme = _SCHEMES[auth]
    return {"security": [{name: []}], "components": {"securitySchemes": {name: scheme}}}


def _paths(operations: Sequence[Operation], places: dict[int, int]) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {}
    for one in operations:
        made.setdefault(one.path, {})[one.method.value.lower()] = _standard(one, places)
    return made


def _standard(one: Operation, places: dict[int, int]) -> dict[str, Any]:
    made: dict[str, Any] = {"summary": one.purpose} if one.purpose else {}
    if names := dict.fromkeys(_PARAMETER.findall(one.path)):
        made["parameters"] = [
            {"name": name[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    if one.request:
        made["requestBody"] = {"content": _content(one.request)}
    response: dict[str, Any] = {"content": _content(one.response)} if one.response else {}
    made["responses"] = {"200": {"description": "When all goes well", **response}}
    return made | _state(one, places)


def _state(one: Operation, places: dict[int, int]) -> dict[str, Any]:
    deprecated = {"deprecated": True} if one.state is State.DEPRECATED else {}
    place = {"x-nexus-place": places[id(one)]} if places else {}
    return {**deprecated, "x-nexus-state": one.state.value, **place}


def _content(example: str) -> dict[str, Any]:
    """JSON where it is read again to the very same text, and text where that is not so."""
    value = written_as(example)
    # Some readers look for references even inside of examples.
    if value is None or '"$ref"' in example:
        return {"text/plain": {"example": example}}
    return {"application/json": {"example": value}}


def _our_own(one: Operation, places: dict[int, int]) -> dict[str, Any]:
    said = {"summary": one.purpose, "request": one.request, "response": one.response}
    return {
        "method": one.method.value,
        "path": one.path,
        **{name: text for name, text in said.items() if text},
        **_state(one, places),
    }


# What a tool that knows nothing of `x-nexus-operations` may show and try.
_GRAPHQL: dict[str, Any] = {
    "summary": "All queries and mutations",
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"query": {"type": "string"}, "variables": {"type": "object"}},
                    "required": ["query"],
                }
            }
        }
    },
    "responses": {"200": {"description": "When all goes well"}},
    "x-nexus-graphql": True,
}
