"""/nexus pulse."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import require_moderator
from bot.replies import whisper
from cogs.pulse.looking import show_all

ABOUT = "See what waits for you: questions, learners, pairs, sessions, approvals, posts."


class Pulse(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(
            app_commands.Command(name="pulse", description=ABOUT, callback=self.pulse)
        )

    async def cog_unload(self) -> None:
        self.bot.moderation.remove_command("pulse")

    async def pulse(self, interaction: NexusInteraction) -> None:
        await show_all(interaction, await require_moderator(interaction), whisper)
