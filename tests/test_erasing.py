"""What was erased stays erased: over restores, crashes and months, as an operator meets it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from zipfile import ZipFile

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import db
from bot import knowledge_base
from bot.config import Mistake
from bot.domain import knowledge, own_archive
from bot.domain.own_archive import Taken
from bot.erasing import replay
from bot.lifetime import sole_owner
from db import erasing, erasures, members, own_data, scrubbing
from db.engine import Database
from db.tombstones import Tombstones
from db.whom import Choice, Whom
from tests import traces
from tests.db.everything import BEN, ELSEWHERE, GUILD, ME, MINE, NOON, lived
from tests.typed import Typed

T = TypeVar("T")
WORD = MINE[:-1]
LATER = NOON + timedelta(days=3)
BASE = Path("nexus.db")


@pytest.fixture(scope="module")
def once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the member has lived in two servers, made once: each test works on a copy."""
    path = tmp_path_factory.mktemp("lived") / BASE
    shutil.copy(migrated, path)
    asyncio.run(lived(path, GUILD, ELSEWHERE))
    return path


@pytest.fixture
def nexus(operator: Typed, once: Path, folder: Path) -> Typed:
    """Where `nexus.db` is."""
    shutil.copy(once, folder / BASE)
    return operator


def on(work: Callable[[Database], Awaitable[T]], path: Path = BASE) -> T:
    """Do this to the database, as long as the bot does not run."""

    async def opened() -> T:
        database = Database(f"sqlite+aiosqlite:///{path}")
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(opened())


async def erased(database: Database, choice: Choice = Choice.DELETE, *, seed: int = 7) -> None:
    """As a member has it done, in both servers."""
    for at, guild_id in enumerate((GUILD, ELSEWHERE)):
        made = Tombstones(database.path).bury_member(
            guild_id, ME, choice, now=NOON, rng=Random(seed + at)
        )
        async with database.begin() as session:
            await erasing.erase(session, Whom(guild_id, ME, choice, NOON), made)
    await scrubbing.scrub(database)


def found(path: Path = BASE) -> set[str]:
    return traces.found(path, ME, WORD)


def test_a_backup_from_before_brings_nothing_back(nexus: Typed) -> None:
    nexus("backup", "old.db")
    on(erased)
    before = found(Path("old.db"))

    code, said, _ = nexus("restore", "old.db", "--force")

    assert before == {"decimal", "8 bytes", "words"}
    assert code == 0
    assert said.endswith("; 2 erasures done again\n")
    assert found() == set()
    assert ME not in {user_id for _, user_id in on(_people)}
    assert (GUILD, BEN) in on(_people)


async def _people(database: Database) -> set[tuple[int, int]]:
    async with database.read() as session:
        return await erasures.people(session)


def test_what_a_member_wanted_to_stay_stays_in_a_backup_from_before(nexus: Typed) -> None:
    nexus("backup", "old.db")

    async def erase(database: Database) -> None:
        await erased(database, Choice.KEEP)

    on(erase)
    nexus("restore", "old.db", "--force")

    assert found() == {"words"}


def test_a_backup_from_after_the_member_came_back_is_left_alone(nexus: Typed) -> None:
    on(erased)

    async def come_back(database: Database) -> None:
        async with database.begin() as session:
            await members.set_zone(session, GUILD, ME, "Africa/Lagos")

    on(come_back)
    nexus("backup", "new.db")

    _, said, _ = nexus("restore", "new.db", "--force")

    assert "erasure" not in said
    assert (GUILD, ME) in on(_people)


def downgrade(connection: Connection, to: str) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(Path(db.__file__).with_name("migrations")))
    settings.attributes["connection"] = connection
    command.downgrade(settings, to)


def test_a_backup_of_an_older_nexus_is_brought_up_to_date_for_it(nexus: Typed) -> None:
    nexus("backup", "old.db")
    on(erased)

    async def age(database: Database) -> None:
        await database.rebuild(lambda it: downgrade(it, "c4f9027d1ae6"))

    on(age, Path("old.db"))

    code, _, _ = nexus("restore", "old.db", "--force")

    assert code == 0
    assert found() == set()


def test_a_fresh_backup_and_what_others_take_along_have_nothing_of_it(
    nexus: Typed, tmp_path: Path
) -> None:
    on(erased)

    nexus("backup", "new.db")

    async def taken(database: Database) -> bytes:
        async with database.read() as session:
            own = await own_data.gather(session, GUILD, BEN)
        parts = {str(part): rows for part, rows in own.parts.items()}
        base = await knowledge_base.gather(database, GUILD, "Cohort", NOON)
        texts = "".join(knowledge.files(base).values())
        said = Taken("A server", str(BEN), NOON, parts, own.acts)
        (tmp_path / "bens.zip").write_bytes(own_archive.zipped(said))
        return texts.encode()

    published = on(taken)
    with ZipFile(tmp_path / "bens.zip") as archive:
        bens = b"".join(archive.read(name) for name in archive.namelist())
    assert found(Path("new.db")) == set()
    assert traces.found_in(bens, ME, WORD) == set()
    assert traces.found_in(published, ME, WORD) == set()
    assert b"plainsong" in bens


def test_an_erasure_that_was_cut_off_is_done_at_the_next_start(nexus: Typed) -> None:
    """Its tombstone was on the disk, and the process died."""
    del nexus
    Tombstones(BASE).bury_member(GUILD, ME, Choice.DELETE, now=NOON, rng=Random(7))

    async def start(database: Database) -> list[int]:
        return [await replay(database, Tombstones(database.path), LATER) for _ in range(2)]

    again = on(start)

    assert again == [1, 0]
    assert (GUILD, ME) not in on(_people)
    assert (ELSEWHERE, ME) in on(_people)


def test_one_that_came_to_nothing_is_never_done(nexus: Typed) -> None:
    del nexus
    stones = Tombstones(BASE)
    stones.void(stones.bury_member(GUILD, ME, Choice.DELETE, now=NOON, rng=Random(7)))

    async def start(database: Database) -> int:
        return await replay(database, stones, LATER)

    assert on(start) == 0
    assert (GUILD, ME) in on(_people)


def test_without_its_key_a_backup_from_before_does_not_come_back(nexus: Typed) -> None:
    nexus("backup", "old.db")
    on(erased)
    Tombstones(BASE).key_path.unlink()

    code, _, line = nexus("restore", "old.db", "--force")

    assert code == 2
    assert "nexus.db.tombstones.key is missing or damaged" in line
    assert line.count("\n") == 1
    assert found() == set()


def test_without_its_key_a_start_that_has_nothing_to_do_goes_on(nexus: Typed) -> None:
    del nexus
    on(erased)
    Tombstones(BASE).key_path.unlink()

    async def start(database: Database) -> int:
        return await replay(database, Tombstones(database.path), LATER)

    assert on(start) == 0
    shutil.copy(BASE, "copy.db")
    with pytest.raises(Mistake):
        on(_erased_elsewhere)


async def _erased_elsewhere(database: Database) -> int:
    """A line that this database does not know."""
    stones = Tombstones(database.path)
    with stones.path.open("a") as file:
        file.write(f"{'f' * 32} member {'f' * 64} delete {LATER.isoformat()}\n")
    return await replay(database, stones, LATER)


# nexus forget-guild


def test_a_server_is_erased_only_by_force(nexus: Typed) -> None:

    code, _, line = nexus("forget-guild", str(GUILD))

    assert code == 2
    assert line == (
        f"nexus: server {GUILD} has data of 4 members here: --force erases all of it for good\n"
    )
    assert (GUILD, ME) in on(_people)


def test_a_server_is_erased_with_all_that_it_has_and_nothing_of_another(nexus: Typed) -> None:
    nexus("backup", "old.db")

    code, said, _ = nexus("forget-guild", str(GUILD), "--force")

    assert code == 0
    assert said.startswith(f"erased server {GUILD}, with the data of 4 members: ")
    assert {guild_id for guild_id, _ in on(_people)} == {ELSEWHERE}
    assert str(GUILD).encode() not in BASE.read_bytes()
    nexus("restore", "old.db", "--force")
    assert {guild_id for guild_id, _ in on(_people)} == {ELSEWHERE}
    assert str(GUILD).encode() not in BASE.read_bytes()


def test_a_member_who_left_is_erased_by_the_operator(nexus: Typed) -> None:
    asked = nexus("forget-guild", str(GUILD), "--member", str(ME))
    code, said, _ = nexus("forget-guild", str(GUILD), "--member", str(ME), "--force")
    again = nexus("forget-guild", str(GUILD), "--member", str(ME), "--force")

    assert asked[0] == 2
    assert "--force erases them for good" in asked[2]
    assert code == 0
    assert said.startswith(f"erased member {ME} of server {GUILD}; ")
    assert (GUILD, ME) not in on(_people)
    assert {(GUILD, BEN), (ELSEWHERE, ME)} <= on(_people)
    assert again[0] == 2
    assert f"has nothing of a member {ME} here" in again[2]


def test_a_server_that_is_not_there_is_told(nexus: Typed) -> None:

    code, _, line = nexus("forget-guild", "5", "--force")

    assert (code, line.count("\n")) == (2, 1)
    assert f"there is no server 5 in the database: it has {GUILD}, {ELSEWHERE}" in line


def test_a_server_is_not_erased_while_the_bot_runs(nexus: Typed) -> None:
    with sole_owner(BASE):
        code, _, line = nexus("forget-guild", str(GUILD), "--force")

    assert code == 2
    assert "stop it first" in line


def test_without_a_database_no_server_can_be_erased(nexus: Typed) -> None:
    BASE.unlink()

    code, _, line = nexus("forget-guild", "5", "--force")

    assert code == 2
    assert "there is no" in line or "is not there" in line
    assert not BASE.exists()
