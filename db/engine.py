"""Open the database, with SQLite told to behave like a database."""

import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from db.sqlite import SqliteConnection

_Made = TypeVar("_Made")

# FULL: a commit that was acknowledged survives the loss of power, not only of the process.
# trusted_schema=OFF: a database file that somebody handed us cannot call functions by its schema.
WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
)
_BEGIN_TO_WRITE = "BEGIN IMMEDIATE"
# Readers never checkpoint: SQLite 3.7.0 to 3.51.2 can corrupt the WAL when two connections do.
_READER = (
    "query_only=ON",
    "wal_autocheckpoint=0",
    "busy_timeout=5000",
    "trusted_schema=OFF",
)


def database_path(url: str) -> Path:
    """The file behind a SQLite URL; a ValueError for anything else.

    A database in memory is none: the connection that writes and those that read would each have
    one of their own.
    """
    parsed = make_url(url)
    if parsed.drivername != "sqlite+aiosqlite":
        raise ValueError(f"must start with sqlite+aiosqlite://, not {parsed.drivername}://")
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("must name a file, such as sqlite+aiosqlite:///nexus.db")
    return Path(str(parsed.database))


class Database:
    """One connection that writes, and a few that only read.

    With one writer, transactions queue in Python instead of failing on SQLite's lock, and no
    update is ever lost between a read and its write.
    """

    def __init__(self, url: str) -> None:
        self.path = database_path(url)
        self._opened = WeakSet[SqliteConnection]()
        self._writer = _engine(url, _BEGIN_TO_WRITE, WRITER, pool_size=1, opened=self._opened)
        self._reader = _engine(url, "BEGIN", _READER, pool_size=4, opened=self._opened)
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False)

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncSession]:
        """A transaction that may write; committed at the end, rolled back on any exception.

        Never await Discord, nor another `begin()`, inside it: everybody else waits.
        """
        async with self._write.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        """A consistent view of what is committed; writing through it is an error."""
        async with self._read() as session:
            yield session

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run `work` on the writing connection, outside any transaction."""
        async with self._writer.connect() as connection:
            await connection.run_sync(work)

    async def rebuild(self, work: Callable[[Connection], None]) -> None:
        """Run `work`, which may put a table in another's place, while nobody else writes.

        SQLite takes a table that others refer to away only where it enforces no foreign keys, and
        that is a matter of the connection. `work` has to leave them whole.
        """
        lax = (*WRITER, "foreign_keys=OFF")
        engine = _engine(
            str(self._writer.url), _BEGIN_TO_WRITE, lax, pool_size=1, opened=self._opened
        )
        try:
            async with engine.connect() as connection:
                await connection.run_sync(work)
        finally:
            await engine.dispose()

    async def alone(self, work: Callable[[sqlite3.Connection], _Made]) -> _Made:
        """Do what SQLite does in no transaction; on the connection that writes, so nobody does."""
        async with self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            writer = raw.driver_connection
            assert isinstance(writer, SqliteConnection)
            return await writer.alone(work)

    async def close(self) -> None:
        """Close every connection, also one that a chore is at: a pool knows only the idle ones."""
        await self._reader.dispose()
        await self._writer.dispose()
        for one in list(self._opened):
            await one.close()


def _engine(
    url: str,
    begin: str,
    pragmas: tuple[str, ...],
    *,
    pool_size: int,
    opened: WeakSet[SqliteConnection],
) -> AsyncEngine:
    path = str(database_path(url))

    async def connect() -> SqliteConnection:
        connection = await SqliteConnection.opened(path, begin, pragmas)
        opened.add(connection)
        return connection

    # hide_parameters: what members wrote must not reach a log by way of an exception's text.
    return create_async_engine(
        url,
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
    )
