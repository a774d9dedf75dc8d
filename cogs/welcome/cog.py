"""/nexus welcome."""

from typing import Any, cast

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import require_moderator
from bot.replies import whisper
from cogs.welcome import posts, presses


@app_commands.command()
async def welcome(interaction: NexusInteraction) -> None:
    """Post the card that welcomes members, or change where it stands; you see it before."""
    settings = await require_moderator(interaction)
    await whisper(interaction, await presses.preview(interaction, settings, None))


class Welcome(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        # discord.py's types know only commands of a class.
        self.bot.moderation.add_command(cast("app_commands.Command[Any, ..., Any]", welcome))
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING, gone=posts.GONE)

    async def cog_unload(self) -> None:
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.moderation.remove_command("welcome")
