"""A backup is whole or it is not there, and what is no backup never becomes the database."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db import guilds
from db.backup import Unfit, back_up, examine, put_in_place, snapshot
from db.engine import Database
from db.migrate import newest

HERE = 1
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(database: Database) -> Path:
    return database.path


async def ask_and_meet(database: Database) -> None:
    """Take a number of each kind in one transaction: they stay equal for ever."""
    async with database.begin() as session:
        await guilds.next_number(session, HERE, "last_question")
        await guilds.next_number(session, HERE, "last_session")


def numbers(path: Path) -> tuple[int, int] | None:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT last_question, last_session FROM guilds").fetchone()


def spoil(path: Path) -> None:
    """Overwrite a page in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(os.urandom(4096))


async def test_a_backup_under_load_restores_to_a_consistent_database(
    database: Database, path: Path, tmp_path: Path
) -> None:
    backups = [tmp_path / f"{number}.db" for number in range(5)]
    acknowledged = 0
    is_over = asyncio.Event()

    async def write() -> None:
        nonlocal acknowledged
        while not is_over.is_set():
            await ask_and_meet(database)
            acknowledged += 1

    await ask_and_meet(database)
    writers = [asyncio.create_task(write()) for _ in range(4)]
    known: list[int] = []
    for target in backups:
        known.append(acknowledged)
        await asyncio.to_thread(back_up, path, target)
    is_over.set()
    await asyncio.gather(*writers)

    for target, before in zip(backups, known, strict=True):
        restored = tmp_path / f"restored-{target.name}"
        with snapshot(target, restored, is_in_use=False) as copy:
            put_in_place(copy, restored)
        questions, sessions = numbers(restored) or (0, 0)
        assert questions == sessions > before
        assert examine(restored) == newest()
        again = Database(f"sqlite+aiosqlite:///{restored}")
        await ask_and_meet(again)
        await again.close()
        assert numbers(restored) == (questions + 1, sessions + 1)


async def test_a_backup_holds_what_only_the_wal_knows(
    database: Database, path: Path, tmp_path: Path
) -> None:
    await ask_and_meet(database)
    shutil.copy(path, tmp_path / "file-alone.db")

    back_up(path, tmp_path / "copy.db")

    assert numbers(tmp_path / "copy.db") == (1, 1)
    assert numbers(tmp_path / "file-alone.db") is None


def test_a_backup_is_for_its_owner_alone(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


DIE = """
import os, resource, signal, sys
from pathlib import Path
from db import backup

how, database, target = sys.argv[1:]
if how == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
else:
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
try:
    backup.back_up(Path(database), Path(target))
except backup.Unfit as reason:
    print(reason)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither limits nor SIGKILL")
@pytest.mark.parametrize("how", ["full", "killed"])
def test_an_interrupted_backup_leaves_nothing_under_its_name(
    path: Path, tmp_path: Path, how: str
) -> None:
    target = tmp_path / "backups" / "copy.db"
    target.parent.mkdir()

    done = subprocess.run(
        [sys.executable, "-c", DIE, how, str(path), str(target)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert not target.exists()
    if how == "full":
        assert list(target.parent.iterdir()) == []
        assert done.stdout.endswith("nexus.db cannot be copied: disk I/O error\n"), done.stderr
    else:
        assert done.returncode < 0
        back_up(path, target)
        assert examine(target) == newest()


def test_a_backup_that_is_called_off_leaves_nothing(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE ballast AS WITH RECURSIVE number(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5000) SELECT n FROM number"
        )
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(Unfit, match="interrupted"):
        back_up(path, folder / "copy.db", may_go_on=lambda: False)

    assert list(folder.iterdir()) == []


def test_a_backup_never_overwrites_unasked(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")

    with pytest.raises(Unfit, match=r"is there already"):
        back_up(path, target)
    assert target.read_text() == "precious"

    back_up(path, target, force=True)
    assert examine(target) == newest()


@pytest.mark.parametrize("side", ["", "-wal", "-shm", "-journal"])
def test_a_backup_never_takes_the_databases_own_place(path: Path, side: str) -> None:
    with pytest.raises(Unfit, match="belongs to the database itself"):
        back_up(path, path.with_name(f"{path.name}{side}"), force=True)


async def test_a_backup_never_takes_the_place_of_another_database_in_use(
    database: Database, path: Path, tmp_path: Path, migrated: Path
) -> None:
    another = tmp_path / "another.db"
    shutil.copy(migrated, another)
    await ask_and_meet(database)

    with pytest.raises(Unfit, match="is a database in use"):
        back_up(another, path, force=True)


def test_a_damaged_file_is_told_from_a_whole_one(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db")
    spoil(tmp_path / "copy.db")

    with pytest.raises(Unfit) as told:
        examine(tmp_path / "copy.db")

    assert "\n" not in str(told.value)


def test_a_database_of_a_newer_nexus_is_no_backup_for_this_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from-the-future'")

    with pytest.raises(Unfit, match="was written by a newer Nexus"):
        examine(path)


@pytest.mark.parametrize("old", ["crashed", "damaged", "deleted"])
async def test_stale_writes_beside_the_old_database_do_not_get_into_the_new(
    database: Database, path: Path, tmp_path: Path, old: str
) -> None:
    await ask_and_meet(database)
    back_up(path, tmp_path / "copy.db")
    await ask_and_meet(database)
    crashed = tmp_path / "crashed" / "nexus.db"
    crashed.parent.mkdir()
    for side in ("", "-wal", "-shm"):  # as SIGKILL would leave them
        shutil.copy(f"{path}{side}", f"{crashed}{side}")
    if old == "damaged":
        crashed.write_bytes(b"\xff" * crashed.stat().st_size)
    elif old == "deleted":
        crashed.unlink()

    with snapshot(tmp_path / "copy.db", crashed) as copy:
        put_in_place(copy, crashed)

    assert numbers(crashed) == (1, 1)
    assert [one.name for one in crashed.parent.iterdir()] == ["nexus.db"]


async def test_a_database_that_another_program_uses_is_not_replaced(
    database: Database, path: Path, tmp_path: Path
) -> None:
    await ask_and_meet(database)
    back_up(path, tmp_path / "copy.db")
    await ask_and_meet(database)

    with (
        snapshot(tmp_path / "copy.db", path) as copy,
        pytest.raises(Unfit, match="another program is using"),
    ):
        put_in_place(copy, path)

    async with database.read() as session:
        found = await session.execute(text("SELECT last_question FROM guilds"))
        assert found.scalar_one() == 2
