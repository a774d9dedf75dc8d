"""Direct messages: only to members who asked for them, and only as posts of the outbox.

A member who opts in has a channel of their own with Nexus from then on; a kind that is direct
(`bot.kinds`) is enqueued for that channel. Opting in says hello there, so that whoever takes no
messages hears of it at once.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.verdicts import FAILURES
from db import backlog

if TYPE_CHECKING:
    from bot.client import Nexus, NexusInteraction

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


async def must_arrive(
    interaction: "NexusInteraction",
    hello: str,
    stop: Callable[[AsyncSession, int, int], Awaitable[object]],
) -> None:
    """Send the hello of an opt-in; who takes no messages is not written to after all.

    `stop` takes the opt-in back, of a guild's id and a member's; and they hear how to change that.
    """
    bot, guild_id = interaction.client, interaction.guild_id
    assert guild_id is not None
    if await arrives(bot, hello):
        return
    async with bot.acting(interaction) as session:
        await stop(session, guild_id, interaction.user.id)
    raise Refusal(CLOSED)
