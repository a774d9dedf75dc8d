"""/session: plan a study session, and see which are coming."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain import when as moments
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import Purpose, guild_of, place
from bot.replies import whisper
from cogs.study import posts, render
from db import members, study

FORGET = "study:forget"
DRAFTS_LAST = timedelta(days=1)


class Study(commands.GroupCog, group_name="session", group_description="Study sessions"):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.jobs.every(timedelta(hours=1), self._forget, name=FORGET)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FORGET)
        self.bot.delivery.unlearn(posts.KINDS)

    async def _forget(self) -> None:
        """Drop the drafts that nobody came back to."""
        async with self.bot.db.begin() as session:
            await study.drop_old_drafts(session, self.bot.now() - DRAFTS_LAST)

    @app_commands.command()
    @app_commands.describe(
        topic="What you will study together",
        when="In your own time, such as: fri 18:00 for 90m; or tomorrow 6:30 pm",
    )
    async def create(
        self,
        interaction: NexusInteraction,
        topic: app_commands.Range[str, 1, render.TOPIC_LIMIT],
        when: app_commands.Range[str, 1, moments.LIMIT],
    ) -> None:
        """Plan a study session; you see it before anybody else does."""
        await place(interaction, Purpose.SESSIONS)  # so that nobody plans in vain
        about = one_line(topic)
        if not about:
            raise Refusal(render.NO_TOPIC)
        guild_id, host_id, now = guild_of(interaction).id, interaction.user.id, self.bot.now()
        async with self.bot.acting(interaction) as session:
            draft = await study.draft(
                session,
                guild_id,
                host_id,
                topic=about,
                typed_when=one_line(when),
                zone=await members.zone(session, guild_id, host_id),
                now=now,
            )
        await whisper(interaction, render.draft_card(draft, self.bot.mention, now))

    @app_commands.command(name="list")
    async def coming(self, interaction: NexusInteraction) -> None:
        """See the sessions that are coming, and to which you go."""
        async with self.bot.db.read() as session:
            found = await study.coming(
                session, guild_of(interaction).id, self.bot.now(), limit=render.LIST_LIMIT
            )
        await whisper(
            interaction, render.list_card(found, interaction.user.id, 0, self.bot.mention)
        )
