"""Redraws the cards whose truth has changed: at once, and again for as long as Discord refuses.

A transaction that changes what a card shows marks that card (`db.stale`). An archived thread takes
no edits and is not opened for them: its cards are caught up when somebody opens it again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

import discord

from bot.jobs import TICK
from bot.verdicts import FAILURES
from db import stale
from db.stale import Stale

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

_Card = tuple[int, str, int]  # guild, kind, key

AT_ONCE = 10  # a tick, beside the posts
LONGEST_PAUSE = timedelta(hours=1)
ARCHIVED = 50083  # Discord's code
# Discord lets a channel be renamed twice in ten minutes, and discord.py waits for the third to be.
RENAMING_SECONDS = 3


class Shown(Protocol):
    """Something on Discord that has to look otherwise."""

    @property
    def channel_id(self) -> int | None:
        """Where it stands; the thread that refuses it while that is archived."""
        ...

    @property
    def is_there(self) -> bool:
        """False as long as it is not posted."""
        ...

    async def show(self, bot: "Nexus", guild: discord.Guild) -> None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a card stands on Discord, and how it has to look; None as long as it is not posted."""

    channel_id: int | None
    message_id: int | None
    card: discord.ui.LayoutView

    @property
    def is_there(self) -> bool:
        return None not in (self.channel_id, self.message_id)

    async def show(self, bot: "Nexus", guild: discord.Guild) -> None:
        self.card.stop()
        place = bot.get_partial_messageable(self.channel_id or 0, guild_id=guild.id)
        message = place.get_partial_message(self.message_id or 0)
        await message.edit(view=self.card, allowed_mentions=discord.AllowedMentions.none())


@dataclass(frozen=True, slots=True)
class ThreadName:
    """What a thread has to be called."""

    channel_id: int
    name: str

    @property
    def is_there(self) -> bool:
        return True

    async def show(self, bot: "Nexus", guild: discord.Guild) -> None:
        del guild
        thread = bot.get_channel(self.channel_id) or await bot.fetch_channel(self.channel_id)
        if isinstance(thread, discord.Thread) and thread.name != self.name:
            async with asyncio.timeout(RENAMING_SECONDS):
                await thread.edit(name=self.name)


Draw = Callable[["Nexus", discord.Guild, int], Awaitable[Shown | None]]
"""(bot, guild, key) to it as things stand; None if there is no such thing any more."""

Gone = Callable[["Nexus", int, int, int], Awaitable[bool]]
"""(bot, guild's id, key, Discord's code) of what somebody deleted; whether it stands again."""


class Redraws:
    """Cogs teach it how their cards are drawn by `learn`, and take it back by `unlearn`."""

    def __init__(self, bot: "Nexus") -> None:
        self.bot = bot
        self._kinds: dict[str, Draw] = {}
        self._gone: dict[str, Gone] = {}
        self._paces: dict[str, timedelta] = {}
        self._drawn_at: dict[_Card, datetime] = {}
        # Two who redraw one card at once could leave the older picture standing.
        self._locks: WeakValueDictionary[_Card, asyncio.Lock] = WeakValueDictionary()

    def learn(
        self,
        kinds: Mapping[str, Draw],
        *,
        gone: Mapping[str, Gone] | None = None,
        pace: timedelta = timedelta(0),
    ) -> None:
        """A card is drawn at most once every `pace`: in a rush, one picture serves many.

        What somebody deleted is let go, unless its kind is among `gone`.
        """
        self._kinds |= kinds
        self._gone |= gone or {}
        self._paces |= dict.fromkeys(kinds, pace)

    def unlearn(self, kinds: Mapping[str, Draw]) -> None:
        for name in kinds:
            self._kinds.pop(name, None)
            self._gone.pop(name, None)

    def start(self) -> None:
        self.bot.jobs.every(TICK, self.redraw_due, name="redraws")

    async def redraw_due(self) -> None:
        if self.bot.is_ready():
            await self._redraw(None)

    async def redraw_now(self, guild_id: int) -> set[tuple[str, int]]:
        """Redraw what is due in a guild; returns (kind, key) of what Discord would not redraw."""
        return await self._redraw(guild_id)

    async def reopened(self, guild_id: int, thread_ids: Iterable[int]) -> None:
        """Threads are open: catch up what changed while they were archived."""
        async with self.bot.db.read() as session:
            behind = await stale.waited_for(session, guild_id)
        found = behind.intersection(thread_ids)
        if found:
            async with self.bot.db.begin() as session:
                for one in found:
                    await stale.reopened(session, guild_id, one, self.bot.now())
            await self._redraw(guild_id)

    async def _redraw(self, guild_id: int | None) -> set[tuple[str, int]]:
        async with self.bot.db.read() as session:
            cards = await stale.due(session, self.bot.now(), limit=AT_ONCE, guild_id=guild_id)
        return {(one.kind, one.key) for one in cards if not await self._redraw_one(one)}

    async def _redraw_one(self, stale_card: Stale) -> bool:
        card = (stale_card.guild_id, stale_card.kind, stale_card.key)
        lock = self._locks.setdefault(card, asyncio.Lock())
        async with lock:
            if self._is_too_soon(card) or not self.bot.allowance.take():
                return True  # it stays due, and a later tick draws it
            try:
                return await self._try(stale_card)
            except Exception:
                log.exception("%s: drawing it failed by our fault", _name(stale_card))
                await self._put_off(stale_card)
                return False

    def _is_too_soon(self, card: _Card) -> bool:
        pace, now = self._paces.get(card[1], timedelta(0)), self.bot.now()
        if card in self._drawn_at and now < self._drawn_at[card] + pace:
            return True
        if pace:
            kept = self._drawn_at.items()
            recent = {one: at for one, at in kept if now < at + self._paces.get(one[1], pace)}
            self._drawn_at = {**recent, card: now}
        return False

    async def _try(self, stale_card: Stale) -> bool:
        draw, guild = self._kinds.get(stale_card.kind), self.bot.get_guild(stale_card.guild_id)
        if draw is None or guild is None or guild.unavailable:
            await self._put_off(stale_card)
            return False
        standing = await draw(self.bot, guild, stale_card.key)
        if standing is None:
            await self._done(stale_card)
            return True
        if not standing.is_there:
            await self._put_off(stale_card)  # it may be on its way, as it was a moment ago
            return False
        try:
            await standing.show(self.bot, guild)
        except FAILURES as error:
            return await self._refused(stale_card, standing.channel_id, error)
        await self._done(stale_card)
        return True

    async def _refused(self, stale_card: Stale, channel_id: int | None, error: Exception) -> bool:
        code = error.code if isinstance(error, discord.HTTPException) else type(error).__name__
        log.info("%s is not redrawn yet: %s", _name(stale_card), code)
        if isinstance(error, discord.NotFound):
            return await self._deleted(stale_card, error.code)
        if code == ARCHIVED and channel_id is not None:
            async with self.bot.db.begin() as session:
                await stale.archived(session, stale_card, channel_id)
        else:
            await self._put_off(stale_card)
        return False

    async def _deleted(self, stale_card: Stale, code: int) -> bool:
        gone = self._gone.get(stale_card.kind)
        stands = gone is not None and await gone(
            self.bot, stale_card.guild_id, stale_card.key, code
        )
        await self._done(stale_card)
        return stands

    async def _done(self, stale_card: Stale) -> None:
        async with self.bot.db.begin() as session:
            await stale.redrawn(session, stale_card)

    async def _put_off(self, stale_card: Stale) -> None:
        pause = min(timedelta(seconds=2 ** min(stale_card.attempts + 1, 12)), LONGEST_PAUSE)
        until = self.bot.now() + pause * self.bot.rng.uniform(0.5, 1)
        async with self.bot.db.begin() as session:
            await stale.put_off(session, stale_card, until)


def _name(stale_card: Stale) -> str:
    return f"card {stale_card.id} ({stale_card.kind} {stale_card.key})"
