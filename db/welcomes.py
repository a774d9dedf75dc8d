"""The card that welcomes a guild's members: there is one at most, and it is known where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.record import Kind
from db import audit, guilds, outbox, stale
from db.outbox import Post, Sent
from db.tables import Guild

# The kind of the post, and of the card to be redrawn; a guild's only one has the key 0.
KIND = "welcome"
_KEY = 0
_LASTS = timedelta(days=7)
_SUBJECT = "welcome card"


@dataclass(frozen=True, slots=True)
class Place:
    channel_id: int
    message_id: int


def key(guild_id: int) -> str:
    return f"{KIND}:{guild_id}"


async def place(session: AsyncSession, guild_id: int) -> Place | None:
    """Where the card stands; None where there is none, or it is on its way."""
    row = await session.get(Guild, guild_id)
    if row is None or row.welcome_channel_id is None or row.welcome_message_id is None:
        return None
    return Place(row.welcome_channel_id, row.welcome_message_id)


async def post(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    channel_id: int,
    *,
    instead_of: Place | None,
    now: datetime,
) -> bool:
    """Have the card posted, in place of one that is no more.

    False, and nothing changed, where another stands or is on its way by now.
    """
    if await place(session, guild_id) != instead_of:
        return False
    await gone(session, guild_id)
    await outbox.unsend(session, key(guild_id))
    is_news = await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=KIND,
        dedupe_key=key(guild_id),
        payload={},
        due_at=now,
        expires_at=now + _LASTS,
    )
    if is_news:
        await _note(session, guild_id, actor_id, "moved" if instead_of else "posted", now)
    return is_news


async def renew(session: AsyncSession, guild_id: int, actor_id: int, now: datetime) -> None:
    """Have the card drawn as it would be posted today."""
    await stale.mark(session, guild_id, KIND, _KEY, now)
    await _note(session, guild_id, actor_id, "renewed", now)


async def _note(
    session: AsyncSession, guild_id: int, actor_id: int, act: str, now: datetime
) -> None:
    await audit.note(
        session, guild_id, actor_id, kind=Kind.SETUP, act=act, subject=_SUBJECT, now=now
    )


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    if sent.message_id is not None:
        # Nobody needs to have set anything up before.
        await guilds.change(session, post.guild_id)
        await _stands(session, post.guild_id, post.channel_id, sent.message_id)


async def gone(session: AsyncSession, guild_id: int) -> None:
    """Somebody deleted the card."""
    await _stands(session, guild_id, None, None)


async def _stands(
    session: AsyncSession, guild_id: int, channel_id: int | None, message_id: int | None
) -> None:
    await session.execute(
        update(Guild)
        .where(Guild.guild_id == guild_id)
        .values(welcome_channel_id=channel_id, welcome_message_id=message_id)
    )
