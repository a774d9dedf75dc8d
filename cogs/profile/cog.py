"""/me: what a member tells Nexus of themselves."""

from discord import app_commands
from discord.ext import commands

from bot.choices import zone_choices
from bot.client import Nexus, NexusInteraction
from bot.domain import zones
from bot.places import guild_of
from bot.replies import whisper
from cogs.profile import render
from cogs.profile.deeds import posts
from cogs.profile.deeds.cog import Doing
from db import digest_letters, log_habits, members


class Profile(
    Doing,
    commands.GroupCog,
    group_name="me",
    group_description="You, as Nexus knows you",
):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING, gone=posts.GONE)

    async def cog_unload(self) -> None:
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(posts.KINDS)

    @app_commands.command()
    @app_commands.describe(zone="Your city, such as Lagos; or what your watch shows, such as 18:40")
    @app_commands.autocomplete(zone=zone_choices)
    async def timezone(self, interaction: NexusInteraction, zone: str) -> None:
        """Say where you are, so that times you type are read as yours."""
        chosen = zones.require(zone)
        async with self.bot.acting(interaction) as session:
            guild_id, me = guild_of(interaction).id, interaction.user.id
            await members.set_zone(session, guild_id, me, chosen)
            await log_habits.zone_changed(session, guild_id, me, self.bot.now())
        await whisper(interaction, render.zone_saved(chosen, self.bot.now()))

    @app_commands.command()
    async def availability(self, interaction: NexusInteraction) -> None:
        """Say when you usually have time, so that sessions are planned for then."""
        guild_id, user_id = guild_of(interaction).id, interaction.user.id
        async with self.bot.db.read() as session:
            known = await members.availability(session, guild_id, user_id)
            zone = await members.zone(session, guild_id, user_id)
        await whisper(interaction, render.availability_card(known, zone, self.bot.mention))

    @app_commands.command()
    async def reminders(self, interaction: NexusInteraction) -> None:
        """Choose how long before a study session you are reminded of it, or not at all."""
        async with self.bot.db.read() as session:
            unwanted = await members.unwanted(
                session, guild_of(interaction).id, interaction.user.id
            )
        await whisper(interaction, render.reminders_card(unwanted))

    @app_commands.command()
    async def digest(self, interaction: NexusInteraction) -> None:
        """Be sent what you missed, after a week in which you were not here; or stop that."""
        async with self.bot.db.read() as session:
            is_on = await digest_letters.wants(
                session, guild_of(interaction).id, interaction.user.id
            )
        await whisper(interaction, render.letters_card(guild_of(interaction).id, is_on=is_on))
