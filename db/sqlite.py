"""A connection to SQLite that goes to its thread once for a statement, and not four times.

aiosqlite goes there to make a cursor, to execute, to fetch and to close; three times more to begin;
and SQLAlchemy's pool once to roll back what has ended. Each time two threads wake each other up,
and that costs more than what SQLite does meanwhile.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import aiosqlite


@dataclass(frozen=True, slots=True)
class Done:
    """What a statement came to."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Any] = ()


Statement = Callable[[sqlite3.Connection], sqlite3.Cursor]


class SqliteConnection(aiosqlite.Connection):
    """As much of aiosqlite as SQLAlchemy's adapter asks for.

    A transaction begins with its first statement, by the words of `begin`.
    """

    def __init__(self, path: str, begin: str) -> None:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(path, isolation_level=None, check_same_thread=False)

        super().__init__(connect, iter_chunk_size=1)
        self._thread.daemon = True  # as SQLAlchemy has it: the process's end waits for none
        self._begin = begin
        # SQLite itself might not know yet: a statement whose task was cancelled is still to come.
        self._has_begun = False

    @classmethod
    async def opened(cls, path: str, begin: str, pragmas: Sequence[str]) -> Self:
        connection = cls(path, begin)
        try:
            await connection
            await connection._send(_prepare, connection._conn, pragmas)
        except BaseException:
            await connection.close()
            raise
        return connection

    def cursor(self) -> "Cursor":  # pyright: ignore[reportIncompatibleMethodOverride]
        return Cursor(self)

    async def run(self, statement: Statement) -> Done:
        begin = None if self._has_begun else self._begin
        self._has_begun = True
        return await self._send(_run, self._conn, begin, statement)

    async def alone(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do what SQLite does in no transaction; none may have begun."""
        return await self._send(work, self._conn)

    async def commit(self) -> None:
        if self._has_begun:
            await super().commit()
            self._has_begun = False

    async def rollback(self) -> None:
        if self._has_begun:
            await super().rollback()
            self._has_begun = False

    async def _send(self, work: Callable[..., Any], *args: Any) -> Any:
        return await self._execute(work, *args)  # pyright: ignore[reportUnknownMemberType]


def _prepare(connection: sqlite3.Connection, pragmas: Sequence[str]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _run(connection: sqlite3.Connection, begin: str | None, statement: Statement) -> Done:
    if begin is not None:
        connection.execute(begin)
    cursor = statement(connection)
    rows = cursor.fetchall() if cursor.description else ()
    return Done(cursor.description, cursor.rowcount, cursor.lastrowid, rows)


class Cursor:
    """A statement and what it came to: all its rows are here as soon as it is done."""

    arraysize = 1

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self._done = Done()

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._done.lastrowid

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._done = await self._connection.run(lambda it: it.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._done = await self._connection.run(lambda it: it.executemany(sql, parameters))

    async def fetchall(self) -> Sequence[Any]:
        return self._done.rows

    async def close(self) -> None:
        """Nothing is open: SQLite's own cursor is done with."""
