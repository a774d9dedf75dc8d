"""The digest as a direct message, to members who asked for it and have missed a week."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.presence import has_left
from cogs.digest import render
from db import digest_contents, digest_letters, digest_posts, guilds


async def _draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # a day later it is still what they missed
    user_id, iso_week = int(payload["user"]), str(payload["week"])
    async with bot.db.read() as session:
        if not await digest_letters.wants(session, guild.id, user_id):
            return None
        part = await digest_posts.part(session, guild.id, iso_week, 1)
        if part is None:
            return None
        settings = await guilds.settings(session, guild.id)
        contents = await digest_contents.contents(session, guild.id, settings, part.due, bot.now())
    if await has_left(guild, user_id):
        return None  # what is said here is for members
    card = render.letter_card(contents, part, guild, bot.mention)
    return Message(card) if card else None


async def _draw_hello(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    async with bot.db.read() as session:
        is_wanted = await digest_letters.wants(session, guild.id, payload["user"])
    return Message(render.hello_card(guild)) if is_wanted else None


KINDS = {
    digest_letters.LETTER: Kind(_draw, resend_when_unsure=False, is_direct=True),
    digest_letters.HELLO: Kind(_draw_hello, resend_when_unsure=False, is_direct=True),
}
