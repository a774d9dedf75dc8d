"""A week's digest: read out of a long history, drawn beside the loop, and posted in many guilds."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from bench import worked
from bench.bots import NEXUS, Bot, town
from bench.histories import GUILD, fill, fill_guilds
from bench.match import blocks
from bench.tables import Size, Table, median, number, ratio, times, verdict
from bench.watched import WATCHED, longest
from bot.domain.bars import Bars, Figure
from bot.domain.weekly import Due
from bot.workers import in_process
from cogs.digest import render
from db import digest_contents
from db.engine import Database
from db.guilds import Settings
from db.migrate import migrate

ROWS, GUILDS = 1_000_000, 1_000
MOST_TIME, MOST_SHARE, MOST_BLOCK_MS = 3, 0.5, 50
# Discord takes fifty requests a second, and a digest is one.
A_SECOND = 50
_DUE = Due("2026-W11", datetime(2026, 3, 9, 9, tzinfo=UTC))
_READS = 20
# It takes minutes, and against a limit that does not change from round to round.
ONCE = 1
# Until the bot has met all its guilds.
SETTLING_SECONDS = 8


def run(size: Size) -> Sequence[Table]:
    return [asyncio.run(_reading(size)), asyncio.run(_drawing(size)), asyncio.run(_posting(size))]


@dataclass(slots=True)
class Way:
    name: str
    rounds: list[float] = field(default_factory=list[float])


async def _reading(size: Size) -> Table:
    bare, whole = Way("the bare statement"), Way("read, ranked and laid out")
    blocked: list[float] = []
    count = size.of(ROWS)
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        path = Path(folder) / "digest.db"
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        fill(path, count, _DUE.due_at)
        said = await _said(database)
        with closing(sqlite3.connect(path)) as connection:
            for _ in range(size.rounds):
                started = time.perf_counter()
                for _ in range(_READS):
                    connection.execute(*said).fetchall()
                bare.rounds.append((time.perf_counter() - started) / _READS)
                started = time.perf_counter()
                for _ in range(_READS):
                    render.layout(await _contents(database), GUILD, str)
                whole.rounds.append((time.perf_counter() - started) / _READS)
                async with blocks() as found:
                    render.layout(await _contents(database), GUILD, str)
                blocked.append(found.longest)
        await database.close()
    against, held = ratio(whole.rounds, bare.rounds), median(blocked) * 1e3
    rows = [
        (f"{count:,} rows: {bare.name}", number(median(bare.rounds) * 1e3), "", "", ""),
        (
            f"{count:,} rows: {whole.name}",
            number(median(whole.rounds) * 1e3),
            times(against),
            number(held),
            f"{verdict(against, most=MOST_TIME)}; {_block_verdict(held)}",
        ),
    ]
    note = (
        "A guild that has asked, answered, voted, shared, reviewed and met for four years; the"
        " week's share of that is a two-hundredth. The bare statement is the very same one, by"
        " sqlite3 alone, until all its rows are there."
    )
    columns = ("what", "ms", "of the bare", "longest block of the loop, ms", "aim")
    return Table("Digest: one guild's", columns, rows, [note])


def _block_verdict(held_ms: float) -> str:
    return f"{MOST_BLOCK_MS} ms: {'met' if held_ms <= MOST_BLOCK_MS else 'missed'}"


async def _contents(database: Database) -> digest_contents.Contents:
    async with database.read() as session:
        return await digest_contents.contents(session, GUILD, Settings(), _DUE, _DUE.due_at)


async def _said(database: Database) -> tuple[str, Any]:
    """The statement and its values, as the driver gets them."""
    heard: list[tuple[str, Any]] = []

    def hear(*said: Any) -> None:
        heard.append((said[2], said[3]))

    event.listen(Engine, "before_cursor_execute", hear)
    await _contents(database)
    event.remove(Engine, "before_cursor_execute", hear)
    return max(heard, key=lambda one: len(one[0]))


async def _drawing(size: Size) -> Table:
    counts = dict.fromkeys(Figure, (12, 40, 33, 9, 0, 71, 20))
    weeks = [Bars(date(2026, 1, 5) + timedelta(days=7 * one), counts) for one in range(20)]
    rows: list[tuple[str, ...]] = []
    for some in (weeks[:1], weeks):
        took: list[float] = []
        drew: list[float] = []
        peak: list[float] = []
        blocked: list[float] = []
        sizes: list[int] = []
        for _ in range(size.rounds):
            async with blocks() as found:
                started = time.perf_counter()
                text = json.dumps([one.packed() for one in some])
                pngs, seconds, peak_mb = json.loads(await in_process(worked.PAINT, text))
                took.append(time.perf_counter() - started)
            drew.append(seconds)
            peak.append(peak_mb)
            blocked.append(found.longest)
            sizes.append(max(len(one) * 3 // 4 for one in json.loads(pngs)))
        held = median(blocked) * 1e3
        rows.append(
            (
                str(len(some)),
                number(median(took)),
                number(median(drew)),
                f"{median(peak):,.0f}",
                f"{median(sizes) / 1e3:.0f}",
                number(held),
                _block_verdict(held),
            )
        )
    columns = (
        *("pictures, in a process of their own", "s in all", "s of it, drawing"),
        *("peak memory there, MB", "kB each", "longest block of the loop, ms", "aim"),
    )
    note = "The rest of the time is the start of Python and the import of matplotlib."
    return Table("Digest: the pictures", columns, rows, [note])


@dataclass(frozen=True, slots=True)
class Before:
    """What the bot had used and said by then: seconds of CPU, characters."""

    cpu: float
    said: int


async def _posting(size: Size) -> Table:
    count = size.of(GUILDS, least=5)
    took: list[float] = []
    cpu: list[float] = []
    for _ in range(min(size.rounds, ONCE)):
        async with _guilds(count) as (began, before, bot):
            took.append(time.perf_counter() - began)
            cpu.append(bot.worked() - before.cpu)
    # Apart, for to watch it costs as well.
    async with _guilds(count, target=WATCHED) as (_, before, bot):
        held = longest(bot.output[before.said :])
    limit = count / A_SECOND
    share = median(cpu) / limit
    row = (
        f"{count:,}",
        number(limit),
        number(median(took)),
        number(median(cpu)),
        times(share),
        number(held),
        f"{verdict(share, most=MOST_SHARE)}; {_block_verdict(held)}",
    )
    columns = (
        *("guilds, each with its digest", "s that Discord's limit takes", "s until all stand"),
        *("CPU, s", "of the limit", "longest step of its loop, ms", "aim"),
    )
    note = (
        "On the wire, from the moment on at which they are due, of which the bot takes note within"
        " a minute: all that its process does meanwhile, its chores for all these guilds and the"
        " sending itself among it. Each week is too small for a picture. Measured once."
    )
    return Table("Digest: of many guilds at one hour", columns, [row], [note])


@asynccontextmanager
async def _guilds(count: int, target: str = NEXUS) -> AsyncGenerator[tuple[float, Before, Bot]]:
    """So many guilds whose digests are due as the bot comes, until all of them stand."""
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        async with town(Path(folder)) as home:
            wire, path = home.wire, Path(folder) / "nexus.db"
            database = Database(f"sqlite+aiosqlite:///{path}")
            await migrate(database)
            await database.close()
            guilds = [wire.stage.add_guild(f"Town {one}") for one in range(count)]
            for one in guilds:
                wire.stage.add_channel(one, "prodevprojectnexus")
                one.members[wire.world.bot.id].joined_at -= timedelta(hours=2)
            guild_ids, is_whole = [one.id for one in guilds], count == GUILDS
            if not is_whole:  # it is only to be seen that it runs: a minute is too long for that
                fill_guilds(path, guild_ids, datetime.now(UTC))
            async with home.bot(target, "run") as bot:
                if is_whole:
                    await asyncio.sleep(SETTLING_SECONDS)
                    fill_guilds(path, guild_ids, datetime.now(UTC))
                began = time.perf_counter()
                before = Before(bot.worked(), len(bot.output))

                def stands() -> bool:
                    calls = wire.transcript.to("POST", "/channels/{}/messages")
                    return len(calls) >= count

                # Within a minute the bot's clock looks for what is due.
                await wire.until(stands, within=300)
                yield began, before, bot
