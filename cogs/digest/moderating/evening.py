"""The digest in the moderators' channel, in the evening before it is due, where they want that."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from bot import cards
from bot.client import Nexus
from bot.domain import weekly
from bot.kinds import Kind, Message
from bot.notices import private_place
from cogs.digest.moderating import render
from cogs.digest.moderating.looks import look
from cogs.digest.posts import posts_of
from db import digest_contents, digest_previews, digests, guilds


async def plan(bot: Nexus) -> None:
    now = bot.now()
    async with bot.db.read() as session:
        wanted = await digest_previews.wanted(session)
    for guild_id in wanted:
        guild = bot.get_guild(guild_id)
        if guild and not guild.unavailable:
            await _plan(bot, guild, now)


async def _plan(bot: Nexus, guild: discord.Guild, now: datetime) -> None:
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
        rhythm = digests.rhythm(settings)
        due = weekly.following(rhythm, now)
        if (
            now < weekly.evening_before(rhythm, due)
            or await digests.is_decided(session, guild.id, due.iso_week)
            or await digest_previews.is_queued(session, guild.id, due)
        ):
            return
        contents = await digest_contents.contents(session, guild.id, settings, due, now)
    week, channel = (
        posts_of(bot).week(guild, settings, due, contents),
        private_place(guild, settings),
    )
    if channel is not None and week.parts:
        async with bot.db.begin() as session:
            await digest_previews.queue(
                session, guild.id, channel.id, due, parts=week.parts, now=now
            )


async def _draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # until the digest itself is due, it is early enough
    iso_week, items = str(payload["week"]), payload["items"]
    async with bot.db.read() as session:
        if await digests.is_decided(session, guild.id, iso_week):
            return None
    seen = await look(bot, guild, iso_week)
    drawn = await posts_of(bot).message(
        seen.week.contents, items, guild, is_first=payload["part"] == 1
    )
    if drawn is None or not payload["is_last"]:
        return drawn
    controls = render.controls_card(seen, bot.mention, is_private=False)
    bare = drawn.bare and cards.together(drawn.bare, controls)
    return Message(cards.together(drawn.card, controls), files=drawn.files, bare=bare)


KINDS = {digest_previews.PREVIEW: Kind(_draw, resend_when_unsure=True)}
