"""Direct messages: only to members who asked for them, and only as posts of the outbox.

A member who opts in has a channel of their own with Nexus from then on; a kind that is direct
(`bot.kinds`) is enqueued for that channel. Opting in says hello there, so that whoever takes no
messages hears of it at once.
"""

from typing import TYPE_CHECKING

import discord

from bot.domain.errors import Refusal
from bot.verdicts import FAILURES
from db import backlog

if TYPE_CHECKING:
    from bot.client import Nexus

CLOSED = (
    "I can't write to you. Open this server's menu, then **Privacy Settings**, allow direct"
    " messages, and press it again."
)


async def channel_with(user: discord.User | discord.Member) -> int:
    """The id of the channel in which Nexus writes to that member alone."""
    try:
        return (await user.create_dm()).id
    except FAILURES as error:
        raise Refusal(CLOSED) from error


async def arrives(bot: "Nexus", *keys: str) -> bool:
    """Send these posts at once: whether whom they are for takes direct messages.

    Of what is neither sent nor refused by now, a later tick tells; it counts as taken.
    """
    await bot.delivery.send_now(*keys)
    async with bot.db.read() as session:
        return not await backlog.is_closed(session, keys)
