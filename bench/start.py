"""From the start of the process until Discord says READY, and the memory it takes to be there."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bots import BARE, NEXUS, Town, town
from bench.peers import KEEPS_COMMANDS
from bench.tables import Size, Table, median, number, ratio, times, verdict

SETTLING_SECONDS = 1.5
"""Until a bot that is there has also finished what it does when it comes."""
MOST_MEMORY = 1.6
MOST_TIME = 2.0


@dataclass(slots=True)
class Starts:
    """Of one bot, in each round: seconds, and megabytes."""

    name: str
    town: Town
    command: tuple[str, ...]
    ready: list[float] = field(default_factory=list[float])
    worked: list[float] = field(default_factory=list[float])
    resident: list[float] = field(default_factory=list[float])

    async def round(self, size: Size) -> None:
        started = time.perf_counter()
        async with self.town.bot(*self.command) as bot:
            self.ready.append(time.perf_counter() - started)
            self.worked.append(bot.worked())
            await asyncio.sleep(SETTLING_SECONDS * size.share)
            self.resident.append(bot.resident())
        self.town.forget()


def run(size: Size) -> Sequence[Table]:
    return [asyncio.run(_measure(size))]


async def _measure(size: Size) -> Table:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nexus-bench-")))
        plain = await stack.enter_async_context(town(folder))
        home = await stack.enter_async_context(town(folder))
        bare = Starts("discord.py, a no-op", plain, (BARE,))
        nexus = Starts("Nexus", home, (NEXUS, "run"))
        # The first time, each tells Discord its commands, and Nexus makes its database.
        for one in (bare, nexus):
            await one.round(size)
        first = nexus.ready[0]
        plain.env[KEEPS_COMMANDS] = "1"
        for one in (bare, nexus):
            one.ready.clear()
            one.worked.clear()
            one.resident.clear()
        for _ in range(size.rounds):
            for one in (bare, nexus):
                await one.round(size)
    return _table(bare, nexus, first)


def _table(bare: Starts, nexus: Starts, first: float) -> Table:
    slower, larger = ratio(nexus.ready, bare.ready), ratio(nexus.resident, bare.resident)
    rows = [
        (
            what,
            number(median(theirs)),
            number(median(ours)),
            times(ratio(ours, theirs)),
            aim,
        )
        for what, ours, theirs, aim in (
            ("start to READY, s", nexus.ready, bare.ready, verdict(slower, most=MOST_TIME)),
            ("CPU until then, s", nexus.worked, bare.worked, ""),
            ("memory, MB", nexus.resident, bare.resident, verdict(larger, most=MOST_MEMORY)),
        )
    ]
    columns = ("each in a process of its own", bare.name, nexus.name, "of the no-op's", "aim")
    notes = [
        f"Memory is what is resident {SETTLING_SECONDS:g} s later. The very first start, which"
        f" makes the database and tells Discord the commands, took {number(first)} s."
    ]
    return Table("Start", columns, rows, notes)
