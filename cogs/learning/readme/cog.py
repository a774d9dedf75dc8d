"""/log readme and import, and /nexus readme for moderators."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot import attachments
from bot.client import Nexus, NexusInteraction
from bot.domain.readme_import import decode
from bot.domain.readme_reading import MOST_BYTES
from bot.places import require_moderator
from bot.replies import whisper
from cogs.learning.readme import acts, moderating

ABOUT = "Choose what the parts of a README are called here, and describe the programme."
_TOO_LARGE = "A README of that size is no README: send me the text alone."


class Readmes(commands.Cog):
    """Some of the verbs of /log."""

    bot: Nexus
    reading: asyncio.Lock

    def start_readmes(self) -> None:
        self.bot.moderation.add_command(
            app_commands.Command(name="readme", description=ABOUT, callback=self.readme_settings)
        )

    def stop_readmes(self) -> None:
        self.bot.moderation.remove_command("readme")

    @app_commands.command()
    async def readme(self, interaction: NexusInteraction) -> None:
        """Get your README as a file, and see what is still missing in it."""
        await acts.hand_out(interaction)

    @app_commands.command(name="import")
    @app_commands.describe(file="Your README.md, 256 kB at most")
    async def import_readme(self, interaction: NexusInteraction, file: discord.Attachment) -> None:
        """Bring the README that you have; you see what it would add before anything is changed."""
        data = await attachments.read(file, MOST_BYTES, advice=_TOO_LARGE)
        text = decode(data, file.filename)
        async with self.reading:  # a long one takes a second of a core
            await acts.look_through(interaction, text)

    async def readme_settings(self, interaction: NexusInteraction) -> None:
        await require_moderator(interaction)
        await moderating.show(interaction, whisper)
