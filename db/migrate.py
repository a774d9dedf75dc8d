"""Bring a database to the newest schema, from a checkout and from an installed wheel alike.

Nearly every start finds it there already. So Alembic, which costs a tenth of a second and a tenth
of the bot's memory, is imported only when there is something to migrate.
"""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db.engine import Database
from db.search import is_search_table, rebuild_if_stale

_FOLDER = Path(__file__).with_name("migrations")
_SAYS = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


@cache
def known() -> frozenset[str]:
    """Every revision that the code has a migration for; a newer Nexus has others."""
    return frozenset(said["revision"] for said in _migrations())


@cache
def newest() -> str:
    """The revision that the code expects: the one that no other comes after."""
    (last,) = known() - {said.get("down_revision") for said in _migrations()}
    return last


def _migrations() -> list[dict[str, str]]:
    """What each says of its place in the order."""
    files = (_FOLDER / "versions").glob("*.py")
    return [dict(_SAYS.findall(one.read_text(encoding="utf-8"))) for one in files]


def is_ours(_: object, name: str | None, kind: str, reflected: bool, __: object) -> bool:  # noqa: FBT001 - Alembic's signature
    """What Alembic compares: all but the tables that search keeps beside ours."""
    return not (kind == "table" and reflected and is_search_table(name or ""))


async def migrate(database: Database) -> None:
    """Bring the tables to the newest schema, and the indexes for searching to today's tokens."""

    def index(connection: Connection) -> None:
        with connection.begin():
            rebuild_if_stale(connection)

    if await revision(database) != newest():
        await database.rebuild(upgrade)
    await database.run_sync(index)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables to the schema of a revision, the newest unless told."""
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()  # made in code: an installed wheel has no pyproject.toml to read
    settings.set_main_option("script_location", str(_FOLDER))
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)


async def revision(database: Database) -> str | None:
    """The revision that the database is at; None for one that was never migrated."""
    found: list[str | None] = []

    def look(connection: Connection) -> None:
        if inspect(connection).has_table("alembic_version"):
            found.append(connection.scalar(text("SELECT version_num FROM alembic_version")))

    await database.run_sync(look)
    return found[0] if found else None
