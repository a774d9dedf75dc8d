"""How a session ends: its recap is posted, and follows whoever says later that they were there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.redraws import Standing
from cogs.study.attending import render
from cogs.study.posts import PACE
from db import attendances, recaps, session_clock, session_posts, study
from db.attendances import Roll
from db.study import Stage

SETTLE = "study:settle"


def start(bot: Nexus) -> None:
    async def chore() -> None:
        await settle(bot)

    bot.delivery.learn(KINDS)
    bot.redraws.learn(STANDING, pace=PACE)
    bot.jobs.every(timedelta(minutes=1), chore, name=SETTLE)


def stop(bot: Nexus) -> None:
    bot.jobs.drop(SETTLE)
    bot.redraws.unlearn(STANDING)
    bot.delivery.unlearn(KINDS)


async def settle(bot: Nexus) -> None:
    """Have the recaps of sessions posted that are over."""
    now = bot.now()
    async with bot.db.read() as session:
        over = await session_clock.over(session, now)
    for guild_id, session_id in over:
        async with bot.db.begin() as session:
            await session_clock.settle(session, guild_id, session_id, now)


async def draw_recap(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it looks back
    found = await _roll(bot, guild.id, payload["id"])
    return Message(render.recap_card(found)) if found else None


async def _recap_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    found = await _roll(bot, guild.id, key)
    if found is None:
        return None
    posted = found.posted
    return Standing(posted.place_id, posted.recap_message_id, render.recap_card(found))


async def _roll(bot: Nexus, guild_id: int, session_id: int) -> Roll | None:
    async with bot.db.read() as session:
        posted = await study.by_id(session, guild_id, session_id)
        noted = await attendances.of(session, session_id)
    return Roll(posted, noted) if posted and posted.stage is Stage.OPEN else None


KINDS = {
    recaps.RECAP: Kind(
        draw_recap, resend_when_unsure=False, sent=recaps.sent, gone=session_posts.elsewhere
    )
}
STANDING = {recaps.RECAP: _recap_stands}
