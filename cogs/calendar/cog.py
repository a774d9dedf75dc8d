"""/when for everyone, and /nexus calendar for moderators."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import require_moderator
from bot.replies import whisper
from cogs.calendar import looking, render

ABOUT = "Set the cohort's weeks, its milestones and the final presentation."


class Calendar(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(
            app_commands.Command(name="calendar", description=ABOUT, callback=self.calendar)
        )

    async def cog_unload(self) -> None:
        self.bot.moderation.remove_command("calendar")

    @app_commands.command()
    async def when(self, interaction: NexusInteraction) -> None:
        """See where the cohort stands: its week, what comes next, the final presentation."""
        seen = await looking.look(interaction)
        await whisper(interaction, render.when_card(seen, self.bot.mention))

    async def calendar(self, interaction: NexusInteraction) -> None:
        await require_moderator(interaction)
        seen = await looking.look(interaction)
        await whisper(interaction, render.calendar_card(seen, self.bot.mention))
