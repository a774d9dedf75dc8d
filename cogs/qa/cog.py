"""/qa: ask the cohort, answer each other, and find what was answered before."""

from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from cogs.qa import posts
from cogs.qa.answering.cog import Answering
from cogs.qa.asking.cog import Asking
from cogs.qa.finding.cog import Finding

FINISH = "qa:finish"


class Qa(
    Asking,
    Answering,
    Finding,
    commands.GroupCog,
    group_name="qa",
    group_description="Questions and answers",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FINISH)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.redraws.unlearn(posts.STANDING)

    async def _finish(self) -> None:
        await posts.finish(self.bot)
