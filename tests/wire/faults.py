"""Faults of the road between the bot and Discord, scripted or at random, before or after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.wire.transcript import shape


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    A fault that is not `after` hits before anything has happened. One that is leaves a request
    that did happen without its answer. A `status` of None drops the connection. Mind two things:
    aiohttp itself repeats a GET, PUT or DELETE whose reused connection drops, once, and discord.py
    waits 1, 3, 5... s behind a 500, 502 or 504 (and behind any 5xx of a webhook or a callback).
    """

    is_after: bool = False
    status: int | None = None
    seconds: float = 0  # that the answer, or its lack, is late
    is_ban: bool = False  # a 429 of Cloudflare's, which says no `Via`

    def __str__(self) -> str:
        how = "drop" if self.status is None else str(self.status)
        return f"{how} {'after' if self.is_after else 'before'} the commit"


DROP_BEFORE = Fault()
DROP_AFTER = Fault(is_after=True)
BAN = Fault(status=429, is_ban=True)


def answers(status: int, *, is_after: bool = False) -> Fault:
    return Fault(is_after=is_after, status=status)


# What a share of all requests meets; none of these is repeated by discord.py's REST on its own.
KINDS = (
    DROP_BEFORE,
    DROP_AFTER,
    answers(503),
    answers(520),
    answers(503, is_after=True),
    answers(520, is_after=True),
)


@dataclass(slots=True)
class _Line:
    """One line of the script, with how many requests are still to pass before it speaks."""

    fault: Fault
    method: str
    route: str
    passes: int
    times: int


@dataclass(slots=True)
class _Share:
    share: float
    rng: Random
    kinds: Sequence[Fault]
    hits: Callable[[str, str], bool]


class Faults:
    """None, until a test asks for some."""

    def __init__(self) -> None:
        self._script: list[_Line] = []
        self._share: _Share | None = None
        self.count = 0

    def script(
        self, method: str, route: str, fault: Fault, *, nth: int = 1, times: int = 1
    ) -> None:
        """From the nth next request to the route on, so many of them: `/channels/{}/messages`."""
        self._script.append(_Line(fault, method, shape(route), nth - 1, times))

    def at_random(
        self,
        share: float,
        rng: Random,
        *,
        kinds: Sequence[Fault] = KINDS,
        hits: Callable[[str, str], bool] = lambda _method, _route: True,
    ) -> None:
        """Let so large a share of all requests fail; `hits` chooses by method and route."""
        self._share = _Share(share, rng, kinds, hits)

    def stop(self) -> None:
        self._script.clear()
        self._share = None

    def next(self, method: str, route: str) -> Fault | None:
        """What this request meets."""
        found = self._next(method, shape(route))
        self.count += found is not None
        return found

    def _next(self, method: str, route: str) -> Fault | None:
        for line in self._script:
            if (line.method, line.route) != (method, route) or line.times == 0:
                continue
            if line.passes:
                line.passes -= 1
                continue
            line.times -= 1
            return line.fault
        share = self._share
        if share and share.hits(method, route) and share.rng.random() < share.share:
            return share.rng.choice(share.kinds)
        return None
