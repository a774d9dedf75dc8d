"""The server's own events, as Discord has them, and what is asked of it."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.domain.mirror import Act, Entity, Look, Place, Standing, Status
from cogs.study.mirroring import render
from db.study import Posted

LIMIT_SECONDS = 20  # a request
MOST = 100  # open ones in a server

_HOSTING: dict[discord.ChannelType, tuple[Entity, Sequence[str]]] = {
    discord.ChannelType.voice: (Entity.VOICE, ("view_channel", "connect")),
    discord.ChannelType.stage_voice: (
        Entity.STAGE,
        ("view_channel", "manage_channels", "mute_members", "move_members"),
    ),
}


def standing(event: discord.ScheduledEvent) -> Standing:
    place = Place(Entity(event.entity_type.value), event.channel_id, event.location or "")
    return Standing(
        Status(event.status.value),
        Look(event.name, event.description or "", event.start_time, event.end_time, place),
    )


def place(guild: discord.Guild, posted: Posted) -> Place:
    """In the session's channel, if that is still there and Nexus may have an event in it."""
    channel = guild.get_channel(posted.plan.voice_channel_id or 0)
    if channel and channel.type in _HOSTING:
        entity, needed = _HOSTING[channel.type]
        allowed = channel.permissions_for(guild.me)
        if all(getattr(allowed, name) for name in needed):
            return Place(entity, channel.id)
    spoken_of = channel or guild.get_channel(posted.channel_id or 0)
    return render.elsewhere(posted.plan, spoken_of.name if spoken_of else guild.name)


def of_session(
    found: Iterable[discord.ScheduledEvent], guild: discord.Guild, number: int
) -> Sequence[discord.ScheduledEvent]:
    """Those that Nexus itself has made for a session; somebody else's never count."""
    return [
        one
        for one in found
        if one.creator_id == guild.me.id
        and not is_over(one)
        and render.is_of(one.description, number)
    ]


def open_count(found: Iterable[discord.ScheduledEvent]) -> int:
    return sum(not is_over(one) for one in found)


def is_over(event: discord.ScheduledEvent) -> bool:
    """Of anybody's, of which Discord may know kinds that we do not."""
    return event.status in (discord.EventStatus.completed, discord.EventStatus.cancelled)


async def listed(guild: discord.Guild) -> list[discord.ScheduledEvent]:
    """As Discord has them now; what discord.py remembers may be from before an outage."""
    async with asyncio.timeout(LIMIT_SECONDS):
        return await guild.fetch_scheduled_events(with_counts=False)


async def do(
    act: Act, guild: discord.Guild, look: Look, event: discord.ScheduledEvent | None
) -> discord.ScheduledEvent | None:
    """Have Discord do it; what stands there then."""
    async with asyncio.timeout(LIMIT_SECONDS):
        if act is Act.MAKE:
            return await _make(guild, look)
        if event is None or act is Act.FORGET:
            return None
        if act is Act.REMOVE:
            await remove(event)
            return None
        return await _keep(act, event, look)


async def _keep(act: Act, event: discord.ScheduledEvent, look: Look) -> discord.ScheduledEvent:
    match act:
        case Act.CHANGE:
            return await _change(event, look)
        case Act.BEGIN:
            return await event.edit(status=discord.EventStatus.active)
        case Act.END:
            return await event.edit(status=discord.EventStatus.completed)
        case _:
            return event


async def remove(event: discord.ScheduledEvent) -> None:
    """Cleaner than to cancel it, which would leave it among those that were."""
    with suppress(discord.NotFound):
        await event.delete()


async def _make(guild: discord.Guild, look: Look) -> discord.ScheduledEvent:
    return await guild.create_scheduled_event(
        name=look.name,
        description=look.description,
        start_time=look.starts_at,
        privacy_level=discord.PrivacyLevel.guild_only,
        **_where(look),
    )


async def _change(event: discord.ScheduledEvent, look: Look) -> discord.ScheduledEvent:
    """Say only what is another: Discord takes no start that has passed, be it the same."""
    now = standing(event).look
    given: dict[str, Any] = {}
    if now.name != look.name:
        given["name"] = look.name
    if now.description != look.description:
        given["description"] = look.description
    if now.starts_at != look.starts_at:
        given["start_time"] = look.starts_at
    if (now.place, now.ends_at) != (look.place, look.ends_at):
        given |= _where(look)
    return await event.edit(**given) if given else event


def _where(look: Look) -> dict[str, Any]:
    """Where it is, with its end: the one goes with the other."""
    given: dict[str, Any] = {
        "entity_type": discord.EntityType(look.place.entity.value),
        "end_time": look.ends_at,
    }
    if look.place.channel_id is None:
        return given | {"location": look.place.location}
    return given | {"channel": discord.Object(look.place.channel_id)}
