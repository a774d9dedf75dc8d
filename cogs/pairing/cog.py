"""/pair: frontend meets backend."""

from discord.ext import commands

from bot.client import Nexus
from cogs.pairing.meeting.cog import Meeting
from cogs.pairing.meeting.threads import Threads
from cogs.pairing.seeking.cog import Seeking


class Pairing(
    Seeking,
    Meeting,
    commands.GroupCog,
    group_name="pair",
    group_description="Frontend meets backend",
):
    """The verbs of the rooms in this folder, as one group."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.threads = Threads(bot)

    async def cog_load(self) -> None:
        self.start_meeting()

    async def cog_unload(self) -> None:
        self.stop_meeting()
