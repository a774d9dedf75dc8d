"""What was read from a file, as a text that keeps it until somebody applies it."""

import json
from dataclasses import asdict, replace
from typing import Any

from bot.domain.contract import Auth, Contract, Method, Operation, State, Style
from bot.domain.openapi_reading import Read


def as_text(read: Read) -> str:
    said = asdict(replace(read, stated=frozenset()))
    return json.dumps(said | {"stated": sorted(read.stated)}, ensure_ascii=False)


def read_of(text: str) -> Read:
    """What `as_text` wrote."""
    said: dict[str, Any] = json.loads(text)
    contract = said["contract"]
    operations = (
        Operation(**one | {"method": Method(one["method"]), "state": State(one["state"])})
        for one in contract["operations"]
    )
    return Read(
        Contract(
            **contract
            | {
                "auth": Auth(contract["auth"]),
                "style": Style(contract["style"]),
                "operations": tuple(operations),
            }
        ),
        tuple(said["notes"]),
        says_auth=said["says_auth"],
        is_ours=said["is_ours"],
        stated=frozenset((Method(method), path) for method, path in said["stated"]),
    )
