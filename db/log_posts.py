"""What of logs stands on Discord because its member wants it: shared entries, and a streak."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, stale
from db.outbox import Post, Sent
from db.tables import LogCard, LogHabit

# The kinds of posts, and of cards to be redrawn: a shared entry's, and a streak's.
ENTRY = "log entry"
STREAK = "streak"
_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands, and whose it is."""

    user_id: int
    channel_id: int
    message_id: int


def entry_key(entry_id: int, shared_at: datetime) -> str:
    return f"{ENTRY}:{entry_id}:{second(shared_at)}"


def streak_key(guild_id: int, user_id: int, now: datetime) -> str:
    return f"{STREAK}:{guild_id}:{user_id}:{second(now)}"


def second(shared_at: datetime) -> int:
    """What tells one time of sharing from another."""
    return int(shared_at.timestamp())


async def queue(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    entry_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> None:
    """Have the entry's card posted, or filled again where it stands."""
    if await session.get(LogCard, entry_id) is not None:
        await redraw(session, guild_id, entry_id, now)
        return
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=ENTRY,
        dedupe_key=entry_key(entry_id, now),
        payload={"id": entry_id, "user": user_id, "second": second(now)},
        due_at=now,
        expires_at=now + _LASTS,
    )


async def redraw(session: AsyncSession, guild_id: int, entry_id: int, now: datetime) -> None:
    """What its card shows has changed, if it has one."""
    if await session.get(LogCard, entry_id) is not None:
        await stale.mark(session, guild_id, ENTRY, entry_id, now)


async def entry_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    if sent.message_id is None:
        return
    place = {
        "entry_id": post.payload["id"],
        "guild_id": post.guild_id,
        "user_id": post.payload["user"],
        "channel_id": post.channel_id,
        "message_id": sent.message_id,
    }
    again = {name: place[name] for name in ("channel_id", "message_id")}
    await session.execute(
        insert(LogCard).values(place).on_conflict_do_update(index_elements=["entry_id"], set_=again)
    )


async def entry_gone(session: AsyncSession, guild_id: int, entry_id: int) -> None:
    """Somebody deleted the card."""
    await session.execute(
        delete(LogCard).where(LogCard.guild_id == guild_id, LogCard.entry_id == entry_id)
    )


async def queue_streak(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int, now: datetime
) -> None:
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=STREAK,
        dedupe_key=streak_key(guild_id, user_id, now),
        payload={"user": user_id},
        due_at=now,
        expires_at=now + _LASTS,
    )


async def redraw_streak(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """What the card of a member's streak shows may have changed, if there is one."""
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is not None and habit.streak_message_id is not None:
        await stale.mark(session, guild_id, STREAK, user_id, now)


async def streak_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await session.execute(
        update(LogHabit)
        .where(LogHabit.guild_id == post.guild_id, LogHabit.user_id == post.payload["user"])
        .values(streak_channel_id=post.channel_id, streak_message_id=sent.message_id)
    )


async def streak_gone(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Somebody deleted the card."""
    await session.execute(
        update(LogHabit)
        .where(LogHabit.guild_id == guild_id, LogHabit.user_id == user_id)
        .values(streak_channel_id=None, streak_message_id=None)
    )


async def stands_in(session: AsyncSession, guild_id: int, entry_id: int) -> int | None:
    """The channel in which an entry's card stands; None as long as it does not."""
    found = await place(session, guild_id, entry_id)
    return found.channel_id if found else None


async def place(session: AsyncSession, guild_id: int, entry_id: int) -> Place | None:
    found = await session.get(LogCard, entry_id)
    if found is None or found.guild_id != guild_id:
        return None
    return Place(found.user_id, found.channel_id, found.message_id)


async def streak_place(session: AsyncSession, guild_id: int, user_id: int) -> Place | None:
    found = await session.get(LogHabit, (guild_id, user_id))
    if found is None or found.streak_channel_id is None or found.streak_message_id is None:
        return None
    return Place(user_id, found.streak_channel_id, found.streak_message_id)
