"""How the bot is, over HTTP for this machine alone: alive, ready, and in figures."""

import asyncio
import errno
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.client import Nexus
from bot.config import Mistake
from bot.metrics import CONTENT_TYPE
from db import backlog
from db import health as storage
from db.backlog import Waiting
from db.engine import Database

Check = Callable[[], Awaitable[str | None]]
"""Says what is wrong in a few words of ours; None if nothing is."""

PATIENCE_SECONDS = 2
_BEATS = 15
# Discord waits three seconds: a loop that is later answers nobody.
_DEAF_SECONDS = 3
# The delivery tries again and again meanwhile: whatever keeps it is no passing trouble.
_OVERDUE = timedelta(minutes=10)


class Pulse:
    """How late the event loop comes to what it has to do; the worst of the last few beats."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=_BEATS)

    def note(self, seconds: float) -> None:
        self._late.append(seconds)

    @property
    def beats(self) -> int:
        """How many of them are remembered."""
        return len(self._late)

    @property
    def lag(self) -> float:
        return max(self._late, default=0.0)

    @property
    def is_deaf(self) -> bool:
        """Whether it was too late at each beat, and not only once."""
        return self.beats == _BEATS and min(self._late) > _DEAF_SECONDS

    async def beat(self, pause: float = 1) -> None:
        """Note for ever how late a beat comes."""
        loop = asyncio.get_running_loop()
        while True:
            due_at = loop.time() + pause
            await asyncio.sleep(pause)
            self.note(max(0.0, loop.time() - due_at))


def checks_of(bot: Nexus) -> dict[str, Check]:
    """What every Nexus needs to be ready; the composition root may add to it."""
    return {
        "gateway": lambda: gateway(bot),
        "database": lambda: database(bot.db),
        "outbox": lambda: posts(bot),
    }


async def gateway(bot: Nexus) -> str | None:
    # discord.py calls itself ready for ever once it was; and before it connects, `ws` is None.
    connection: Any = bot.ws
    is_connected = connection is not None and connection.open
    return None if bot.is_ready() and is_connected else "not connected to Discord"


async def database(database: Database) -> str | None:
    async with database.read() as session:
        await storage.look(session)
    return None


async def posts(bot: Nexus) -> str | None:
    now = bot.now()
    async with bot.db.read() as session:
        places = await backlog.waiting(session, now)
    since = next((one.since for one in places if _is_in_sight(bot, one)), None)
    if since is None or now - since < _OVERDUE:
        return None
    return f"the oldest due post waits for {(now - since).total_seconds():.0f} seconds"


def _is_in_sight(bot: Nexus, place: Waiting) -> bool:
    """What waits for a server or a channel that is gone is that server's trouble, and not ours."""
    guild = bot.get_guild(place.guild_id)
    if guild is None or guild.unavailable:
        return False
    return guild.get_channel_or_thread(place.channel_id) is not None


async def figures(bot: Nexus) -> bytes:
    """The page of `/metrics`, with the outbox counted anew if the database answers."""
    with suppress(Exception):
        async with asyncio.timeout(PATIENCE_SECONDS), bot.db.read() as session:
            counts = await backlog.counts(session)
        bot.metrics.posts({state.value: count for state, count in counts.items()})
    return bot.metrics.page()


def page(
    pulse: Pulse, checks: Mapping[str, Check], read: Callable[[], Awaitable[bytes]]
) -> web.Application:
    """`/live`, `/ready` and `/metrics`; the first two answer 503 where something is wrong."""

    async def live(_: web.Request) -> web.Response:
        body = {"live": not pulse.is_deaf, "loop_lag_seconds": round(pulse.lag, 3)}
        return web.json_response(body, status=503 if pulse.is_deaf else 200)

    async def ready(_: web.Request) -> web.Response:
        wrong = await asyncio.gather(*(_examine(one) for one in checks.values()))
        body = {
            "ready": not any(wrong),
            "checks": {name: said or "ok" for name, said in zip(checks, wrong, strict=True)},
        }
        return web.json_response(body, status=503 if any(wrong) else 200)

    async def shown(_: web.Request) -> web.Response:
        return web.Response(body=await read(), headers={"Content-Type": CONTENT_TYPE})

    application = web.Application()
    for path, answer in (("/live", live), ("/ready", ready), ("/metrics", shown)):
        application.router.add_get(path, answer)
    return application


async def _examine(check: Check) -> str | None:
    """An exception's kind is told, never its words."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check()
    except TimeoutError:
        return f"no answer within {PATIENCE_SECONDS} seconds"
    except Exception as error:  # noqa: BLE001 - a check that fails is an answer too
        return type(error).__name__


@asynccontextmanager
async def showing_health(
    bot: Nexus, port: int, *, checks: Mapping[str, Check] | None = None
) -> AsyncGenerator[None]:
    """Serve the pages on 127.0.0.1 for as long as the block runs; 0 serves none."""
    if not port:
        yield
        return
    pulse = Pulse()
    bot.metrics.watch("nexus_loop_lag_seconds", "How late the loop is.", lambda: pulse.lag)
    bot.metrics.watch("nexus_gateway_latency_seconds", "To Discord and back.", lambda: bot.latency)
    every = {**checks_of(bot), **(checks or {})}
    pages = page(pulse, every, lambda: figures(bot))
    runner = web.AppRunner(pages, access_log=None, shutdown_timeout=1)
    await runner.setup()
    beating = asyncio.create_task(pulse.beat())
    try:
        await _listen(runner, port)
        yield
    finally:
        beating.cancel()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise Mistake(f"port {port} is not free: choose another HEALTH_PORT") from None
