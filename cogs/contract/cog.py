"""/contract: what a pair's API promises."""

import asyncio

from discord.ext import commands

from bot.client import Nexus
from bot.jobs import FORGETTING
from cogs.contract.endpoints.cog import Endpoints
from cogs.contract.feedback.cog import Feedback
from cogs.contract.files.cog import Files
from cogs.contract.telling import posts
from db import contract_imports

FORGET = "contract:forget"


class Contract(
    Endpoints,
    Feedback,
    Files,
    commands.GroupCog,
    group_name="contract",
    group_description="Your pair's API contract",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.reading = asyncio.Lock()

    async def cog_load(self) -> None:
        posts.start(self.bot)
        self.bot.jobs.every(FORGETTING, self._forget, name=FORGET)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FORGET)
        posts.stop(self.bot)

    async def _forget(self) -> None:
        """Drop the files that nobody applied."""
        async with self.bot.db.begin() as session:
            await contract_imports.drop_old(session, self.bot.now())
