"""Whether somebody is still there: nobody tells a bot without privileges that a member left."""

import asyncio

import discord

from bot.domain.people import FORMER
from bot.verdicts import FAILURES, UNKNOWN_MEMBER, UNKNOWN_USER

# Somebody, or something that is due, waits meanwhile.
_LOOK_SECONDS = 5
# Discord's codes for who is no member, or nobody at all.
LEFT = (UNKNOWN_MEMBER, UNKNOWN_USER)


async def has_left(guild: discord.Guild, user_id: int) -> bool:
    """Whether Discord says for certain that they are no member any more."""
    if user_id == FORMER:
        return True
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            await guild.fetch_member(user_id)
    except FAILURES as error:
        return isinstance(error, discord.NotFound) and error.code in LEFT
    return False
