"""Where a contract's card stands, and what becomes of it when its thread or itself is deleted."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import contract_history, outbox, pairs, stale, tables
from db.outbox import Post, Sent

CARD = "contract"  # the kind of its post, and of its card to be redrawn


def card_key(pair_id: int, thread_id: int) -> str:
    return f"{CARD}:{pair_id}:{thread_id}"


async def touch(session: AsyncSession, changed: tables.Contract, now: datetime) -> None:
    """Let the card and the pair know that its contract has changed: it is a sign of life."""
    changed.version += 1
    changed.changed_at = now
    pair = await session.get_one(tables.Pair, changed.pair_id)
    pair.heard_at = now
    await session.flush()
    if pair.thread_id is None:
        return  # it is shown once the pair has a thread: see `show_missing`
    if not await _show(session, changed, pair.thread_id, now):
        await stale.mark(session, changed.guild_id, CARD, changed.pair_id, now)


async def show_missing(session: AsyncSession, now: datetime) -> int:
    """Have the cards posted that are not in their pair's thread; how many that are.

    A pair may get its thread, or another one, after its contract was begun.
    """
    row, pair = tables.Contract, tables.Pair
    found = await session.execute(
        select(row, pair.thread_id)
        .join(pair, pair.id == row.pair_id)
        .where(
            pair.ended_at.is_(None),
            pair.thread_id.is_not(None),
            or_(row.channel_id.is_(None), row.channel_id != pair.thread_id),
        )
    )
    return sum([await _show(session, one, at or 0, now) for one, at in found])


async def _show(
    session: AsyncSession, shown: tables.Contract, thread_id: int, now: datetime
) -> bool:
    """Have its card posted in a thread, once; False if that was done before."""
    return await outbox.enqueue(
        session,
        shown.guild_id,
        thread_id,
        kind=CARD,
        dedupe_key=card_key(shown.pair_id, thread_id),
        payload={"id": shown.pair_id},
        due_at=now,
        expires_at=now + pairs.RECENT,
    )


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    row = await session.get_one(tables.Contract, post.payload["id"])
    row.channel_id, row.message_id = post.channel_id, sent.message_id


async def card_gone(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> str | None:
    """Somebody deleted the card: have it posted anew; the key of that post."""
    row = await session.get(tables.Contract, pair_id)
    pair = await session.get(tables.Pair, pair_id)
    if row is None or pair is None or row.guild_id != guild_id or pair.thread_id is None:
        return None
    row.channel_id = row.message_id = None
    key = card_key(pair_id, pair.thread_id)
    await outbox.unsend(session, key)
    await _show(session, row, pair.thread_id, now)
    return key


async def thread_lost(session: AsyncSession, guild_id: int, pair_id: int) -> None:
    """Its thread is no more: the pair needs another one, and the card follows it there."""
    row = await session.get(tables.Contract, pair_id)
    if row is not None and row.guild_id == guild_id:
        await _lost(session, row, row.channel_id)


async def no_thread(session: AsyncSession, post: Post) -> None:
    """What a post was to tell is told in the pair's next thread."""
    row = await session.get_one(tables.Contract, post.payload["id"])
    await _lost(session, row, post.channel_id)
    if post.kind == contract_history.NEWS:
        await contract_history.untold(session, post)


async def _lost(session: AsyncSession, row: tables.Contract, thread_id: int | None) -> None:
    pair = await session.get_one(tables.Pair, row.pair_id)
    if pair.thread_id == thread_id:
        pair.thread_id = None
    if row.channel_id == thread_id:
        row.channel_id = row.message_id = None
