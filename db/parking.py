"""Channels that refuse what is posted there: counted, then left alone for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import Post
from db.tables import ParkedChannel

PATIENCE = 3  # refusals in a row
PARKED_FOR = timedelta(hours=1)


async def refused(session: AsyncSession, post: Post, now: datetime) -> datetime | None:
    """Count that a channel refused a post, and park it after `PATIENCE` times in a row.

    Returns until when it is parked, if that is news to its moderators: they are told once, until
    the channel takes a post again.
    """
    channel = await session.get(ParkedChannel, post.channel_id)
    if channel is None:
        channel = ParkedChannel(channel_id=post.channel_id, guild_id=post.guild_id, refusals=0)
        session.add(channel)
    channel.refusals += 1
    is_news = channel.refusals >= PATIENCE and channel.told_at is None
    if channel.refusals >= PATIENCE:
        channel.parked_until = now + PARKED_FOR
    if is_news:
        channel.told_at = now
    await session.flush()
    return channel.parked_until if is_news else None


async def parked(session: AsyncSession, guild_id: int) -> Sequence[int]:
    """The guild's channels that refused a post of late."""
    found = await session.scalars(
        select(ParkedChannel.channel_id).where(ParkedChannel.guild_id == guild_id)
    )
    return found.all()


async def lift(session: AsyncSession, guild_id: int, channel_ids: Sequence[int]) -> None:
    """Post there again: what was in the way is not there any more."""
    await session.execute(
        delete(ParkedChannel).where(
            ParkedChannel.guild_id == guild_id, ParkedChannel.channel_id.in_(channel_ids)
        )
    )
