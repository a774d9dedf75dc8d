"""/session: plan study sessions, join them, and look after them."""

from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from bot.jobs import FORGETTING
from cogs.study import posts
from cogs.study.attending import posts as attending
from cogs.study.finding.cog import Finding
from cogs.study.hosting import posts as hosting
from cogs.study.inviting import posts as inviting
from cogs.study.mirroring.cog import PAUSE, TEND, Mirroring
from cogs.study.mirroring.rounds import Mirror
from cogs.study.moderating import posts as moderating
from cogs.study.moderating.cog import Verbs
from cogs.study.planning.cog import Planning
from cogs.study.polling import posts as polls
from cogs.study.polling.cog import Polling
from cogs.study.reminding import posts as reminding
from cogs.study.tending import posts as tending
from cogs.study.tending.cog import Tending
from db import poll_drafts, session_clock, session_drafts

FORGET = "study:forget"
FINISH = "study:finish"
REPEAT = "study:repeat"
SETTLE = "study:cancellations"
TENDING_KINDS = {**tending.KINDS, **moderating.KINDS, **hosting.KINDS, **inviting.KINDS}
TENDING_CARDS = {**tending.STANDING, **hosting.STANDING}
POLLS = "study:polls"
DRAFTS_LAST = timedelta(days=1)


class Study(
    Planning,
    Finding,
    Tending,
    Polling,
    Mirroring,
    commands.GroupCog,
    group_name="session",
    group_description="Study sessions",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.mirror = Mirror(bot)

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(Verbs())
        self.bot.delivery.learn(posts.KINDS)
        self.bot.delivery.learn(TENDING_KINDS)
        self.bot.redraws.learn(posts.STANDING, pace=posts.PACE)
        self.bot.redraws.learn(TENDING_CARDS)
        self.bot.jobs.every(timedelta(seconds=15), self._settle, name=SETTLE)
        self.bot.delivery.learn(polls.KINDS)
        self.bot.redraws.learn(polls.STANDING, pace=posts.PACE)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)
        self.bot.jobs.every(timedelta(minutes=1), self._repeat, name=REPEAT)
        self.bot.jobs.every(timedelta(minutes=1), self._end_polls, name=POLLS)
        self.bot.jobs.every(FORGETTING, self._forget, name=FORGET)
        self.bot.jobs.every(PAUSE, self.mirror.tend, name=TEND)
        reminding.start(self.bot)
        attending.start(self.bot)

    async def cog_unload(self) -> None:
        attending.stop(self.bot)
        reminding.stop(self.bot)
        for name in (TEND, FORGET, POLLS, REPEAT, FINISH, SETTLE):
            self.bot.jobs.drop(name)
        self.bot.redraws.unlearn(polls.STANDING)
        self.bot.delivery.unlearn(polls.KINDS)
        self.bot.redraws.unlearn(TENDING_CARDS)
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(TENDING_KINDS)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.moderation.remove_command("session")

    async def _finish(self) -> None:
        await posts.finish(self.bot)

    async def _settle(self) -> None:
        await tending.settle(self.bot)

    async def _repeat(self) -> None:
        await posts.repeat(self.bot)

    async def _end_polls(self) -> None:
        await polls.end_passed(self.bot)

    async def _forget(self) -> None:
        """Drop the drafts that nobody came back to, and the reminders of what was cancelled."""
        async with self.bot.db.begin() as session:
            await session_drafts.drop_old(session, self.bot.now() - DRAFTS_LAST)
            await session_clock.forget(session, self.bot.now())
            await poll_drafts.drop_old(session, self.bot.now() - DRAFTS_LAST)
