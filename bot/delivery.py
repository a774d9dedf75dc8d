"""Sends what the outbox holds: nothing else of Nexus posts unprompted.

A row is sent with a nonce of its own, so that trying again posts nothing twice while Discord knows
the nonce. Later than that, the channel's history is searched for the row's number, which its card
carries unseen.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot import cards, notices, places
from bot.jobs import TICK
from bot.verdicts import Later, Never, Refused, Sent, Verdict, verdict
from db import guilds, outbox, parking
from db.outbox import Lost, Post, State

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

REQUESTS = 45  # a tick; Discord takes 50 a second, and people press buttons meanwhile
LIMIT = timedelta(seconds=20)
# A row is begun only while its lease outlasts its look-up and its sending.
LAST_START = outbox.LEASE - 2 * LIMIT
# Discord knows a nonce for a few minutes; how many, it does not say.
FORGOTTEN = timedelta(minutes=2)
# Our clock and Discord's may disagree.
MARGIN = timedelta(minutes=5)
LOOKED_THROUGH = 500
PAGE = 100  # messages, which is a request
LATE = timedelta(minutes=5)
LONGEST_PAUSE = 60  # seconds
# Component ids are 32 bits; those that Discord gives by itself begin at 1.
TAGS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """What a row says now; only `ping` are notified."""

    card: discord.ui.LayoutView
    ping: Sequence[int] = ()


Render = Callable[
    ["Nexus", discord.Guild, Mapping[str, Any], timedelta | None], Awaitable[Message | None]
]
"""(bot, guild, payload, how late it is) to the message; None if there is nothing to say any more.

A renderer reads what is true when it is called; `how late` is None up to a few minutes.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """How posts of a kind are made; and whether, where Discord may have one already and nobody can
    look, it is better sent twice than not at all."""

    render: Render
    resend_when_unsure: bool


def late_words(late: timedelta | None) -> str | None:
    """A small line for the card of a post that is late."""
    if late is None:
        return None
    minutes = int(late.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    said = f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    return f"-# Late by {said}: I was down, or could not post here."


class Delivery:
    """Cogs register the kinds of their posts in `kinds`, and drop them when they unload."""

    def __init__(self, bot: "Nexus") -> None:
        self.bot = bot
        self.kinds: dict[str, Kind] = {notices.KIND: Kind(_notice, resend_when_unsure=True)}
        self._requests = 0

    def start(self) -> None:
        self.bot.jobs.every(TICK, self.send_due, name="delivery")

    async def send_due(self) -> None:
        """Send what is due: channels side by side, in due order within each."""
        if not self.bot.is_ready():
            return
        now = self.bot.now()
        async with self.bot.db.begin() as session:
            expired = await outbox.expire(session, now)
            posts = await outbox.claim(session, now, budget=REQUESTS)
        for lost in expired:
            _report(lost)
        self._requests = REQUESTS
        by_channel: defaultdict[int, list[Post]] = defaultdict(list)
        for post in posts:
            by_channel[post.channel_id].append(post)
        turns = (self._send_in_turn(one, now) for one in by_channel.values())
        for fault in await asyncio.gather(*turns, return_exceptions=True):
            if fault is not None:  # its rows come back when their leases end
                log.error("a channel's posts were not settled", exc_info=fault)

    async def _send_in_turn(self, posts: Sequence[Post], claimed_at: datetime) -> None:
        """What a channel does not take now holds up what is behind it, until the next tick."""
        waiting = list(posts)
        while waiting and self.bot.now() <= claimed_at + LAST_START and self._requests > 0:
            found = await self._send(waiting[0])
            await self._settle(waiting.pop(0), found)
            if isinstance(found, Refused) or (isinstance(found, Later) and found.is_unsure):
                break
        if waiting:
            async with self.bot.db.begin() as session:
                for post in waiting:
                    await outbox.release(session, post)

    async def _send(self, post: Post) -> Verdict:
        try:
            return await self._try(post)
        except (discord.HTTPException, OSError, aiohttp.ClientError) as error:
            return verdict(error)
        except Exception as error:
            log.exception("%s: posting it failed by our fault", _name(post))
            return Later(type(error).__name__, is_unsure=True)

    async def _try(self, post: Post) -> Verdict:
        kind, guild = self.kinds.get(post.kind), self.bot.get_guild(post.guild_id)
        if kind is None or guild is None or guild.unavailable:
            return Later("nobody knows this kind" if guild else "the server is out of sight")
        if post.unsure_since and self.bot.now() > post.unsure_since + FORGOTTEN:
            async with asyncio.timeout(LIMIT.total_seconds()):
                known = await self._look_up(guild, post, post.unsure_since)
            if known is not None and not (kind.resend_when_unsure and isinstance(known, Never)):
                return known
        message = await self._draw(kind, guild, post)
        if not isinstance(message, Message):
            return message
        self._requests -= 1
        async with asyncio.timeout(LIMIT.total_seconds()):
            sent = await places.post(
                self.bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id),
                cards.tag(message.card, TAGS + post.id),
                ping=message.ping,
                nonce=f"ob{post.id:x}",
            )
        return Sent(sent.id)

    async def _draw(self, kind: Kind, guild: discord.Guild, post: Post) -> Message | Later | Never:
        late = self.bot.now() - post.due_at
        try:
            drawn = await kind.render(self.bot, guild, post.payload, late if late >= LATE else None)
        except Exception as error:  # not sent for certain, and no reason to hold up those behind it
            log.exception("%s: drawing it failed by our fault", _name(post))
            return Later(type(error).__name__)
        return drawn or Never(State.MOOT, "there is nothing to say any more")

    async def _look_up(
        self, guild: discord.Guild, post: Post, since: datetime
    ) -> Sent | Never | None:
        """The row's message, if it stands in the channel; None if it does not.

        Without the permission Discord answers an empty list, as if nothing had been posted.
        """
        unsure = Never(State.UNSURE, "it may be posted, and I cannot look")
        found = guild.get_channel_or_thread(post.channel_id)
        channel = found or await guild.fetch_channel(post.channel_id)
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            return unsure
        allowed = channel.permissions_for(guild.me)
        if not (allowed.view_channel and allowed.read_message_history):
            return unsure
        read = 0
        async for message in channel.history(
            after=since - MARGIN, limit=LOOKED_THROUGH, oldest_first=True
        ):
            self._requests -= read % PAGE == 0
            read += 1
            if message.author.id == guild.me.id and TAGS + post.id in cards.tags(message):
                return Sent(message.id)
        return None if read < LOOKED_THROUGH else unsure

    async def _settle(self, post: Post, found: Verdict) -> None:
        now = self.bot.now()
        match found:
            case Sent():
                async with self.bot.db.begin() as session:
                    await outbox.sent(session, post, found.message_id, now)
                log.info("%s is posted as %s", _name(post), found.message_id or "one deleted since")
            case Later():
                until = now + self._pause(post)
                async with self.bot.db.begin() as session:
                    await outbox.put_off(
                        session, post, found.why, until=until, is_unsure=found.is_unsure
                    )
                log.warning("%s is not posted yet: %s", _name(post), found.why)
            case Refused():
                await self._refused(post, found.why, now)
            case Never():
                await self._give_up(post, found, now)

    def _pause(self, post: Post) -> timedelta:
        """Twice as long with each try, and never the same for all that failed together."""
        seconds = min(2 ** min(post.attempts + 1, 6), LONGEST_PAUSE)
        return timedelta(seconds=seconds * self.bot.rng.uniform(0.5, 1))

    async def _refused(self, post: Post, why: str, now: datetime) -> None:
        """Count it; the third in a row parks the channel, and its moderators hear of it."""
        told_in = await self._told_in(post)
        until = now + self._pause(post)
        async with self.bot.db.begin() as session:
            await outbox.put_off(session, post, why, until=until, is_unsure=False)
            parked_until = await parking.refused(session, post, now)
            if parked_until and told_in:
                notice = notices.row(notices.About.PARKED, post.channel_id, now)
                await outbox.enqueue(session, post.guild_id, told_in.id, **notice)
        log.warning("%s was refused: %s", _name(post), why)
        if parked_until:
            log.warning("channel %s is left alone until %s", post.channel_id, parked_until)

    async def _give_up(self, post: Post, found: Never, now: datetime) -> None:
        told_in = await self._told_in(post) if found.is_gone else None
        async with self.bot.db.begin() as session:
            await outbox.give_up(session, post, found.state, found.why, now)
            if told_in:
                notice = notices.row(notices.About.GONE, post.channel_id, now)
                await outbox.enqueue(session, post.guild_id, told_in.id, **notice)
        is_our_fault = found.state is State.DEAD and not found.is_gone
        level = logging.ERROR if is_our_fault else logging.WARNING
        log.log(
            logging.INFO if found.state is State.MOOT else level,
            "%s is given up as %s: %s",
            _name(post),
            found.state,
            found.why,
        )

    async def _told_in(self, post: Post) -> discord.TextChannel | None:
        """Where its moderators hear of a post's trouble."""
        guild = self.bot.get_guild(post.guild_id)
        if guild is None:
            return None
        async with self.bot.db.read() as session:
            settings = await guilds.settings(session, post.guild_id)
        return notices.place(guild, settings, but_not=post.channel_id)


def _name(post: Post | Lost) -> str:
    return f"post {post.id} ({post.kind}) for channel {post.channel_id}"


def _report(lost: Lost) -> None:
    log.warning("%s expired unsent; last error: %s", _name(lost), lost.error or "none")


async def _notice(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any], late: timedelta | None
) -> Message:
    del late  # what a notice says is as true later
    return Message(notices.notice_card(bot, guild, said))
