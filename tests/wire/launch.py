"""Runs a program that uses discord.py against another Discord: `launch URL module:function ...`.

discord.py itself stays as it is. Only two addresses that it holds in class attributes are set, to
which everything else goes: webhooks and interactions go by `Route.BASE` too, and further gateway
addresses come from READY.
"""

import asyncio
import importlib
import inspect
import os
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

ROOT = Path(__file__).parents[2]


@contextmanager
def pointed_at(url: str) -> Generator[None]:
    """Let discord.py in this process talk to the server at `url`."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


class Launched:
    """A process that was started by a test, and what it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.output = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.output += line.decode(errors="replace")

    async def ended(self, *, within: float = 30) -> int:
        """Its exit code, when it has ended by itself; negative for a signal."""
        async with asyncio.timeout(within):
            await self._reading
            return await self.process.wait()

    async def kill(self) -> None:
        """SIGKILL; nothing is left of it afterwards."""
        if self.process.returncode is None:
            self.process.kill()
        await self._reading
        await self.process.wait()


@asynccontextmanager
async def launched(
    url: str, target: str, *args: str, env: dict[str, str] | None = None
) -> AsyncGenerator[Launched]:
    """Run `module:function` in a process of its own, which ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.wire.launch", url, target, *args),
        cwd=ROOT,
        env=os.environ | (env or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=2**20,
    )
    child = Launched(process)
    try:
        yield child
    finally:
        await child.kill()


def run(url: str, target: str, *args: str) -> None:
    """Be that program, to the end."""
    module, _, name = target.partition(":")
    sys.argv = [target, *args]
    with pointed_at(url):
        function: Any = getattr(importlib.import_module(module), name)
        result = function()
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
    sys.exit(result)


def main() -> None:
    run(*sys.argv[1:])


if __name__ == "__main__":
    main()
