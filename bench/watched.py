"""The bot itself, which tells of each step of its loop that took long."""

import asyncio
import re
import sys
import time
from importlib import import_module

WATCHED = "bench.watched:main"
_LONG_SECONDS = 0.005
_TELLS = re.compile(r"^held the loop for ([\d.]+) ms$", re.MULTILINE)


def main() -> None:
    step = asyncio.Handle._run  # pyright: ignore[reportPrivateUsage]

    def timed(self: asyncio.Handle) -> None:
        began = time.perf_counter()
        step(self)
        took = time.perf_counter() - began
        if took > _LONG_SECONDS:
            sys.stdout.write(f"held the loop for {took * 1e3:.1f} ms\n")
            sys.stdout.flush()

    asyncio.Handle._run = timed  # pyright: ignore[reportPrivateUsage]
    import_module("bot.__main__").main()


def longest(output: str) -> float:
    """The longest step that was told, in milliseconds; those that were short are told as that."""
    return max(map(float, _TELLS.findall(output)), default=_LONG_SECONDS * 1e3)
