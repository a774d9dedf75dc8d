"""The migrations and the tables must tell the same story."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.engine import Database
from db.migrate import is_ours, known, migrate, newest, revision, upgrade
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


async def test_a_database_in_use_is_migrated_with_all_that_is_in_it(tmp_path: Path) -> None:
    """Tables that others refer to are rebuilt on the way, and no row is torn from another."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/nexus.db")
    found: list[object] = []

    def fill(connection: Connection) -> None:
        with connection.begin():
            for statement in (
                "INSERT INTO study_sessions (id, guild_id, number, host_id, topic, typed_when,"
                " starts_at, minutes, drafted_at) VALUES"
                " (1, 10, 1, 7, 'JWT', 'x', '2099-01-01 10:00:00.000000', 60, '2026-01-01'),"
                " (2, 10, NULL, 7, 'CI', 'x', NULL, NULL, '2026-01-01')",
                "INSERT INTO rsvps (session_id, user_id, guild_id, is_going, answered_at)"
                " VALUES (1, 7, 10, 1, '2026-01-01'), (1, 8, 10, 0, '2026-01-01')",
            ):
                connection.exec_driver_sql(statement)

    def look(connection: Connection) -> None:
        queries = (
            "SELECT number, stage FROM study_sessions ORDER BY id",
            "SELECT user_id, answer FROM rsvps ORDER BY user_id",
        )
        found.extend(list(map(tuple, connection.exec_driver_sql(one))) for one in queries)

    await database.rebuild(lambda connection: upgrade(connection, to="f9c76ce91f04"))
    await database.run_sync(fill)
    await migrate(database)
    await database.run_sync(look)
    await database.close()

    assert found == [[(1, "open"), (None, "draft")], [(7, "going"), (8, "cant")]]


async def test_saved_solutions_become_entries_of_their_askers_log(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/nexus.db")
    found: list[object] = []

    def fill(connection: Connection) -> None:
        with connection.begin():
            for statement in (
                "INSERT INTO questions (id, guild_id, number, asker_id, title, details, topic,"
                " asked_at) VALUES (5, 10, 1, 7, 'Why?', 'It fails.', 'other', '2026-01-01')",
                "INSERT INTO answers (id, guild_id, question_id, author_id, text, answered_at)"
                " VALUES (6, 10, 5, 8, 'Pin it.', '2026-01-01')",
                "INSERT INTO saved_solutions VALUES (5, 7, 10, 6, '2026-01-02 23:30:00.000000')",
            ):
                connection.exec_driver_sql(statement)

    def look(connection: Connection) -> None:
        saved = connection.exec_driver_sql(
            "SELECT user_id, kind, title, text, solution, day, source, source_id, helper_id"
            " FROM log_entries"
        )
        found.extend(map(tuple, saved))

    await database.rebuild(lambda connection: upgrade(connection, to="e7a41c9d3b60"))
    await database.run_sync(fill)
    await migrate(database)
    await database.run_sync(look)
    await database.close()

    kept = ("challenge", "Why?", "It fails.", "Pin it.", "2026-01-02", "question", 5, 8)
    assert found == [(7, *kept)]
