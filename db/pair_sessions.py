"""Study sessions of a pair: in its thread, with seats for its people, and seen by nobody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.seats import Answer
from bot.domain.when import Reading
from db import guilds, outbox, pairs, rsvps, session_posts, study
from db.pairs import Pair
from db.plans import Plan, put_plan
from db.study import Posted, Stage
from db.tables import StudySession

MOST = 5  # that are still to come


async def propose(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, *, at: Reading, now: datetime
) -> Posted:
    """Make a session of the pair, to which the proposer goes; its card is posted in their thread.

    No moderator need approve of it, and no quota counts it.
    """
    pair = await pairs.mine(session, guild_id, pair_id, user_id)
    await pairs.heard(session, guild_id, pair_id, {user_id: now})
    if pair.thread_id is None:
        raise Refusal(
            "Your thread is not open yet, and that is where this goes. Try it again then."
        )
    if at.starts_at <= now:
        raise Refusal("That time has passed. Press **Propose a time** again for later ones.")
    there = await coming(session, guild_id, pair_id, now)
    same = next((one for one in there if one.starts_at == at.starts_at), None)
    if same is not None:
        raise Refusal(f"You have session **#{same.number}** at that time already.")
    if len(there) >= MOST:
        raise Refusal(f"You have {MOST} sessions planned, the most for a pair. Cancel one first.")
    return await _make(session, pair, pair.thread_id, user_id, at=at, now=now)


async def _make(
    session: AsyncSession, pair: Pair, thread_id: int, user_id: int, *, at: Reading, now: datetime
) -> Posted:
    row = StudySession(
        guild_id=pair.guild_id,
        number=await guilds.next_number(session, pair.guild_id, "last_session"),
        pair_id=pair.id,
        host_id=user_id,
        stage=Stage.OPEN,
        typed_when="",
        starts_at=at.starts_at,
        minutes=at.minutes,
        zone=at.zone,
        drafted_at=now,
        posted_at=now,
        changed_at=now,
        channel_id=thread_id,
        thread_id=thread_id,
    )
    put_plan(row, Plan(f"{pair.project}: pair {pair.number}", seats=len(pair.people)))
    session.add(row)
    await session.flush()
    await rsvps.note(session, pair.guild_id, row.id, user_id, answer=Answer.GOING, now=now)
    await session_posts.show(session, row, thread_id, now)
    return await study.as_posted(session, row)


async def coming(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> Sequence[Posted]:
    """The pair's sessions that are still to begin, the soonest first."""
    return await study.all_as_posted(session, await _coming(session, guild_id, pair_id, now))


async def call_off(
    session: AsyncSession, guild_id: int, pair_id: int, by_id: int, *, reason: str, now: datetime
) -> int:
    """The pair has ended, and its sessions with it, for good; how many that were.

    Nobody is told of each: the end of the pair is what they hear of.
    """
    rows = await _coming(session, guild_id, pair_id, now)
    for row in rows:
        row.stage, row.cancelled_at, row.cancelled_by_id = Stage.CANCELLED, now, by_id
        row.cancel_reason, row.cancel_told_at = reason, now
        await session_posts.touch(session, row, now)
    return len(rows)


async def without(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, now: datetime
) -> None:
    """One of three has left: their seats are given up, and what they host another hosts."""
    pair = await pairs.by_id(session, guild_id, pair_id)
    for row in await _coming(session, guild_id, pair_id, now):
        await rsvps.note(session, guild_id, row.id, user_id, answer=Answer.CANT, now=now)
        if pair is not None and row.host_id == user_id and pair.people:
            row.host_id = pair.people[0]
        await session_posts.touch(session, row, now)


async def follow(
    session: AsyncSession, guild_id: int, pair_id: int, thread_id: int, now: datetime
) -> tuple[str, ...]:
    """The pair talks in another thread by now: what is to come stands there again; its posts."""
    posts: list[str] = []
    for row in await _coming(session, guild_id, pair_id, now):
        if row.thread_id == thread_id:
            continue
        row.channel_id = row.thread_id = thread_id
        row.message_id = None
        key = session_posts.card_key(row.id)
        await outbox.unsend(session, key)
        await session_posts.show(session, row, thread_id, now)
        posts.append(key)
    return tuple(posts)


async def _coming(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> Sequence[StudySession]:
    found = await session.scalars(
        select(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.pair_id == pair_id,
            StudySession.stage == Stage.OPEN,
            StudySession.starts_at > now,
        )
        .order_by(StudySession.starts_at, StudySession.id)
    )
    return found.all()
