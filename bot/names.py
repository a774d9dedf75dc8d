"""What members are called, for suggestions and options: a mention would stand there as a number."""

import asyncio
from collections.abc import Collection, Mapping

import discord

from bot.domain.people import is_somebody

# Suggestions that come later are of no use.
PATIENCE_SECONDS = 1.5
# Discord tells of so many at once; the next suggestions ask for those behind them.
MOST = 100


async def names(guild: discord.Guild, user_ids: Collection[int]) -> Mapping[int, str]:
    """Their names in the guild; those who left, or are not found in time, are missing."""
    strangers = [
        one for one in dict.fromkeys(user_ids) if is_somebody(one) and guild.get_member(one) is None
    ]
    if strangers:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await guild.query_members(user_ids=strangers[:MOST], cache=True, limit=MOST)
        except (TimeoutError, discord.DiscordException, ConnectionError):
            pass  # a suggestion without a name is better than none
    found = ((one, guild.get_member(one)) for one in user_ids)
    return {one: member.display_name for one, member in found if member}
