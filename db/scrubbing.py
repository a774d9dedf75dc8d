"""Takes out of the database's file what SQLite leaves in it of deleted rows.

A page that is free still holds what stood on it, the log of writes holds pages as they were, and
the index for searching keeps tokens of what is gone. All that is written anew, which is cheaper
than to overwrite every page at once that anybody ever frees: erasures are rare, and edits are not.
"""

import sqlite3

from db import search
from db.engine import Database


async def scrub(database: Database) -> bool:
    """False while somebody still reads what was there before: then it is to be done again."""
    return await database.alone(_scrub)


def _scrub(connection: sqlite3.Connection) -> bool:
    connection.execute(search.OPTIMIZE)
    connection.execute("VACUUM")
    is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
