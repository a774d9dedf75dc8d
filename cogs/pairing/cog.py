"""/pair: frontend meets backend."""

from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from cogs.pairing.meeting.threads import KINDS, Threads
from cogs.pairing.seeking.cog import Seeking

FINISH = "pairing:finish"


class Pairing(
    Seeking,
    commands.GroupCog,
    group_name="pair",
    group_description="Frontend meets backend",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.threads = Threads(bot)

    async def cog_load(self) -> None:
        self.bot.delivery.learn(KINDS)
        self.bot.jobs.every(timedelta(minutes=1), self.threads.open_all, name=FINISH)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FINISH)
        self.bot.delivery.unlearn(KINDS)
