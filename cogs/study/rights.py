"""Who may do what to study sessions, and where moderators are asked about new ones."""

import discord

from bot import places
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import Purpose, guild_of
from cogs.study.acting import manages
from db import guilds
from db.guilds import Settings
from db.session_acts import Actor


async def require_moderator(interaction: NexusInteraction) -> Settings:
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_of(interaction).id)
    if not manages(interaction, settings):
        raise Refusal("Only moderators can do that. Ask one of them for help.")
    return settings


def actor(interaction: NexusInteraction, settings: Settings, reason: str = "") -> Actor:
    return Actor(interaction.user.id, manages(interaction, settings), one_line(reason))


def moderators_channel(guild: discord.Guild, settings: Settings) -> discord.TextChannel | None:
    """The one that was chosen for them, and no other: what is not approved is not for everybody."""
    found = places.find(guild, settings, Purpose.MODERATORS)
    return found if found and found.id == settings.moderators_channel_id else None


def ask_in(interaction: NexusInteraction, settings: Settings) -> int | None:
    """Where new sessions are approved; None if that is not needed, or not possible."""
    if not settings.sessions_need_approval:
        return None
    channel = moderators_channel(guild_of(interaction), settings)
    return channel.id if channel else None


def held_in(interaction: NexusInteraction, settings: Settings) -> int | None:
    """Where a new session of the caller's is approved; those of moderators need not be."""
    return None if manages(interaction, settings) else ask_in(interaction, settings)
