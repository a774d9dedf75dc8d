"""Whom members never want to be paired with; nobody hears of it but who said so."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db.tables import PairBlock, table

MOST = 50


async def block(
    session: AsyncSession, guild_id: int, user_id: int, blocked_id: int, now: datetime
) -> None:
    """Whom somebody blocks already stays blocked."""
    if user_id == blocked_id:
        raise Refusal("You can't block yourself. `/pair pause` lets you rest from pairing.")
    if await session.get(PairBlock, (guild_id, user_id, blocked_id)) is not None:
        return
    if len(await blocked(session, guild_id, user_id)) >= MOST:
        raise Refusal(
            f"You block {MOST} members already, and that is as many as I keep."
            " Unblock somebody first, or talk to a moderator."
        )
    session.add(
        PairBlock(guild_id=guild_id, user_id=user_id, blocked_id=blocked_id, blocked_at=now)
    )
    await session.flush()


async def unblock(session: AsyncSession, guild_id: int, user_id: int, blocked_id: int) -> None:
    row = await session.get(PairBlock, (guild_id, user_id, blocked_id))
    if row is not None:
        await session.delete(row)
        await session.flush()


async def blocked(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[int]:
    """Whom the member blocks, in the order in which they did."""
    found = await session.scalars(
        select(PairBlock.blocked_id)
        .where(PairBlock.guild_id == guild_id, PairBlock.user_id == user_id)
        .order_by(PairBlock.blocked_at, PairBlock.blocked_id)
    )
    return found.all()


async def rename(session: AsyncSession, guild_id: int, before: int, after: int) -> None:
    """Whoever blocks `before` blocks `after` instead, and nobody twice."""
    of = table(PairBlock)
    here = of.c.guild_id == guild_id
    twice = select(of.c.user_id).where(here, of.c.blocked_id == after)
    theirs = (here, of.c.blocked_id == before)
    await session.execute(delete(of).where(*theirs, of.c.user_id.in_(twice)))
    await session.execute(update(of).where(*theirs).values(blocked_id=after))


async def among(
    session: AsyncSession, guild_id: int, people: Collection[int]
) -> frozenset[frozenset[int]]:
    """Two by two, who of these members blocks whom, whichever of them does."""
    row = PairBlock
    found = await session.execute(
        select(row.user_id, row.blocked_id).where(
            row.guild_id == guild_id,
            row.user_id.in_(people),
            row.blocked_id.in_(people),
        )
    )
    return frozenset(frozenset(two) for two in found)
