"""What moderators are told unasked: that a channel refuses a post, or a session lost its host."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.cards import Accent, card
from bot.domain.text import escape
from bot.places import Place, Purpose, find, missing
from db import study
from db.guilds import Settings
from db.study import Stage

if TYPE_CHECKING:
    from bot.client import Nexus

KIND = "notice"
LASTS = timedelta(days=2)


class About(StrEnum):
    PARKED = "parked"
    GONE = "gone"
    HOSTLESS = "hostless"


def place(
    guild: discord.Guild, settings: Settings, *, but_not: int | None = None
) -> discord.TextChannel | None:
    """The moderators' channel, else the project's; never the one that the notice is about."""
    for chosen in (settings, Settings()):
        channel = find(guild, chosen, Purpose.MODERATORS)
        if channel and channel.id != but_not and not missing(channel, Purpose.MODERATORS):
            return channel
    return None


def row(about: About, channel_id: int, now: datetime) -> dict[str, Any]:
    """What `outbox.enqueue` needs to know of a notice; of a channel that is gone there is one."""
    key = f"{about}:{channel_id}"
    return {
        "kind": KIND,
        "dedupe_key": key if about is About.GONE else f"{key}:{now:%Y%m%dT%H%M%S}",
        "payload": {"about": about.value, "channel_id": channel_id},
        "due_at": now,
        "expires_at": now + LASTS,
    }


def hostless_row(session_id: int, host_id: int, now: datetime) -> dict[str, Any]:
    """What `outbox.enqueue` needs to know of the notice that a session's host has left."""
    return {
        "kind": KIND,
        "dedupe_key": f"{About.HOSTLESS}:{session_id}:{host_id}",
        "payload": {"about": About.HOSTLESS.value, "id": session_id, "host_id": host_id},
        "due_at": now,
        "expires_at": now + LASTS,
    }


async def notice_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView | None:
    """The notice, with what is true now; None where nobody needs to do anything any more."""
    if said["about"] == About.HOSTLESS:
        return await _hostless_card(bot, guild, said)
    setup = bot.mention("nexus setup")
    if said["about"] == About.GONE:
        return card(
            "### A channel is gone\nI had something to post in a channel that was deleted. Choose"
            f" another one with {setup}.",
            accent=Accent.WAITING,
        )
    channel = guild.get_channel(said["channel_id"])
    lacking = missing(channel, Purpose.MODERATORS) if isinstance(channel, Place) else []
    allow = f": **{', '.join(lacking)}**" if lacking else ""
    return card(
        f"### I may not post in <#{said['channel_id']}>\nAllow me there{allow}. I keep what is"
        f" waiting, and try again every hour. {setup} shows how it stands.",
        accent=Accent.WAITING,
    )


async def _hostless_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView | None:
    async with bot.db.read() as session:
        posted = await study.by_id(session, guild.id, said["id"])
    if posted is None or posted.stage is not Stage.OPEN or posted.ends_at <= bot.now():
        return None
    if posted.host_id != said["host_id"]:
        return None
    return card(
        f"### Session #{posted.number} has lost its host\n"
        f"<@{posted.host_id}> has left the server, and **{escape(posted.topic)}** starts"
        f" <t:{posted.starts_at.timestamp():.0f}:R>. Choose somebody else with"
        f" {bot.mention('nexus session host')}.",
        accent=Accent.WAITING,
    )
