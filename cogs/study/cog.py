"""/session: plan study sessions, join them, and look after them."""

from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from cogs.study import posts
from cogs.study.attending import posts as attending
from cogs.study.finding.cog import Finding
from cogs.study.planning.cog import Planning
from cogs.study.reminding import posts as reminding
from db import session_clock, session_drafts

FORGET = "study:forget"
FINISH = "study:finish"
REPEAT = "study:repeat"
DRAFTS_LAST = timedelta(days=1)


class Study(
    Planning,
    Finding,
    commands.GroupCog,
    group_name="session",
    group_description="Study sessions",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING, pace=posts.PACE)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)
        self.bot.jobs.every(timedelta(minutes=1), self._repeat, name=REPEAT)
        self.bot.jobs.every(timedelta(hours=1), self._forget, name=FORGET)
        reminding.start(self.bot)
        attending.start(self.bot)

    async def cog_unload(self) -> None:
        attending.stop(self.bot)
        reminding.stop(self.bot)
        for name in (FORGET, REPEAT, FINISH):
            self.bot.jobs.drop(name)
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(posts.KINDS)

    async def _finish(self) -> None:
        await posts.finish(self.bot)

    async def _repeat(self) -> None:
        await posts.repeat(self.bot)

    async def _forget(self) -> None:
        """Drop the drafts that nobody came back to, and the reminders of what was cancelled."""
        async with self.bot.db.begin() as session:
            await session_drafts.drop_old(session, self.bot.now() - DRAFTS_LAST)
            await session_clock.forget(session, self.bot.now())
