"""All that a guild's moderators may want to look after now, read in few statements.

What is listed is found by what is open, waiting or still to come, and never by looking through
what is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import pulse
from bot.domain.matching import Candidate
from bot.domain.people import FORMER
from bot.domain.pulse import PATIENCE, Kind
from bot.domain.reminders import Offset, unpacked
from bot.domain.seats import Answer
from bot.domain.weekly import Due
from db import backlog, digests, found, pair_lives, queue, session_approvals
from db.backlog import Troubles
from db.digests import Decided
from db.guilds import Settings
from db.pairs import Pair
from db.study import Posted, Stage
from db.tables import Question, Rsvp, StudySession


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nobody has answered, or said to be on."""

    number: int
    title: str
    asked_at: datetime
    brought_up_at: datetime | None


@dataclass(frozen=True, slots=True)
class Endangered:
    """A session without a host, or with few who come; `coming` and `still` are without the host."""

    number: int
    topic: str
    starts_at: datetime
    is_hostless: bool
    called_at: datetime | None
    """When the cohort was last asked who hosts it."""
    coming: int
    still: int | None
    """How many of them said so again within the last day; None if they were not asked yet."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """Of each kind all there is, the worst first; and the digests before and after now."""

    unanswered: Sequence[Unanswered]
    waiting: Sequence[Candidate]
    silent: Sequence[Pair]
    endangered: Sequence[Endangered]
    held: Sequence[Posted]
    troubles: Troubles
    digest: Decided | None
    coming: Due


async def look(session: AsyncSession, guild_id: int, settings: Settings, now: datetime) -> Pulse:
    waiting = await queue.candidates(session, guild_id, now)
    return Pulse(
        unanswered=await unanswered(session, guild_id, now),
        waiting=sorted(waiting, key=lambda one: (one.joined_at, one.user_id)),
        silent=await pair_lives.silent(session, guild_id, now),
        endangered=await endangered(session, guild_id, now),
        held=await session_approvals.held(session, guild_id, now),
        troubles=await backlog.troubles(session, guild_id, now),
        digest=await digests.last_decided(session, guild_id),
        coming=await digests.upcoming(session, guild_id, settings, now),
    )


async def unanswered(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Unanswered]:
    """The questions that wait for longer than a day, the longest first."""
    rows = await session.execute(
        select(Question.number, Question.title, Question.asked_at, Question.brought_up_at)
        .where(
            found.waiting(guild_id),
            Question.accepted_answer_id.is_(None),  # for the index
            Question.asked_at <= now - PATIENCE[Kind.QUESTIONS],
            or_(Question.taken_until.is_(None), Question.taken_until <= now),
        )
        .order_by(Question.asked_at, Question.id)
    )
    return [Unanswered(*row) for row in rows]


async def endangered(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Endangered]:
    """The sessions to come that somebody has to do something about, the next one first.

    A pair's own are the pair's business, and nobody can come to one whose card does not stand.
    """
    row = StudySession
    soon = await session.scalars(
        select(row)
        .where(
            row.guild_id == guild_id,
            row.starts_at > now,
            row.stage == Stage.OPEN,
            row.pair_id.is_(None),
            row.message_id.is_not(None),
            or_(
                row.starts_at <= now + PATIENCE[Kind.SESSIONS],
                row.host_gone_at.is_not(None),
                row.host_id == FORMER,
            ),
        )
        .order_by(row.starts_at, row.number)
    )
    rows = soon.all()
    said = await session.scalars(
        select(Rsvp).where(
            Rsvp.session_id.in_([one.id for one in rows]), Rsvp.answer == Answer.GOING
        )
    )
    of: dict[int, list[Rsvp]] = {one.id: [] for one in rows}
    for one in said:
        of[one.session_id].append(one)
    listed = [_endangered(one, of[one.id], now) for one in rows]
    return [
        one
        for one in listed
        if one.is_hostless
        or pulse.is_at_risk(one.coming if one.still is None else one.still, one.starts_at, now)
    ]


def _endangered(row: StudySession, said: Sequence[Rsvp], now: datetime) -> Endangered:
    # Only what has both is posted.
    assert row.number is not None
    assert row.starts_at is not None
    others = [one for one in said if one.user_id != row.host_id]
    still = [
        one for one in others if pulse.still_comes(one.answered_at, one.confirmed_at, row.starts_at)
    ]
    were_asked = Offset.DAY in unpacked(row.reminders) and pulse.have_answered(row.starts_at, now)
    return Endangered(
        number=row.number,
        topic=row.topic,
        starts_at=row.starts_at,
        is_hostless=row.host_gone_at is not None or row.host_id == FORMER,
        called_at=row.host_called_at,
        coming=len(others),
        still=len(still) if were_asked else None,
    )
