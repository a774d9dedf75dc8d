"""The weekly question as a direct message, and the hello that comes before the first one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from cogs.learning.prompting import render
from db import log_habits


async def draw_question(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    async with bot.db.read() as session:
        prompt = await log_habits.prompt(session, guild.id, payload["user"])
    return Message(render.question_card(guild, late)) if prompt.is_wanted else None


async def draw_hello(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    async with bot.db.read() as session:
        prompt = await log_habits.prompt(session, guild.id, payload["user"])
    return Message(render.hello_card(guild, prompt)) if prompt.is_wanted else None


KINDS = {
    log_habits.PROMPT: Kind(draw_question, resend_when_unsure=False, is_direct=True),
    log_habits.HELLO: Kind(draw_hello, resend_when_unsure=False, is_direct=True),
}


async def ask_due(bot: Nexus) -> None:
    """Queue the questions whose hour has come."""
    async with bot.db.begin() as session:
        await log_habits.claim(session, bot.now())
