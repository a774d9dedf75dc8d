"""Open the thread of each pair: once, whether the finder or the clock asks for it.

A private one. Where Nexus may open none, a public one, if all of the pair take that.
"""

import asyncio
import logging
from typing import cast

import discord
from discord.ext import commands

from bot import notices, places
from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.places import Purpose, channel_for
from bot.presence import LEFT
from bot.verdicts import FAILURES, verdict
from cogs.pairing.meeting import render
from db import guilds, pair_ends, pair_sessions, pair_threads, pairs
from db.pairs import Pair

log = logging.getLogger(__name__)

# The joint window is a week: for that long a silent thread stays in the channel's list.
_ARCHIVE_MINUTES = 10080
_PRIVATE = places.words("create_private_threads")


class PublicOnly(Refusal):
    """No private thread can be opened here; whether they take a public one, they are asked."""


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
        """The pair's thread, with all of it in there and a card that introduces them.

        Where it was deleted by hand, another. A Refusal says what is in the way.
        """
        async with self._one_at_a_time:
            async with self.bot.db.read() as session:
                known = await pairs.by_id(session, pair.guild_id, pair.id)
            if known is None or not known.is_on:
                raise Refusal(render.ENDED)
            if known.thread_id is not None:
                return known.thread_id
            thread, gone = await self._open(known)
            now, is_public = self.bot.now(), not thread.is_private()
            async with self.bot.db.begin() as session:
                await pairs.opened(
                    session, pair.guild_id, pair.id, thread.id, now, is_public=is_public
                )
                await pair_threads.redraw(session, pair.guild_id, pair.id, now)
                keys = [pairs.card_key(pair.id, thread.id)]
                keys += await pair_sessions.follow(session, pair.guild_id, pair.id, thread.id, now)
                for user_id in gone:
                    keys += await pair_ends.lose(session, pair.guild_id, pair.id, user_id, now)
            await self.bot.delivery.send_now(*keys)
        return thread.id

    async def _open(self, pair: Pair) -> tuple[discord.Thread, list[int]]:
        """The thread, and who of them has left the server."""
        guild = self.bot.get_guild(pair.guild_id)
        if guild is None:
            raise Refusal(render.NO_GUILD)
        channel = await channel_for(self.bot, guild, Purpose.DIGEST)
        try:
            thread = _begun(channel, pair) or await self._begin(channel, pair)
            return thread, await _add_all(thread, pair)
        except discord.Forbidden as error:
            raise Refusal(render.not_allowed(channel.id)) from error
        except discord.HTTPException as error:
            log.warning("pair %s got no thread: code %s", pair.id, error.code)
            raise Refusal(render.REFUSED) from error

    async def _begin(self, channel: discord.TextChannel, pair: Pair) -> discord.Thread:
        lacking = set(places.missing(channel, Purpose.DIGEST))
        if not lacking:
            try:
                return await _create(channel, pair, is_public=False)
            except discord.Forbidden:
                if not _may_be_public(channel):
                    raise
        elif lacking != {_PRIVATE} or not _may_be_public(channel):
            raise Refusal(places.lacking(channel, Purpose.DIGEST))
        if pair_threads.agree(pair):
            return await _create(channel, pair, is_public=True)
        if not pair_threads.refuse(pair):
            await self._ask(channel, pair)
        raise PublicOnly(render.public_only(pair))

    async def _ask(self, channel: discord.TextChannel, pair: Pair) -> None:
        async with self.bot.db.begin() as session:
            key = await pair_threads.ask(
                session, pair.guild_id, pair.id, channel.id, self.bot.now()
            )
        if key is not None:
            await self.bot.delivery.send_now(key)


class WithThreads(commands.Cog):
    """The cog that opens the pairs' threads."""

    threads: Threads


def threads_of(bot: Nexus) -> Threads:
    """Those of the cog as it is loaded now: after a reload its class is another one."""
    return cast("WithThreads", bot.get_cog("Pairing")).threads


async def room_for_pairs(bot: Nexus, guild: discord.Guild) -> None:
    """A Refusal where no pair could have any thread."""
    channel = await channel_for(bot, guild, Purpose.DIGEST)
    lacking = set(places.missing(channel, Purpose.DIGEST))
    if lacking and not (lacking == {_PRIVATE} and _may_be_public(channel)):
        raise Refusal(places.lacking(channel, Purpose.DIGEST))


async def moderators(bot: Nexus, guild: discord.Guild) -> discord.TextChannel | None:
    """Where they hear that a pair has no thread."""
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
    return notices.place(guild, settings)


async def close(bot: Nexus, pair: Pair) -> None:
    """Archive the thread of a pair that has ended, and lock it where that is allowed."""
    place = await _thread(bot, pair)
    if place is not None:
        try:
            await place.edit(archived=True, locked=True)
        except discord.Forbidden:  # whoever opened a thread may archive it
            await place.edit(archived=True)
    async with bot.db.begin() as session:
        await pair_ends.closed(session, pair.guild_id, pair.id, bot.now())


async def close_all(bot: Nexus) -> None:
    async with bot.db.read() as session:
        over = await pair_ends.to_close(session, bot.now())
    for pair in over:
        try:
            await close(bot, pair)
        except FAILURES as error:
            log.info("the thread of pair %s stays open for now: %s", pair.id, verdict(error))


async def _thread(bot: Nexus, pair: Pair) -> discord.Thread | None:
    try:
        found = await bot.fetch_channel(pair.thread_id or 0)
    except discord.NotFound:
        return None
    return found if isinstance(found, discord.Thread) else None


async def _create(channel: discord.TextChannel, pair: Pair, *, is_public: bool) -> discord.Thread:
    kind = discord.ChannelType.public_thread if is_public else discord.ChannelType.private_thread
    return await channel.create_thread(
        name=render.thread_name(pair), type=kind, auto_archive_duration=_ARCHIVE_MINUTES
    )


async def _add_all(thread: discord.Thread, pair: Pair) -> list[int]:
    """Bring them in; returns who of them has left the server."""
    gone: list[int] = []
    for user_id in pair.people:
        try:
            await thread.add_user(discord.Object(user_id))
        except discord.NotFound as error:
            if error.code not in LEFT:
                raise
            gone.append(user_id)
    return gone


async def bring(bot: Nexus, pair: Pair, user_id: int) -> bool:
    """Bring somebody into a pair's thread who joined it since; False if they left the server."""
    try:
        thread = await _thread(bot, pair)
        if thread is not None:
            await thread.add_user(discord.Object(user_id))
    except FAILURES as error:
        return not (isinstance(error, discord.NotFound) and error.code in LEFT)
    return True


def _may_be_public(channel: discord.TextChannel) -> bool:
    allowed = channel.permissions_for(channel.guild.me)
    return allowed.create_public_threads and allowed.send_messages_in_threads


def _begun(channel: discord.TextChannel, pair: Pair) -> discord.Thread | None:
    """The thread that an earlier try made before it was cut off: its name holds its number."""
    name = render.thread_name(pair)
    mine = (one for one in channel.threads if one.owner_id == channel.guild.me.id)
    return next((one for one in mine if one.name == name), None)
