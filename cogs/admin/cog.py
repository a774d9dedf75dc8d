"""/nexus setup, settings and audit: how Nexus works here, and what moderators did."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.choices import zone_choices
from bot.client import Nexus, NexusInteraction
from bot.domain import log, zones
from bot.domain.record import Kind
from bot.places import guild_of, require_moderator
from bot.replies import whisper
from cogs.admin import render
from cogs.admin.auditing.asked import Asked, read_kind, typed_day
from cogs.admin.auditing.presses import show
from cogs.admin.overview import presses as overview
from cogs.admin.saving import save
from cogs.admin.standing import standing
from db import backlog

ABOUT_AUDIT = "See what moderators did, to what and why, and take it as a file."
ABOUT_SETTINGS = "See all settings in words and change them; what is wrong now stands on top."
ABOUT_SETUP = "Choose the channels, the roles and the cohort's dates; check what I may do there."

_KINDS = [app_commands.Choice(name=one.label, value=one.value) for one in Kind]


class Admin(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.moderation.add_command(
            app_commands.Command(name="setup", description=ABOUT_SETUP, callback=self.setup)
        )
        self.bot.moderation.add_command(
            app_commands.Command(name="audit", description=ABOUT_AUDIT, callback=self.audit)
        )
        self.bot.moderation.add_command(
            app_commands.Command(
                name="settings", description=ABOUT_SETTINGS, callback=self.settings
            )
        )

    async def cog_unload(self) -> None:
        self.bot.moderation.remove_command("settings")
        self.bot.moderation.remove_command("audit")
        self.bot.moderation.remove_command("setup")

    @app_commands.describe(
        person="Who did it",
        kind="Which feature it was about",
        day="On which day, such as: yesterday, monday or 6 march",
    )
    @app_commands.choices(kind=_KINDS)
    async def audit(
        self,
        interaction: NexusInteraction,
        person: discord.User | discord.Member | None = None,
        kind: str | None = None,
        day: str | None = None,
    ) -> None:
        settings = await require_moderator(interaction)
        which = Asked(
            person.id if person else None,
            read_kind(kind) if kind else None,
            typed_day(day, log.today(settings.zone, self.bot.now())) if day else None,
        )
        await show(interaction, which, whisper)

    @app_commands.describe(zone="The cohort's time zone: type a city, such as Lagos")
    @app_commands.autocomplete(zone=zone_choices)
    async def setup(self, interaction: NexusInteraction, zone: str | None = None) -> None:
        settings = await require_moderator(interaction)
        guild = guild_of(interaction)
        if zone is not None:
            settings = await save(interaction, zone=zones.require(zone))
        async with self.bot.db.read() as session:
            troubles = await backlog.troubles(session, guild.id, self.bot.now())
        stands = standing(guild, settings, troubles)
        await whisper(interaction, render.setup_card(guild, settings, stands))

    async def settings(self, interaction: NexusInteraction) -> None:
        await overview.show(interaction, await require_moderator(interaction), whisper)
