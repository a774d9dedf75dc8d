"""Bring a database to the newest schema, from a checkout and from an installed wheel alike."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.engine import Database
from db.search import is_search_table, rebuild_if_stale


def config() -> Config:
    """Alembic's settings, made in code: an installed wheel has no pyproject.toml to read."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return made


def newest() -> str | None:
    """The revision that the code expects."""
    return ScriptDirectory.from_config(config()).get_current_head()


def known() -> frozenset[str]:
    """Every revision that the code has a migration for; a newer Nexus has others."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(config()).walk_revisions())


def is_ours(_: object, name: str | None, kind: str, reflected: bool, __: object) -> bool:  # noqa: FBT001 - Alembic's signature
    """What Alembic compares: all but the tables that search keeps beside ours."""
    return not (kind == "table" and reflected and is_search_table(name or ""))


async def migrate(database: Database) -> None:
    """Bring the tables to the newest schema, and the indexes for searching to today's tokens."""

    def upgrade(connection: Connection) -> None:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")

    def index(connection: Connection) -> None:
        with connection.begin():
            rebuild_if_stale(connection)

    await database.run_sync(upgrade)
    await database.run_sync(index)


async def revision(database: Database) -> str | None:
    """The revision that the database is at; None for one that was never migrated."""
    found: list[str | None] = []

    def look(connection: Connection) -> None:
        found.append(MigrationContext.configure(connection).get_current_revision())

    await database.run_sync(look)
    return found[0]
