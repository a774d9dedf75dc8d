"""/privacy: what is shown of a member, to the cohort and to the next one."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain.publishing import printed
from bot.places import guild_of
from bot.replies import whisper
from cogs.privacy import render
from db import members


class Privacy(commands.GroupCog, group_name="privacy", group_description="What is shown of you"):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    @app_commands.command()
    async def optout(self, interaction: NexusInteraction) -> None:
        """Be left out where members are praised: the list of who helps most, and the digest."""
        async with self.bot.acting(interaction) as session:
            await members.set_unlisted(
                session, guild_of(interaction).id, interaction.user.id, is_unlisted=True
            )
        await whisper(interaction, render.listing_card(self.bot.mention, is_unlisted=True))

    @app_commands.command()
    async def publish(self, interaction: NexusInteraction) -> None:
        """Say whether the next cohort may read what you asked, answered and shared."""
        async with self.bot.db.read() as session:
            consent = await members.consent(session, guild_of(interaction).id, interaction.user.id)
        name = printed(interaction.user.display_name)
        await whisper(interaction, render.publishing_card(consent, name))
