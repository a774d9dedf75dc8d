"""One try to have Discord take a post: is it there already, what does it say now, and off it goes.

A message is sent with its row's nonce. Discord knows none for a forum's post: whenever a try may
have opened one, it is looked for first.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeGuard

import discord

from bot import cards, forums, history, places
from bot.history import Found
from bot.kinds import Kind, Message
from bot.verdicts import FAILURES, Later, Never, Refused, Verdict, verdict
from db import guilds, outbox
from db.outbox import Lost, Post, Sent, State

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

LIMIT = timedelta(seconds=20)
# A row is begun only while its lease outlasts its look-up and its sending.
LAST_START = outbox.LEASE - 2 * LIMIT
# Discord knows a nonce for a few minutes; how many, it does not say.
FORGOTTEN = timedelta(minutes=2)
# Within this time what Discord took without our hearing of it can be found in a forum.
SETTLED = timedelta(seconds=5)
LATE = timedelta(minutes=5)
# For so long a post whose time is over is looked for, if Discord does not answer.
LOOKED_FOR = timedelta(hours=1)
_EXPIRED = Never(State.EXPIRED, "it expired unsent")
_UNSEEN = Never(State.UNSURE, "it may be posted, and I could not look before it expired")


async def attempt(bot: "Nexus", kind: Kind | None, post: Post) -> Verdict:
    """Send a post, or find it there; one whose time is over is only looked for.

    One request was allowed for it; what it costs beyond that is counted here.
    """
    is_over = bot.now() >= post.expires_at
    if is_over and post.unsure_since is None:
        return _EXPIRED
    found = await _attempt(bot, kind, post, is_over=is_over)
    if kind and kind.is_direct and (isinstance(found, Refused) or _is_gone(found)):
        return Never(State.CLOSED, found.why)
    if not is_over or isinstance(found, Sent) or found is _EXPIRED:
        return found
    has_time = isinstance(found, Later) and bot.now() < post.expires_at + LOOKED_FOR
    return found if has_time else _UNSEEN


def _is_gone(found: Verdict) -> TypeGuard[Never]:
    return isinstance(found, Never) and found.is_gone


async def _attempt(bot: "Nexus", kind: Kind | None, post: Post, *, is_over: bool) -> Verdict:
    guild = bot.get_guild(post.guild_id)
    if kind is None or guild is None or guild.unavailable:
        return Later("nobody knows this kind" if guild else "the server is out of sight")
    place = guild.get_channel(post.channel_id)
    try:
        if isinstance(place, discord.ForumChannel):
            act = _look_in_forum if is_over else _open_thread
            return await act(bot, kind, place, post)
        return await (_look if is_over else _send)(bot, kind, guild, post)
    except FAILURES as error:
        return verdict(error)
    except Exception as error:
        log.exception("%s: posting it failed by our fault", name(post))
        return Later(type(error).__name__, is_unsure=True)


async def _send(bot: "Nexus", kind: Kind, guild: discord.Guild, post: Post) -> Verdict:
    if post.unsure_since and bot.now() > post.unsure_since + FORGOTTEN:
        async with asyncio.timeout(LIMIT.total_seconds()):
            found = await _found(bot, kind, guild, post)
        if known := _known(bot, found, kind):
            return known
    message = await _draw(bot, kind, guild, post)
    if not isinstance(message, Message):
        return message
    card, files = message.card, message.files
    if message.bare and not _may_attach(guild, post.channel_id):
        card, files = message.bare, ()
    async with asyncio.timeout(LIMIT.total_seconds()):
        sent = await places.post(
            _channel(bot, kind, post),
            cards.tag(card, history.tag(post)),
            ping=message.ping,
            nonce=f"ob{post.id:x}",
            files=[one.made() for one in files],
        )
    return Sent(sent.id)


def _channel(bot: "Nexus", kind: Kind, post: Post) -> discord.PartialMessageable:
    if kind.is_direct:
        return bot.get_partial_messageable(post.channel_id, type=discord.ChannelType.private)
    return bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)


def _may_attach(guild: discord.Guild, channel_id: int) -> bool:
    channel = guild.get_channel_or_thread(channel_id)
    return channel is None or channel.permissions_for(guild.me).attach_files


async def _found(bot: "Nexus", kind: Kind, guild: discord.Guild, post: Post) -> Found:
    """Whether the post stands in its channel already, as far as that can be seen."""
    since = post.unsure_since or post.due_at
    if kind.is_direct:
        return await history.look_through(_channel(bot, kind, post), guild.me, post, since)
    return await history.look_up(guild, post, since)


async def _open_thread(
    bot: "Nexus", kind: Kind, forum: discord.ForumChannel, post: Post
) -> Verdict:
    message = await _draw(bot, kind, forum.guild, post)
    if not isinstance(message, Message):
        return message
    if message.in_forum is None:
        return Never(State.DEAD, "a forum takes no messages")
    made = message.in_forum
    if post.unsure_since:
        async with asyncio.timeout(LIMIT.total_seconds()):
            found = await history.look_up_in_forum(forum, made.sign, post.unsure_since)
        if known := _known(bot, found, kind):
            return known
    async with bot.db.read() as session:
        settings = await guilds.settings(session, post.guild_id)
    try:
        async with asyncio.timeout(LIMIT.total_seconds()):
            posted = await places.post_in_forum(
                forum,
                made.name,
                cards.tag(made.card, history.tag(post)),
                ping=made.ping,
                tags=forums.first_tags(forum, settings, made.tags),
            )
    except FAILURES as error:
        failed = verdict(error)
        return replace(failed, at_least=SETTLED) if isinstance(failed, Later) else failed
    return Sent(posted.message.id, thread_id=posted.thread.id)


async def _look(bot: "Nexus", kind: Kind, guild: discord.Guild, post: Post) -> Verdict:
    async with asyncio.timeout(LIMIT.total_seconds()):
        found = await _found(bot, kind, guild, post)
    bot.allowance.spend(found.requests)
    return found.verdict or _EXPIRED


async def _look_in_forum(
    bot: "Nexus", kind: Kind, forum: discord.ForumChannel, post: Post
) -> Verdict:
    drawn = await _draw(bot, kind, forum.guild, post)
    if not isinstance(drawn, Message) or drawn.in_forum is None:
        return _UNSEEN
    async with asyncio.timeout(LIMIT.total_seconds()):
        found = await history.look_up_in_forum(
            forum, drawn.in_forum.sign, post.unsure_since or post.due_at
        )
    bot.allowance.spend(found.requests)
    return found.verdict or _EXPIRED


def _known(bot: "Nexus", found: Found, kind: Kind) -> Sent | Never | None:
    """What a look-up ends the matter with; None if it has to be sent."""
    bot.allowance.spend(found.requests)
    is_risked = isinstance(found.verdict, Never) and kind.resend_when_unsure
    return None if is_risked else found.verdict


async def _draw(
    bot: "Nexus", kind: Kind, guild: discord.Guild, post: Post
) -> Message | Later | Never:
    late = bot.now() - post.due_at
    try:
        drawn = await kind.render(bot, guild, post.payload, late if late >= LATE else None)
    except Exception as error:  # not sent for certain, and no reason to hold up those behind it
        log.exception("%s: drawing it failed by our fault", name(post))
        return Later(type(error).__name__)
    return drawn or Never(State.MOOT, "there is nothing to say any more")


def name(post: Post | Lost) -> str:
    return f"post {post.id} ({post.kind}) for channel {post.channel_id}"
