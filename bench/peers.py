"""What Nexus is measured against: the least that discord.py does, and the least that anybody can.

Each is the program of a process of its own, which `tests.wire.launch` starts.
"""

import asyncio
import os
from typing import Any

import aiohttp
import discord
import orjson
from discord.ext import commands
from discord.http import Route

COMMAND = "noop"
KEEPS_COMMANDS = "BENCH_KEEPS_COMMANDS"
"""Set where Discord knows the commands from the last time; Nexus finds that out by itself."""
_SAYS = "Nothing to do."
_ONLY_FOR_THE_CALLER = 64


class Bare(commands.Bot):
    """discord.py as it comes, with one command that does nothing and says so in private."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned, intents=discord.Intents(guilds=True)
        )
        self.tree.command(name=COMMAND, description="Do nothing")(noop)

    async def setup_hook(self) -> None:
        if KEEPS_COMMANDS not in os.environ:
            await self.tree.sync()


async def noop(interaction: discord.Interaction[Bare]) -> None:
    await interaction.response.send_message(_SAYS, ephemeral=True)


def bare() -> None:
    Bare().run(os.environ["DISCORD_TOKEN"])


async def responder() -> None:
    """No library for Discord at all: a socket, and a POST for whatever comes through it."""
    token = os.environ["DISCORD_TOKEN"]
    answer = {"type": 4, "data": {"content": _SAYS, "flags": _ONLY_FOR_THE_CALLER}}
    headers = {"Authorization": f"Bot {token}", "Content-Type": "application/json"}
    # Kept, because the event loop alone would let a task be collected.
    answering: set[asyncio.Task[None]] = set()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as http:

        async def call(method: str, path: str, body: Any = None) -> Any:
            data = None if body is None else orjson.dumps(body)
            async with http.request(method, f"{Route.BASE}{path}", data=data) as response:
                raw = await response.read()
                return orjson.loads(raw) if raw else None

        async def reply(event: Any) -> None:
            await call("POST", f"/interactions/{event['id']}/{event['token']}/callback", answer)

        me = await call("GET", "/applications/@me")
        known = [{"name": COMMAND, "description": "Do nothing"}]
        await call("PUT", f"/applications/{me['id']}/commands", known)
        gateway = await call("GET", "/gateway/bot")
        async with http.ws_connect(gateway["url"], max_msg_size=0) as socket:
            identify: Any = {"token": token, "intents": 1, "properties": {}}
            await socket.send_bytes(orjson.dumps({"op": 2, "d": identify}))
            async for message in socket:
                event = orjson.loads(message.data)
                if event["t"] == "INTERACTION_CREATE":
                    task = asyncio.create_task(reply(event["d"]))
                    answering.add(task)
                    task.add_done_callback(answering.discard)
