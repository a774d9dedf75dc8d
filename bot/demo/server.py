"""The demo's web server: one page and a few questions to the desk, for this computer alone."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from simcord import BackendError, SetupError

from bot.client import Nexus
from bot.demo.cohort import NEWCOMER, arrive, gather
from bot.demo.desk import Desk, Unknown
from bot.demo.seed import STORY, play
from bot.demo.seeds_known import know_nexus
from bot.demo.stage import stage
from db.migrate import migrate

STATIC = Path(__file__).with_name("static")
PAGES = {"/": "index.html", "/app.js": "app.js", "/style.css": "style.css"}
LEAPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " img-src data:; frame-src http://127.0.0.1:*; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def serve_demo(
    make: Callable[[Callable[[], datetime]], Nexus],
    *,
    port: int,
    announce: Callable[[str], None],
) -> None:
    """Serve the demo of the bot that `make(now)` builds on 127.0.0.1, until it is cancelled.

    `announce` hears the page's address once it answers. A port that is taken raises OSError
    before anything else happens; port 0 takes any free one.
    """
    with socket.create_server(("127.0.0.1", port)) as door:
        port = door.getsockname()[1]
        async with stage(make, starts_at=datetime.now(UTC) - STORY, prepare=_migrate) as env:
            assert isinstance(env.bot, Nexus)
            try:
                cohort = gather(env)
                await know_nexus(env.bot, cohort)
                await play(env, cohort, until=lambda: datetime.now(UTC))
                arrive(env, cohort, *NEWCOMER)
                desk = Desk(
                    env,
                    cohort,
                    framed_by=" ".join(_origins(port)),
                    frame_port=_free_port(),
                )
                await _attend(desk, door, announce)
            finally:
                await env.bot.db.close()


async def _migrate(bot: Nexus) -> None:
    await migrate(bot.db)


async def _attend(desk: Desk, door: socket.socket, announce: Callable[[str], None]) -> None:
    port = door.getsockname()[1]
    runner = web.AppRunner(application(desk, port), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    clock = asyncio.create_task(desk.keep_time())
    try:
        await desk.start()
        await web.SockSite(runner, door).start()
        announce(f"http://127.0.0.1:{port}/")
        await clock
    finally:
        clock.cancel()
        with suppress(asyncio.CancelledError):
            await clock
        await runner.cleanup()
        await desk.close()


def _free_port() -> int:
    """One for the framed pages, the same for all, so that a browser keeps their fonts."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _origins(port: int) -> tuple[str, str]:
    return f"http://127.0.0.1:{port}", f"http://localhost:{port}"


def application(desk: Desk, port: int) -> web.Application:
    app = web.Application(middlewares=[_guard(port), _kindly])
    pages = {path: (STATIC / name).read_text(encoding="utf-8") for path, name in PAGES.items()}
    kinds = {"html": "text/html", "js": "text/javascript", "css": "text/css"}

    async def page(request: web.Request) -> web.Response:
        kind = kinds[PAGES[request.path].rpartition(".")[2]]
        return web.Response(text=pages[request.path], content_type=kind, headers=_HEADERS)

    async def state(_: web.Request) -> web.Response:
        return web.json_response(desk.state(), headers=_HEADERS)

    async def messages(_: web.Request) -> web.Response:
        return web.json_response(desk.messages(), headers=_HEADERS)

    async def look(request: web.Request) -> web.Response:
        body = await request.json()
        await desk.open(int(body["channel"]), int(body["member"]))
        return await state(request)

    async def leap(request: web.Request) -> web.Response:
        await desk.leap(LEAPS[(await request.json())["by"]])
        return await state(request)

    async def menu(request: web.Request) -> web.Response:
        body = await request.json()
        await desk.run_menu(str(body["command"]), int(body["target"]))
        return await state(request)

    app.add_routes([web.get(path, page) for path in PAGES])
    app.add_routes([web.get("/state", state), web.get("/messages", messages)])
    app.add_routes([web.post("/open", look), web.post("/clock", leap), web.post("/menu", menu)])
    return app


def _guard(port: int) -> Any:
    """Answer this page alone: other sites must neither read the demo nor act in it."""
    origins = _origins(port)
    hosts = {one.removeprefix("http://") for one in origins}
    if port == 80:
        hosts |= {"127.0.0.1", "localhost"}

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if host not in hosts:
            raise web.HTTPForbidden(text="The demo answers on 127.0.0.1 only.")
        is_ours = request.headers.get("Origin") == f"http://{host}"
        if request.method != "GET" and not is_ours:
            raise web.HTTPForbidden(text="Only the demo's own page may do that.")
        return await handler(request)

    return guard


@web.middleware
async def _kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the page in a sentence what did not work."""
    try:
        return await handler(request)
    except Unknown as problem:
        return web.json_response({"problem": str(problem)}, status=404, headers=_HEADERS)
    except (KeyError, TypeError, ValueError):
        return web.json_response({"problem": "That was no request."}, status=400, headers=_HEADERS)
    except (SetupError, BackendError) as problem:
        return web.json_response({"problem": str(problem)}, status=409, headers=_HEADERS)
