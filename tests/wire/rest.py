"""The way of a REST request: fault, limit, right, act, answer; and the transcript of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from aiohttp import web

from tests.wire.errors import Form, Json, Refused, unauthorized
from tests.wire.faults import Fault, Faults
from tests.wire.limits import Limits, Verdict
from tests.wire.transcript import Exchange, Transcript
from tests.wire.world import Channel, Message, World

log = logging.getLogger(__name__)

BASE = "/api/v10"
# discord.py takes JSON only from exactly this type, without a charset.
_JSON = {"Content-Type": "application/json"}
# Without it a 429 reads as a ban by Cloudflare.
_VIA = {"Via": "1.1 google"}


@dataclass(slots=True)
class File:
    filename: str
    content: bytes


@dataclass
class Call:
    """One request as a route sees it."""

    world: World
    params: Mapping[str, str]
    query: Mapping[str, str]
    exchange: Exchange
    body: Any = None
    files: Mapping[str, File] = field(default_factory=dict[str, File])

    def id(self, name: str) -> int:
        """A snowflake of the path; what is none is a wrong form."""
        given = self.params[name]
        return self.world.bot.id if given == "@me" else snowflake(given, name)

    @property
    def json(self) -> Json:
        """The body of a request whose body is an object."""
        return self.body or {}

    @property
    def me(self) -> int:
        return self.world.bot.id

    @cached_property
    def channel(self) -> Channel:
        return self.world.channel(self.id("channel_id"))

    @cached_property
    def message(self) -> Message:
        return self.world.message(self.id("channel_id"), self.id("message_id"))

    def created(self, kind: str, made_id: int) -> None:
        self.exchange.created.append((kind, made_id))


def snowflake(given: Any, name: str) -> int:
    text = str(given)
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        form = Form()
        form.fault(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        form.close()
    return int(text)


Act = Callable[[Call], Any]
"""Does what a route does, at once, and gives the JSON of the answer; None for an empty 204."""


@dataclass(frozen=True, slots=True)
class _Route:
    template: str
    parts: tuple[str, ...]
    act: Act
    status: int
    needs_token: bool

    def match(self, parts: list[str]) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine.startswith("{"):
                found[mine[1:-1]] = given
            elif mine != given:
                return None
        return found


class Routes:
    """The routes of one topic, or of all of them."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, int], list[_Route]] = {}

    def __call__(
        self, method: str, template: str, *, status: int = 200, needs_token: bool = True
    ) -> Callable[[Act], Act]:
        def declare(act: Act) -> Act:
            parts = tuple(template.split("/"))
            known = self._routes.setdefault((method, len(parts)), [])
            known.append(_Route(template, parts, act, status, needs_token))
            # `@original` before `{message_id}`
            known.sort(key=lambda one: sum(part.startswith("{") for part in one.parts))
            return act

        return declare

    def add(self, other: "Routes") -> None:
        for key, known in other._routes.items():
            self._routes.setdefault(key, []).extend(known)
            self._routes[key].sort(key=lambda one: sum(it.startswith("{") for it in one.parts))

    def find(self, method: str, path: str) -> tuple[_Route, dict[str, str]] | None:
        parts = path.split("/")
        for one in self._routes.get((method, len(parts)), ()):
            params = one.match(parts)
            if params is not None:
                return one, params
        return None


class Rest:
    """Serves the routes to whoever calls."""

    def __init__(
        self, world: World, routes: Routes, transcript: Transcript, faults: Faults, limits: Limits
    ) -> None:
        self.world = world
        self.routes = routes
        self.transcript = transcript
        self.faults = faults
        self.limits = limits
        self.broken: list[Exception] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        found = self.routes.find(request.method, path)
        exchange = Exchange(
            at=self.world.clock.now(),
            method=request.method,
            path=path,
            route=found[0].template if found else path,
            query=dict(request.query),
        )
        exchange.body, files = await _read(request)
        self.transcript.add(exchange)
        fault = self.faults.next(exchange.method, exchange.route)
        exchange.fault = str(fault or "")
        headers = dict(_VIA)
        if fault is None or fault.is_after:
            headers |= self._answer(request, exchange, found, files)
        self.transcript.ring(exchange.interaction_id)
        if fault:
            return await _fail(request, fault)
        if exchange.answer is None:
            return web.Response(status=204, headers=headers)
        body = orjson.dumps(exchange.answer)
        return web.Response(status=exchange.status or 500, body=body, headers=headers | _JSON)

    def _answer(
        self,
        request: web.Request,
        exchange: Exchange,
        found: tuple[_Route, dict[str, str]] | None,
        files: Mapping[str, File],
    ) -> dict[str, str]:
        """Act, note the answer in the exchange, and give the headers that go with it."""
        if found is None:
            exchange.status, exchange.answer = 404, {"message": "404: Not Found", "code": 0}
            return {}
        route, params = found
        verdict = self.limits.take(exchange.method, route.template, params)
        if verdict.retry_after is not None:
            exchange.status, exchange.answer = 429, _too_many(verdict)
            return verdict.headers
        call = Call(self.world, params, exchange.query, exchange, exchange.body, files)
        try:
            self._authorize(request, route)
            exchange.answer = route.act(call)
            exchange.status = 204 if exchange.answer is None else route.status
            exchange.is_committed = exchange.method != "GET"
        except Refused as refused:
            exchange.status, exchange.answer = refused.status, refused.to_json()
        except Exception as error:
            self.broken.append(error)
            raise
        return verdict.headers

    def _authorize(self, request: web.Request, route: _Route) -> None:
        token = request.headers.get("Authorization")
        if route.needs_token and token != f"Bot {self.world.app.token}":
            raise unauthorized()


def _too_many(verdict: Verdict) -> Json:
    return {
        "message": "You are being rate limited.",
        "retry_after": round(verdict.retry_after or 0, 3),
        "global": verdict.is_global,
    }


async def _read(request: web.Request) -> tuple[Any, dict[str, File]]:
    """The body, and the files that came with it."""
    if request.content_type == "multipart/form-data":
        body: Any = None
        files: dict[str, File] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = File(value.filename, value.file.read())
            elif name == "payload_json":
                body = orjson.loads(value)
        return body, files
    raw = await request.read()
    return (orjson.loads(raw) if raw else None), {}


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    await asyncio.sleep(fault.seconds)
    if fault.status is not None:
        via = {} if fault.is_ban else _VIA
        words = f"error code: {fault.status}"
        return web.Response(status=fault.status, text=words, headers=via, content_type="text/html")
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
