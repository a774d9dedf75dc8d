"""Ask Discord again and again: a start is not given up because one request was lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import Random
from typing import TypeVar

import aiohttp
import discord

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_PAUSE = 0.5  # seconds
LONGEST_PAUSE = 60.0
_TOO_MANY = 429  # by discord.py's own waiting it is a ban, which passes


async def until_reached(ask: Callable[[], Awaitable[T]], rng: Random) -> T:
    """What Discord answers in the end; what it refuses is raised at once."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await ask()
        except (OSError, aiohttp.ClientConnectionError, discord.DiscordException) as error:
            if not _may_pass(error):
                raise
            seconds = pause * rng.uniform(0.5, 1)
            log.warning("cannot reach Discord (%s): trying again in %.1f s", _why(error), seconds)
        await asyncio.sleep(seconds)
        pause = min(2 * pause, LONGEST_PAUSE)


def status(error: BaseException | None) -> int | None:
    """The HTTP status with which Discord refused; of a gateway that is not told, too."""
    if isinstance(error, discord.GatewayNotFound):
        return status(error.__cause__)
    return error.status if isinstance(error, discord.HTTPException) else None


def _may_pass(error: Exception) -> bool:
    found = status(error)
    if found is None:
        return not isinstance(error, discord.DiscordException)
    return found >= 500 or found == _TOO_MANY


def _why(error: Exception) -> str:
    return str(status(error) or error or type(error).__name__)
