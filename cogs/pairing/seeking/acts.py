"""Looking for a partner, and what one says of oneself: by command or by button alike."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord

from bot import own_pairs
from bot.client import NexusInteraction
from bot.domain import projects
from bot.domain.errors import Refusal
from bot.domain.matching import Track
from bot.places import guild_of
from bot.replies import whisper
from cogs.pairing.meeting.introducing import introduce
from cogs.pairing.meeting.threads import room_for_pairs
from cogs.pairing.seeking import profile_render, render
from db import blocks, guilds, pair_profiles, pairs, seekers
from db.guilds import Settings
from db.queue import Arrival
from db.seekers import Seeker

Show = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]
"""`whisper` for a command, `redraw` for a button."""


async def known(interaction: NexusInteraction) -> Seeker:
    """What is known of the caller; a role tells the track of who has not said it."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        seeker = await seekers.find(session, guild_id, interaction.user.id, bot.now())
        settings = await guilds.settings(session, guild_id)
    return _with_role(seeker, interaction, settings)


async def show_profile(interaction: NexusInteraction, show: Show) -> None:
    await show(
        interaction, profile_render.card(await known(interaction), interaction.client.mention)
    )


async def say(interaction: NexusInteraction, show: Show, **said: Any) -> None:
    """Save a part of the caller's profile, and show it as it is then."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        arrival, seeker = await seekers.say(session, guild_id, interaction.user.id, said, bot.now())
        settings = await guilds.settings(session, guild_id)
    seeker = _with_role(seeker, interaction, settings)
    has_moved = arrival is Arrival.MOVED
    await show(interaction, profile_render.card(seeker, bot.mention, has_moved=has_moved))


async def seek(
    interaction: NexusInteraction,
    show: Show,
    *,
    project: str | None = None,
    track: Track | None = None,
) -> None:
    """Look for a partner by the caller's profile, with what they say anew."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    await room_for_pairs(bot, guild_of(interaction))
    before = await known(interaction)
    said = _said(before, project, track)
    async with bot.acting(interaction) as session:
        sought, seeker = await seekers.seek(session, guild_id, interaction.user.id, said, bot.now())
    if sought is None:
        await show(interaction, profile_render.card(seeker, bot.mention))
    elif sought.pair is not None:
        await introduce(interaction, sought.pair, show=show)
    elif seeker.place is not None:
        await show(interaction, render.place_card(seeker.place, sought.arrival, seeker.pairs))


def _said(before: Seeker, project: str | None, track: Track | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if project is not None:
        chosen = projects.named(project, before.projects)
        if chosen is None:
            raise Refusal(render.NO_SUCH_PROJECT)
        said["project"] = chosen
    if track or before.profile.track:
        said["track"] = track or before.profile.track
    return said


def _with_role(seeker: Seeker, interaction: NexusInteraction, settings: Settings) -> Seeker:
    tracks = _tracks(interaction.user, settings)
    if seeker.profile.track is not None or len(tracks) != 1:
        return seeker
    return replace(seeker, profile=replace(seeker.profile, track=tracks[0]))


def _tracks(user: discord.User | discord.Member, settings: Settings) -> list[Track]:
    held = {role.id for role in user.roles} if isinstance(user, discord.Member) else set[int]()
    chosen = {
        Track.FRONTEND: settings.frontend_role_id,
        Track.BACKEND: settings.backend_role_id,
    }
    return [track for track, role_id in chosen.items() if role_id in held]


async def block(interaction: NexusInteraction, member: discord.User | discord.Member) -> None:
    if member.bot:
        raise Refusal(render.A_BOT)
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.acting(interaction) as session:
        await blocks.block(session, guild_id, me, member.id, bot.now())
        on = await pairs.of_member(session, guild_id, me)
    await whisper(interaction, render.blocked(member.id, on, bot.mention))


async def unblock(interaction: NexusInteraction, typed: str) -> None:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.acting(interaction) as session:
        known = {str(one): one for one in await blocks.blocked(session, guild_id, me)}
        blocked_id = known.get(typed.strip())
        if blocked_id is None:
            raise Refusal(render.NOT_BLOCKED)
        await blocks.unblock(session, guild_id, me, blocked_id)
    await whisper(interaction, render.unblocked(blocked_id))


async def say_why(interaction: NexusInteraction, typed: str | None) -> None:
    """Why the caller and their partner are a pair; of a pair of others nobody hears a word."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    chosen = await own_pairs.chosen(interaction, typed)
    async with bot.db.read() as session:
        profiles = await pair_profiles.of(session, guild_id, chosen.people)
    await whisper(interaction, render.why_card(chosen, profiles, me, bot.now()))
    for one in chosen.others(me):
        words = render.words_card(profiles[one])
        if words is not None:
            await whisper(interaction, words)
