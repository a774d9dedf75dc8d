"""Letters: what is sent to a member alone, by direct message, because they asked for it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.tables import LogHabit

# What has not arrived by then is news of another week.
LASTS = timedelta(days=2)


async def habit(session: AsyncSession, guild_id: int, user_id: int) -> LogHabit:
    """The member's row, which is made if there is none yet."""
    found = await session.get(LogHabit, (guild_id, user_id))
    if found is None:
        found = LogHabit(guild_id=guild_id, user_id=user_id, shows_streak=False, wants_digest=False)
        session.add(found)
    return found


async def is_known(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    """Whether the member ever asked to be written to."""
    found = await session.get(LogHabit, (guild_id, user_id))
    return found is not None and found.dm_channel_id is not None


async def say_hello(
    session: AsyncSession, kind: str, guild_id: int, user_id: int, *, channel_id: int, now: datetime
) -> str:
    """Say there what they are written from now on, as a post of that kind; returns its key."""
    key = f"{kind}:{guild_id}:{user_id}:{int(now.timestamp())}"
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=kind,
        dedupe_key=key,
        payload={"user": user_id},
        due_at=now,
        expires_at=now + LASTS,
    )
    return key
