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

Scope = Literal["user", "shared", "global"]


@dataclass(frozen=True, slots=True)
class Rate:
    requests: int
    seconds: float


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0
    scope: Scope = "user"


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
        self._rates = {
            (method, shape(route)): one for (method, route), one in (rates or {}).items()
        }
        self._windows: dict[str, _Window] = {}
        for (method, route), rate in (rates or {}).items():
            self.set(method, route, rate)

    def set(self, method: str, route: str, rate: Rate) -> None:
        self._rates[method, shape(route)] = rate

    def block(
        self, method: str, route: str, major: str, *, seconds: float, scope: Scope = "shared"
    ) -> None:
        """Refuse a route for a while whatever was sent, as when others use it up."""
        self._windows[_name(method, route, major)] = _Window(
            time.monotonic() + seconds, used=10**9, scope=scope
        )

    def block_everything(self, *, seconds: float) -> None:
        self._windows["global"] = _Window(time.monotonic() + seconds, used=10**9, scope="global")

    def take(self, method: str, route: str, params: Mapping[str, str]) -> Verdict:
        """Count one request."""
        if not route.startswith(_APART):
            refused = self._take_overall()
            if refused:
                return refused
        rate = self._rates.get((method, shape(route)), self.other)
        major = "+".join(params[name] for name in MAJOR if name in params)
        window = self._window(_name(method, route, major), rate)
        left = window.ends - time.monotonic()
        headers = {
            "X-RateLimit-Bucket": hashlib.sha1(_name(method, route).encode()).hexdigest()[:32],
            "X-RateLimit-Limit": str(rate.requests),
            "X-RateLimit-Remaining": str(max(0, rate.requests - window.used - 1)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }
        if window.used >= rate.requests:
            headers |= {"X-RateLimit-Scope": window.scope, "Retry-After": f"{left:.3f}"}
            return Verdict(headers, retry_after=left)
        window.used += 1
        return Verdict(headers)

    def _take_overall(self) -> Verdict | None:
        window = self._windows.get("global")
        if window is None or window.ends <= time.monotonic():
            if self.overall is None:
                return None
            window = self._window("global", self.overall)
        most = self.overall.requests if self.overall else 0
        if window.used < most:
            window.used += 1
            return None
        left = window.ends - time.monotonic()
        headers = {
            "X-RateLimit-Global": "true",
            "X-RateLimit-Scope": "global",
            "Retry-After": f"{left:.3f}",
        }
        return Verdict(headers, retry_after=left, is_global=True)

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


def _name(method: str, route: str, major: str = "") -> str:
    return f"{method} {shape(route)} {major}"
