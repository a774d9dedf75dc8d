"""/pair: frontend meets backend."""

from datetime import timedelta

from discord.ext import commands

from bot.client import Nexus
from bot.jobs import FORGETTING
from cogs.pairing.drawing import clock
from cogs.pairing.drawing.cog import Verbs
from cogs.pairing.inviting import posts as inviting
from cogs.pairing.meeting.cog import Meeting
from cogs.pairing.meeting.threads import Threads
from cogs.pairing.seeking.cog import Seeking
from db import pair_invitations, queue, rounds

DRAW = "pairing:draw"
FORGET = "pairing:forget"
END_INVITATIONS = "pairing:end invitations"


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
        self.bot.moderation.add_command(Verbs())
        self.start_meeting()
        self.bot.delivery.learn(inviting.KINDS)
        self.bot.redraws.learn(inviting.STANDING, gone=inviting.GONE)
        self.bot.jobs.every(timedelta(minutes=10), self._end_invitations, name=END_INVITATIONS)
        self.bot.jobs.every(clock.PAUSE, self._draw, name=DRAW)
        self.bot.jobs.every(FORGETTING, self._forget, name=FORGET)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FORGET)
        self.bot.jobs.drop(DRAW)
        self.bot.jobs.drop(END_INVITATIONS)
        self.bot.redraws.unlearn(inviting.STANDING)
        self.bot.delivery.unlearn(inviting.KINDS)
        self.stop_meeting()
        self.bot.moderation.remove_command("pair")

    async def _draw(self) -> None:
        await clock.draw_all(self.bot)

    async def _end_invitations(self) -> None:
        await inviting.end_old(self.bot)

    async def _forget(self) -> None:
        """Drop waits and rounds of long ago: they tell nothing of today."""
        now = self.bot.now()
        async with self.bot.db.begin() as session:
            await queue.forget(session, now - queue.KEPT)
            await rounds.forget(session, now - rounds.KEPT)
            await pair_invitations.forget(session, now)
