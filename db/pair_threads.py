"""Where a pair may have no private thread: whether its people take a public one."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import outbox, pairs, posted, stale, tables
from db.pairs import Pair

PUBLIC = "public thread"  # the kind of the post that asks, and of its card to be redrawn
LASTS = timedelta(days=2)


async def ask(
    session: AsyncSession, guild_id: int, pair_id: int, channel_id: int, now: datetime
) -> str | None:
    """Have both asked in the channel, once; the key of that post, if it is news."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id or row.ended_at is not None:
        return None
    key = asked_key(pair_id)
    if not await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=PUBLIC,
        dedupe_key=key,
        payload={"id": pair_id},
        due_at=now,
        expires_at=now + LASTS,
    ):
        return None
    row.public_asked_at = now
    await session.flush()
    return key


async def answer(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    user_id: int,
    *,
    agrees: bool,
    now: datetime,
) -> Pair:
    """Note what one of them says to a public thread; as long as none is open it may be changed."""
    pair = await pairs.mine(session, guild_id, pair_id, user_id)
    if pair.thread_id is not None:
        raise Refusal(f"Your thread is open already: <#{pair.thread_id}>.")
    if pair.public_asked_at is None:
        raise Refusal("There is nothing to answer any more. `/pair status` shows how you stand.")
    member = await session.get_one(tables.PairMember, (pair_id, user_id))
    member.agreed_at = now if agrees else None
    member.declined_at = None if agrees else now
    await pairs.heard(session, guild_id, pair_id, {user_id: now})
    await redraw(session, guild_id, pair_id, now)
    return await pairs.mine(session, guild_id, pair_id, user_id)


async def redraw(session: AsyncSession, guild_id: int, pair_id: int, now: datetime) -> None:
    """Have what asks them show how things stand."""
    for post_id in await posted.about(session, guild_id, PUBLIC, {"id": pair_id}):
        await stale.mark(session, guild_id, PUBLIC, post_id, now)


def agree(pair: Pair) -> bool:
    return all(one.agreed_at is not None for one in pair.mates if one.left_at is None)


def refuse(pair: Pair) -> bool:
    return any(one.declined_at is not None for one in pair.mates if one.left_at is None)


def asked_key(pair_id: int) -> str:
    return f"{PUBLIC}:{pair_id}"
