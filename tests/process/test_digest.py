"""Killed at any step between "due" and "its id is stored", the bot posts a week's digest once."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import weekly
from bot.domain.weekly import Rhythm
from db import digests, guilds
from db.engine import Database
from tests.process.conftest import INVITED, RUN, environment
from tests.process.killing import come, grow_older, opened, stored
from tests.process.nursery import launched
from tests.wire.faults import Fault
from tests.wire.server import WireServer
from tests.wire.world import Channel, Guild, Message

POST = "/channels/{}/messages"
TITLE = "The week at a glance"
WITHIN = 30
# How far each guild's digest has come when the bot is killed.
STEPS = ("undecided", "queued", "on its way", "taken", "answered")


@dataclass(slots=True)
class Town:
    """A guild for each step; all of their digests are due in this very hour."""

    wire: WireServer
    database: Path
    guilds: Sequence[Guild]
    homes: Sequence[Channel]

    def posted(self, home: Channel) -> list[Message]:
        said = self.wire.world.messages_in(home, by=self.wire.world.bot.id)
        return [one for one in said if TITLE in one.text]

    def query(self, text: str) -> list[tuple[int | None, ...]]:
        with opened(self.database) as reader:
            return reader.execute(text).fetchall()

    def is_stored(self) -> bool:
        found = self.query("SELECT 1 FROM digests WHERE message_id IS NOT NULL")
        return len(found) == len(STEPS)


def found(wire: WireServer, database: Path) -> Town:
    """In each guild somebody waits for an answer; who has no channel yet has no digest yet."""
    made = [wire.stage.add_guild(one, bot_may=INVITED) for one in STEPS]
    now = datetime.now(UTC)
    with opened(database) as writer:
        for number, guild in enumerate(made, start=1):
            guild.members[wire.world.bot.id].joined_at -= timedelta(hours=2)
            writer.execute(
                "INSERT INTO guilds (guild_id, zone, digest_weekday, digest_hour, last_question,"
                " last_session, last_pair) VALUES (?, 'UTC', ?, ?, 1, 0, 0)",
                (guild.id, now.weekday(), now.hour),
            )
            writer.execute(
                "INSERT INTO questions (id, guild_id, number, asker_id, title, details, topic,"
                " asked_at) VALUES (?, ?, 1, 1, 'Why?', 'So.', 'Other', ?)",
                (number, guild.id, stored(now - timedelta(hours=3))),
            )
    homes = [
        wire.stage.add_channel(guild, "lobby" if step in STEPS[:2] else "prodevprojectnexus")
        for step, guild in zip(STEPS, made, strict=True)
    ]
    return Town(wire, database, made, homes)


async def decide(town: Town, guild: Guild, home: Channel) -> None:
    """As the bot does it, which was killed right behind that."""
    database = Database(f"sqlite+aiosqlite:///{town.database}")
    now = datetime.now(UTC)
    due = weekly.latest(Rhythm(now.weekday(), now.hour, "UTC"), now)
    async with database.begin() as session:
        settings = await guilds.settings(session, guild.id)
        await digests.decide(
            session, guild.id, home.id, settings, due, parts=[["help:1"]], news=1, now=now
        )
    await database.close()


@pytest.mark.parametrize("minutes", [1, 4], ids=["soon", "when no nonce is known any more"])
async def test_killed_at_each_step_it_posts_one_and_knows_where(
    migrated: Path, tmp_path: Path, minutes: int
) -> None:
    database = tmp_path / "nexus.db"
    shutil.copy(migrated, database)
    async with WireServer() as wire:
        town = found(wire, database)
        wire.faults.script("POST", POST, Fault(seconds=60))  # nothing has happened yet
        wire.faults.script("POST", POST, Fault(is_after=True, seconds=60))
        async with launched(wire.url, *RUN, env=environment(wire, database)) as bot:
            await wire.until(lambda: len(wire.transcript.to("POST", POST)) == 3, within=WITHIN)
            with closing(sqlite3.connect(database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")  # what the bot is answered, it cannot note
                await come(lambda: sum(map(len, map(town.posted, town.homes))) == 2, within=WITHIN)
                await bot.kill()
                other.rollback()
        await come(lambda: not wire.gateway.is_connected, within=10)
        before = [len(town.posted(home)) for home in town.homes]
        unstored = town.query("SELECT 1 FROM digests WHERE message_id IS NULL")
        await decide(town, town.guilds[1], town.homes[1])
        late = wire.stage.add_channel(town.guilds[0], "prodevprojectnexus")
        grow_older(database, minutes)
        if minutes > 2:
            wire.world.nonces.clear()

        async with launched(wire.url, *RUN, env=environment(wire, database)) as bot:
            await come(town.is_stored, within=WITHIN)
        assert "ERROR" not in bot.output

    posted = [one for home in (late, *town.homes) for one in town.posted(home)]
    assert (sorted(before), len(unstored)) == ([0, 0, 0, 1, 1], 3)
    assert len(posted) == len(STEPS)
    assert {one.id for one in posted} == {
        row[0] for row in town.query("SELECT message_id FROM digests")
    }
