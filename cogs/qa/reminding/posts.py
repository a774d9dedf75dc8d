"""How a waiting question comes up again, and how an asker is reminded of the answers.

Both are decided and queued in one transaction, and drawn as things stand when they are sent.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.domain import waiting
from bot.kinds import Kind, Message
from bot.places import Purpose, find
from bot.redraws import Standing
from cogs.qa.reminding import render
from db import guilds, posted, question_posts, questions, reminding

log = logging.getLogger(__name__)

UTC = "UTC"


async def remind(bot: Nexus) -> None:
    """Say what is due in each guild, in the hours in which people hear of what can wait."""
    for guild in bot.guilds:
        if not guild.unavailable:
            await _bring_up(bot, guild)
            await _nudge(bot, guild)


async def _bring_up(bot: Nexus, guild: discord.Guild) -> None:
    now = bot.now()
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
        zone = settings.zone or UTC
        if (
            waiting.closing(zone, now) is None
            or await reminding.has_come_up(session, guild.id, zone, now)
            or await reminding.next_up(session, guild.id, now) is None
        ):
            return
    channel = find(guild, settings, Purpose.QA)
    if channel is None:
        return  # until moderators choose one
    # A forum takes no messages, and shows first what was said last: so the question's own post.
    place = channel.id if isinstance(channel, discord.TextChannel) else None
    async with bot.db.begin() as session:
        key = await reminding.bring_up(session, guild.id, place, zone, now)
    log.info("a waiting question comes up in guild %s: %s", guild.id, key)


async def _nudge(bot: Nexus, guild: discord.Guild) -> None:
    now = bot.now()
    async with bot.db.read() as session:
        silent = await reminding.silent(session, guild.id, now)
    due = [one for one in silent if waiting.closing(one.zone or UTC, now)]
    if due:
        async with bot.db.begin() as session:
            for one in due:
                await reminding.nudge(session, guild.id, one.question_id, now)


async def draw_waiting(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says since when it waits
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, payload["id"])
    if question is None or not question.is_open or question.answer_count:
        return None
    if question.taken_by(bot.now()) is not None:
        return None
    return Message(render.waiting_card(question))


async def _waiting_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        post = await posted.placed(session, guild.id, key)
        question = post and await questions.by_id(session, guild.id, post.payload["id"])
    if post is None or question is None:
        return None
    return Standing(post.channel_id, post.message_id, render.waiting_card(question))


async def draw_nudge(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, payload["id"])
        if question is None or not question.is_open:
            return None
        shown = await reminding.candidates(session, guild.id, question.id)
    if not shown:
        return None
    return Message(render.nudge_card(question, shown), [question.asker_id])


async def _nudge_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        post = await posted.placed(session, guild.id, key)
        question = post and await questions.by_id(session, guild.id, post.payload["id"])
        if post is None or question is None:
            return None
        shown = await reminding.candidates(session, guild.id, question.id)
    return Standing(post.channel_id, post.message_id, render.nudge_card(question, shown))


# An archived thread opens for a nudge: after two days of silence most are archived, their asker is
# to press a button there, which fails on some clients while it is, and it closes again by itself.
KINDS = {
    question_posts.WAITING: Kind(draw_waiting, resend_when_unsure=False, gone=reminding.let_go),
    question_posts.NUDGE: Kind(draw_nudge, resend_when_unsure=False, gone=reminding.let_go),
}

STANDING = {question_posts.WAITING: _waiting_stands, question_posts.NUDGE: _nudge_stands}
