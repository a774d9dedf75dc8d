"""Guilds that have removed Nexus: what they had is kept for a while, and then erased for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db import erasures, search
from db.outbox import State
from db.tables import Base, DepartedGuild, Outbox

KEPT = timedelta(days=30)


async def left(session: AsyncSession, guild_id: int, now: datetime) -> None:
    """A guild is gone; one that was gone before, for as long as before."""
    gone = {"guild_id": guild_id, "left_at": now}
    await session.execute(insert(DepartedGuild).values(gone).on_conflict_do_nothing())


async def came_back(session: AsyncSession, guild_id: int) -> None:
    await session.execute(delete(DepartedGuild).where(DepartedGuild.guild_id == guild_id))


async def gone(session: AsyncSession) -> set[int]:
    return {*await session.scalars(select(DepartedGuild.guild_id))}


async def overdue(session: AsyncSession, now: datetime) -> Sequence[int]:
    """Those of which nothing is to be kept any longer."""
    found = await session.scalars(
        select(DepartedGuild.guild_id).where(DepartedGuild.left_at <= now - KEPT)
    )
    return found.all()


async def erase(session: AsyncSession, guild_id: int, serial: str, now: datetime) -> int:
    """Erase all of a guild: how many rows that were."""
    last_post = await session.scalar(select(func.max(Outbox.id)))
    await search.forget_guild(session, guild_id)
    count = 0
    for of in reversed(Base.metadata.sorted_tables):
        if "guild_id" in of.c:
            found = await session.execute(
                delete(of).where(of.c.guild_id == guild_id).returning(of.c.guild_id)
            )
            count += len(found.all())
    await _count_on(session, last_post, now)
    await erasures.note(session, serial, now)
    return count


async def _count_on(session: AsyncSession, last_post: int | None, now: datetime) -> None:
    """No post gets a number that another had: Discord would take it for that one."""
    if last_post is None or await session.get(Outbox, last_post) is not None:
        return
    session.add(
        Outbox(
            id=last_post,
            dedupe_key=f"erased:{last_post}",
            guild_id=0,
            channel_id=0,
            kind="erased",
            payload="{}",
            due_at=now,
            expires_at=now,
            state=State.MOOT,
            attempts=0,
            settled_at=now,
        )
    )
    await session.flush()
