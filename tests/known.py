"""People who know Nexus already, for tests of the bot as a process: none is given a hint."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from bot.domain.bits import pack
from bot.domain.features import Feature


def know_nexus(database: Path, guild_id: int, people: Iterable[int]) -> None:
    every = pack(list(Feature), Feature)
    with closing(sqlite3.connect(database)) as writer, writer:
        writer.executemany(
            "INSERT INTO members (guild_id, user_id, hinted) VALUES (?, ?, ?)",
            [(guild_id, one, every) for one in people],
        )
