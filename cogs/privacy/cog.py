"""/privacy: what is kept of a member, and what is shown of them."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain.publishing import printed
from bot.places import guild_of
from bot.replies import whisper
from cogs.privacy import owning, posts, render
from db import members


class Privacy(commands.GroupCog, group_name="privacy", group_description="Your own data"):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.redraws.learn(posts.STANDING)

    async def cog_unload(self) -> None:
        self.bot.redraws.unlearn(posts.STANDING)

    @app_commands.command()
    async def show(self, interaction: NexusInteraction) -> None:
        """See what I keep of you in this server."""
        await owning.show(interaction)

    @app_commands.command()
    async def export(self, interaction: NexusInteraction) -> None:
        """Take along all that I keep of you in this server, in one file."""
        await owning.export(interaction)

    @app_commands.command()
    async def delete(self, interaction: NexusInteraction) -> None:
        """Have all that I keep of you in this server deleted for good."""
        await owning.explain_deleting(interaction)

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
