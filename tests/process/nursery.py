"""Bots in processes of their own that have imported everything before they are born.

Most of a start is imports, and the tests start very many bots. A nursery does that once; each bot
is a fork of it, and lives and dies by itself as any other process does.
"""

import asyncio
import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from tests.wire.launch import ROOT, Launched, run

PRELOADED = ("bot.__main__", "bot.demo", "apscheduler.triggers.interval", "alembic.command")


class Child:
    """As much of an `asyncio.subprocess.Process` as the tests want."""

    def __init__(self, stdout: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.stdout = stdout
        self.pid = 0
        self.returncode: int | None = None
        self._status = status
        self._ending = asyncio.create_task(self._read())
        self._is_born = asyncio.Event()

    async def _read(self) -> None:
        self.pid = int(await self._status.readline())
        self._is_born.set()
        self.returncode = int(await self._status.readline())
        await self._status.read()  # the pipe is closed at its end

    async def born(self) -> None:
        await self._is_born.wait()

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        await self._ending
        assert self.returncode is not None
        return self.returncode


@asynccontextmanager
async def launched(
    url: str, target: str, *args: str, env: dict[str, str] | None = None
) -> AsyncGenerator[Launched]:
    """As `tests.wire.launch.launched`, but quickly."""
    (output, output_end), (status, status_end) = os.pipe(), os.pipe()
    asked = json.dumps({"url": url, "target": target, "args": args, "env": env or {}})
    socket.send_fds(_nursery(), [asked.encode()], [output_end, status_end])
    os.close(output_end)
    os.close(status_end)
    process: Any = Child(await _reader(output), await _reader(status))
    await process.born()
    child = Launched(process)
    try:
        yield child
    finally:
        await child.kill()


async def _reader(handle: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=2**20)
    loop = asyncio.get_running_loop()
    pipe = os.fdopen(handle, "rb")
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


@cache
def _nursery() -> socket.socket:
    """Ends with the process that asked for it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.process.nursery", str(theirs.fileno())],
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    @atexit.register
    def close() -> None:
        ours.close()
        process.wait()

    return ours


def _serve(asked: socket.socket) -> None:
    while True:
        message, handles, *_ = socket.recv_fds(asked, 2**16, 2)
        if not message:
            return
        if not os.fork():
            asked.close()
            _attend(json.loads(message), *handles)
        for one in handles:
            os.close(one)


def _attend(wanted: dict[str, Any], output: int, status: int) -> None:
    """Have a bot, wait until it dies, and tell how."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        os.close(status)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        os._exit(_live(wanted))
    os.close(output)
    os.write(status, f"{pid}\n".encode())
    _, ended = os.waitpid(pid, 0)
    os.write(status, f"{os.waitstatus_to_exitcode(ended)}\n".encode())
    os._exit(0)


def _live(wanted: dict[str, Any]) -> int:
    os.environ.update(wanted["env"])
    try:
        run(wanted["url"], wanted["target"], *wanted["args"])
    except SystemExit as ended:
        return int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - as Python itself would
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> None:
    cogs = importlib.import_module("cogs")
    for name in (*PRELOADED, *cogs.EXTENSIONS):
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for whoever attended a bot
    _serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
