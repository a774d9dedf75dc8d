"""The connection under SQLAlchemy: one errand to its thread for a statement, BEGIN included."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.sqlite import SqliteConnection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE words (word TEXT NOT NULL)")
    return path


@pytest.fixture
async def connection(path: Path) -> AsyncIterator[SqliteConnection]:
    connection = await SqliteConnection.opened(str(path), "BEGIN IMMEDIATE", ["busy_timeout=0"])
    yield connection
    await connection.close()


def stored(path: Path) -> list[str]:
    with closing(sqlite3.connect(path, timeout=0)) as other:
        return [word for (word,) in other.execute("SELECT word FROM words")]


async def test_a_statement_begins_and_only_a_commit_keeps_it(
    connection: SqliteConnection, path: Path
) -> None:
    cursor = connection.cursor()
    await cursor.execute("INSERT INTO words VALUES (?)", ("kept",))
    assert connection.in_transaction
    assert (cursor.rowcount, cursor.lastrowid, stored(path)) == (1, 1, [])
    await connection.commit()
    await cursor.executemany("INSERT INTO words VALUES (?)", [("lost",), ("too",)])
    assert cursor.rowcount == 2
    await connection.rollback()

    assert stored(path) == ["kept"]


async def test_all_rows_are_there_after_one_errand(connection: SqliteConnection) -> None:
    cursor = connection.cursor()
    await cursor.execute("VALUES (1, 'one'), (2, 'two')")
    await connection.rollback()

    assert [name for name, *_ in cursor.description] == ["column1", "column2"]
    assert await cursor.fetchall() == [(1, "one"), (2, "two")]


async def test_who_says_nothing_holds_no_lock_and_waits_for_none(
    connection: SqliteConnection, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await connection.rollback()
        await connection.commit()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await connection.cursor().execute("SELECT 1")
        await connection.rollback()

    await connection.cursor().execute("SELECT 1")


async def test_a_statement_whose_task_is_cancelled_is_rolled_back_with_the_rest(
    connection: SqliteConnection, path: Path
) -> None:
    held = threading.Event()
    inside: Any = connection
    inside._tx.put_nowait((None, held.wait))
    insert = connection.cursor().execute("INSERT INTO words VALUES ('late')")
    task = asyncio.create_task(insert)
    await asyncio.sleep(0)  # it is on its way to the thread
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    ending = asyncio.create_task(connection.rollback())
    await asyncio.sleep(0)
    held.set()
    await ending
    await inside.set_trace_callback(None)  # one more errand: all before it are done

    assert not connection.in_transaction
    assert stored(path) == []


async def test_a_file_that_is_no_database_leaves_no_thread_behind(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("This is not a database, however one looks at it. " * 100)

    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        await SqliteConnection.opened(str(other), "BEGIN", ["journal_mode=WAL"])
