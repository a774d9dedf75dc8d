"""A real database in a file, and the real bot on a simulated Discord."""

import asyncio
import gc
import logging
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import AdaptedConnection, Connection, Dialect, Engine, Pool, event
from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs
from bot.__main__ import build, main
from bot.client import Nexus
from bot.config import Settings
from db.engine import Database
from db.migrate import migrate
from tests.typed import Typed
from tests.world import World

# A busy machine is no fault of the code: how fast things are is measured in bench/, not here.
hypothesis.settings.register_profile("nexus", deadline=None)
hypothesis.settings.load_profile("nexus")

# Each test has databases of its own. SQLAlchemy would compile the same statements for each of them
# anew, which is a sixth of all the work that tests are; it keeps what it has compiled by dialect.
_dialects: dict[type[Dialect], Dialect] = {}
_compiled: dict[Any, Any] = {}


@event.listens_for(Engine, "engine_connect")
def _compile_once(connection: Connection) -> None:
    connection.dialect = _dialects.setdefault(type(connection.dialect), connection.dialect)
    connection.execution_options(compiled_cache=_compiled)


def _sync_nothing(connection: object, _record: object) -> None:
    """Nobody pulls the plug in a test, and to wait for the disk takes longer than a test does."""
    if isinstance(connection, AdaptedConnection):
        connection.run_async(lambda it: it.execute("PRAGMA synchronous=OFF"))


event.listen(Pool, "connect", _sync_nothing)


@pytest.fixture
def synced() -> Iterator[None]:
    """Databases that are opened as they are outside of tests."""
    event.remove(Pool, "connect", _sync_nothing)
    yield
    event.listen(Pool, "connect", _sync_nothing)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Drives first: each takes a minute, and one that came last would have a worker wait for it."""
    items.sort(key=lambda one: not one.path.name.startswith("test_drive"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run random tests for hours, not seconds")
    parser.addoption("--lives", type=int, help="how many lives tests/guards/test_canary.py tells")
    parser.addoption("--kills", type=int, default=20, help="how often tests/process kills the bot")
    parser.addoption("--seed", type=int, help="repeat what tests/process/test_kill.py chose")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database, made once: each test works on a copy."""
    path = tmp_path_factory.mktemp("migrated") / "nexus.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def settings(migrated: Path, tmp_path: Path) -> Settings:
    path = tmp_path / "nexus.db"
    shutil.copy(migrated, path)
    return Settings(database_url=f"sqlite+aiosqlite:///{path}")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url)
    yield database
    await database.close()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.begin() as session:
        yield session


@pytest.fixture
async def nexus(settings: Settings) -> AsyncIterator[Nexus]:
    """The whole bot with its features loaded, connected to nothing."""
    nexus = build(settings)
    await nexus.load_features()
    yield nexus
    await nexus.close()


@pytest.fixture
def quiet() -> Iterator[None]:
    """Leave logging as it was, whatever a test configures."""
    root = logging.getLogger()
    level = root.level
    floors = {name: logging.getLogger(name).level for name in logs.FLOORS}
    before = {*root.handlers}
    yield
    for one in [one for one in root.handlers if type(one).__module__ == "bot.logs"]:
        if one not in before:
            root.removeHandler(one)
    root.setLevel(level)
    for name, floor in floors.items():
        logging.getLogger(name).setLevel(floor)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator stands: an empty folder, with nothing in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


@pytest.fixture
def operator(
    folder: Path, quiet: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Type a command; its exit code, and what it says on both streams."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nexus", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


@pytest.fixture
def no_faults(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which the bot logged an error: a person was told "something broke"."""
    yield
    faults = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert faults == [], [f"{one.getMessage()}: {one.exc_info}" for one in faults]


@pytest.fixture
async def world(settings: Settings, no_faults: None) -> AsyncIterator[World]:
    """A guild with people in it, and the bot that serves them."""
    async with World.start(settings) as world:
        yield world
