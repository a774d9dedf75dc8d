"""How polls are closed: with a time, which makes a session of it, or without."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from bot.domain.seats import Answer
from db import audit, polls, quotas, rsvps, session_drafts, stale, study
from db.plans import Plan, put_plan
from db.polls import Poll
from db.session_posts import POLL
from db.study import Posted, Stage
from db.tables import PollTick, PollTime, StudyPoll, StudySession


async def choose(
    session: AsyncSession,
    guild_id: int,
    poll_id: int,
    user_id: int,
    *,
    may_manage: bool,
    starts_at: datetime,
    channel_id: int,
    held_in: int | None,
    now: datetime,
) -> Posted:
    """Close it with one of its times: a session, to which everybody goes who ticked that."""
    poll = await closable(session, guild_id, poll_id, user_id, may_manage=may_manage)
    if starts_at not in poll.counts:
        raise Refusal("That time is not in this poll. Press **Close** on its card again.")
    if starts_at <= now:
        raise Refusal(
            f"<t:{starts_at.timestamp():.0f}:F> has passed meanwhile. Choose a time that is still"
            " to come, or close the poll without one."
        )
    await _check_quotas(session, poll, user_id, now)
    made = _session_of(poll, starts_at, now)
    session.add(made)
    await session.flush()
    await session_drafts.open_as(session, made, channel_id=channel_id, held_in=held_in, now=now)
    for member_id in await _those(session, poll_id, starts_at):
        # The host's word, which is there already, changes nothing.
        await rsvps.note(session, guild_id, made.id, member_id, answer=Answer.GOING, now=now)
    await _close(session, poll, user_id, now, session_id=made.id)
    return await study.as_posted(session, made)


async def end(
    session: AsyncSession,
    guild_id: int,
    poll_id: int,
    user_id: int,
    *,
    may_manage: bool,
    now: datetime,
) -> Poll:
    """Close it without any time."""
    poll = await closable(session, guild_id, poll_id, user_id, may_manage=may_manage)
    await _close(session, poll, user_id, now)
    return await polls.find(session, guild_id, poll_id)


async def end_passed(session: AsyncSession, now: datetime) -> None:
    """Close those that nobody closed, and whose last time is over."""
    to_come = exists().where(PollTime.poll_id == StudyPoll.id, PollTime.starts_at > now)
    over = await session.scalars(
        select(StudyPoll).where(
            StudyPoll.posted_at.is_not(None), StudyPoll.closed_at.is_(None), ~to_come
        )
    )
    for row in over:
        row.closed_at = now
        await stale.mark(session, row.guild_id, POLL, row.id, now)


async def closable(
    session: AsyncSession, guild_id: int, poll_id: int, user_id: int, *, may_manage: bool
) -> Poll:
    """The guild's open poll, for whoever may close it."""
    poll = await polls.find(session, guild_id, poll_id)
    if user_id != poll.host_id and not may_manage:
        raise Refusal(f"Only {who(poll.host_id)}, who asks, and moderators can close this poll.")
    return await polls.open_one(session, guild_id, poll_id)


async def _check_quotas(session: AsyncSession, poll: Poll, user_id: int, now: datetime) -> None:
    try:
        await quotas.check(session, poll.guild_id, poll.host_id, now)
    except Refusal:
        if user_id == poll.host_id:
            raise
        raise Refusal(
            f"{who(poll.host_id)} would host the session, and there are as many coming ones already"
            " as are allowed here. Try again when one of them is over."
        ) from None


def _session_of(poll: Poll, starts_at: datetime, now: datetime) -> StudySession:
    made = StudySession(
        guild_id=poll.guild_id,
        host_id=poll.host_id,
        stage=Stage.DRAFT,
        typed_when="",
        starts_at=starts_at,
        minutes=poll.minutes,
        zone=poll.zone,
        drafted_at=now,
    )
    put_plan(made, Plan(poll.topic))
    return made


async def _those(session: AsyncSession, poll_id: int, starts_at: datetime) -> list[int]:
    """Whom a time suits, in the order of their ticks."""
    found = await session.scalars(
        select(PollTick.user_id)
        .filter_by(poll_id=poll_id, starts_at=starts_at)
        .order_by(PollTick.ticked_at, PollTick.user_id)
    )
    return list(found)


async def _close(
    session: AsyncSession,
    poll: Poll,
    user_id: int,
    now: datetime,
    *,
    session_id: int | None = None,
) -> None:
    row = await polls.row(session, poll.guild_id, poll.id)
    row.closed_at, row.session_id = now, session_id
    await session.flush()
    await stale.mark(session, poll.guild_id, POLL, poll.id, now)
    if user_id != poll.host_id:
        await audit.note(
            session,
            poll.guild_id,
            user_id,
            kind=Kind.SESSIONS,
            act="closed",
            subject="poll",
            reason=poll.topic,
            now=now,
        )
