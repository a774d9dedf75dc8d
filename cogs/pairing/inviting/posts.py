"""How an invitation to pair reaches who is asked, and how its card stays true."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from cogs.pairing.inviting import render
from db import pair_invitations


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says until when it is open
    async with bot.db.read() as session:
        found = await pair_invitations.by_id(session, guild.id, payload["id"])
    if found is None or found.end is not None or bot.now() >= found.ends_at:
        return None
    return Message(render.invitation_card(found), [found.invited_id])


async def _stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        found = await pair_invitations.by_id(session, guild.id, key)
    if found is None or found.message_id is None:
        return None
    return Standing(found.channel_id, found.message_id, render.invitation_card(found))


async def _gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """A card that somebody deleted does not come again by itself."""
    del code
    async with bot.db.begin() as session:
        await pair_invitations.gone(session, guild_id, key, bot.now())
    return False


KINDS = {
    pair_invitations.CARD: Kind(
        draw, resend_when_unsure=False, sent=pair_invitations.sent, purpose=Purpose.DIGEST
    )
}
STANDING = {pair_invitations.CARD: _stands}
GONE = {pair_invitations.CARD: _gone}


async def end_old(bot: Nexus) -> None:
    """End what nobody answered in time, and say so on its card."""
    async with bot.db.begin() as session:
        guilds = await pair_invitations.expire(session, bot.now())
    for guild_id in guilds:
        await bot.redraws.redraw_now(guild_id)
