"""How the cohort is asked for a host, in the sessions' channel."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from cogs.study.hosting import render
from db import posted, session_posts, study
from db.study import Posted, Stage


async def draw_call(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says when the session is
    found = await _session(bot, guild.id, payload["id"])
    if found is None or found.stage is not Stage.OPEN or not found.is_hostless:
        return None
    return Message(render.call_card(found))


async def _call_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        post = await posted.placed(session, guild.id, key)
    found = await _session(bot, guild.id, post.payload["id"]) if post else None
    if post is None or found is None:
        return None
    return Standing(post.channel_id, post.message_id, render.call_card(found))


# Better twice than never: it pings nobody.
KINDS = {
    session_posts.CALL: Kind(draw_call, resend_when_unsure=True, purpose=Purpose.SESSIONS),
}
STANDING = {session_posts.CALL: _call_stands}


async def _session(bot: Nexus, guild_id: int, session_id: int) -> Posted | None:
    async with bot.db.read() as session:
        return await study.by_id(session, guild_id, session_id)
