"""Follows what people do, and gives each their hints once it is done and answered."""

import logging
from typing import Any

from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain import bits
from bot.domain.features import Feature, feature_of
from bot.door import Door
from bot.metrics import Outcome
from bot.replies import whisper
from bot.verdicts import FAILURES, verdict
from cogs.hints import render
from db import hints

log = logging.getLogger(__name__)


class Hints(commands.Cog):
    """Listens to what is done already: nobody waits for a hint, and no answer fails with it."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self._had: dict[tuple[int, int], int] = {}
        """By (guild, member) the hints that they had, as far as this process has heard of it."""

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: NexusInteraction, command: Any) -> None:
        await self._follow(interaction, command.qualified_name)

    @commands.Cog.listener()
    async def on_road_walked(self, interaction: NexusInteraction, name: str) -> None:
        await self._follow(interaction, name)

    @commands.Cog.listener()
    async def on_member_erased(self, guild_id: int, user_id: int) -> None:
        self._had.pop((guild_id, user_id), None)

    async def _follow(self, interaction: NexusInteraction, name: str) -> None:
        feature, door, guild_id = feature_of(name), Door.of(interaction), interaction.guild_id
        # What opened a form is not answered yet: the hint comes after what is submitted.
        is_answered = door.has_said and door.outcome is Outcome.OK
        if feature is None or guild_id is None or not is_answered:
            return
        if self.bot.turns.are_taken:
            return  # a crowd is here, and has to be answered first: it comes at the next use
        if not await self._is_first(guild_id, interaction.user.id, feature):
            return
        try:
            await whisper(interaction, render.hint(feature, self.bot.mention))
        except FAILURES as error:
            log.info("a hint did not arrive: %s", verdict(error))

    async def _is_first(self, guild_id: int, user_id: int, feature: Feature) -> bool:
        """Whether the member never had the hint; from now on they have."""
        member, bit = (guild_id, user_id), bits.pack([feature], Feature)
        if member not in self._had:
            async with self.bot.db.read() as session:
                had = await hints.had(session, guild_id, user_id)
            # Another of theirs may have been noted meanwhile.
            self._had[member] = self._had.get(member, 0) | bits.pack(had, Feature)
        if self._had[member] & bit:
            return False
        self._had[member] |= bit
        async with self.bot.db.begin() as session:
            return await hints.note(session, guild_id, user_id, [feature])
