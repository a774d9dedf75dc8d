"""All that a database holds of any guild, taken and put back thousands of times.

So SQLite is asked by itself, with nothing in between.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from db.tables import Base

Rows = dict[str, list[dict[str, Any]]]

_TABLES = [one.name for one in Base.metadata.sorted_tables if "guild_id" in one.columns]


def taken(path: Path) -> Rows:
    with _opened(path) as reader:
        reader.row_factory = sqlite3.Row
        return {
            name: [dict(one) for one in reader.execute(f"SELECT * FROM {name}")] for name in _TABLES
        }


def restored(path: Path, before: Rows) -> None:
    with _opened(path) as writer:
        for name in reversed(_TABLES):
            writer.execute(f"DELETE FROM {name}")
        for name in _TABLES:
            if found := before[name]:
                columns, marks = ", ".join(found[0]), ", ".join(f":{one}" for one in found[0])
                writer.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", found)


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """For one transaction."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        yield connection
