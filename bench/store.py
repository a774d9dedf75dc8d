"""Durable transactions: through `Database.begin()`, and on a bare sqlite3 connection."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bench.tables import Size, Table, median, number, ratio, times
from db.engine import WRITER, Database
from db.migrate import migrate
from db.tables import ProcessedInteraction

TRANSACTIONS = 1000
AT_ONCE = 50
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BARE = "sqlite3 alone"
_INSERT = (
    "INSERT INTO processed_interactions (interaction_id, guild_id, processed_at) VALUES (?, ?, ?)"
)

_ids = count(1)


@dataclass(slots=True)
class Form:
    """One way to write, and what a transaction took in each round, in seconds."""

    name: str
    write: Callable[[int], Coroutine[Any, Any, None]]
    took: list[float] = field(default_factory=list[float])
    worked: list[float] = field(default_factory=list[float])

    async def round(self, transactions: int) -> None:
        started, busy = time.perf_counter(), time.process_time()
        await self.write(transactions)
        self.took.append((time.perf_counter() - started) / transactions)
        self.worked.append((time.process_time() - busy) / transactions)


def run(size: Size) -> Sequence[Table]:
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        forms = asyncio.run(_measure(Path(folder), size))
    bare = forms[0]
    rows = [
        (
            one.name,
            number(median(1 / it for it in one.took)),
            times(ratio(bare.took, one.took)),
            number(median(one.worked) * 1e6),
            times(ratio(one.worked, bare.worked)),
        )
        for one in forms
    ]
    columns = ("one row a transaction", "per second", "of the bare", "CPU µs", "of the bare")
    note = (
        f"The same file, the same table, the same pragmas: {', '.join(WRITER)}."
        f" {size.of(TRANSACTIONS):,} transactions a round each, every one durable by itself."
    )
    return [Table("Store: transactions through `Database.begin()`", columns, rows, [note])]


async def _measure(folder: Path, size: Size) -> list[Form]:
    path = folder / "store.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        await migrate(database)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in WRITER:
                connection.execute(f"PRAGMA {pragma}")
            forms = _forms(database, connection)
            for _ in range(size.rounds):
                for form in forms:
                    await form.round(size.of(TRANSACTIONS))
            return forms
    finally:
        await database.close()


def _forms(database: Database, connection: sqlite3.Connection) -> list[Form]:
    async def bare(transactions: int) -> None:
        for _ in range(transactions):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_INSERT, (next(_ids), 1, "2026-03-02 09:00:00.000000"))
            connection.execute("COMMIT")

    async def core(session: AsyncSession) -> None:
        row = {"interaction_id": next(_ids), "guild_id": 1, "processed_at": NOW}
        await session.execute(insert(ProcessedInteraction), row)

    async def orm(session: AsyncSession) -> None:
        session.add(ProcessedInteraction(interaction_id=next(_ids), guild_id=1, processed_at=NOW))

    def one_by_one(
        write: Callable[[AsyncSession], Awaitable[None]],
    ) -> Callable[[int], Coroutine[Any, Any, None]]:
        async def all_of(transactions: int) -> None:
            for _ in range(transactions):
                async with database.begin() as session:
                    await write(session)

        return all_of

    async def at_once(transactions: int) -> None:
        share = max(1, transactions // AT_ONCE)
        await asyncio.gather(*(one_by_one(orm)(share) for _ in range(transactions // share)))

    return [
        Form(BARE, bare),
        Form("`begin()`, a Core statement", one_by_one(core)),
        Form("`begin()`, an ORM object", one_by_one(orm)),
        Form(f"the same, by {AT_ONCE} tasks at once", at_once),
    ]
