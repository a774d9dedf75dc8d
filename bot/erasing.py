"""Erasures: on record before they happen, done again on older copies, and scrubbed."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.config import Mistake
from bot.domain import tombstones
from bot.domain.tombstones import Tombstone
from bot.jobs import FORGETTING
from db import departures, erased_cards, erasing, erasures, scrubbing
from db.backup import Unfit
from db.engine import Database
from db.tombstones import Tombstones
from db.whom import Choice, Whom

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

_SCRUB = timedelta(minutes=1)


class Erasing:
    """What the bot does about erasures by itself; `buried` is for whoever wants one."""

    def __init__(self, bot: "Nexus") -> None:
        self.bot = bot
        self.tombstones = Tombstones(bot.db.path)
        self._burying = asyncio.Lock()
        self._known: set[tuple[int, int | None]] = set()

    def start(self) -> None:
        self.bot.jobs.every(_SCRUB, self._scrub, name="scrub")
        self.bot.jobs.every(FORGETTING, self._look_after_guilds, name="departed guilds")

    @asynccontextmanager
    async def buried(
        self, guild_id: int, user_id: int | None = None, choice: str = ""
    ) -> AsyncGenerator[Tombstone]:
        """Put on record what is erased in this block: it gives the erasure's tombstone.

        Whoever dies before the end finds it at the next start, and goes on; but where the block
        failed, nothing was erased, and nothing will be.
        """
        async with self._burying:
            made = await asyncio.to_thread(self._bury, guild_id, user_id, choice)
        try:
            yield made
        except Exception:
            async with self.bot.db.read() as session:
                known = await erasures.known(session)
            if made.serial not in known:
                await asyncio.to_thread(self.tombstones.void, made)
            raise
        finally:
            self._known.discard((guild_id, user_id))

    def veil(self, guild_id: int, user_id: int) -> int | None:
        """What stands for the member where they are blocked, if they had their data deleted before;
        None once they are `recognised`."""
        if (guild_id, user_id) in self._known:
            return None
        try:
            key = self.tombstones.key()
        except Unfit:
            return None  # nothing was deleted here yet, or nobody can tell any more whose it was
        return tombstones.veil(tombstones.of_member(key, guild_id, user_id))

    def recognised(self, guild_id: int, user_id: int) -> None:
        """Whoever had blocked them blocks them again: there is no more to do, nor to look up."""
        self._known.add((guild_id, user_id))

    def _bury(self, guild_id: int, user_id: int | None, choice: str) -> Tombstone:
        now, rng = self.bot.now(), self.bot.rng
        if user_id is None:
            return self.tombstones.bury_guild(guild_id, now=now, rng=rng)
        return self.tombstones.bury_member(guild_id, user_id, choice, now=now, rng=rng)

    async def forget_guild(self, guild_id: int) -> int:
        """Erase all of a guild: how many rows that were."""
        async with self.buried(guild_id) as made, self.bot.db.begin() as session:
            return await departures.erase(session, guild_id, made.serial, self.bot.now())

    async def _scrub(self) -> None:
        async with self.bot.db.read() as session:
            serials = await erasures.unscrubbed(session)
        if serials and await scrubbing.scrub(self.bot.db):
            async with self.bot.db.begin() as session:
                await erasures.scrubbed(session, serials)

    async def _look_after_guilds(self) -> None:
        """Note who is gone, also while the bot was away, and erase whoever is gone for long."""
        if not self.bot.is_ready():
            return
        now = self.bot.now()
        here = {one.id for one in self.bot.guilds}  # those that are out of sight are among them
        async with self.bot.db.read() as session:
            there, gone = await erasures.guilds(session), await departures.gone(session)
        async with self.bot.db.begin() as session:
            await erased_cards.forget(session)
            for guild_id in gone & here:
                await departures.came_back(session, guild_id)
            for guild_id in there - here - gone:
                await departures.left(session, guild_id, now)
            overdue = await departures.overdue(session, now)
        for guild_id in overdue:
            count = await self.forget_guild(guild_id)
            log.info("a server removed Nexus %s ago: erased its %s rows", departures.KEPT, count)


async def replay(database: Database, found: Tombstones, now: datetime) -> int:
    """Erase again what this database does not know to be erased, and scrub: how much that was.

    It was copied before that, or the process died between the record and the act.
    """
    standing = await asyncio.to_thread(found.standing)
    async with database.read() as session:
        known = await erasures.known(session) if standing else set[str]()
    missing = [one for one in standing if one.serial not in known]
    if not missing:
        return 0
    try:
        key = await asyncio.to_thread(found.key)
    except Unfit as lost:
        raise Mistake(str(lost)) from None
    async with database.read() as session:
        people, guilds = await erasures.people(session), await erasures.guilds(session)
    members = {tombstones.of_member(key, *one): one for one in people}
    whole = {tombstones.of_guild(key, one): one for one in guilds}
    for one in missing:
        async with database.begin() as session:
            if one.digest in members:
                guild_id, user_id = members[one.digest]
                whom = Whom(guild_id, user_id, Choice(one.choice), now)
                await erasing.erase(session, whom, one)
            elif one.digest in whole:
                await departures.erase(session, whole[one.digest], one.serial, now)
            else:
                await erasures.note(session, one.serial, now)
    return len(missing)
