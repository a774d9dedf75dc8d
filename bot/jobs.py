"""The clock's side of the bot: small repeated chores, each safe to run late or twice.

A chore sweeps the database for what is due; the database alone knows what that is, so a restart
loses nothing and a late tick catches up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Chore = Callable[[], Awaitable[None]]
# What is kept for days need not be looked through every hour.
FORGETTING = timedelta(hours=6)
TICK = timedelta(seconds=1)


@dataclass(slots=True)
class _Entry:
    pause: timedelta
    chore: Chore
    due_at: datetime
    is_running: bool = False


class Jobs:
    """Chores by name, each run at most once every `pause` by the clock it was given.

    `start` lets APScheduler tick in real time. The demo and the tests never start it: their clock
    stands or jumps, and they call `run_due` themselves.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.is_ending = False
        """Whether a long chore has to leave the rest for the next start."""
        self._now = now
        self._chores: dict[str, _Entry] = {}
        self._sweeps: set[asyncio.Task[None]] = set()
        # Ticks may overlap, so that one slow chore keeps no other waiting. A chore never runs
        # beside itself, and so no more ticks are under way than there are chores.
        self._scheduler: Any = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 100, "misfire_grace_time": None},
        )

    def start(self) -> None:
        self._scheduler.add_job(self._tick, "interval", seconds=TICK.total_seconds(), id="tick")
        self._scheduler.start()
        self._sweep()  # at once, for what fell due while the bot was away

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def finish(self) -> None:
        """Start no more chores, and wait for those at work."""
        self.is_ending = True
        self.stop()
        if self._sweeps:
            await asyncio.wait(self._sweeps)

    def every(self, pause: timedelta, chore: Chore, *, name: str) -> None:
        """Run `chore` at the next tick, and then every `pause`; each has a name of its own."""
        if name in self._chores:
            raise ValueError(f"there is a chore {name} already")
        self._chores[name] = _Entry(pause, chore, self._now())

    def drop(self, name: str) -> None:
        self._chores.pop(name, None)

    async def run_due(self) -> None:
        for name, entry in list(self._chores.items()):
            is_dropped = self._chores.get(name) is not entry  # by a chore before it
            if is_dropped or entry.is_running or entry.due_at > self._now():
                continue
            entry.due_at = self._now() + entry.pause
            entry.is_running = True
            try:
                await entry.chore()
            except Exception:
                log.exception("chore %s failed; it will run again", name)
            finally:
                entry.is_running = False

    async def _tick(self) -> None:
        # Shielded: a scheduler that stops cancels what it runs, and a write is never cancelled.
        with suppress(asyncio.CancelledError):  # which APScheduler would log as a fault
            await asyncio.shield(self._sweep())

    def _sweep(self) -> asyncio.Task[None]:
        sweep = asyncio.create_task(self.run_due())
        self._sweeps.add(sweep)
        sweep.add_done_callback(self._sweeps.discard)
        return sweep
