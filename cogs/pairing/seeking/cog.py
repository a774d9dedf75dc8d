"""/pair: what one says of oneself, the queue, a rest from it, and the way out of it."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import own_pairs
from bot.client import Nexus, NexusInteraction
from bot.domain import rests
from bot.domain.matching import Track
from bot.places import guild_of
from bot.replies import whisper
from cogs.pairing.seeking import acts, choices, render
from db import members, pairs, queue

_TRACKS = [app_commands.Choice(name=one.label, value=one.value) for one in Track]


class Seeking(commands.Cog):
    """Some of the verbs of /pair."""

    bot: Nexus

    @app_commands.command()
    async def profile(self, interaction: NexusInteraction) -> None:
        """Say what you build and how, see it, and erase it; only you see this."""
        await acts.show_profile(interaction, whisper)

    @app_commands.command()
    @app_commands.describe(
        project="What you build; your profile says it if you leave this out",
        track="Your side of it; your profile or your role says it if you leave this out",
    )
    @app_commands.choices(track=_TRACKS)
    @app_commands.autocomplete(project=choices.project_choices)
    async def find(
        self, interaction: NexusInteraction, project: str | None = None, track: str | None = None
    ) -> None:
        """Find a partner who builds the other side of your project."""
        await acts.seek(
            interaction, whisper, project=project, track=Track(track) if track else None
        )

    @app_commands.command()
    async def status(self, interaction: NexusInteraction) -> None:
        """See your place in the queue, your pairs, and until when you rest."""
        await whisper(
            interaction, render.status_card(await acts.known(interaction), self.bot.mention)
        )

    @app_commands.command()
    async def leave(self, interaction: NexusInteraction) -> None:
        """Stop waiting for a partner."""
        guild_id, me = guild_of(interaction).id, interaction.user.id
        async with self.bot.acting(interaction) as session:
            project = await queue.leave(session, guild_id, me, self.bot.now())
            on = await pairs.of_member(session, guild_id, me)
        await whisper(interaction, render.left(project, me, on, self.bot.mention))

    @app_commands.command()
    @app_commands.describe(until="Such as friday, 6 march or 10 days; a week if you leave this out")
    async def pause(
        self,
        interaction: NexusInteraction,
        until: app_commands.Range[str, 1, rests.LIMIT] | None = None,
    ) -> None:
        """Rest: you keep your place in the queue, and are not matched meanwhile."""
        guild_id, me, now = guild_of(interaction).id, interaction.user.id, self.bot.now()
        async with self.bot.db.read() as session:
            zone = await members.zone(session, guild_id, me)
        ends_at = rests.until(until, zone, now) if until else now + rests.USUAL
        async with self.bot.acting(interaction) as session:
            await queue.rest(session, guild_id, me, ends_at, now)
        await whisper(interaction, render.resting_card(ends_at))

    @app_commands.command()
    @app_commands.describe(member="They never hear of it")
    async def block(
        self, interaction: NexusInteraction, member: discord.User | discord.Member
    ) -> None:
        """Never be paired with somebody; nobody but you sees this."""
        await acts.block(interaction, member)

    @app_commands.command()
    @app_commands.describe(member="Whom you block")
    @app_commands.autocomplete(member=choices.blocked_choices)
    async def unblock(self, interaction: NexusInteraction, member: str) -> None:
        """Let yourself be paired with somebody again; nobody but you sees this."""
        await acts.unblock(interaction, member)

    @app_commands.command()
    @app_commands.describe(
        pair="Which pair; the newest, or that of this thread, if you leave this out"
    )
    @app_commands.autocomplete(pair=own_pairs.choices)
    async def why(self, interaction: NexusInteraction, pair: str | None = None) -> None:
        """See why you and your partner are a pair."""
        await acts.say_why(interaction, pair)
