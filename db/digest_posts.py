"""The parts of a posted digest: each a message, queued, noted once it stands, and told anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.weekly import Due
from db import outbox, stale, tables
from db.digest_contents import QUEUED
from db.outbox import Post, Sent

# The kind of its posts, and of their cards to be redrawn.
KIND = "digest"
# So much later it would be news of another week.
LATEST = timedelta(hours=24)

Parts = Sequence[Sequence[str]]
"""The messages of a digest, in order: the names of the items of each."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a digest; the ids are None as long as it does not stand."""

    due: Due
    number: int
    items: Collection[str]
    channel_id: int | None
    message_id: int | None


async def queue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    due: Due,
    *,
    parts: Parts,
    post_at: datetime,
    now: datetime,
) -> Sequence[str]:
    """Have the parts posted in order; the keys of their posts."""
    for number, items in enumerate(parts, start=1):
        session.add(row(guild_id, due, number, QUEUED, items=items, now=now))
        await _enqueue(session, guild_id, channel_id, due, number=number, post_at=post_at)
    return [key(guild_id, due.iso_week, number) for number in range(1, len(parts) + 1)]


async def _enqueue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    due: Due,
    *,
    number: int,
    post_at: datetime,
) -> None:
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=KIND,
        dedupe_key=key(guild_id, due.iso_week, number),
        payload={"week": due.iso_week, "part": number},
        due_at=post_at,
        expires_at=post_at + LATEST,
    )


def key(guild_id: int, iso_week: str, number: int) -> str:
    return f"{KIND}:{guild_id}:{iso_week}:{number}"


async def run_again(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    iso_week: str,
    *,
    parts: Parts,
    now: datetime,
) -> Sequence[str]:
    """Have the messages of a posted digest tell these parts instead.

    What stands is redrawn where it stands. What is missing is posted: a part more than there was,
    or one that somebody deleted; returned are the keys of these.
    """
    rows = {one.part: one for one in await _rows(session, guild_id, iso_week)}
    if not rows or rows[1].fate != QUEUED:
        raise Refusal("That digest is not posted, so there is nothing to run again.")
    due = Due(iso_week, rows[1].due_at)
    keys: list[str] = []
    for number in range(1, max(len(parts), len(rows)) + 1):
        items = parts[number - 1] if number <= len(parts) else ()
        known = rows.get(number)
        if known is not None:
            known.items = "\n".join(items)
        else:
            session.add(row(guild_id, due, number, QUEUED, items=items, now=now))
        await session.flush()
        if known is not None and known.message_id is not None:
            await stale.mark(session, guild_id, KIND, card_key(iso_week, number), now)
        elif items:
            await outbox.unsend(session, key(guild_id, iso_week, number))
            await _enqueue(session, guild_id, channel_id, due, number=number, post_at=now)
            keys.append(key(guild_id, iso_week, number))
    return keys


async def part(session: AsyncSession, guild_id: int, iso_week: str, number: int) -> Part | None:
    found = await session.get(tables.Digest, (guild_id, iso_week, number))
    if found is None or found.fate != QUEUED:
        return None
    items = frozenset(found.items.split("\n")) if found.items else frozenset[str]()
    return Part(Due(iso_week, found.due_at), number, items, found.channel_id, found.message_id)


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where a part stands; nowhere, if it was deleted at once."""
    which = (post.guild_id, post.payload["week"], post.payload["part"])
    found = await session.get(tables.Digest, which)
    if found is not None:
        found.channel_id, found.message_id = post.channel_id, sent.message_id


async def gone(session: AsyncSession, guild_id: int, iso_week: str, number: int) -> None:
    """Somebody deleted a part: to run it again posts it anew."""
    found = await session.get(tables.Digest, (guild_id, iso_week, number))
    if found is not None:
        found.message_id = None


def card_key(iso_week: str, number: int) -> int:
    """A part as a number, for `stale`: "2026-W10", 1 is 20261001."""
    return int(iso_week.replace("-W", "")) * 100 + number


def of_card(key: int) -> tuple[str, int]:
    """The week and the part that `card_key` made a number of."""
    week, number = divmod(key, 100)
    return f"{week // 100}-W{week % 100:02}", number


def row(
    guild_id: int, due: Due, number: int, fate: str, *, items: Sequence[str] = (), now: datetime
) -> tables.Digest:
    return tables.Digest(
        guild_id=guild_id,
        iso_week=due.iso_week,
        part=number,
        fate=fate,
        due_at=due.due_at,
        decided_at=now,
        items="\n".join(items),
    )


async def _rows(session: AsyncSession, guild_id: int, iso_week: str) -> Sequence[tables.Digest]:
    found = await session.scalars(
        select(tables.Digest)
        .where(tables.Digest.guild_id == guild_id, tables.Digest.iso_week == iso_week)
        .order_by(tables.Digest.part)
    )
    return found.all()
