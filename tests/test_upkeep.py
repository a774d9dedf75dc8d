"""Backups as an operator meets them: one line each, a copy every day, and never a lost database."""

import logging
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.jobs import Jobs
from bot.lifetime import sole_owner
from bot.upkeep import LOOK_EVERY, DailyBackup
from db.backup import examine
from db.migrate import newest
from tests.typed import Typed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def nexus(operator: Typed, migrated: Path, folder: Path) -> Typed:
    """Where `nexus.db` is."""
    shutil.copy(migrated, folder / "nexus.db")
    return operator


def mark(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {number}")


def fill(path: Path) -> None:
    """So much that SQLite asks whether to go on while it copies."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE ballast AS WITH RECURSIVE number(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5000) SELECT n FROM number"
        )


def marked(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


# nexus backup


def test_a_backup_says_where_it_is_how_large_and_of_which_revision(nexus: Typed) -> None:
    code, said, _ = nexus("backup", "copy.db")

    assert code == 0
    assert re.fullmatch(rf"backed up nexus\.db to copy\.db: \d+ kB, revision {newest()}\n", said)
    assert examine(Path("copy.db")) == newest()


def test_a_backup_is_taken_while_the_bot_runs(nexus: Typed) -> None:
    with sole_owner(Path("nexus.db")):
        code, _, _ = nexus("backup", "copy.db")

    assert code == 0


def test_a_backup_overwrites_only_by_force(nexus: Typed) -> None:
    nexus("backup", "copy.db")

    assert nexus("backup", "copy.db") == (
        2,
        "",
        "nexus: copy.db is there already: choose another name, or use --force\n",
    )
    assert nexus("backup", "copy.db", "--force")[0] == 0


@pytest.mark.parametrize("target", ["nowhere/copy.db", "nexus.db/copy.db", "nexus.db"])
def test_a_backup_where_none_can_be_is_one_clear_line(nexus: Typed, target: str) -> None:
    code, said, line = nexus("backup", target, "--force")

    assert (code, said, line.count("\n")) == (2, "", 1)
    assert line.startswith(f"nexus: {'' if target == 'nexus.db' else 'cannot write to '}{target}")


def test_without_a_database_there_is_nothing_to_back_up(nexus: Typed) -> None:
    Path("nexus.db").unlink()

    assert nexus("backup", "copy.db") == (2, "", "nexus: there is no database nexus.db\n")
    assert list(Path().iterdir()) == []


# nexus restore


def test_a_backup_becomes_the_database_again(nexus: Typed) -> None:
    mark(Path("nexus.db"), 7)
    nexus("backup", "copy.db")
    Path("nexus.db").unlink()

    code, said, _ = nexus("restore", "copy.db")

    assert code == 0
    assert re.fullmatch(rf"restored nexus\.db from copy\.db: \d+ kB, revision {newest()}\n", said)
    assert marked(Path("nexus.db")) == 7
    assert examine(Path("copy.db")) == newest()


def test_a_database_that_is_there_is_replaced_only_by_force(nexus: Typed) -> None:
    mark(Path("nexus.db"), 7)
    nexus("backup", "copy.db")
    mark(Path("nexus.db"), 8)
    mode = Path("nexus.db").stat().st_mode

    assert nexus("restore", "copy.db") == (
        2,
        "",
        "nexus: nexus.db is there already: --force puts the backup in its place\n",
    )
    assert marked(Path("nexus.db")) == 8

    assert nexus("restore", "copy.db", "--force")[0] == 0
    assert marked(Path("nexus.db")) == 7
    assert Path("nexus.db").stat().st_mode == mode


def test_a_database_of_a_running_bot_is_left_alone(nexus: Typed) -> None:
    nexus("backup", "copy.db")

    with sole_owner(Path("nexus.db")):
        code, _, line = nexus("restore", "copy.db", "--force")

    assert (code, line) == (2, "nexus: another Nexus is running on nexus.db: stop it first\n")


def damaged(path: Path, migrated: Path) -> None:
    shutil.copy(migrated, path)
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 100)


def scratched(path: Path, migrated: Path) -> None:
    shutil.copy(migrated, path)
    with path.open("r+b") as file:
        file.seek(36)  # how many pages are free
        file.write(b"\0\0\0\5")


def a_list(path: Path, _: Path) -> None:
    path.write_text("a shopping list, " * 100)


def foreign(path: Path, _: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")


def missing(path: Path, _: Path) -> None:
    path.unlink(missing_ok=True)


def empty(path: Path, _: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (damaged, "bad.db cannot be read: database disk image is malformed"),
        (scratched, "bad.db is damaged: "),
        (a_list, "bad.db cannot be read: file is not a database"),
        (foreign, "bad.db is not a database of Nexus"),
        (missing, "there is no file bad.db"),
        (empty, "bad.db is not a database of Nexus"),
    ],
)
def test_what_is_no_backup_is_one_clear_line_and_harms_nothing(
    nexus: Typed, migrated: Path, make: Callable[[Path, Path], None], words: str
) -> None:
    make(Path("bad.db"), migrated)
    mark(Path("nexus.db"), 8)

    code, said, line = nexus("restore", "bad.db", "--force")

    assert (code, said, line.count("\n")) == (2, "", 1)
    assert line.startswith(f"nexus: {words}")
    assert marked(Path("nexus.db")) == 8
    assert {one.name for one in Path().iterdir()} <= {"nexus.db", "bad.db"}


def test_the_database_is_no_backup_of_itself(nexus: Typed) -> None:
    code, _, line = nexus("restore", "nexus.db", "--force")

    assert (code, line) == (2, "nexus: nexus.db is the database itself: name a backup\n")


# The daily one


class Keeper:
    """A bot's clock and its chores, of which there is one."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.folder = folder
        self.at = NOON
        self.jobs = Jobs(lambda: self.at)
        chore = DailyBackup(
            database,
            folder,
            lambda: self.at,
            daily=7,
            weekly=4,
            must_end=lambda: self.jobs.is_ending,
        )
        self.jobs.every(LOOK_EVERY, chore, name="daily backup")

    async def wait(self, time: timedelta) -> None:
        self.at += time
        await self.jobs.run_due()

    @property
    def names(self) -> list[str]:
        return sorted(one.name for one in self.folder.iterdir())


@pytest.fixture
def keeper(settings: Settings, tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "nexus.db", tmp_path / "backups")


async def test_one_backup_is_taken_a_day(keeper: Keeper) -> None:
    for _ in range(30):
        await keeper.wait(timedelta(hours=1))

    assert keeper.names == ["nexus-20260302T130000Z.db", "nexus-20260303T000000Z.db"]
    assert examine(keeper.folder / keeper.names[0]) == newest()


async def test_a_restart_takes_no_second_one_that_day(keeper: Keeper, tmp_path: Path) -> None:
    await keeper.wait(timedelta())
    restarted = Keeper(tmp_path / "nexus.db", keeper.folder)

    await restarted.wait(timedelta(hours=2))

    assert keeper.names == ["nexus-20260302T120000Z.db"]


async def test_seven_days_and_four_weeks_are_kept(keeper: Keeper) -> None:
    await keeper.wait(timedelta())
    for _ in range(40):
        await keeper.wait(DAY)

    assert [one[10:14] for one in keeper.names] == [
        *("0322", "0329"),
        *("0405", "0406", "0407", "0408", "0409", "0410", "0411"),
    ]


async def test_what_it_did_not_take_it_does_not_delete(keeper: Keeper) -> None:
    keeper.folder.mkdir()
    strangers = ["holiday.db", "nexus-20269999T000000Z.db", "other-20200101T000000Z.db"]
    for name in strangers:
        (keeper.folder / name).touch()
    for end in ("part", "part-journal"):
        (keeper.folder / f".nexus-20260301T000000Z.db.abc.{end}").touch()  # a killed bot's

    for _ in range(20):
        await keeper.wait(DAY)

    assert set(keeper.names) >= set(strangers)
    assert len(keeper.names) == 3 + 9
    assert not [one for one in keeper.names if ".part" in one]


async def test_a_bot_that_has_to_stop_calls_a_large_backup_off(
    keeper: Keeper, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fill(tmp_path / "nexus.db")
    await keeper.jobs.finish()
    await keeper.wait(timedelta())

    assert keeper.names == []
    assert [one.getMessage() for one in caplog.records] == [
        "today's backup is called off: the next start takes it"
    ]
    restarted = Keeper(tmp_path / "nexus.db", keeper.folder)
    await restarted.wait(timedelta())
    assert keeper.names == ["nexus-20260302T120000Z.db"]


async def test_a_day_that_failed_is_tried_again_within_the_hour(
    keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.folder.write_text("in the way")
    await keeper.wait(timedelta())
    keeper.folder.unlink()

    await keeper.wait(timedelta(hours=1))

    assert "chore daily backup failed" in caplog.text
    assert keeper.names == ["nexus-20260302T130000Z.db"]
