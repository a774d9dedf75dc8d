"""Alembic's entry: the connection comes from the caller, or the URL from the environment."""

import asyncio
import os
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from db.engine import Database
from db.migrate import is_ours
from db.tables import Base, UtcDateTime


def render_plain(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own, so that a migration never imports the app."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_plain,
        include_object=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
        # Tables were rebuilt without SQLite looking: nothing may refer to a row that is not there.
        torn = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if torn:
            raise RuntimeError(f"migrating would tear {len(torn)} rows from what they refer to")


async def connect_and_migrate() -> None:
    database = Database(os.environ["DATABASE_URL"])
    await database.rebuild(migrate)
    await database.close()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(connect_and_migrate())
