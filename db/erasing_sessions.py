"""What becomes of the study sessions and polls that a former member hosts, or comes to."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import FORMER
from bot.domain.seats import Answer
from db import (
    erased_posts,
    recaps,
    rsvps,
    series,
    session_drafts,
    session_ends,
    session_posts,
    stale,
)
from db.study import Stage
from db.tables import (
    Attendance,
    PollTick,
    PollTime,
    Rsvp,
    StudyPoll,
    StudySeries,
    StudySession,
)
from db.whom import Whom, empty


async def erase(session: AsyncSession, whom: Whom) -> tuple[str, ...]:
    """The keys of what those who were coming are told."""
    await _drop_drafts(session, whom)
    posts = [*await _stay_away(session, whom), *await _call_off(session, whom)]
    await _end_polls(session, whom)
    return tuple(posts)


async def _drop_drafts(session: AsyncSession, whom: Whom) -> None:
    mine = (StudySession.guild_id == whom.guild_id, StudySession.host_id == whom.user_id)
    drafts = select(StudySession.id).where(*mine, StudySession.number.is_(None))
    await session.execute(
        update(StudyPoll).where(StudyPoll.session_id.in_(drafts)).values(session_id=None)
    )
    await session.execute(delete(Rsvp).where(Rsvp.session_id.in_(drafts)))
    await session.execute(delete(StudySession).where(*mine, StudySession.number.is_(None)))


async def _stay_away(session: AsyncSession, whom: Whom) -> tuple[str, ...]:
    """Their word is taken back, and whoever waits for their seat has it."""
    mine = (Rsvp.guild_id == whom.guild_id, Rsvp.user_id == whom.user_id)
    said = await session.execute(
        select(StudySession, Rsvp.answer)
        .join(Rsvp, Rsvp.session_id == StudySession.id)
        .where(*mine)
    )
    found = said.all()
    await session.execute(delete(Rsvp).where(*mine))
    posts: list[str] = []
    for row, answer in found:
        await _redraw(session, row, whom)
        if answer == Answer.GOING and row.number is not None and _has_seats(row, whom):
            posts += await rsvps.fill(session, whom.guild_id, row.number, whom.now)
    there = await session.scalars(
        select(StudySession)
        .join(Attendance, Attendance.session_id == StudySession.id)
        .where(Attendance.guild_id == whom.guild_id, Attendance.user_id == whom.user_id)
    )
    for row in there:
        await _redraw(session, row, whom)
    return tuple(posts)


def _has_seats(row: StudySession, whom: Whom) -> bool:
    """Whether anybody may want a seat: at what they were to host nobody does."""
    is_to_come = row.starts_at is not None and row.starts_at > whom.now
    return row.stage == Stage.OPEN and is_to_come and row.host_id != whom.user_id


async def _call_off(session: AsyncSession, whom: Whom) -> tuple[str, ...]:
    hosted = await session.scalars(
        select(StudySeries).where(
            StudySeries.guild_id == whom.guild_id, StudySeries.host_id == whom.user_id
        )
    )
    for whole in hosted.all():
        await series.end(session, whole.id, whom.now)
    found = await session.scalars(
        select(StudySession)
        .where(StudySession.guild_id == whom.guild_id, StudySession.host_id == whom.user_id)
        .order_by(StudySession.starts_at)
    )
    rows = found.all()
    for row in rows:
        empty(row, "host_id")
        row.host_id = FORMER
    await session.flush()
    posts = await session_ends.call_off(
        session, [one for one in rows if _is_on(one, whom)], whom.now
    )
    held = [row.id for row in rows]
    await erased_posts.empty_about(session, whom, session_drafts.HELD, held)
    for row in rows:
        await _redraw(session, row, whom)
        if row.thread_id is not None and row.pair_id is None:
            await stale.mark(session, whom.guild_id, session_posts.NAME, row.id, whom.now)
    return posts


def _is_on(row: StudySession, whom: Whom) -> bool:
    if row.stage not in (Stage.OPEN, Stage.HELD) or row.starts_at is None:
        return False
    return row.starts_at + timedelta(minutes=row.minutes or 0) > whom.now


async def _redraw(session: AsyncSession, row: StudySession, whom: Whom) -> None:
    """What stands of it."""
    if row.message_id is not None:
        await stale.mark(session, whom.guild_id, session_posts.CARD, row.id, whom.now)
    if row.recap_message_id is not None:
        await stale.mark(session, whom.guild_id, recaps.RECAP, row.id, whom.now)


async def _end_polls(session: AsyncSession, whom: Whom) -> None:
    ticked = select(PollTick.poll_id).where(
        PollTick.guild_id == whom.guild_id, PollTick.user_id == whom.user_id
    )
    found = await session.scalars(
        select(StudyPoll).where(
            StudyPoll.guild_id == whom.guild_id,
            (StudyPoll.host_id == whom.user_id) | StudyPoll.id.in_(ticked),
        )
    )
    rows = found.all()
    drafts = [one.id for one in rows if one.posted_at is None]
    await _drop_polls(session, drafts)
    for row in rows:
        if row.posted_at is None:
            continue
        if row.host_id == whom.user_id:
            empty(row, "host_id")
            row.host_id, row.closed_at = FORMER, row.closed_at or whom.now
        if row.message_id is not None:
            await stale.mark(session, whom.guild_id, session_posts.POLL, row.id, whom.now)
    await session.flush()


async def _drop_polls(session: AsyncSession, ids: Sequence[int]) -> None:
    await session.execute(delete(PollTime).where(PollTime.poll_id.in_(ids)))
    await session.execute(delete(StudyPoll).where(StudyPoll.id.in_(ids)))
