"""Turns in a crowd: so many are served at once, and nobody new while others wait for a word."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress

# A crowd that never ends must not keep everybody from being served.
LULL_SECONDS = 2.0


class Turns:
    def __init__(self, count: int) -> None:
        self._free = asyncio.Semaphore(count)
        self._untold = 0
        self._all_are_told = asyncio.Event()
        self._all_are_told.set()

    @property
    def are_taken(self) -> bool:
        return self._free.locked()

    @contextmanager
    def telling(self) -> Generator[None]:
        """Somebody is told to wait, or to come back."""
        self.begin_telling()
        try:
            yield
        finally:
            self.end_telling()

    def begin_telling(self) -> None:
        self._untold += 1
        self._all_are_told.clear()

    def end_telling(self) -> None:
        self._untold -= 1
        if not self._untold:
            self._all_are_told.set()

    async def take(self) -> None:
        """Have a turn, after those who came before, and once nobody waits for a first word."""
        await self._free.acquire()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(LULL_SECONDS):
                    await self._all_are_told.wait()
        except asyncio.CancelledError:
            self._free.release()
            raise

    def release(self) -> None:
        self._free.release()
