"""Keeps the server's own events as the sessions stand: the database is the truth.

No more is noted than what Discord has said. A try that was cut off is found by what its event
begins with, which is looked for before another one is made.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import discord

from bot import notices
from bot.client import Nexus
from bot.domain import mirror
from bot.domain.mirror import Act, Look, Shown, Step
from bot.notices import About
from bot.places import may_make_events
from bot.verdicts import FAILURES, Failure, Later, verdict
from cogs.study.mirroring import events, render
from db import guilds, native_events, outbox
from db.native_events import Mirrored
from db.study import Posted, Stage

log = logging.getLogger(__name__)

AT_ONCE = 20  # a tick
SOON, SELDOM = timedelta(seconds=2), timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
# For so long a cancelled session keeps its event: what is removed takes its guests along.
UNDO = timedelta(minutes=5)
FULL = 30038  # Discord's code


@dataclass(slots=True)
class News:
    """What Discord told, by ids. Nothing else keeps it: a start is a reason to look at all."""

    everything: bool = False
    guilds: set[int] = field(default_factory=set[int])
    """Those that were out of sight."""
    rights: set[int] = field(default_factory=set[int])
    """The guilds where somebody may do what they might not before."""
    channels: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    events: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])


class Mirror:
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.news = News()

    async def tend(self) -> None:
        """Look after the events that are due: guilds side by side, one after the other in each."""
        if not self.bot.is_ready():
            return
        await self._hear()
        async with self.bot.db.read() as session:
            due = await native_events.due(session, self.bot.now(), limit=AT_ONCE)
        by_guild: defaultdict[int, list[Mirrored]] = defaultdict(list)
        for one in due:
            by_guild[one.posted.guild_id].append(one)
        rounds = (self._round(guild_id, those) for guild_id, those in by_guild.items())
        for fault in await asyncio.gather(*rounds, return_exceptions=True):
            if fault is not None:
                log.error("a server's events were not looked after", exc_info=fault)

    async def _hear(self) -> None:
        """Have that looked at of which Discord told something; our own acts are no news."""
        news, self.news = self.news, News()
        if news == News():
            return
        try:
            changed, freed = await self._what_changed(news)
            now = self.bot.now()
            async with self.bot.db.begin() as session:
                for guild_id in (None,) if news.everything else news.guilds:
                    await native_events.look_again(session, guild_id, now)
                for guild_id, channel_id in news.channels:
                    is_gone = self._is_gone(guild_id, channel_id)
                    await native_events.channel_changed(
                        session, guild_id, channel_id, is_gone=is_gone, now=now
                    )
                for one in changed:
                    await native_events.look_at(session, one, now)
                for guild_id in news.rights | freed:
                    await native_events.try_again(session, guild_id, now)
        except Exception:
            self.news.everything = True
            raise

    async def _what_changed(self, news: News) -> tuple[list[Mirrored], set[int]]:
        """The sessions whose events are not right any more, and where there is room again."""
        changed: list[Mirrored] = []
        freed: set[int] = set()
        for guild_id, event_id in news.events:
            guild = self.bot.get_guild(guild_id)
            if guild is None or guild.unavailable:
                continue
            event = guild.get_scheduled_event(event_id)
            async with self.bot.db.read() as session:
                one = await native_events.by_event(session, guild_id, event_id)
            if one and self._step(guild, one, event).act is not Act.NOTHING:
                changed.append(one)
            if event is None or events.is_over(event):
                freed.add(guild_id)
        return changed, freed

    def _is_gone(self, guild_id: int, channel_id: int) -> bool:
        guild = self.bot.get_guild(guild_id)
        return guild is not None and not guild.unavailable and not guild.get_channel(channel_id)

    async def _round(self, guild_id: int, due: Sequence[Mirrored]) -> None:
        guild = self.bot.get_guild(guild_id)
        if guild is None or guild.unavailable:  # when it is back, everything is looked at
            for one in due:
                await self._note(one, one.event_id, one.shown, None)
            return
        try:
            found = await events.listed(guild)
        except FAILURES as error:
            log.warning("events are not looked after yet: %s", verdict(error))
            await self._put_off(due, SOON)
            return
        # What leaves makes room for what comes.
        waiting = sorted(due, key=lambda one: one.posted.stage is Stage.OPEN)
        while waiting and not self.bot.jobs.is_ending:
            if not await self._try(guild, found, waiting.pop(0)):
                await self._put_off(waiting, SOON)
                return

    async def _try(
        self, guild: discord.Guild, found: list[discord.ScheduledEvent], one: Mirrored
    ) -> bool:
        """False where the line to Discord fails: the next one would fare no better."""
        try:
            await self._look_after(guild, found, one)
        except FAILURES as error:
            return await self._failed(guild, one, error)
        except Exception:
            log.exception("session %s: its event fails by our fault", one.posted.id)
            await self._put_off([one], SOON)
        return True

    async def _look_after(
        self, guild: discord.Guild, found: list[discord.ScheduledEvent], one: Mirrored
    ) -> None:
        mine = events.of_session(found, guild, one.posted.number)
        known = next((event for event in found if event.id == one.event_id), None)
        event = known or next(iter(mine), None)
        for double in mine:
            if double is not event:
                await events.remove(double)
        step = self._step(guild, one, event)
        if step.act is Act.MAKE and (about := _hindrance(guild, found)):
            await self._put_off([one], SELDOM, about)
            return
        look = _look(guild, one.posted)
        stands = await events.do(step.act, guild, look, event)
        found[:] = [other for other in found if other is not event]
        if stands is not None:
            found.append(stands)
        made = events.standing(stands).look if stands else None
        shown = one.shown.after(step.act, look, made)
        await self._note(one, stands.id if stands else None, shown, step.again_at)

    def _step(
        self, guild: discord.Guild, one: Mirrored, event: discord.ScheduledEvent | None
    ) -> Step:
        posted, now = one.posted, self.bot.now()
        stands = events.standing(event) if event else None
        if posted.stage is not Stage.OPEN:
            return mirror.step_out(stands, _leaves_at(posted, now), now)
        stood = one.event_id is not None
        return mirror.next_step(_look(guild, posted), stands, one.shown, stood=stood, now=now)

    async def _failed(self, guild: discord.Guild, one: Mirrored, error: Failure) -> bool:
        said = verdict(error)
        log.warning("session %s: its event is not right yet: %s", one.posted.id, said)
        if isinstance(said, Later):
            await self._put_off([one], SOON)
            return False
        assert isinstance(error, discord.HTTPException)
        if error.code == FULL:
            await self._put_off([one], SELDOM, About.EVENTS_FULL)
        elif error.status == 400:  # what Discord does not take so, it takes at no other time
            again_at = _next_moment(one.posted, self.bot.now())
            await self._note(one, one.event_id, replace(one.shown, tries=0), again_at)
        else:
            about = None if may_make_events(guild) else About.EVENTS_DENIED
            await self._put_off([one], SELDOM, about)
        return True

    async def _put_off(
        self, due: Sequence[Mirrored], pause: timedelta, about: About | None = None
    ) -> None:
        """Twice as long with each try; whoever can help it hears what it is about, once."""
        for one in due:
            longer = min(pause * 2 ** min(one.shown.tries, 12), LONGEST_PAUSE)
            until = self.bot.now() + longer * self.bot.rng.uniform(0.5, 1)
            await self._note(one, one.event_id, one.shown.refused(), until, about)

    async def _note(
        self,
        one: Mirrored,
        event_id: int | None,
        shown: Shown,
        again_at: datetime | None,
        about: About | None = None,
    ) -> None:
        guild = self.bot.get_guild(one.posted.guild_id)
        told_in = await self._moderators(guild) if guild and about else None
        async with self.bot.db.begin() as session:
            await native_events.note(
                session, one, event_id=event_id, shown=shown, again_at=again_at
            )
            if told_in and about:
                notice = notices.of_guild(about, told_in.guild.id, self.bot.now())
                await outbox.enqueue(session, told_in.guild.id, told_in.id, **notice)

    async def _moderators(self, guild: discord.Guild) -> discord.TextChannel | None:
        async with self.bot.db.read() as session:
            settings = await guilds.settings(session, guild.id)
        return notices.place(guild, settings)


def _look(guild: discord.Guild, posted: Posted) -> Look:
    return render.look(posted, events.place(guild, posted))


def _leaves_at(posted: Posted, now: datetime) -> datetime:
    """When nothing can bring it back any more."""
    said = posted.cancelled
    return now if said is None or said.is_told else said.at + UNDO


def _next_moment(posted: Posted, now: datetime) -> datetime | None:
    return min((at for at in (posted.starts_at, posted.ends_at) if at > now), default=None)


def _hindrance(guild: discord.Guild, found: Sequence[discord.ScheduledEvent]) -> About | None:
    """Why Discord would make none; it counts every refusal, so it is not asked."""
    if not may_make_events(guild):
        return About.EVENTS_DENIED
    return About.EVENTS_FULL if events.open_count(found) >= events.MOST else None
