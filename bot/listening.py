"""Signs of life of a pair, as Discord tells them when it is asked.

When somebody wrote is asked, and what they wrote is not: Nexus is not told of messages.
"""

import logging
from datetime import datetime

import discord
from discord.utils import snowflake_time

from bot.client import Nexus
from bot.presence import has_left
from bot.verdicts import FAILURES, verdict
from db import pair_ends, pairs
from db.pairs import Pair

log = logging.getLogger(__name__)

# So many of the newest messages are looked through for those of each.
_LOOKED_THROUGH = 50


async def listen(bot: Nexus, pair: Pair) -> Pair | None:
    """Note when each of them last wrote in their thread; the pair as it stands then.

    None where Discord does not tell. A thread that is gone is noted as gone.
    """
    try:
        signs = await _signs(bot, pair)
    except discord.NotFound:
        async with bot.db.begin() as session:
            await pairs.thread_deleted(session, pair.guild_id, pair.thread_id or 0)
        return None
    except FAILURES as error:
        log.info("pair %s was not listened to: %s", pair.id, verdict(error))
        return None
    if signs:
        async with bot.db.begin() as session:
            await pairs.heard(session, pair.guild_id, pair.id, signs)
    async with bot.db.read() as session:
        return await pairs.by_id(session, pair.guild_id, pair.id)


async def _signs(bot: Nexus, pair: Pair) -> dict[int, datetime]:
    """Who wrote last when, as far as that is news."""
    if pair.thread_id is None:
        return {}
    thread = await bot.fetch_channel(pair.thread_id)
    if not isinstance(thread, discord.Thread) or thread.last_message_id is None:
        return {}
    # Of each of them it is to be known: who was heard last hides nobody.
    since = min(one.heard_at or pair.made_at for one in pair.mates if one.left_at is None)
    if snowflake_time(thread.last_message_id) <= since:
        return {}
    found: dict[int, datetime] = {}
    async for message in thread.history(limit=_LOOKED_THROUGH, after=since, oldest_first=False):
        if message.author.id in pair.people:
            found.setdefault(message.author.id, message.created_at)
    return found


async def lost_one(bot: Nexus, guild: discord.Guild, pair: Pair) -> bool:
    """Whether somebody of it has left the server, which is what is told then."""
    gone = [one for one in pair.people if await has_left(guild, one)]
    if not gone:
        return False
    async with bot.db.begin() as session:
        for user_id in gone:
            await pair_ends.lose(session, guild.id, pair.id, user_id, bot.now())
    return True
