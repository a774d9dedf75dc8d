"""Cards of which nothing is to be left: where they stand, until they are emptied."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import stale
from db.tables import ErasedCard, StaleCard

KIND = "erased"  # of the card to be redrawn


async def add(
    session: AsyncSession,
    guild_id: int,
    channel_id: int | None,
    message_id: int | None,
    now: datetime,
) -> None:
    """Have what stands there emptied; nothing does where either is None."""
    if channel_id is None or message_id is None:
        return
    row = ErasedCard(guild_id=guild_id, channel_id=channel_id, message_id=message_id)
    session.add(row)
    await session.flush()
    await stale.mark(session, guild_id, KIND, row.id, now)


async def place(session: AsyncSession, guild_id: int, key: int) -> tuple[int, int] | None:
    """The channel and the message."""
    row = await session.get(ErasedCard, key)
    return (row.channel_id, row.message_id) if row and row.guild_id == guild_id else None


async def forget(session: AsyncSession) -> None:
    """Drop those that are emptied, or never will be."""
    waits = (
        select(StaleCard.id)
        .where(
            StaleCard.guild_id == ErasedCard.guild_id,
            StaleCard.kind == KIND,
            StaleCard.key == ErasedCard.id,
        )
        .correlate(ErasedCard)
    )
    await session.execute(delete(ErasedCard).where(~waits.exists()))
