"""Public threads under cards: opened once, whoever asks and however often a try is cut off."""

from typing import TYPE_CHECKING

import discord

from bot.verdicts import UNKNOWN_MESSAGE

if TYPE_CHECKING:
    from bot.client import Nexus

# Discord's code: the card has a thread, or had one that was deleted since.
THREAD_EXISTS = 160004


async def open_under(
    bot: "Nexus", guild_id: int, channel_id: int, message_id: int, name: str
) -> int:
    """The thread under a card, or beside it where that one was deleted; its name is its own.

    A thread has the id of the card that it hangs on, so that opening it twice is no danger.
    Raises what Discord answers where it refuses.
    """
    place = bot.get_partial_messageable(channel_id, guild_id=guild_id)
    try:
        return (await place.get_partial_message(message_id).create_thread(name=name)).id
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS and await _stands(bot, message_id):
            return message_id
        if error.code not in (THREAD_EXISTS, UNKNOWN_MESSAGE):
            raise
    return await _open_beside(bot, channel_id, name)


async def _open_beside(bot: "Nexus", channel_id: int, name: str) -> int:
    channel = bot.get_channel(channel_id) or await bot.fetch_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    mine = (one for one in channel.threads if one.owner_id == channel.guild.me.id)
    begun = next((one for one in mine if one.name == name), None)  # by a try that was cut off
    kind = discord.ChannelType.public_thread
    return (begun or await channel.create_thread(name=name, type=kind)).id


async def _stands(bot: "Nexus", channel_id: int) -> bool:
    try:
        await bot.fetch_channel(channel_id)
    except discord.NotFound:
        return False
    return True
