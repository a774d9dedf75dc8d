"""/nexus digest, and the clock that has the digest posted."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import guild_of, require_moderator
from bot.replies import whisper
from cogs.digest import letters
from cogs.digest.moderating import evening
from cogs.digest.moderating.looks import look
from cogs.digest.moderating.presses import show_settings
from cogs.digest.moderating.showing import show
from cogs.digest.posts import Posts

PLAN = "digest:plan"


class Verbs(app_commands.Group, name="digest", description="The weekly digest"):
    """A part of /nexus, so that it is hidden from everybody but moderators."""

    @app_commands.command()
    async def preview(self, interaction: NexusInteraction) -> None:
        """See the next digest as it would be posted now; post it, skip it, leave something out."""
        await require_moderator(interaction)
        await show(interaction, await look(interaction.client, guild_of(interaction)))

    @app_commands.command()
    async def settings(self, interaction: NexusInteraction) -> None:
        """Choose when the digest is posted, from how much on, and whether you see it before."""
        await show_settings(interaction, await require_moderator(interaction), whisper)


class Digest(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.posts = Posts(bot)

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(Verbs())
        self.bot.delivery.learn(self.posts.kinds)
        self.bot.delivery.learn(evening.KINDS)
        self.bot.delivery.learn(letters.KINDS)
        self.bot.redraws.learn(self.posts.standing, gone=self.posts.gone)
        self.bot.jobs.every(timedelta(minutes=1), self._plan, name=PLAN)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(PLAN)
        self.bot.redraws.unlearn(self.posts.standing)
        self.bot.delivery.unlearn(letters.KINDS)
        self.bot.delivery.unlearn(evening.KINDS)
        self.bot.delivery.unlearn(self.posts.kinds)
        self.bot.moderation.remove_command("digest")

    async def _plan(self) -> None:
        await self.posts.plan()
        await evening.plan(self.bot)
