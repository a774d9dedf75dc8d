"""/me: what a member tells Nexus of themselves."""

from discord import app_commands
from discord.ext import commands

from bot.choices import zone_choices
from bot.client import Nexus, NexusInteraction
from bot.domain import zones
from bot.places import guild_of
from bot.replies import whisper
from cogs.profile import render
from db import members


class Profile(commands.GroupCog, group_name="me", group_description="You, as Nexus knows you"):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(zone="Your city, such as Lagos; or what your watch shows, such as 18:40")
    @app_commands.autocomplete(zone=zone_choices)
    async def timezone(self, interaction: NexusInteraction, zone: str) -> None:
        """Say where you are, so that times you type are read as yours."""
        chosen = zones.require(zone)
        async with self.bot.acting(interaction) as session:
            await members.set_zone(session, guild_of(interaction).id, interaction.user.id, chosen)
        await whisper(interaction, render.zone_saved(chosen, self.bot.now()))
