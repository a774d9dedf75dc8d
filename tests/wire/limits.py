"""Rate limits: buckets by route and channel, guild or webhook, and one for everything."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.wire.transcript import shape

MAJOR = ("channel_id", "guild_id", "webhook_id", "token")
# Their tokens are their right to speak: Discord does not count them against the bot.
_APART = ("/interactions/", "/webhooks/")

_ALL = "everything"

Scope = Literal["user", "shared", "global"]


@dataclass(frozen=True, slots=True)
class Rate:
    requests: int
    seconds: float


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(slots=True)
class _Refusal:
    seconds: float
    times: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headers of the answer; with a `retry_after` the request is refused."""

    headers: dict[str, str] = field(default_factory=dict[str, str])
    retry_after: float | None = None
    is_global: bool = False


class Limits:
    """Wide unless a test says otherwise: `rates` by method and route, e.g. POST to a channel.

    >>> Limits(rates={("POST", "/channels/{}/messages"): Rate(5, 5.0)}, overall=Rate(50, 1.0))
    """

    def __init__(
        self,
        *,
        rates: Mapping[tuple[str, str], Rate] | None = None,
        other: Rate = Rate(10_000, 1.0),
        overall: Rate | None = None,
    ) -> None:
        self.other = other
        self.overall = overall
        self._rates: dict[tuple[str, str], Rate] = {}
        self._windows: dict[str, _Window] = {}
        self._refusals: dict[str, _Refusal] = {}
        for (method, route), rate in (rates or {}).items():
            self.set(method, route, rate)

    def set(self, method: str, route: str, rate: Rate) -> None:
        self._rates[method, shape(route)] = rate

    def refuse(
        self,
        method: str,
        route: str,
        major: str,
        *,
        seconds: float = 0.05,
        times: int = 1,
        scope: Scope = "shared",
    ) -> None:
        """Refuse the next requests to a route, as when others have used it up.

        `major` is the id of the channel, guild or webhook.
        """
        refusal = _Refusal(seconds, times, scope)
        self._refusals[_name(method, route, major)] = refusal

    def refuse_all(self, *, seconds: float = 0.05, times: int = 1) -> None:
        """Refuse the next requests, whatever they are, for being too many in all."""
        self._refusals[_ALL] = _Refusal(seconds, times, "global")

    def take(self, method: str, route: str, params: Mapping[str, str]) -> Verdict:
        """Count one request."""
        major = "+".join(params[name] for name in MAJOR if name in params)
        name = _name(method, route, major)
        if not route.startswith(_APART):
            left = self._left(_ALL, self.overall)
            if left is not None:
                return _globally(left)
        rate = self._rates.get((method, shape(route)), self.other)
        refusal = self._refusals.get(name)
        scope: Scope = refusal.scope if refusal and refusal.times else "user"
        left = self._left(name, rate)
        window = self._window(name, rate)
        ends_in = window.ends - time.monotonic() if left is None else left
        headers = {
            "X-RateLimit-Bucket": hashlib.sha1(_name(method, route).encode()).hexdigest()[:32],
            "X-RateLimit-Limit": str(rate.requests),
            "X-RateLimit-Remaining": str(max(0, rate.requests - window.used)),
            "X-RateLimit-Reset": f"{time.time() + ends_in:.3f}",
            "X-RateLimit-Reset-After": f"{ends_in:.3f}",
        }
        if left is not None:
            headers |= {"X-RateLimit-Scope": scope, "Retry-After": f"{left:.3f}"}
        return Verdict(headers, retry_after=left)

    def _left(self, name: str, rate: Rate | None) -> float | None:
        """Count one request, or say in how many seconds there is room for it again."""
        refusal = self._refusals.get(name)
        if refusal and refusal.times:
            refusal.times -= 1
            return refusal.seconds
        if rate is None:
            return None
        window = self._window(name, rate)
        if window.used >= rate.requests:
            return window.ends - time.monotonic()
        window.used += 1
        return None

    def _window(self, name: str, rate: Rate) -> _Window:
        window = self._windows.get(name)
        if window is None or window.ends <= time.monotonic():
            window = self._windows[name] = _Window(time.monotonic() + rate.seconds)
        return window


def as_discord() -> Limits:
    """About what Discord grants, by its headers; it changes them as it likes."""
    return Limits(
        rates={
            ("POST", "/channels/{}/messages"): Rate(5, 5.0),
            ("PATCH", "/channels/{}/messages/{}"): Rate(5, 5.0),
            ("DELETE", "/channels/{}/messages/{}"): Rate(5, 1.0),
            ("GET", "/channels/{}/messages"): Rate(5, 5.0),
            ("PATCH", "/channels/{}"): Rate(5, 15.0),
            ("POST", "/channels/{}/threads"): Rate(50, 300.0),
            ("POST", "/channels/{}/messages/{}/threads"): Rate(50, 300.0),
            ("POST", "/guilds/{}/scheduled-events"): Rate(5, 60.0),
            ("POST", "/webhooks/{}/{}"): Rate(5, 2.0),
            ("PATCH", "/webhooks/{}/{}/messages/{}"): Rate(5, 2.0),
        },
        other=Rate(10, 1.0),
        overall=Rate(50, 1.0),
    )


def _globally(left: float) -> Verdict:
    headers = {
        "X-RateLimit-Global": "true",
        "X-RateLimit-Scope": "global",
        "Retry-After": f"{left:.3f}",
    }
    return Verdict(headers, retry_after=left, is_global=True)


def _name(method: str, route: str, major: str = "") -> str:
    return f"{method} {shape(route)} {major}"
