"""How a week's digest comes to be posted: decided once when it is due, drawn when it is sent."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

import discord

from bot.client import Nexus
from bot.domain import weekly
from bot.domain.weekly import Due
from bot.kinds import Attached, Kind, Message
from bot.notices import private_place, thin_row
from bot.places import Purpose, find
from cogs.digest import render
from cogs.digest.pictures import Pictures
from db import digest_contents, digest_letters, digest_posts, digests, guilds, outbox
from db.digest_contents import Contents
from db.digest_posts import Part
from db.digests import Fate
from db.guilds import Settings

log = logging.getLogger(__name__)

# So many guilds' pictures are drawn by one process, while the others wait.
_AT_ONCE = 20
# What was read to decide is read again to draw it, unless that was just now: it is most of the work
# of an hour at which many guilds have theirs.
_FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Week:
    """A digest that is due, or is shown to moderators because it will be."""

    guild: discord.Guild
    settings: Settings
    due: Due
    contents: Contents
    parts: digest_posts.Parts


@dataclass(frozen=True, slots=True)
class _Anew:
    """A part that stands and has to look otherwise, its picture with it."""

    channel_id: int | None
    message_id: int | None
    drawn: Message

    @property
    def is_there(self) -> bool:
        return None not in (self.channel_id, self.message_id)

    async def show(self, bot: Nexus, guild: discord.Guild) -> None:
        self.drawn.card.stop()
        place = bot.get_partial_messageable(self.channel_id or 0, guild_id=guild.id)
        await place.get_partial_message(self.message_id or 0).edit(
            view=self.drawn.card,
            attachments=[one.made() for one in self.drawn.files],
            allowed_mentions=discord.AllowedMentions.none(),
        )


class Posts:
    """What of digests is posted by itself, and how each is drawn."""

    def __init__(self, bot: Nexus) -> None:
        self.bot = bot
        self.pictures = Pictures()
        self._decided: dict[tuple[int, str], tuple[datetime, Week]] = {}
        self.kinds: Mapping[str, Kind] = {
            digest_posts.KIND: Kind(
                self._draw,
                resend_when_unsure=False,
                sent=digest_posts.sent,
            ),
        }
        self.standing = {digest_posts.KIND: self._stands}
        self.gone = {digest_posts.KIND: self._gone}

    async def plan(self) -> None:
        """Decide what becomes of each guild's digest that is due and undecided."""
        due: list[Week] = []
        known = {one.id: one for one in self.bot.guilds if not one.unavailable}
        async with self.bot.db.read() as session:
            undecided = await digests.undecided(session, known, self.bot.now())
        for guild_id in undecided:
            found = await self._due(known[guild_id])
            due += [found] if found else []
            if len(due) == _AT_ONCE:
                await self._decide_all(due)
                due = []
        await self._decide_all(due)

    async def _due(self, guild: discord.Guild) -> Week | None:
        now = self.bot.now()
        async with self.bot.db.read() as session:
            settings = await guilds.settings(session, guild.id)
            due = weekly.latest(digests.rhythm(settings), now)
            if guild.me.joined_at and due.due_at < guild.me.joined_at:
                return None  # of a time when nobody expected one
            if await digests.is_decided(session, guild.id, due.iso_week):
                return None
            is_late = now - due.due_at > digest_posts.LATEST
            if find(guild, settings, Purpose.DIGEST) is None and not is_late:
                return None  # somebody may choose one yet; `/nexus setup` asks for it
            contents = await digest_contents.contents(session, guild.id, settings, due, now)
        return self.week(guild, settings, due, contents)

    def week(self, guild: discord.Guild, settings: Settings, due: Due, contents: Contents) -> Week:
        parts = render.layout(contents, guild.id, self.bot.mention)
        return Week(guild, settings, due, contents, parts)

    async def _decide_all(self, due: list[Week]) -> None:
        await self.pictures.draw(one.contents.bars for one in due if one.parts)
        now = self.bot.now()
        self._decided = {key: one for key, one in self._decided.items() if now - one[0] < _FRESH}
        for one in due:
            await self._decide(one)

    async def _decide(self, week: Week) -> None:
        now, guild, due = self.bot.now(), week.guild, week.due
        channel = find(guild, week.settings, Purpose.DIGEST)
        told_in = private_place(guild, week.settings)
        async with self.bot.db.begin() as session:
            fate = await digests.decide(
                session,
                guild.id,
                channel.id if channel else 0,  # too late, and so in none
                week.settings,
                due,
                parts=week.parts,
                news=week.contents.news,
                now=now,
            )
            if fate is Fate.QUEUED:
                await digest_letters.queue(session, guild.id, due, now)
            if fate is Fate.THIN and told_in:
                least = digests.threshold(week.settings)
                notice = thin_row(guild.id, due, week.contents.news, least, now)
                await outbox.enqueue(session, guild.id, told_in.id, **notice)
        if fate is Fate.QUEUED:
            self._decided[guild.id, due.iso_week] = (now, week)
        log.info("digest of %s for guild %s: %s", due.iso_week, guild.id, fate)

    def forget(self, guild_id: int, iso_week: str) -> None:
        """Moderators have changed it since it was decided."""
        self._decided.pop((guild_id, iso_week), None)

    async def _draw(
        self,
        bot: Nexus,
        guild: discord.Guild,
        payload: Mapping[str, Any],
        late: timedelta | None,
    ) -> Message | None:
        iso_week, number = str(payload["week"]), int(payload["part"])
        decided_at, week = self._decided.get((guild.id, iso_week), (None, None))
        if week and decided_at and bot.now() - decided_at < _FRESH:
            items, is_first = week.parts[number - 1], number == 1
            return await self.message(week.contents, items, guild, late=late, is_first=is_first)
        async with bot.db.read() as session:
            part = await digest_posts.part(session, guild.id, iso_week, number)
        return await self._drawn(guild, part, late) if part else None

    async def _drawn(
        self, guild: discord.Guild, part: Part, late: timedelta | None = None
    ) -> Message | None:
        async with self.bot.db.read() as session:
            settings = await guilds.settings(session, guild.id)
            contents = await digest_contents.contents(
                session, guild.id, settings, part.due, self.bot.now()
            )
        return await self.message(contents, part.items, guild, late=late, is_first=part.number == 1)

    async def message(
        self,
        contents: Contents,
        items: Collection[str],
        guild: discord.Guild,
        *,
        late: timedelta | None = None,
        is_first: bool = True,
    ) -> Message | None:
        """What is left of these items by now, with its picture if that is among them."""

        def drawn(*, has_picture: bool) -> discord.ui.LayoutView | None:
            return render.digest_card(
                contents,
                items,
                guild.id,
                self.bot.mention,
                late=late,
                is_first=is_first,
                has_picture=has_picture,
            )

        bare = drawn(has_picture=False)
        if bare is None:
            return None
        png = await self.pictures.of(contents.bars) if render.PICTURE in items else None
        card = drawn(has_picture=True) if png else None
        if png is None or card is None:
            return Message(bare)
        return Message(card, files=[Attached(render.PICTURE_FILE, png)], bare=bare)

    async def _stands(self, bot: Nexus, guild: discord.Guild, key: int) -> _Anew | None:
        iso_week, number = digest_posts.of_card(key)
        async with bot.db.read() as session:
            part = await digest_posts.part(session, guild.id, iso_week, number)
        if part is None:
            return None
        drawn = await self._drawn(guild, part)
        drawn = drawn or Message(render.nothing_left_card())
        return _Anew(part.channel_id, part.message_id, drawn)

    async def _gone(self, bot: Nexus, guild_id: int, key: int, code: int) -> bool:
        del code
        iso_week, number = digest_posts.of_card(key)
        async with bot.db.begin() as session:
            await digest_posts.gone(session, guild_id, iso_week, number)
        return False


class _WithPosts(Protocol):
    posts: Posts


def posts_of(bot: Nexus) -> Posts:
    """Those of the cog as it is loaded now."""
    return cast("_WithPosts", bot.get_cog("Digest")).posts
