"""Sends what the outbox holds: nothing else of Nexus posts in a channel.

A row is sent with a nonce of its own, so that trying again posts nothing twice while Discord knows
the nonce. Later than that, the channel's history is searched for the row's number, which its card
carries unseen. One try is made by `bot.sending`; here stands what is tried when, and what follows.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot import notices, places, sending
from bot.jobs import TICK
from bot.kinds import Kind, Message
from bot.places import Place
from bot.sending import LAST_START
from bot.verdicts import Later, Never, Refused, Verdict
from db import guilds, outbox, parking
from db.guilds import Settings
from db.outbox import Lost, Post, Sent, State

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60  # seconds
# A post whose place is gone waits for moderators to set up another; so often it looks.
LOOKS = 5  # a tick, for posts whose time is over
HOMELESS_PAUSE = timedelta(minutes=10)


class Delivery:
    """Cogs teach it the kinds of their posts, by `learn`, and take them back by `unlearn`."""

    def __init__(self, bot: "Nexus") -> None:
        self.bot = bot
        self._kinds: dict[str, Kind] = {notices.KIND: Kind(_notice, resend_when_unsure=True)}
        self._under_way: dict[int, asyncio.Event] = {}
        """By row, what is set once its fate is known."""

    def learn(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds |= kinds

    def unlearn(self, kinds: Mapping[str, Kind]) -> None:
        for name in kinds:
            self._kinds.pop(name, None)

    def start(self) -> None:
        self.bot.jobs.every(TICK, self.send_due, name="delivery")

    async def send_due(self) -> None:
        """Send what is due: channels side by side, in due order within each."""
        if not self.bot.is_ready():
            return
        now, left = self.bot.now(), self.bot.allowance.left
        async with self.bot.db.begin() as session:
            expired = await outbox.expire(session, now)
            over = await outbox.claim_last_looks(session, now, budget=min(left, LOOKS))
            posts = await outbox.claim(session, now, budget=left - len(over))
        for lost in expired:
            self.bot.metrics.settled(lost.state)
            _report(lost)
        await self._send_all([*over, *posts], now)

    async def send_now(self, *keys: str) -> None:
        """Send these rows at once, for somebody waits; what fails, a later tick tries again.

        A tick may have been faster to claim one: then its end is waited for.
        """
        now = self.bot.now()
        taken: set[int] = set()
        async with self.bot.db.begin() as session:
            posts = await outbox.claim(session, now, budget=self.bot.allowance.left, keys=keys)
            if len(posts) < len({*keys} - {""}):
                taken = await outbox.leased(session, now, keys) - {post.id for post in posts}
        ends = [self._under_way[one] for one in taken if one in self._under_way]
        await self._send_all(posts, now)
        for end in ends:
            await end.wait()

    async def look_again(self, guild: discord.Guild) -> None:
        """Permissions have changed: post again where nothing is in the way any more."""
        async with self.bot.db.read() as session:
            parked = await parking.parked(session, guild.id)
        free = [one for one in parked if _may_post(guild, one)]
        if free:
            async with self.bot.db.begin() as session:
                await parking.lift(session, guild.id, free)
            log.info("channels %s take posts again", free)

    async def _send_all(self, posts: Sequence[Post], claimed_at: datetime) -> None:
        by_channel: defaultdict[int, list[Post]] = defaultdict(list)
        for post in posts:
            by_channel[post.channel_id].append(post)
            self._under_way[post.id] = asyncio.Event()
        turns = (self._send_in_turn(one, claimed_at) for one in by_channel.values())
        for fault in await asyncio.gather(*turns, return_exceptions=True):
            if fault is not None:  # its rows come back when their leases end
                log.error("a channel's posts were not settled", exc_info=fault)
        for post in posts:
            self._has_ended(post)

    async def _send_in_turn(self, posts: Sequence[Post], claimed_at: datetime) -> None:
        """What a channel does not take now holds up what is behind it, until the next tick."""
        waiting = list(posts)
        while waiting and self._may_begin(claimed_at):
            kind = self._kinds.get(waiting[0].kind)
            found = await sending.attempt(self.bot, kind, waiting[0])
            await self._settle(waiting[0], found)
            self._has_ended(waiting.pop(0))
            if isinstance(found, Refused) or (isinstance(found, Later) and found.is_unsure):
                break
        if waiting:
            async with self.bot.db.begin() as session:
                for post in waiting:
                    await outbox.release(session, post)

    def _has_ended(self, post: Post) -> None:
        if ended := self._under_way.pop(post.id, None):
            ended.set()

    def _may_begin(self, claimed_at: datetime) -> bool:
        return self.bot.now() <= claimed_at + LAST_START and self.bot.allowance.take()

    async def _settle(self, post: Post, found: Verdict) -> None:
        now = self.bot.now()
        match found:
            case Sent():
                await self._sent(post, found, now)
            case Later():
                await self._put_off(post, found, now + max(self._pause(post), found.at_least))
            case Refused():
                await self._refused(post, found.why, now)
            case Never(is_gone=True):
                await self._gone(post, found, now)
            case Never():
                await self._give_up(post, found, now)

    async def _sent(self, post: Post, found: Sent, now: datetime) -> None:
        kind = self._kinds.get(post.kind)
        async with self.bot.db.begin() as session:
            is_news = await outbox.sent(session, post, found.message_id, now)
            if is_news and kind and kind.sent:
                await kind.sent(session, post, found)
        if is_news:
            self.bot.metrics.settled(State.SENT)
        log.info("%s is posted as %s", sending.name(post), found.message_id or "one deleted since")
        if kind and kind.then:
            await kind.then(self.bot, post)

    async def _put_off(self, post: Post, found: Later, until: datetime) -> None:
        async with self.bot.db.begin() as session:
            await outbox.put_off(session, post, found.why, until=until, is_unsure=found.is_unsure)
        log.warning("%s is not posted yet: %s", sending.name(post), found.why)

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
        log.warning("%s was refused: %s", sending.name(post), why)
        if parked_until:
            log.warning("channel %s is left alone until %s", post.channel_id, parked_until)

    async def _gone(self, post: Post, found: Never, now: datetime) -> None:
        """Its place is no more: it goes to the one set up since, or waits for one, or is over."""
        kind = self._kinds.get(post.kind)
        if kind and kind.gone:
            async with self.bot.db.begin() as session:
                await outbox.drop(session, post)
                await kind.gone(session, post)
            log.info("%s: its thread is gone", sending.name(post))
            if kind.then:
                await kind.then(self.bot, post)
            return
        told_in = await self._told_in(post)
        elsewhere = await self._elsewhere(post, kind) if kind else None
        async with self.bot.db.begin() as session:
            if elsewhere:
                await outbox.move(session, post, elsewhere.id)
            elif kind and kind.purpose:
                until = now + HOMELESS_PAUSE
                await outbox.put_off(session, post, found.why, until=until, is_unsure=False)
            else:
                await outbox.give_up(session, post, found.state, found.why, now)
                self.bot.metrics.settled(found.state)
            if told_in and not elsewhere:
                notice = notices.row(notices.About.GONE, post.channel_id, now)
                await outbox.enqueue(session, post.guild_id, told_in.id, **notice)
        log.warning("%s has lost its place: %s", sending.name(post), found.why)

    async def _elsewhere(self, post: Post, kind: Kind) -> Place | None:
        guild = self.bot.get_guild(post.guild_id)
        if guild is None or kind.purpose is None:
            return None
        found = places.find(guild, await self._settings(post), kind.purpose)
        return found if found and found.id != post.channel_id else None

    async def _give_up(self, post: Post, found: Never, now: datetime) -> None:
        async with self.bot.db.begin() as session:
            await outbox.give_up(session, post, found.state, found.why, now)
        self.bot.metrics.settled(found.state)
        levels = {State.MOOT: logging.INFO, State.DEAD: logging.ERROR}  # dead is our fault
        level = levels.get(found.state, logging.WARNING)
        log.log(level, "%s is given up as %s: %s", sending.name(post), found.state, found.why)

    async def _told_in(self, post: Post) -> discord.TextChannel | None:
        """Where its moderators hear of a post's trouble."""
        guild = self.bot.get_guild(post.guild_id)
        if guild is None:
            return None
        return notices.place(guild, await self._settings(post), but_not=post.channel_id)

    async def _settings(self, post: Post) -> Settings:
        async with self.bot.db.read() as session:
            return await guilds.settings(session, post.guild_id)


def _may_post(guild: discord.Guild, channel_id: int) -> bool:
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return False
    allowed = channel.permissions_for(guild.me)
    is_thread = isinstance(channel, discord.Thread)
    may_send = allowed.send_messages_in_threads if is_thread else allowed.send_messages
    return allowed.view_channel and may_send


def _report(lost: Lost) -> None:
    log.warning("%s expired unsent; last error: %s", sending.name(lost), lost.error or "none")


async def _notice(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # what a notice says is as true later
    card = await notices.notice_card(bot, guild, said)
    return Message(card) if card else None
