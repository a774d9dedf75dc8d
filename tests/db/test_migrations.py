"""The migrations and the tables must tell the same story."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from db.engine import Database
from db.migrate import is_ours, migrate, newest, revision
from db.tables import Base


async def test_migrating_an_empty_database_gives_the_declared_tables(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/nexus.db")
    differences: list[object] = []

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        differences.extend(compare_metadata(context, Base.metadata))

    await migrate(database)
    await database.run_sync(compare)
    reached = await revision(database)
    await database.close()

    assert differences == []
    assert reached == newest()
