"""/qa: ask the cohort, answer each other, and find what was answered before."""

from datetime import timedelta

import discord
from discord.ext import commands

from bot.client import Nexus
from bot.jobs import FORGETTING
from cogs.qa import posts, standing
from cogs.qa.answering.cog import Answering
from cogs.qa.asking.cog import Asking
from cogs.qa.finding.cog import Finding
from cogs.qa.reminding import posts as reminders
from cogs.qa.tending.cog import Tending
from db import claims, drafts, lost_posts, questions

FINISH = "qa:finish"
FORGET = "qa:forget"
END_CLAIMS = "qa:end claims"
REMIND = "qa:remind"


class Qa(
    Asking,
    Answering,
    Finding,
    Tending,
    commands.GroupCog,
    group_name="qa",
    group_description="Questions and answers",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.delivery.learn(reminders.KINDS)
        self.bot.redraws.learn(standing.STANDING, gone=standing.GONE)
        self.bot.redraws.learn(reminders.STANDING)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)
        self.bot.jobs.every(FORGETTING, self._forget, name=FORGET)
        self.bot.jobs.every(timedelta(minutes=1), self._end_claims, name=END_CLAIMS)
        self.bot.jobs.every(timedelta(minutes=10), self._remind, name=REMIND)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FINISH)
        self.bot.jobs.drop(FORGET)
        self.bot.jobs.drop(END_CLAIMS)
        self.bot.jobs.drop(REMIND)
        self.bot.delivery.unlearn(reminders.KINDS)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.redraws.unlearn(reminders.STANDING)
        self.bot.redraws.unlearn(standing.STANDING)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Lead nobody to a thread that is gone. Another opens once somebody answers or accepts."""
        guild_id, thread_id = payload.guild_id, payload.thread_id
        async with self.bot.db.read() as session:
            question = await questions.in_thread(session, guild_id, thread_id)
        if question is not None:
            async with self.bot.db.begin() as session:
                await lost_posts.thread_deleted(session, guild_id, thread_id, self.bot.now())
            await self.bot.redraws.redraw_now(guild_id)

    async def _finish(self) -> None:
        await posts.finish(self.bot)

    async def _forget(self) -> None:
        """Drop the drafts that nobody wants any more."""
        async with self.bot.db.begin() as session:
            await drafts.forget(session, self.bot.now())

    async def _end_claims(self) -> None:
        """Give back what somebody took and did not answer in time."""
        async with self.bot.db.begin() as session:
            await claims.end(session, self.bot.now())

    async def _remind(self) -> None:
        await reminders.remind(self.bot)
