"""Open the private thread of each pair: once, whether the finder or the clock asks for it."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.kinds import Kind, Message
from bot.places import Purpose, place_in
from cogs.pairing.meeting import render
from db import pairs
from db.pairs import Pair

log = logging.getLogger(__name__)

# The joint window is a week: for that long a silent thread stays in the channel's list.
_ARCHIVE_MINUTES = 10080


class Threads:
    """Everything here may be cut off at any await: the next try goes on where the last ended."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self._one_at_a_time = asyncio.Lock()

    async def open_all(self) -> None:
        """Open what is still to be opened: Nexus was stopped halfway, or lacked a permission."""
        async with self.bot.db.read() as session:
            waiting = await pairs.unopened(session, self.bot.now())
        for pair in waiting:
            try:
                await self.open(pair)
            except Refusal as why:
                log.info("pair %s still has no thread: %s", pair.id, why)
            except Exception:  # the pairs behind it must not wait for this one
                log.exception("pair %s got no thread", pair.id)

    async def open(self, pair: Pair) -> int:
        """The pair's thread, with both in it and a card that introduces them.

        A Refusal says what a moderator has to allow first.
        """
        async with self._one_at_a_time:
            async with self.bot.db.read() as session:
                known = await pairs.by_id(session, pair.guild_id, pair.id)
            if known is not None and known.thread_id is not None:
                return known.thread_id
            thread_id = await self._open(pair)
            async with self.bot.db.begin() as session:
                await pairs.opened(session, pair.guild_id, pair.id, thread_id, self.bot.now())
            await self.bot.delivery.send_now(pairs.card_key(pair.id, thread_id))
        return thread_id

    async def _open(self, pair: Pair) -> int:
        guild = self.bot.get_guild(pair.guild_id)
        if guild is None:
            raise Refusal(render.NO_GUILD)
        channel = await place_in(self.bot, guild, Purpose.DIGEST)
        try:
            thread = _begun(channel, pair) or await channel.create_thread(
                name=render.thread_name(pair),
                type=discord.ChannelType.private_thread,
                auto_archive_duration=_ARCHIVE_MINUTES,
            )
            await self._add_both(thread, pair)
        except discord.Forbidden as error:
            raise Refusal(render.not_allowed(channel.id)) from error
        except discord.HTTPException as error:
            log.warning("pair %s got no thread: code %s", pair.id, error.code)
            raise Refusal(render.REFUSED) from error
        return thread.id

    async def _add_both(self, thread: discord.Thread, pair: Pair) -> None:
        for user_id in pair.people:
            try:
                await thread.add_user(discord.Object(user_id))
            except discord.NotFound:
                log.info("pair %s: a member has left the guild", pair.id)


def _begun(channel: discord.TextChannel, pair: Pair) -> discord.Thread | None:
    """The thread that an earlier try made before it was cut off: its name holds its number."""
    name = render.thread_name(pair)
    mine = (one for one in channel.threads if one.owner_id == channel.guild.me.id)
    return next((one for one in mine if one.name == name), None)


async def _draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says when they were paired
    async with bot.db.read() as session:
        pair = await pairs.by_id(session, guild.id, payload["id"])
    if pair is None:
        return None
    card = render.pair_card(pair, bot.mention("pair find"))
    return Message(card, list(pair.people))


KINDS = {pairs.CARD: Kind(_draw, resend_when_unsure=True, gone=pairs.thread_gone)}
