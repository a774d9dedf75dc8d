"""Requests held against Discord's own OpenAPI description, which is reference data beside the tree.

A route's schema is compiled once, when its first request comes: 20 to 40 ms, and then some 15 us
a body.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

FILE = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"


def is_here() -> bool:
    return FILE.is_file()


def problems(method: str, path: str, body: Any) -> list[str]:
    """What the description says against one request; nothing where the description is not here."""
    if not is_here():
        return []
    template = _template(method, path)
    if template is None:
        return ["Discord has no such route"]
    validator = _validator(method, template)
    if validator is None:
        return [] if body is None else ["this route takes no body"]
    return [_words(_cause(error)) for error in validator.iter_errors(body)]


@cache
def _description() -> dict[str, Any]:
    description = json.loads(FILE.read_text(encoding="utf-8"))
    # discord.py sends snowflakes as integers; Discord takes both.
    description["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
    return description


@cache
def _templates(method: str) -> list[tuple[list[str], str]]:
    paths = _description()["paths"]
    return [(one.split("/"), one) for one in paths if method.lower() in paths[one]]


def _template(method: str, path: str) -> str | None:
    """The route that `path` is on; the one with the most literal parts, where several fit."""
    parts = path.split("/")
    fitting = [
        (sum(part == given for part, given in zip(template, parts, strict=True)), whole)
        for template, whole in _templates(method)
        if len(template) == len(parts)
        and all(
            part == given or part.startswith("{")
            for part, given in zip(template, parts, strict=True)
        )
    ]
    return max(fitting)[1] if fitting else None


@cache
def _validator(method: str, template: str) -> Draft202012Validator | None:
    description = _description()
    body = description["paths"][template][method.lower()].get("requestBody")
    if body is None:
        return None
    schema = body["content"]["application/json"]["schema"]
    return Draft202012Validator({"components": description["components"], "allOf": [schema]})


def _cause(error: ValidationError) -> ValidationError:
    """The error that says most: of the alternatives, the one whose `type` fits, and its depth."""
    match error.kind:
        case ValidationErrorKind.AnyOf(context=branches):
            pass
        case ValidationErrorKind.OneOfNotValid(context=branches):
            pass
        case _:
            return error
    meant = [one for one in branches if not any(_is_type(inner) for inner in one)] or branches
    causes = [_cause(inner) for one in meant for inner in one]
    return max(causes, key=lambda one: len(one.instance_path), default=error)


def _is_type(error: ValidationError) -> bool:
    """Whether it says that this is another kind of thing, or no null."""
    return error.instance_path[-1:] == ["type"] or error.kind.value == "null"


def _words(error: ValidationError) -> str:
    where = ".".join(map(str, error.instance_path)) or "body"
    return f"{where}: {error.message[:300]}"
