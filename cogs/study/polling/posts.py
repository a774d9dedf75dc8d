"""How a poll's card reaches everybody, and is closed once its times are over."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from cogs.study.polling import render
from db import poll_closing, poll_drafts, polls
from db.polls import Poll
from db.session_posts import POLL


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says which times there are
    poll = await _poll(bot, guild.id, payload["id"])
    return Message(render.poll_card(poll)) if poll and poll.is_open else None


async def _card_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    poll = await _poll(bot, guild.id, key)
    return poll and Standing(poll.channel_id, poll.message_id, render.poll_card(poll))


KINDS = {
    POLL: Kind(draw_card, resend_when_unsure=True, sent=polls.card_sent, purpose=Purpose.SESSIONS)
}
STANDING = {POLL: _card_stands}


async def publish(bot: Nexus, poll: Poll) -> Poll:
    """Post the poll's card now, if Discord will; returns how it stands."""
    await bot.delivery.send_now(poll_drafts.card_key(poll.id))
    async with bot.db.read() as session:
        return await polls.find(session, poll.guild_id, poll.id)


async def end_passed(bot: Nexus) -> None:
    """Close the polls that nobody closed before the last of their times."""
    async with bot.db.begin() as session:
        await poll_closing.end_passed(session, bot.now())


async def _poll(bot: Nexus, guild_id: int, poll_id: int) -> Poll | None:
    async with bot.db.read() as session:
        return await polls.by_id(session, guild_id, poll_id)
