"""Whether a post stands on Discord already: asked of the channel itself, once no nonce tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot import cards
from bot.verdicts import Never, Sent
from db.outbox import Post, State

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
    read = 0
    wanted, mine = tag(post), guild.me.id
    async for message in channel.history(
        after=since - MARGIN, limit=LOOKED_THROUGH, oldest_first=True
    ):
        read += 1
        if message.author.id == mine and wanted in cards.tags(message):
            return Found(Sent(message.id), asked + read // PAGE + 1)
    return Found(None if read < LOOKED_THROUGH else _UNSURE, asked + read // PAGE + 1)
