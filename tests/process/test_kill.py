"""Killed at any moment, on a line that loses requests, the bot loses nothing and repeats nothing.

`pytest -s tests/process/test_kill.py --kills 200` does it more often; `--seed` repeats choices.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from db.outbox import State
from tests.process.conftest import INVITED
from tests.process.killing import (
    Crowd,
    Due,
    come,
    events_of_sessions,
    grow_older,
    opened,
    posted_tags,
)
from tests.process.nursery import launched
from tests.wire.events import MOST
from tests.wire.launch import Launched
from tests.wire.server import WireServer
from tests.wire.transcript import Exchange
from tests.wire.world import Channel, Guild

TOWNS = 2  # as many as a machine has cores, at least: much of a bot's life is waiting
POSTS = ("/messages", "/scheduled-events")
SHARE = 0.05  # of the bot's requests meets a fault
ENDED = (State.DEAD, State.UNSURE, State.EXPIRED)  # moderators are shown these
UNFINISHED = (
    "SELECT 1 FROM outbox WHERE state = 'pending'",
    "SELECT 1 FROM questions WHERE message_id IS NULL OR thread_id IS NULL",
    "SELECT 1 FROM answers WHERE message_id IS NULL",
    "SELECT 1 FROM study_sessions WHERE number > 0 AND (message_id IS NULL OR thread_id IS NULL)",
    "SELECT 1 FROM pairs WHERE thread_id IS NULL",
)
WITHOUT_EVENT = "SELECT 1 FROM study_sessions WHERE number > 0 AND event_id IS NULL"


@dataclass(slots=True)
class Victim:
    """The bot, killed and started anew on the same database."""

    wire: WireServer
    database: Path
    rng: Random
    counts: Counter[str] = field(default_factory=Counter[str])

    @asynccontextmanager
    async def living(self) -> AsyncGenerator[Launched]:
        """One life, which ends by SIGKILL. The database then is as minutes later."""
        token, url = self.wire.token, f"sqlite+aiosqlite:///{self.database}"
        env = {"DISCORD_TOKEN": token, "DATABASE_URL": url}
        async with launched(self.wire.url, "bot.__main__:main", "run", env=env) as bot:
            yield bot
        await come(lambda: not self.wire.gateway.is_connected, within=10)

    async def live_and_die(self) -> None:
        async with self.living() as bot:
            how = self.rng.random()
            if how < 0.15:  # in the middle of its start
                await asyncio.sleep(self.rng.uniform(0.1, 2.0))
            else:
                await self.is_up(bot)
                if how < 0.35:
                    await asyncio.sleep(self.rng.uniform(0.1, 1.0))
                else:
                    await self.next_post(self.rng.randint(1, 3))
            self.counts["kills"] += 1

    async def is_up(self, bot: Launched) -> None:
        """Once it hears of what people do: no request that is lost may end its start."""
        process, gateway = bot.process, self.wire.gateway
        await come(lambda: gateway.is_connected or process.returncode is not None, within=60)
        assert process.returncode is None, bot.output

    async def next_post(self, nth: int) -> None:
        """Until Discord has taken a post, of which the bot cannot have heard yet."""
        entries = self.wire.transcript.entries
        start = len(entries)

        def is_taken() -> bool:
            new = [one for one in entries[start:] if isinstance(one, Exchange) and one.is_committed]
            posts = [one for one in new if one.method == "POST" and one.path.endswith(POSTS)]
            return len(posts) >= nth

        with suppress(TimeoutError):
            await self.wire.until(is_taken, within=3)
            self.counts["of them right behind a post"] += 1

    def be_away(self) -> None:
        """For a minute; or for so long that Discord has forgotten every nonce."""
        is_long = self.rng.random() < 0.3
        grow_older(self.database, 4 if is_long else 1)
        if is_long:
            self.wire.world.nonces.clear()

    async def work_off(self) -> None:
        """Until nothing is left to do: that may take long, but must not stand still."""
        while left := self.left():
            await self._less_than(left)

    async def _less_than(self, count: int) -> None:
        await come(lambda: self.left() < count, within=60)

    def left(self) -> int:
        guilds = self.wire.world.guilds.values()
        room = min(MOST - sum(one.is_open for one in guild.events.values()) for guild in guilds)
        with opened(self.database) as reader:
            eventless = len(reader.execute(WITHOUT_EVENT).fetchall())
            posts = sum(len(reader.execute(one).fetchall()) for one in UNFINISHED)
        return posts + min(eventless, room)  # those without room wait for it


async def test_nothing_told_is_lost_and_nothing_is_posted_twice(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """In towns side by side, each with a bot and a Discord of its own, that share the kills."""
    kills = int(request.config.getoption("--kills") or 0)
    chosen: int | None = request.config.getoption("--seed")
    seed = random.randrange(10**6) if chosen is None else chosen
    counts = await asyncio.gather(
        *(
            killed(
                tmp_path / f"{town}.db", Random(f"{seed}:{town}"), len(range(town, kills, TOWNS))
            )
            for town in range(TOWNS)
        )
    )
    found = sum(counts, Counter[str]())
    print(f"\nseed {seed}: {dict(found)}")  # noqa: T201 - the figures that are asked for
    assert found["kills"] == kills


async def killed(database: Path, rng: Random, kills: int) -> Counter[str]:
    """Kill the bot of a town so many times, then look whether all is as it has to be."""
    async with WireServer() as wire:
        guild = wire.stage.add_guild(bot_may=INVITED)
        guild.members[wire.world.bot.id].joined_at -= timedelta(hours=2)  # a digest is expected
        home = wire.stage.add_channel(guild, "prodevprojectnexus")
        # Enough that Discord's limits for a channel leave no backlog that grows.
        lanes = [wire.stage.add_channel(guild, f"lane-{one}") for one in range(7)]
        people = [wire.stage.add_member(guild, f"Person {one}") for one in range(6)]
        victim = Victim(wire, database, rng)
        async with victim.living() as bot:
            await victim.is_up(bot)
            await wire.until(lambda: wire.world.commands, within=30)
        crowd = Crowd(wire, home, people, rng)
        due = Due(database, [home, *lanes], rng)
        wire.faults.at_random(SHARE, rng)
        going_on = asyncio.gather(crowd.act(), due.flow())
        while victim.counts["kills"] < kills and not going_on.done():
            await victim.live_and_die()
            victim.be_away()
            have_a_digest(database)
        going_on.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going_on
        wire.faults.stop()
        victim.be_away()
        async with victim.living():
            await victim.work_off()
        check_claims(crowd, database)
        check_posts(wire, due, database)
        check_cards(wire, guild, home, database)
        check_events(wire, guild, database)
        happened = {
            "acts": crowd.acts,
            "acknowledged": len(crowd.claims),
            "posts due": len(due.ids),
            "faults": wire.faults.count,
        }
        return victim.counts + Counter(happened) + standings(database)


def have_a_digest(database: Path) -> None:
    """The guild's weekly digest is due in this very hour, once there is something to say."""
    now = datetime.now(UTC)
    with opened(database) as writer:
        writer.execute(
            "UPDATE guilds SET zone = 'UTC', digest_weekday = ?, digest_hour = ?"
            " WHERE EXISTS (SELECT 1 FROM questions WHERE message_id IS NOT NULL)",
            (now.weekday(), now.hour),
        )


def standings(database: Path) -> Counter[str]:
    query = "SELECT kind || ' ' || state, count(*) FROM outbox GROUP BY kind, state"
    with opened(database) as reader:
        return Counter(dict(reader.execute(query).fetchall()))


def check_claims(crowd: Crowd, database: Path) -> None:
    with opened(database) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        told = [*crowd.claims, *crowd.pairing.values()]
        lost = [one for one in told if not reader.execute(one.query, one.values).fetchone()]
    assert lost == []


def check_posts(wire: WireServer, due: Due, database: Path) -> None:
    tags = posted_tags(wire)
    assert [one for one, times in tags.items() if times > 1] == []
    with opened(database) as reader:
        rows = reader.execute("SELECT id, state, message_id FROM outbox").fetchall()
    assert {row_id for row_id, *_ in rows} >= set(due.ids)
    sent = [(row_id, message_id) for row_id, state, message_id in rows if state == State.SENT]
    # What was redrawn since has lost its tag.
    assert [one for one in sent if not tags[one[0]] and one[1] not in wire.world.messages] == []
    assert [state for _, state, _ in rows if state not in (State.SENT, *ENDED)] == []
    unsent = [row_id for row_id, state, _ in rows if state in (State.EXPIRED, State.DEAD)]
    assert [one for one in unsent if tags[one]] == []


def check_events(wire: WireServer, guild: Guild, database: Path) -> None:
    """No session is in the server's list twice, and each is there or will be tried again."""
    query = "SELECT number, topic, event_id, event_retry_at FROM study_sessions WHERE number > 0"
    with opened(database) as reader:
        sessions = reader.execute(query).fetchall()
    found = events_of_sessions(wire, guild)
    assert {tag: len(those) for tag, those in found.items() if len(those) > 1} == {}
    there = {(tag, one.body["name"], one.id) for tag, (one,) in found.items()}
    noted = {(f"Session #{number}", *known) for number, *known, _ in sessions if known[1]}
    assert noted - there == set()
    assert [
        number for number, _, event_id, again_at in sessions if not (event_id or again_at)
    ] == []


def check_cards(wire: WireServer, guild: Guild, home: Channel, database: Path) -> None:
    """Each card and each thread stands once, whoever was killed between posting and noting it."""
    world = wire.world
    heads = Counter(
        line
        for one in world.messages.values()
        if one.author_id == world.bot.id and not one.is_ephemeral and one.deleted_at is None
        for line in set(one.text.split("\n"))
    )
    threads = Counter(one.name for one in world.threads_of(home))
    with opened(database) as reader:
        titles = reader.execute("SELECT number, title FROM questions").fetchall()
        texts = reader.execute("SELECT text FROM answers").fetchall()
        topics = "SELECT number, topic FROM study_sessions WHERE number IS NOT NULL"
        sessions = reader.execute(topics).fetchall()
        pairs = reader.execute("SELECT number FROM pairs").fetchall()
    wanted = [f"### #{number} · {title}" for number, title in titles]
    wanted += [f"### Session #{number} · {topic}" for number, topic in sessions]
    wanted += [text for (text,) in texts]
    assert {one: heads[one] for one in wanted if heads[one] != 1} == {}
    named = [f"#{number} {title}" for number, title in titles]
    named += [f"Session #{number} · {topic}" for number, topic in sessions]
    assert {one: threads[one] for one in named if threads[one] != 1} == {}
    assert len(threads) == len(named) + len(pairs)
    assert heads["### You two are a pair"] == len(pairs)
