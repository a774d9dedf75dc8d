"""What moderators are told unasked: that a channel refuses what Nexus has to post there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.cards import Accent, card
from bot.places import Place, Purpose, find, missing
from db.guilds import Settings

if TYPE_CHECKING:
    from bot.client import Nexus

KIND = "notice"
LASTS = timedelta(days=2)


class About(StrEnum):
    PARKED = "parked"
    GONE = "gone"


def place(guild: discord.Guild, settings: Settings, *, but_not: int) -> discord.TextChannel | None:
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


def notice_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView:
    """The notice, with what is missing as it is now."""
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
