"""SQLite behaves like a database: nothing is lost, and only the writer writes."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db import guilds, members
from db.engine import Database, database_path

HERE, ANN = 1, 11


async def pragma(session: AsyncSession, name: str) -> object:
    return (await session.execute(text(f"PRAGMA {name}"))).scalar_one()


async def count(database: Database) -> int:
    async with database.read() as session:
        return (await session.execute(text("SELECT last_question FROM guilds"))).scalar_one()


async def test_no_update_is_lost_among_many_at_once(database: Database) -> None:
    async def take_fifty() -> list[int]:
        taken: list[int] = []
        for _ in range(50):
            async with database.begin() as session:
                taken.append(await guilds.next_number(session, HERE, "last_question"))
        return taken

    numbers = await asyncio.gather(*(take_fifty() for _ in range(10)))

    assert sorted(one for taken in numbers for one in taken) == list(range(1, 501))
    assert await count(database) == 500


async def test_two_who_write_to_one_file_wait_for_each_other(database: Database) -> None:
    """As two processes would: each has a connection of its own, and knows nothing of the other.

    A transaction that reads before it locks would lose what the other writes, or be refused.
    """
    another = Database(f"sqlite+aiosqlite:///{database.path}")

    async def take_thirty(of: Database) -> list[int]:
        taken: list[int] = []
        for _ in range(30):
            async with of.begin() as session:
                taken.append(await guilds.next_number(session, HERE, "last_question"))
        return taken

    both = await asyncio.gather(take_thirty(database), take_thirty(another), return_exceptions=True)
    await another.close()

    numbers = [one for taken in both if isinstance(taken, list) for one in taken]
    assert sorted(numbers) == list(range(1, 61)), both


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await session.execute(text("DELETE FROM guilds"))


async def test_a_reader_sees_what_was_committed(database: Database) -> None:
    async with database.begin() as session:
        await members.set_zone(session, HERE, ANN, "Africa/Lagos")

    async with database.read() as session:
        assert await members.zone(session, HERE, ANN) == "Africa/Lagos"


async def test_a_reader_does_not_see_what_is_not_committed_yet(database: Database) -> None:
    async with database.begin() as writing:
        await members.set_zone(writing, HERE, ANN, "Africa/Lagos")
        await writing.flush()
        async with database.read() as reading:
            assert await members.zone(reading, HERE, ANN) is None


async def test_a_readers_view_stands_still_while_others_write(database: Database) -> None:
    async with database.begin() as session:
        await members.set_zone(session, HERE, ANN, "Africa/Lagos")

    async with database.read() as reading:
        before = await members.zone(reading, HERE, ANN)
        async with database.begin() as session:
            await members.set_zone(session, HERE, ANN, "Africa/Accra")
        reading.expire_all()
        after = await members.zone(reading, HERE, ANN)

    assert (before, after) == ("Africa/Lagos", "Africa/Lagos")


async def test_a_rolled_back_transaction_leaves_nothing(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.begin() as session:
            await members.set_zone(session, HERE, ANN, "Africa/Lagos")
            await session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        await fail_halfway()

    async with database.read() as session:
        assert await members.zone(session, HERE, ANN) is None


async def test_a_transaction_that_was_cancelled_leaves_nothing_and_frees_the_writer(
    database: Database,
) -> None:
    is_inside = asyncio.Event()

    async def hang() -> None:
        async with database.begin() as session:
            await members.set_zone(session, HERE, ANN, "Africa/Lagos")
            await session.flush()
            is_inside.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await is_inside.wait()
    hanging.cancel()
    await asyncio.wait([hanging])

    async with database.begin() as session:
        assert await members.zone(session, HERE, ANN) is None


@pytest.mark.usefixtures("synced")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
        ("query_only", 0),
    ],
)
async def test_the_writer_is_told_to_be_safe(database: Database, name: str, value: object) -> None:
    async with database.begin() as session:
        assert await pragma(session, name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("query_only", 1),
        ("wal_autocheckpoint", 0),
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
    ],
)
async def test_every_reader_is_told_to_read_only(
    database: Database, name: str, value: object
) -> None:
    async def look(others: int) -> list[object]:
        """Hold this connection open, so that the next one has to be another."""
        async with database.read() as session:
            found = await pragma(session, name)
            return [found, *(await look(others - 1) if others else [])]

    assert await look(3) == [value] * 4


async def test_what_members_wrote_stays_out_of_errors(database: Database) -> None:
    async with database.begin() as session:
        with pytest.raises(OperationalError) as raised:
            await session.execute(text("SELECT :said FROM nowhere"), {"said": "my password"})

    assert "my password" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite:///nexus.db",
        "postgresql+asyncpg://localhost/nexus",
    ],
)
def test_a_url_that_names_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must"):
        database_path(url)


def test_the_file_behind_a_url_is_known() -> None:
    assert database_path("sqlite+aiosqlite:///data/nexus.db") == Path("data/nexus.db")
    assert database_path("sqlite+aiosqlite:////data/nexus.db") == Path("/data/nexus.db")


async def test_closing_closes_what_is_still_in_use(database: Database) -> None:
    """A chore is at it when the process stops: its connection would be nobody's."""
    another = Database(f"sqlite+aiosqlite:///{database.path}")
    reading = another.read()
    session = await reading.__aenter__()
    await session.execute(text("SELECT 1"))

    await another.close()

    with pytest.raises(OperationalError, match="no active connection"):
        await session.execute(text("SELECT 1"))
