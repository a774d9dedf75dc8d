"""All that a database holds of any guild, taken and put back thousands of times.

So SQLite is asked by itself, with nothing in between.
"""

import sqlite3
from pathlib import Path
from typing import Any

from db.tables import Base

Rows = dict[str, list[dict[str, Any]]]

_TABLES = [one.name for one in Base.metadata.sorted_tables if "guild_id" in one.columns]


class _Watch:
    """A database that is looked at again and again, and read only where somebody wrote to it."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA synchronous=OFF")
        self.rows: Rows | None = None
        self._version = -1

    def taken(self) -> Rows:
        if self._was_written_to() or self.rows is None:
            asked = self.connection.execute
            self.rows = {
                name: [dict(one) for one in asked(f"SELECT * FROM {name}")] for name in _TABLES
            }
        return self.rows

    def restored(self, before: Rows) -> None:
        if not self._was_written_to() and self.rows is before:
            return
        with self.connection as writer:
            for name in reversed(_TABLES):
                writer.execute(f"DELETE FROM {name}")
            for name in _TABLES:
                if found := before[name]:
                    columns, marks = ", ".join(found[0]), ", ".join(f":{one}" for one in found[0])
                    writer.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", found)
        self.rows = before

    def _was_written_to(self) -> bool:
        """By another connection, since this was asked last."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        is_news, self._version = version != self._version, version
        return is_news


_watches: dict[Path, _Watch] = {}


def _watch(path: Path) -> _Watch:
    if path not in _watches:
        while _watches:  # of tests before this one
            _watches.popitem()[1].connection.close()
        _watches[path] = _Watch(path)
    return _watches[path]


def taken(path: Path) -> Rows:
    """Not to be changed: what was taken is what is given again."""
    return _watch(path).taken()


def restored(path: Path, before: Rows) -> None:
    _watch(path).restored(before)
