"""Whatever goes wrong, at DEBUG: nothing that a member wrote or Discord confided is in the log."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.domain.matching import PROJECTS
from tests.process.conftest import INVITED, RUN, environment
from tests.process.killing import come
from tests.process.nursery import launched
from tests.wire.faults import BAN, DROP_AFTER, DROP_BEFORE, answers
from tests.wire.filling import NotThere
from tests.wire.launch import Launched
from tests.wire.people import Act, NoAnswer
from tests.wire.server import WireServer
from tests.wire.world import Channel, Guild, Member

WORDS = "my-canary-words"
EVERY_KIND = (
    *(DROP_BEFORE, DROP_AFTER, BAN),
    *(answers(status) for status in (400, 401, 403, 404, 500, 502, 503, 520)),
    *(answers(status, is_after=True) for status in (503, 520)),
)
PATIENCE = 2.0
TRIED_AGAIN, NOT_POSTED = "trying again after", "is not posted yet"


@dataclass(slots=True)
class Village:
    wire: WireServer
    database: Path
    guild: Guild
    home: Channel
    ana: Member
    ben: Member
    bot: Launched
    patience: float = 30

    async def live(self) -> None:
        """People write what must not be read again, each in every way; all at once."""
        await asyncio.gather(*(_try(one) for one in self.ways()))

    def ways(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._ask, self._plan, self._pair]

    async def _ask(self) -> None:
        people = self.wire.people
        form = await self._answered(people.slash(self.ana, self.home, "qa ask"))
        asked = {"title": f"Why {WORDS}?", "details": f"Because {WORDS}.", "topic": ["Auth & JWT"]}
        await self._answered(people.submit(self.ana, form, asked))
        await self._answered(
            people.autocomplete(self.ben, self.home, "qa answer", "question", WORDS)
        )
        await self._answered(people.slash(self.ben, self.home, "qa search", words=WORDS))

    async def _plan(self) -> None:
        people = self.wire.people
        when = {"topic": WORDS, "when": f"tomorrow {WORDS}"}
        await self._answered(people.slash(self.ben, self.home, "session create", **when))
        when["when"] = "tomorrow 18:00 Lagos"
        draft = await self._answered(people.slash(self.ben, self.home, "session create", **when))
        if draft.shown.message is not None:
            await self._answered(people.press(self.ben, draft.shown.message, "Post it"))

    async def _pair(self) -> None:
        for who, track in ((self.ana, "frontend"), (self.ben, "backend")):
            asked = {"project": PROJECTS[0], "track": track}
            await self._answered(self.wire.people.slash(who, self.home, "pair find", **asked))

    def write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.database, isolation_level=None)) as writer:
            writer.execute(statement)

    async def _answered(self, act: Act) -> Act:
        await act.answered(within=self.patience)
        return act


Trouble = Callable[[Village], Awaitable[None]]


async def _try(live: Callable[[], Awaitable[None]]) -> None:
    with suppress(NoAnswer, NotThere):  # something is broken, on purpose
        await live()


async def test_no_fault_has_the_log_tell_what_is_nobodys_business(
    migrated: Path, tmp_path: Path
) -> None:
    """Each kind of fault in a village of its own, all at once: most of it is waiting."""
    troubles = (
        *(on_a_bad_line, through_cuts_and_outages),
        *(while_the_database_is_locked, without_tables),
    )
    databases = [tmp_path / f"{trouble.__name__}.db" for trouble in troubles]
    for database in databases:
        shutil.copy(migrated, database)
    heard = await asyncio.gather(*map(lived_through, troubles, databases))

    output = "".join(heard)
    assert output.count(TRIED_AGAIN) > 0
    assert output.count(NOT_POSTED) > 0
    assert output.count("database is locked") > 0
    assert output.count("no such table") > 0
    assert output.count("does not grant this bot the intents") == len(troubles)


async def lived_through(trouble: Trouble, database: Path) -> str:
    """What the bot of a village has said by its end; nothing of it may be a secret."""
    async with WireServer() as wire:
        guild = wire.stage.add_guild(bot_may=INVITED)
        home = wire.stage.add_channel(guild, "prodevprojectnexus")
        ana, ben = wire.stage.add_member(guild, "Ana"), wire.stage.add_member(guild, "Ben")
        env = environment(wire, database) | {"LOG_LEVEL": "DEBUG"}
        async with launched(wire.url, *RUN, env=env) as bot:
            await wire.until(lambda: wire.gateway.is_connected, within=30)
            await wire.until(lambda: wire.world.commands, within=30)
            village = Village(wire, database, guild, home, ana, ben, bot)
            await asyncio.gather(*(one() for one in village.ways()))  # as long as all is well
            village.patience = PATIENCE
            await trouble(village)
            wire.gateway.close(4014)
            await bot.ended()
    leaks = [
        line
        for line in bot.output.splitlines()
        for canary in (wire.token, WORDS, *wire.world.tokens)
        if canary in line
    ]
    assert leaks == []
    return bot.output


async def on_a_bad_line(village: Village) -> None:
    village.wire.faults.at_random(0.4, Random(1), kinds=EVERY_KIND)
    for again in range(12):
        await village.live()
        # On a busy machine little comes of a life, and so little goes wrong in it.
        is_told = all(one in village.bot.output for one in (TRIED_AGAIN, NOT_POSTED))
        if again >= 2 and is_told:
            break
    village.wire.faults.stop()


async def through_cuts_and_outages(village: Village) -> None:
    wire = village.wire
    for disturb in (
        wire.gateway.drop,
        wire.gateway.reconnect,
        lambda: wire.gateway.invalidate(is_resumable=True),
    ):
        resumed = len(wire.transcript.sent("RESUMED"))
        disturb()
        await village.live()
        await wire.until(_has_more(wire, resumed), within=20)
    wire.gateway.withdraw(village.guild)
    await village.live()
    wire.gateway.bring_back(village.guild)


def _has_more(wire: WireServer, resumed: int) -> Callable[[], bool]:
    return lambda: len(wire.transcript.sent("RESUMED")) > resumed


async def while_the_database_is_locked(village: Village) -> None:
    with closing(sqlite3.connect(village.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        living = asyncio.create_task(village.live())
        await come(lambda: "database is locked" in village.bot.output, within=30)
        other.rollback()
    await living


async def without_tables(village: Village) -> None:
    for table in ("question_search", "outbox"):
        village.write(f"DROP TABLE {table}")
        await village.live()
