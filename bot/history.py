"""Whether a post stands on Discord already: asked of the channel itself, once no nonce tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord
from discord.utils import snowflake_time

from bot import cards
from bot.verdicts import Never
from db.outbox import Post, Sent, State

# Our clock and Discord's may disagree.
MARGIN = timedelta(minutes=5)
LOOKED_THROUGH = 1000
PAGE = 100  # messages, which is a request
_UNSURE = Never(State.UNSURE, "it may be posted, and I cannot look")


def tag(post: Post) -> int:
    """The number of its row, which a post carries unseen as the id of its card."""
    return cards.FIRST_TAG + post.id


@dataclass(frozen=True, slots=True)
class Found:
    """The post's message, if it stands there; None if it does not; and what looking has cost."""

    verdict: Sent | Never | None
    requests: int


async def look_up(guild: discord.Guild, post: Post, since: datetime) -> Found:
    """Look for a post that was first tried at `since`.

    Without the permission Discord answers an empty list, as if nothing had been posted.
    """
    channel = guild.get_channel_or_thread(post.channel_id)
    asked = 0 if channel else 1
    channel = channel or await guild.fetch_channel(post.channel_id)
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        return Found(_UNSURE, asked)
    allowed = channel.permissions_for(guild.me)
    if not (allowed.view_channel and allowed.read_message_history):
        return Found(_UNSURE, asked)
    found = await look_through(channel, guild.me, post, since)
    return Found(found.verdict, asked + found.requests)


async def look_through(
    channel: discord.abc.Messageable, me: discord.Member, post: Post, since: datetime
) -> Found:
    """Look for a post among what was written since in a channel whose history Nexus may read."""
    read = 0
    wanted = tag(post)
    async for message in channel.history(
        after=since - MARGIN, limit=LOOKED_THROUGH, oldest_first=True
    ):
        read += 1
        if message.author.id == me.id and wanted in cards.tags(message):
            return Found(Sent(message.id), read // PAGE + 1)
    return Found(None if read < LOOKED_THROUGH else _UNSURE, read // PAGE + 1)


async def look_up_in_forum(forum: discord.ForumChannel, sign: str, since: datetime) -> Found:
    """Look for a thread of ours that begins with `sign`, and that was first tried at `since`."""
    first, mine = since - MARGIN, forum.guild.me.id

    def found(threads: Iterable[discord.Thread]) -> Sent | None:
        for one in threads:
            is_ours = (one.parent_id, one.owner_id) == (forum.id, mine)
            if is_ours and one.name.startswith(sign) and snowflake_time(one.id) >= first:
                return Sent(one.id, thread_id=one.id)  # its first message has the same id
        return None

    if known := found(forum.threads):
        return Found(known, 0)
    # Discord may have opened it without our having heard of it.
    if active := found(await forum.guild.active_threads()):
        return Found(active, 1)
    if not forum.permissions_for(forum.guild.me).read_message_history:
        return Found(_UNSURE, 1)
    read = 0
    async for thread in forum.archived_threads(limit=LOOKED_THROUGH):
        read += 1
        if thread.archive_timestamp < first:  # these, and all that follow, are older
            break
        if archived := found([thread]):
            return Found(archived, read // PAGE + 2)
    return Found(None, read // PAGE + 2)
