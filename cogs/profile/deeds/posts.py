"""How the card that a member shares reaches the cohort, and stays true."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from cogs.profile.deeds import render
from db import deeds


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says of which day it is
    user_id = payload["user"]
    async with bot.db.read() as session:
        shown = await deeds.shown(session, guild.id, user_id)
        found = await deeds.of(session, guild.id, user_id, bot.now())
    if not shown.is_shown or shown.message_id is not None:
        return None
    return Message(render.public_card(user_id, found, bot.now()))


async def _stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        shown = await deeds.shown(session, guild.id, key)
        found = await deeds.of(session, guild.id, key, bot.now())
    if shown.message_id is None:
        return None
    card = (
        render.public_card(key, found, bot.now()) if shown.is_shown else render.taken_back_card(key)
    )
    return Standing(shown.channel_id, shown.message_id, card)


async def _gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """A card that somebody deleted does not come again by itself."""
    del code
    async with bot.db.begin() as session:
        await deeds.gone(session, guild_id, key)
    return False


KINDS = {deeds.CARD: Kind(draw, resend_when_unsure=False, sent=deeds.sent, purpose=Purpose.DIGEST)}
STANDING = {deeds.CARD: _stands}
GONE = {deeds.CARD: _gone}
