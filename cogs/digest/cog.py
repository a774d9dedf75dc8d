"""/nexus digest, and the clock that has the digest posted."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import Purpose, find, guild_of, require_moderator
from bot.replies import whisper
from cogs.digest import posts, render
from db import digests

PLAN = "digest:plan"


class Verbs(app_commands.Group, name="digest", description="The weekly digest"):
    """A part of /nexus, so that it is hidden from everybody but moderators."""

    @app_commands.command()
    async def preview(self, interaction: NexusInteraction) -> None:
        """See the next digest as it would be posted now; only you see it."""
        settings = await require_moderator(interaction)
        guild, bot = guild_of(interaction), interaction.client
        now = bot.now()
        async with bot.db.read() as session:
            due_at = await digests.upcoming(session, guild.id, settings, now)
            contents = await digests.contents(session, guild.id, due_at, now)
        channel = find(guild, settings, Purpose.DIGEST)
        await whisper(
            interaction, render.preview_card(contents, settings, channel, due_at, bot.mention)
        )

    @app_commands.command()
    async def settings(self, interaction: NexusInteraction) -> None:
        """Choose the day and the hour at which the digest is posted."""
        settings = await require_moderator(interaction)
        guild, bot = guild_of(interaction), interaction.client
        async with bot.db.read() as session:
            due_at = await digests.upcoming(session, guild.id, settings, bot.now())
        channel = find(guild, settings, Purpose.DIGEST)
        await whisper(interaction, render.settings_card(settings, channel, due_at, bot.mention))


class Digest(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(Verbs())
        self.bot.delivery.learn(posts.KINDS)
        self.bot.jobs.every(timedelta(minutes=1), self._plan, name=PLAN)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(PLAN)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.moderation.remove_command("digest")

    async def _plan(self) -> None:
        await posts.plan(self.bot)
