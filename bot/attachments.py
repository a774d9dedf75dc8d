"""Files that people send with a command: read from Discord, only so much and only so long."""

import asyncio
import logging

import aiohttp
import discord

from bot.domain.errors import Refusal

log = logging.getLogger(__name__)

LIMIT_SECONDS = 10.0


async def read(
    attachment: discord.Attachment, most: int, *, advice: str = "", seconds: float = LIMIT_SECONDS
) -> bytes:
    """What is in it, at most so many bytes; `advice` is for whoever sends more.

    Discord itself measured what it says of the size: a file that is too large is not asked for.
    """
    if attachment.size > most:
        raise _too_large(most, advice)
    try:
        async with asyncio.timeout(seconds):
            data = await attachment.read(use_cached=False)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("an attachment was not read: %s", type(error).__name__)
        raise Refusal("Discord did not hand me that file. Send it again in a minute.") from error
    if len(data) > most:
        raise _too_large(most, advice)
    return data


def _too_large(most: int, advice: str) -> Refusal:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return Refusal(f"That file is over {size}, which is more than I read. {advice}".rstrip())
