"""Copies of the database: taken while it is in use, and checked before anybody relies on them."""

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

from db.migrate import known

# What SQLite keeps beside a database: committed data that the file itself may not hold yet.
_SIDES = ("-wal", "-shm", "-journal")
# A file by one of these names may be any program's; all together they are a Nexus database.
_OURS = {"alembic_version", "guilds", "members", "questions"}
_STEPS = 1_000  # of SQLite's machine, between two looks at whether to go on
# More posts than any Nexus makes between a backup and its return; a tag has room for a thousand.
_LEAP = 1_000_000


class Unfit(Exception):  # noqa: N818 - an answer to the operator, in its own words
    """A file is not what it should be, or not where it should be; one line says which."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A checked copy of a database."""

    path: Path
    size: int
    revision: str


def _always() -> bool:
    return True


def back_up(
    database: Path, target: Path, *, force: bool = False, may_go_on: Callable[[], bool] = _always
) -> Snapshot:
    """Put a copy of `database`, which may be in use, at `target`: whole, or not at all."""
    if not database.is_file():
        raise Unfit(f"there is no database {database}")
    if target.absolute() in {database.absolute(), *_beside(database)}:
        raise Unfit(f"{target} belongs to the database itself: choose another name")
    if target.exists() and not force:
        raise Unfit(f"{target} is there already: choose another name, or use --force")
    if any(one.exists() for one in _beside(target)):
        raise Unfit(f"{target} is a database in use: choose another name")
    with snapshot(database, target, may_go_on=may_go_on) as copy:
        _move(copy.path, target)
    return copy


@contextmanager
def snapshot(
    database: Path,
    beside: Path,
    *,
    is_in_use: bool = True,
    may_go_on: Callable[[], bool] = _always,
) -> Generator[Snapshot]:
    """A checked copy under a passing name in the folder of `beside`; gone at the end, if not moved.

    It is safe on the disk, and only its owner may read it: it holds what members wrote.
    """
    try:
        handle, name = mkstemp(prefix=f".{beside.name}.", suffix=".part", dir=beside.parent)
    except OSError as error:
        raise Unfit(f"cannot write to {beside}: {error.strerror}") from None
    os.close(handle)
    path = Path(name)
    try:
        with _open(database, "copied", may_go_on, is_in_use=is_in_use) as source:
            source.execute("VACUUM INTO ?", (str(path.absolute()),))
        revision = examine(path, may_go_on=may_go_on)
        _sync(path)
        yield Snapshot(path, path.stat().st_size, revision)
    finally:
        path.unlink(missing_ok=True)


def examine(path: Path, *, may_go_on: Callable[[], bool] = _always) -> str:
    """The revision of the Nexus database at `path`; `Unfit` for anything else, or a damaged one."""
    if not path.is_file():
        raise Unfit(f"there is no file {path}")
    with _open(path, "read", may_go_on, is_in_use=False) as connection:
        verdicts = [one for (one,) in connection.execute("PRAGMA integrity_check(1)")]
        if verdicts != ["ok"]:
            raise Unfit(f"{path} is damaged: {' '.join(str(verdicts[0]).split())}")
        tables = {one for (one,) in connection.execute("SELECT name FROM sqlite_schema")}
        found = (
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if tables >= _OURS
            else None
        )
    if found is None:
        raise Unfit(f"{path} is not a database of Nexus")
    if found[0] not in known():
        raise Unfit(f"{path} was written by a newer Nexus: update this one")
    return str(found[0])


def holds_data(path: Path) -> bool:
    """Whether there is a database at `path`; an empty file is as good as none."""
    return path.exists() and path.stat().st_size > 0


def come_back(path: Path, now: datetime) -> None:
    """Prepare a backup for the time that has passed since, in which posts were sent.

    What was due may be among them: it is looked for before it is posted. New posts have numbers
    that none has had, for Discord takes one that it knows for the post that it knows.
    """
    moment = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(path)) as connection, connection:
        if not connection.execute("PRAGMA table_info(outbox)").fetchall():
            return  # from before there was one
        connection.execute(
            "UPDATE outbox SET first_try_at = due_at"
            " WHERE state = 'pending' AND first_try_at IS NULL AND due_at <= ?",
            [moment],
        )
        # A row that says nothing and is forgotten in time; SQLite counts on from it.
        connection.execute(
            "INSERT INTO outbox (id, dedupe_key, guild_id, channel_id, kind, payload, due_at,"
            " expires_at, state, attempts, settled_at)"
            " SELECT coalesce(max(id), 0) + :leap, 'restored:' || (coalesce(max(id), 0) + :leap),"
            " 0, 0, 'restored', '{}', :now, :now, 'moot', 0, :now FROM outbox",
            {"leap": _LEAP, "now": moment},
        )
    _sync(path)


def put_in_place(copy: Snapshot, path: Path) -> None:
    """Let `copy` be the database at `path`, in place of any other; nobody may be using that.

    What SQLite kept beside the old one goes first: it would play the old writes back into the new.
    """
    if holds_data(path):
        _fold(path)
    if path.exists():
        copy.path.chmod(path.stat().st_mode & 0o777)
    for one in _beside(path):
        one.unlink(missing_ok=True)
    sync_folder(path.parent)
    _move(copy.path, path)


def _fold(path: Path) -> None:
    """Bring all that an old database holds into its one file, so that it is whole to the last."""
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise Unfit(f"another program is using {path}: end it first") from None
    except sqlite3.DatabaseError:
        pass  # too damaged to be opened: there is nothing in it to keep


@contextmanager
def _open(
    path: Path, done: str, may_go_on: Callable[[], bool], *, is_in_use: bool
) -> Generator[sqlite3.Connection]:
    """A connection that cannot write to `path`; SQLite's own complaints become `Unfit`.

    Nothing is made beside a file that is not in use, if nothing is there: a backup may lie on a
    medium that is read-only.
    """
    is_alone = not is_in_use and not any(one.exists() for one in _beside(path))
    try:
        address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_alone else ''}"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.set_progress_handler(lambda: not may_go_on(), _STEPS)
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA busy_timeout=5000")
            yield connection
    except sqlite3.Error as error:
        # Called off as it opens the copy, SQLite says that it cannot open it.
        why = error if may_go_on() else "interrupted"
        raise Unfit(f"{path} cannot be {done}: {why}") from None


def _beside(path: Path) -> list[Path]:
    return [path.absolute().with_name(f"{path.name}{side}") for side in _SIDES]


def _move(path: Path, target: Path) -> None:
    try:
        path.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise Unfit(f"cannot write to {target}: {error.strerror}") from None


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """A new name is safe only when its folder is; Windows opens none, and needs no such thing."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
