"""Kinds of posts: how each is drawn, and what is remembered once Discord has it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.places import Purpose
from db.outbox import Post, Sent, State

if TYPE_CHECKING:
    from bot.client import Nexus


# Why moderators hear of a post that did not come.
LOST_WORDS = {
    State.DEAD: "Discord does not take it",
    State.UNSURE: "it may be there or not",
    State.EXPIRED: "it was too late",
}


@dataclass(frozen=True, slots=True)
class ForumPost:
    """A thread of its own, with all that begins it; only `ping` are notified."""

    name: str
    sign: str
    """What its name begins with, and no other's there: by that it is found again."""
    card: discord.ui.LayoutView
    ping: Sequence[int] = ()
    tags: Sequence[str] = ()
    """Names of tags; those that the forum has are applied."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message; a card shows it by `attachment://` and its name."""

    name: str
    data: bytes

    def made(self) -> discord.File:
        """For one try: sending it closes it."""
        return discord.File(BytesIO(self.data), self.name)


@dataclass(frozen=True, slots=True)
class Message:
    """What a post says now; only `ping` are notified."""

    card: discord.ui.LayoutView
    ping: Sequence[int] = ()
    files: Sequence[Attached] = ()
    bare: discord.ui.LayoutView | None = None
    """What it says without its files, where Nexus may attach none."""
    in_forum: ForumPost | None = None
    """What it is instead where its channel is a forum."""


Render = Callable[
    ["Nexus", discord.Guild, Mapping[str, Any], timedelta | None], Awaitable[Message | None]
]
"""(bot, guild, payload, how late it is) to the message; None if there is nothing to say any more.

A renderer reads what is true when it is called; `how late` is None up to a few minutes.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the delivery has to know of a kind of post. A cog registers those of its feature."""

    render: Render
    resend_when_unsure: bool
    """Whether twice is better than never, where Discord may have it and nobody can look."""
    is_direct: bool = False
    """Whether it goes to a member alone: its channel is one that `bot.direct` has opened. If they
    take no messages any more, that is nobody else's business."""
    sent: Callable[[AsyncSession, Post, Sent], Awaitable[None]] | None = None
    """Remembers what Discord made of it, in the transaction that marks the post as sent."""
    gone: Callable[[AsyncSession, Post], Awaitable[None]] | None = None
    """Remembers that the post's thread is no more; without it, moderators are told of the place."""
    then: Callable[["Nexus", Post], Awaitable[None]] | None = None
    """What Discord is asked for next, once one of these two is remembered. It may be cut off: a
    chore has to finish what it leaves."""
    purpose: Purpose | None = None
    """Where it goes instead, if its channel is no more: the one that is set up for this by then."""


def late_words(late: timedelta | None) -> str | None:
    """A small line for the card of a post that is late."""
    if late is None:
        return None
    minutes = int(late.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    said = f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    return f"-# Late by {said}: I was down, or could not post here."
