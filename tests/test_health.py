"""Whoever watches the bot learns whether it lives and works, and nothing about anybody."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.__main__ import build
from bot.client import Nexus
from bot.config import Mistake, Settings
from bot.health import Check, Pulse, database, page, posts, showing_health
from bot.lifetime import serve
from bot.metrics import Outcome
from db import outbox
from tests.wire.launch import pointed_at
from tests.wire.server import WireServer
from tests.world import World


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return taken.getsockname()[1]


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def nothing() -> bytes:
    return b""


async def looked(path: str, pulse: Pulse, **checks: Check) -> tuple[int, Any]:
    """What a page says, of a bot that is as it is told to be."""
    runner = web.AppRunner(page(pulse, checks, nothing), access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    code, text = await get(port, path)
    await runner.cleanup()
    return code, json.loads(text)


def pulse_of(*late: float) -> Pulse:
    pulse = Pulse()
    for one in late:
        pulse.note(one)
    return pulse


async def fine() -> str | None:
    return None


async def behind() -> str | None:
    return "the oldest due row waits for 400 seconds"


async def broken() -> str | None:
    raise ValueError("my-canary-words")


async def stuck() -> str | None:
    raise TimeoutError


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Nexus]:
    """The bot, connected to nothing."""
    bot = build(settings)
    yield bot
    await bot.close()


async def test_a_loop_that_keeps_its_time_is_alive() -> None:
    assert await looked("/live", pulse_of(0, 0.2, 0)) == (
        200,
        {"live": True, "loop_lag_seconds": 0.2},
    )


async def test_one_hiccup_is_no_death_but_fifteen_are() -> None:
    assert (await looked("/live", pulse_of(*[9.0] * 14, 0.1)))[0] == 200
    assert (await looked("/live", pulse_of(0.1, *[9.0] * 15)))[0] == 503


async def test_the_pulse_is_felt() -> None:
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat(pause=0))
    while not pulse.beats:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0)
    beating.cancel()

    assert pulse.lag >= 0


@pytest.mark.parametrize(
    ("outbox", "said"),
    [
        (behind, "the oldest due row waits for 400 seconds"),
        (broken, "ValueError"),
        (stuck, "no answer within 2 seconds"),
    ],
)
async def test_one_thing_that_is_wrong_makes_the_bot_unready(outbox: Check, said: str) -> None:
    assert await looked("/ready", Pulse(), database=fine, outbox=outbox) == (
        503,
        {"ready": False, "checks": {"database": "ok", "outbox": said}},
    )


async def test_a_database_that_can_be_read_answers(bot: Nexus) -> None:
    assert await database(bot.db) is None


async def wait_for(world: World, guild_id: int, channel_id: int) -> None:
    """A post that has been due for 25 minutes."""
    now = world.bot.now()
    async with world.bot.db.begin() as session:
        await outbox.enqueue(
            session,
            guild_id,
            channel_id,
            kind="a kind that is never sent",
            payload={},
            dedupe_key=f"for {channel_id}",
            due_at=now - timedelta(minutes=5),
            expires_at=now + timedelta(days=1),
        )
    await world.wait(timedelta(minutes=20))


async def test_a_post_that_is_long_overdue_makes_the_bot_unready(world: World) -> None:
    assert await posts(world.bot) is None

    await wait_for(world, world.guild.id, world.home.id)

    assert await posts(world.bot) == "the oldest due post waits for 1500 seconds"


async def test_one_whose_channel_is_gone_does_not(world: World) -> None:
    gone = world.guild.create_text_channel("gone")
    await wait_for(world, world.guild.id, gone.id)

    world.env.backend.delete_channel(gone.id)
    await world.env.settle()

    assert await posts(world.bot) is None


async def test_nor_one_whose_server_has_let_the_bot_go(world: World) -> None:
    other = world.another_guild("Elsewhere")
    channel = other.create_text_channel("news")
    await world.env.settle()
    await wait_for(world, other.id, channel.id)
    meanwhile = await posts(world.bot)

    world.env.backend.remove_guild(other.id)
    await world.env.settle()

    assert meanwhile == "the oldest due post waits for 1500 seconds"
    assert await posts(world.bot) is None


async def test_a_bot_that_is_not_connected_lives_but_is_not_ready(bot: Nexus) -> None:
    port = free_port()
    bot.metrics.answered("qa ask", Outcome.OK, 0.02)

    async with showing_health(bot, port, checks={"disk": fine}):
        assert (await get(port, "/live"))[0] == 200
        code, told = await get(port, "/ready")
        figures = await get(port, "/metrics")

    assert (code, "not connected to Discord" in told, '"disk": "ok"' in told) == (503, True, True)
    assert figures[0] == 200
    assert 'nexus_interactions_total{name="qa ask",outcome="ok"} 1.0' in figures[1]
    assert 'nexus_outbox_posts{state="pending"} 0.0' in figures[1]
    assert "nexus_loop_lag_seconds" in figures[1]
    assert "nexus_gateway_latency_seconds" in figures[1]


async def test_a_running_bot_is_ready_until_it_loses_discord_and_silent_when_it_ends(
    settings: Settings,
) -> None:
    port = free_port()
    async with WireServer() as wire:
        wire.stage.add_guild()
        with pointed_at(wire.url):
            running = asyncio.create_task(serve(build(settings), wire.token, health_port=port))
            await comes(running, port, 200)
            ready = await get(port, "/ready")
            await wire.stop()
            await comes(running, port, 503)
            lost = await get(port, "/ready")
            alive = await get(port, "/live")
            await wire.start()
            await comes(running, port, 200)
            running.cancel()
            await asyncio.wait([running])

    assert ready == (
        200,
        '{"ready": true, "checks": {"gateway": "ok", "database": "ok", "outbox": "ok"}}',
    )
    assert (lost[0], "not connected to Discord" in lost[1], alive[0]) == (503, True, 200)
    assert (await asked(port, "/live"))[0] == 0


async def comes(running: "asyncio.Task[None]", port: int, status: int) -> None:
    """Wait until `/ready` answers so; nobody tells when."""
    while not running.done() and (await asked(port, "/ready"))[0] != status:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


async def asked(port: int, path: str) -> tuple[int, str]:
    try:
        return await get(port, path)
    except aiohttp.ClientConnectionError:
        return 0, ""


async def test_no_port_means_no_page(bot: Nexus) -> None:
    async with showing_health(bot, 0):
        assert "nexus_loop_lag_seconds" not in bot.metrics.page().decode()


async def test_a_port_that_is_taken_is_the_operators_to_put_right(bot: Nexus) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(Mistake, match=f"port {port} is not free: choose another HEALTH_PORT"):
            async with showing_health(bot, port):
                pass
