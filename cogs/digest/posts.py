"""How a week's digest comes to be posted: decided once when it is due, drawn when it is sent."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.domain import weekly
from bot.kinds import Kind, Message
from bot.places import Purpose, find
from cogs.digest import render
from db import digests, guilds

log = logging.getLogger(__name__)


async def plan(bot: Nexus) -> None:
    """Decide what becomes of each guild's digest that is due and undecided."""
    for guild in bot.guilds:
        if not guild.unavailable:
            await _plan(bot, guild)


async def _plan(bot: Nexus, guild: discord.Guild) -> None:
    now = bot.now()
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
        due = weekly.latest(digests.rhythm(settings), now)
        if guild.me.joined_at and due.due_at < guild.me.joined_at:
            return  # of a time when nobody expected one
        if await digests.is_decided(session, guild.id, due.iso_week):
            return
    channel = find(guild, settings, Purpose.DIGEST)
    if channel is None and now - due.due_at <= digests.LATEST:
        return  # somebody may choose one yet; `/nexus setup` asks for it
    async with bot.db.begin() as session:
        fate = await digests.decide(session, guild.id, channel.id if channel else 0, due, now)
    log.info("digest of %s for guild %s: %s", due.iso_week, guild.id, fate)


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    due_at = datetime.fromisoformat(payload["due_at"])
    async with bot.db.read() as session:
        contents = await digests.contents(session, guild.id, due_at, bot.now())
    return None if contents.is_empty else Message(render.digest_card(contents, late))


KINDS = {digests.KIND: Kind(draw, resend_when_unsure=False)}
