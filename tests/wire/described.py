"""A transcript held against Discord's own description, where that lies beside the tree."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from tests.contract import described, rules
from tests.wire.transcript import Exchange, shape


def about_answers(calls: Iterable[Exchange]) -> list[str]:
    """One sentence for each thing that Discord would not have answered so."""
    if not described.is_here():
        return []
    return [
        f"{one.method} {one.route}: {'.'.join(map(str, error.instance_path))}: {error.message}"
        for one in calls
        if one.status in (200, 201) and one.answer is not None
        for error in _validator(one.method, shape(one.route), one.status).iter_errors(one.answer)
    ]


def about_requests(calls: Iterable[Exchange]) -> list[str]:
    """One sentence for each thing in a bot's requests that Discord would not take."""
    return [
        f"{one.method} {one.path}: {problem}"
        for one in calls
        for layer in (rules, described)
        for problem in layer.problems(one.method, one.path, one.body)
    ]


@cache
def _description() -> dict[str, Any]:
    return json.loads(described.FILE.read_text(encoding="utf-8"))


@cache
def _operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), shape(path)): operation
        for path, operations in _description()["paths"].items()
        for method, operation in operations.items()
        if method in ("get", "post", "put", "patch", "delete")
    }


@cache
def _validator(method: str, route: str, status: int) -> Draft202012Validator:
    answer = _operations()[method, route]["responses"][str(status)]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator({"components": _description()["components"], "allOf": [schema]})
