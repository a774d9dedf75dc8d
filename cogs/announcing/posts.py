"""How an announcement reaches its channel."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from cogs.announcing import render
from db import announcements
from db.announcements import Announcement


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    async with bot.db.read() as session:
        found = await announcements.by_id(session, guild.id, payload["id"])
    if found is None or found.withdrawn_at is not None:
        return None
    return Message(render.announcement_card(found, late))


# Better twice than never: it pings nobody.
KINDS = {
    announcements.KIND: Kind(
        draw, resend_when_unsure=True, sent=announcements.sent, purpose=Purpose.DIGEST
    )
}


async def publish(bot: Nexus, announcement: Announcement, guild_id: int) -> Announcement:
    """Post it now, if Discord will; returns how it stands."""
    await bot.delivery.send_now(announcements.key(announcement.id))
    async with bot.db.read() as session:
        return await announcements.find(session, guild_id, announcement.id)
