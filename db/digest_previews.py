"""What moderators see of a digest before it is posted, and what they leave out of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.weekly import Due
from db import outbox
from db.digest_posts import Parts
from db.tables import DigestOmission, Guild

PREVIEW = "digest preview"  # the kind of its posts


async def leave_out(
    session: AsyncSession, guild_id: int, iso_week: str, items: Collection[str]
) -> tuple[int, int]:
    """Leave these out of a week's digest, and nothing else: how many more, how many less."""
    row = DigestOmission
    this = (row.guild_id == guild_id, row.iso_week == iso_week)
    before = {*await session.scalars(select(row.item).where(*this))}
    wanted = {*items}
    await session.execute(delete(row).where(*this, row.item.in_(before - wanted)))
    session.add_all(
        row(guild_id=guild_id, iso_week=iso_week, item=one) for one in sorted(wanted - before)
    )
    await session.flush()
    return len(wanted - before), len(before - wanted)


async def queue(
    session: AsyncSession, guild_id: int, channel_id: int, due: Due, *, parts: Parts, now: datetime
) -> bool:
    """Show it in the moderators' channel, once a week; False where that is done."""
    is_news = False
    for number, items in enumerate(parts, start=1):
        is_news |= await outbox.enqueue(
            session,
            guild_id,
            channel_id,
            kind=PREVIEW,
            dedupe_key=_key(guild_id, due, number),
            payload={
                "week": due.iso_week,
                "part": number,
                "items": [*items],
                "is_last": number == len(parts),
            },
            due_at=now,
            expires_at=due.due_at,
        )
    return is_news


async def wanted(session: AsyncSession) -> Sequence[int]:
    """The guilds whose moderators want to see it."""
    found = await session.scalars(select(Guild.guild_id).where(Guild.digest_is_previewed))
    return found.all()


async def is_queued(session: AsyncSession, guild_id: int, due: Due) -> bool:
    return await outbox.is_known(session, _key(guild_id, due, 1))


def _key(guild_id: int, due: Due, number: int) -> str:
    return f"{PREVIEW}:{guild_id}:{due.iso_week}:{number}"
