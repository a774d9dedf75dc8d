"""/log: keep what you learn, did and plan; take it with you."""

import asyncio
from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from bot.jobs import FORGETTING
from cogs.learning import posts
from cogs.learning.prompting import posts as prompts
from cogs.learning.prompting.cog import Prompting
from cogs.learning.reading.cog import Reading
from cogs.learning.readme.cog import Readmes
from cogs.learning.streaks.cog import Streaks
from cogs.learning.writing.cog import Writing
from db import log_acts, readme_imports

ASK = "log:ask"
FORGET = "log:forget"


class Log(
    Writing,
    Reading,
    Streaks,
    Prompting,
    Readmes,
    commands.GroupCog,
    group_name="log",
    group_description="Your learning log",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.reading = asyncio.Lock()

    async def cog_load(self) -> None:
        self.start_readmes()
        self.bot.delivery.learn(posts.KINDS)
        self.bot.delivery.learn(prompts.KINDS)
        self.bot.redraws.learn(posts.STANDING, gone=posts.GONE)
        self.bot.jobs.every(timedelta(minutes=1), self._ask, name=ASK)
        self.bot.jobs.every(FORGETTING, self._forget, name=FORGET)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FORGET)
        self.bot.jobs.drop(ASK)
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(prompts.KINDS)
        self.bot.delivery.unlearn(posts.KINDS)
        self.stop_readmes()

    async def _ask(self) -> None:
        await prompts.ask_due(self.bot)

    async def _forget(self) -> None:
        """Drop for good what was removed and can't be put back any more, and READMEs that nobody
        took over."""
        async with self.bot.db.begin() as session:
            await log_acts.forget(session, self.bot.now())
            await readme_imports.drop_old(session, self.bot.now())
