"""The migrations and the tables must tell the same story."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.engine import Database
from db.migrate import is_ours, known, migrate, newest, revision
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


def test_the_order_of_the_migrations_is_the_one_that_alembic_reads() -> None:
    order = ScriptDirectory(str(Path(__file__).parents[2] / "db" / "migrations"))

    assert newest() == order.get_current_head()
    assert known() == {one.revision for one in order.walk_revisions()}


def test_a_start_with_nothing_to_migrate_does_without_alembic(tmp_path: Path) -> None:
    start = f"""
import asyncio, sys
import bot.__main__
from db.engine import Database
from db.migrate import migrate

async def start():
    database = Database("sqlite+aiosqlite:///{tmp_path.as_posix()}/nexus.db")
    await migrate(database)
    await database.close()

asyncio.run(start())
print("alembic" in sys.modules)
"""
    told = [
        subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]

    assert [one.stdout for one in told] == ["True\n", "False\n"]
