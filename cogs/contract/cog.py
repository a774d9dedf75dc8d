"""/contract: what a pair's API promises."""

from discord.ext import commands

from bot.client import Nexus
from cogs.contract.endpoints.cog import Endpoints
from cogs.contract.feedback.cog import Feedback
from cogs.contract.telling import posts


class Contract(
    Endpoints,
    Feedback,
    commands.GroupCog,
    group_name="contract",
    group_description="Your pair's API contract",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        posts.start(self.bot)

    async def cog_unload(self) -> None:
        posts.stop(self.bot)
