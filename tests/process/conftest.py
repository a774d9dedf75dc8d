"""The real bot in a process of its own, on a Discord over a socket."""

import shutil
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.known import know_nexus
from tests.process.nursery import launched
from tests.wire.described import about_requests
from tests.wire.launch import Launched
from tests.wire.permissions import P
from tests.wire.server import WireServer
from tests.wire.world import Channel, Guild, Member

# What the invite link asks for beyond what everyone may.
INVITED = P.MANAGE_THREADS | P.CREATE_PRIVATE_THREADS | P.CREATE_EVENTS | P.MANAGE_EVENTS

RUN = ("bot.__main__:main", "run")


def environment(wire: WireServer, database: Path) -> dict[str, str]:
    return {"DISCORD_TOKEN": wire.token, "DATABASE_URL": f"sqlite+aiosqlite:///{database}"}


@dataclass(slots=True)
class Street:
    """A guild with the project's channel and two people; the bot's database; and the bot."""

    wire: WireServer
    database: Path
    guild: Guild
    home: Channel
    ana: Member
    ben: Member
    bot: Launched

    @asynccontextmanager
    async def another_life(self) -> AsyncGenerator[Launched]:
        """The bot dies, and is started anew on the same database."""
        await self.bot.kill()
        await self.wire.until(lambda: not self.wire.gateway.is_connected)
        async with launched(self.wire.url, *RUN, env=environment(self.wire, self.database)) as bot:
            await self.wire.until(lambda: self.wire.gateway.is_connected, within=30)
            yield bot

    @contextmanager
    def busy_database(self) -> Generator[None]:
        """Somebody else writes: the bot's own writes have to wait."""
        other = sqlite3.connect(self.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.rollback()
            other.close()

    @asynccontextmanager
    async def started_again(self) -> AsyncGenerator[Launched]:
        """The bot again, on the same database, after its process has ended."""
        async with launched(self.wire.url, *RUN, env=environment(self.wire, self.database)) as bot:
            yield bot

    def count(self, table: str) -> int:
        """The rows of a table, as they are on the disk."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as reader:
            return reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.fixture
async def street(migrated: Path, tmp_path: Path) -> AsyncIterator[Street]:
    async with lively(migrated, tmp_path / "nexus.db") as street:
        yield street


@asynccontextmanager
async def lively(migrated: Path, database: Path) -> AsyncGenerator[Street]:
    """A street with its bot, whose database is a copy of a migrated one."""
    shutil.copy(migrated, database)
    async with WireServer() as wire:
        guild = wire.stage.add_guild(bot_may=INVITED)
        home = wire.stage.add_channel(guild, "prodevprojectnexus")
        ana, ben = wire.stage.add_member(guild, "Ana"), wire.stage.add_member(guild, "Ben")
        know_nexus(database, guild.id, (ana.id, ben.id))
        async with launched(wire.url, *RUN, env=environment(wire, database)) as bot:
            await wire.until(lambda: wire.transcript.sent("GUILD_CREATE"), within=30)
            await wire.until(lambda: wire.world.commands, within=30)
            yield Street(wire, database, guild, home, ana, ben, bot)
        assert "ERROR" not in bot.output, bot.output  # what the bot takes for a fault of its own
        # Every test here is a test of the bot's requests against Discord's own description.
        assert about_requests(wire.transcript.calls) == []
