"""A local Discord on a free port of 127.0.0.1, with everything a test needs of it in reach."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from aiohttp import web

from tests.wire import apps, callbacks, events, guilds, messages, threads
from tests.wire.clock import Clock
from tests.wire.faults import Faults
from tests.wire.gateway import Gateway
from tests.wire.limits import Limits
from tests.wire.people import People
from tests.wire.rest import BASE, Rest, Routes
from tests.wire.stage import Stage
from tests.wire.transcript import Transcript
from tests.wire.world import World


class WireServer:
    """Speaks REST and gateway as Discord does.

    >>> async with WireServer() as discord:
    ...     guild = discord.stage.add_guild()
    ...     home = discord.stage.add_channel(guild, "home")
    ...     ana = discord.stage.add_member(guild, "Ana")
    ...     async with launched(discord.url, "tests.wire.clients:echo"):
    ...         await discord.until(lambda: discord.gateway.is_connected)
    ...         shown = await discord.people.slash(ana, home, "echo", text="hi")

    `stands_at` gives it a clock that only the test moves.
    """

    def __init__(self, *, stands_at: datetime | None = None, limits: Limits | None = None) -> None:
        self.clock = Clock(stands_at)
        self.world = World(self.clock)
        self.transcript = Transcript()
        self.faults = Faults()
        self.limits = limits or Limits()
        self.gateway = Gateway(self.world, self.transcript)
        self.stage = Stage(self.world, self.gateway)
        self.people = People(self.world, self.transcript)
        self._rest = Rest(self.world, _routes(), self.transcript, self.faults, self.limits)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """What `tests.wire.launch` takes."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def token(self) -> str:
        return self.world.app.token

    async def until(self, is_so: Callable[[], Any], *, within: float = 10) -> None:
        """Wait until it is so, looking again whenever anything has happened here.

        What happens in a bot alone rings no bell: wait for what it sends.
        """
        await self.transcript.until(is_so, within=within)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        if self._rest.broken:  # the fault is here, and not in the bot
            raise self._rest.broken[0]

    async def start(self) -> None:
        """Listen; after a `stop` again on the same port, with everything as it was."""
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/", self.gateway.accept)
        app.router.add_route("*", BASE + "/{path:.*}", self._rest.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.world.app.gateway_url = f"ws://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Be out of reach; what stands here stays."""
        self.gateway.drop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await asyncio.sleep(0)


def _routes() -> Routes:
    routes = Routes()
    for topic in (apps, callbacks, events, guilds, messages, threads):
        routes.add(topic.routes)
    return routes
