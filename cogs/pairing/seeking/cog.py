"""/pair find and leave: the queue, and the way out of it."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.matching import PROJECTS, Track
from bot.places import guild_of
from bot.replies import whisper
from cogs.pairing.meeting.introducing import introduce
from cogs.pairing.meeting.threads import room_for_pairs
from cogs.pairing.seeking import render
from db import guilds, matches, pair_profiles, queue
from db.guilds import Settings

_PROJECTS = [app_commands.Choice(name=one, value=one) for one in PROJECTS]
_TRACKS = [app_commands.Choice(name=one.label, value=one.value) for one in Track]


class Seeking(commands.Cog):
    """Some of the verbs of /pair."""

    bot: Nexus

    @app_commands.command()
    @app_commands.describe(
        project="What you build", track="Your side of it; your role says it if you leave this out"
    )
    @app_commands.choices(project=_PROJECTS, track=_TRACKS)
    async def find(
        self, interaction: NexusInteraction, project: str, track: str | None = None
    ) -> None:
        """Find a partner who builds the other side of your project."""
        guild_id, user_id, now = guild_of(interaction).id, interaction.user.id, self.bot.now()
        await room_for_pairs(self.bot, guild_of(interaction))
        side = Track(track) if track else await self._track_of(interaction.user, guild_id)
        async with self.bot.acting(interaction) as session:
            await pair_profiles.say(
                session, guild_id, user_id, track=side, project=project, now=now
            )
            found = await matches.look(session, guild_id, user_id, now=now)
            where = await queue.place(session, guild_id, user_id, midnight=now, now=now)
        if found.pair is not None:
            await introduce(interaction, found.pair)
        elif where is not None:
            await whisper(interaction, render.place_card(where, found.arrival))

    @app_commands.command()
    async def leave(self, interaction: NexusInteraction) -> None:
        """Stop waiting for a partner."""
        async with self.bot.acting(interaction) as session:
            project = await queue.leave(
                session, guild_of(interaction).id, interaction.user.id, self.bot.now()
            )
        find = self.bot.mention("pair find")
        await whisper(interaction, render.left(project, find))

    async def _track_of(self, user: discord.User | discord.Member, guild_id: int) -> Track:
        """The track that the member's roles say, or a Refusal that asks for it."""
        async with self.bot.db.read() as session:
            settings = await guilds.settings(session, guild_id)
        tracks = _tracks(user, settings)
        if len(tracks) != 1:
            raise Refusal(render.which_track(tracks, self.bot.mention("pair find")))
        return tracks[0]


def _tracks(user: discord.User | discord.Member, settings: Settings) -> list[Track]:
    held = {role.id for role in user.roles} if isinstance(user, discord.Member) else set[int]()
    chosen = {
        Track.FRONTEND: settings.frontend_role_id,
        Track.BACKEND: settings.backend_role_id,
    }
    return [track for track, role_id in chosen.items() if role_id in held]
