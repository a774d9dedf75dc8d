"""How the card reaches its channel, is drawn anew there, and is taken away."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from bot.verdicts import FAILURES, verdict
from cogs.welcome import render
from db import welcomes
from db.welcomes import Place

log = logging.getLogger(__name__)


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message:
    del guild, payload, late  # it says the same everywhere, and at any time
    return Message(render.welcome_card(bot.mention))


async def _stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    del key
    async with bot.db.read() as session:
        place = await welcomes.place(session, guild.id)
    if place is None:
        return None
    return Standing(place.channel_id, place.message_id, render.welcome_card(bot.mention))


async def _gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """A card that somebody deleted does not come again by itself."""
    del key, code
    async with bot.db.begin() as session:
        await welcomes.gone(session, guild_id)
    return False


KINDS = {
    welcomes.KIND: Kind(draw, resend_when_unsure=False, sent=welcomes.sent, purpose=Purpose.DIGEST)
}
STANDING = {welcomes.KIND: _stands}
GONE = {welcomes.KIND: _gone}


async def take_away(bot: Nexus, guild: discord.Guild, place: Place) -> bool:
    """Delete the card where it stands; False where Discord does not let us."""
    channel = bot.get_partial_messageable(place.channel_id, guild_id=guild.id)
    try:
        await channel.get_partial_message(place.message_id).delete()
    except discord.NotFound:
        return True  # somebody did that before
    except FAILURES as error:
        log.warning("the welcome card stays in %s: %s", place.channel_id, verdict(error))
        return False
    return True
