"""Hold all that a bot sent against Discord's description and against the rules it leaves out."""

from collections.abc import Iterable

import orjson
from simcord import HttpLogEntry

from tests.contract import described, rules


def complaints(requests: Iterable[HttpLogEntry]) -> list[str]:
    """One sentence for each thing that Discord would not take, with its route."""
    found: list[str] = []
    for one in requests:
        # SimCord keeps what discord.py handed over; orjson is what turns it into what is sent.
        body = orjson.loads(orjson.dumps(one.json))
        found += [
            f"{one.method} {one.path}: {problem}"
            for layer in (rules, described)
            for problem in layer.problems(one.method, one.path, body)
        ]
    return found
