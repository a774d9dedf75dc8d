"""Notice that a pair is silent, that one of it is gone, and that a week is over.

`bot.listening` asks Discord for that.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import discord
from discord.utils import snowflake_time

from bot.client import Nexus
from bot.listening import listen, lost_one
from db import pair_lives
from db.pair_lives import SILENCE
from db.pairs import Pair

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=5)


async def sweep(bot: Nexus) -> None:
    """Nudge the silent, and ask how it was after a week."""
    if not bot.is_ready():
        return
    async with bot.db.read() as session:
        quiet = await pair_lives.quiet(session, bot.now())
        week_old = await pair_lives.week_old(session, bot.now())
    await _each(bot, quiet, _nudge)
    await _each(bot, week_old, _follow_up)


async def _each(
    bot: Nexus, those: Sequence[Pair], act: Callable[[Nexus, discord.Guild, Pair], Awaitable[None]]
) -> None:
    for pair in those:
        guild = bot.get_guild(pair.guild_id)
        if guild is None or guild.unavailable:
            continue
        try:
            await act(bot, guild, pair)
        except Exception:  # those behind it must not wait for this one
            log.exception("pair %s was not looked after", pair.id)


async def _nudge(bot: Nexus, guild: discord.Guild, pair: Pair) -> None:
    heard = await listen(bot, pair)
    opened_at = snowflake_time(pair.thread_id or 0)
    if heard is None or opened_at > bot.now() - SILENCE:
        return  # nobody can have been silent there for so long
    if (heard.heard_at or heard.made_at) > bot.now() - SILENCE:
        return
    if await lost_one(bot, guild, heard):
        return
    async with bot.db.begin() as session:
        await pair_lives.nudge(session, guild.id, pair.id, bot.now())


async def _follow_up(bot: Nexus, guild: discord.Guild, pair: Pair) -> None:
    if await lost_one(bot, guild, pair):
        return
    async with bot.db.begin() as session:
        await pair_lives.follow_up(session, guild.id, pair.id, bot.now())
