"""/nexus kb: the knowledge base as an archive, for moderators alone."""

import asyncio

from discord import app_commands
from discord.ext import commands

from bot import knowledge_base, workers
from bot.client import Nexus, NexusInteraction
from bot.domain import knowledge_archive
from bot.domain.errors import Refusal
from bot.domain.record import Kind
from bot.kinds import Attached
from bot.places import guild_of, require_moderator
from bot.replies import whisper
from bot.workers import WorkFailed
from cogs.knowledge import render
from db import audit

ABOUT = "Take what members let the next cohort read, as a site that is ready to publish."
# Discord takes files of 10 MB, and no more for a bot.
MOST = 9_500_000
_MAKE = "bot.domain.knowledge_archive:make"
# Five thousand long questions take a quarter of a minute; what is too large is made again, smaller.
_SECONDS = 180.0


class Knowledge(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(
            app_commands.Command(name="kb", description=ABOUT, callback=self.kb)
        )

    async def cog_unload(self) -> None:
        self.bot.moderation.remove_command("kb")

    async def kb(self, interaction: NexusInteraction) -> None:
        await require_moderator(interaction)
        bot, guild = self.bot, guild_of(interaction)
        base = await knowledge_base.gather(bot.db, guild.id, guild.name, bot.now())
        if base.is_empty:
            raise Refusal(render.nothing_yet(bot.mention("privacy publish")))
        # Thousands of pages are a tenth of a second's work even to hand over.
        order = await asyncio.to_thread(knowledge_archive.order, base, MOST)
        try:
            said = await workers.in_process(_MAKE, order, seconds=_SECONDS)
        except WorkFailed:
            raise Refusal(render.FAILED) from None
        archive = knowledge_archive.made(said)
        async with bot.acting(interaction) as session:
            await audit.note(
                session,
                guild.id,
                interaction.user.id,
                kind=Kind.KNOWLEDGE,
                act="took",
                subject="the knowledge base",
                now=bot.now(),
            )
        await whisper(
            interaction,
            render.archive_card(base, archive, bot.mention("privacy publish")),
            file=Attached(f"{knowledge_archive.FOLDER}.zip", archive.data),
        )
