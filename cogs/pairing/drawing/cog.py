"""/nexus pair: what moderators decide about pairing."""

import discord
from discord import app_commands

from bot.choices import Choices, like
from bot.client import NexusInteraction
from bot.domain.text import one_line
from bot.names import names
from bot.places import guild_of, moderates, require_moderator
from bot.replies import whisper
from cogs.pairing.drawing import acts, render
from cogs.pairing.moderating.acts import show_settings
from cogs.pairing.seeking.choices import project_choices
from db import guilds, pair_lists

Reason = app_commands.Range[str, 1, 200]


async def pair_choices(interaction: NexusInteraction, typed: str) -> Choices:
    """The pairs that are on, for moderators alone."""
    guild = guild_of(interaction)
    async with interaction.client.db.read() as session:
        if not moderates(interaction, await guilds.settings(session, guild.id)):
            return []
        on = await pair_lists.on(session, guild.id)
    known = await names(guild, [user_id for one in on for user_id in one.people])
    return like(typed, {str(one.number): render.label(one, known) for one in on})


class Verbs(app_commands.Group, name="pair", description="Frontend meets backend"):
    """A part of /nexus, so that it is hidden from everybody but moderators."""

    @app_commands.command()
    async def settings(self, interaction: NexusInteraction) -> None:
        """Choose the projects that learners here build."""
        await require_moderator(interaction)
        await show_settings(interaction, whisper)

    @app_commands.command(name="list")
    async def show(self, interaction: NexusInteraction) -> None:
        """See who waits for a partner, and which pairs are on."""
        await acts.show_list(interaction, 0, whisper)

    @app_commands.command()
    async def draw(self, interaction: NexusInteraction) -> None:
        """See the best pairs of all who wait, with reasons, before you make them."""
        await acts.draw(interaction, whisper)

    @app_commands.command()
    @app_commands.describe(
        frontend="Who builds the frontend",
        backend="Who builds the backend",
        project="What they build; not needed where both say the same",
    )
    @app_commands.autocomplete(project=project_choices)
    async def make(
        self,
        interaction: NexusInteraction,
        frontend: discord.User | discord.Member,
        backend: discord.User | discord.Member,
        project: str | None = None,
    ) -> None:
        """Make a pair of two members."""
        await acts.make(interaction, frontend, backend, project)

    @app_commands.command()
    @app_commands.describe(pair="A name, the project or its number", reason="For the record")
    @app_commands.autocomplete(pair=pair_choices)
    async def end(
        self, interaction: NexusInteraction, pair: str, reason: Reason | None = None
    ) -> None:
        """End a pair; both are told, and may look for somebody new."""
        await acts.end(interaction, pair, one_line(reason or ""))
