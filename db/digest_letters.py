"""The digest as a direct message: who wants it, and who is sent one because they missed a week."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.weekly import WEEK, Due
from db import letters, outbox
from db.tables import LogHabit, MemberSeen, table

# The kinds of the posts.
LETTER = "digest letter"
HELLO = "digest hello"
# It leads to the digest, which stands by then.
_BEHIND = timedelta(minutes=5)

_habits, _seen = table(LogHabit).c, table(MemberSeen).c
# Built once: at the hour of a digest it is asked for each guild that has one.
_AWAY = (
    select(_habits.user_id, _habits.dm_channel_id)
    .select_from(
        table(LogHabit).outerjoin(
            table(MemberSeen),
            (_seen.guild_id == _habits.guild_id) & (_seen.user_id == _habits.user_id),
        )
    )
    .where(
        _habits.guild_id == bindparam("guild_id"),
        _habits.wants_digest,
        _habits.dm_channel_id.is_not(None),
        or_(_seen.seen_on.is_(None), _seen.seen_on < bindparam("since")),
    )
    .order_by(_habits.user_id)
)


async def wants(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    habit = await session.get(LogHabit, (guild_id, user_id))
    return habit is not None and habit.wants_digest


async def want(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int, now: datetime
) -> str:
    """Have the member written to, and say hello there; returns the key of that post."""
    habit = await letters.habit(session, guild_id, user_id)
    habit.wants_digest, habit.dm_channel_id = True, channel_id
    return await letters.say_hello(
        session, HELLO, guild_id, user_id, channel_id=channel_id, now=now
    )


async def stop(session: AsyncSession, guild_id: int, user_id: int) -> None:
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is not None:
        habit.wants_digest = False
        await session.flush()


async def queue(session: AsyncSession, guild_id: int, due: Due, now: datetime) -> int:
    """Write to those who want it and have not used Nexus for a week: how many there are."""
    known_since = {"guild_id": guild_id, "since": (now - WEEK).date()}
    found = await session.execute(_AWAY, known_since)
    people = [(user_id, place) for user_id, place in found if place is not None]
    for user_id, channel_id in people:
        await outbox.enqueue(
            session,
            guild_id,
            channel_id,
            kind=LETTER,
            dedupe_key=f"{LETTER}:{guild_id}:{due.iso_week}:{user_id}",
            payload={"week": due.iso_week, "user": user_id},
            due_at=now + _BEHIND,
            expires_at=now + letters.LASTS,
        )
    return len(people)
