"""The weekly digest: what is in it, and what became of each week's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import weekly
from bot.domain.weekly import MONDAY, MORNING, WEEK, Due, Rhythm
from db import outbox, questions, review_lists, study, tables
from db.guilds import Settings
from db.questions import Question
from db.review_lists import Thanks
from db.study import Posted

KIND = "digest"
# So much later it would be news of another week.
LATEST = timedelta(hours=24)
MOST = 5  # of each sort
_SESSIONS = 50


class Fate(StrEnum):
    """What was decided of a week's digest when it was due."""

    QUEUED = "queued"
    EMPTY = "skipped: nothing to say"
    LATE = "skipped: too late"
    MOVED = "skipped: its day was set when that was over"


@dataclass(frozen=True, slots=True)
class Contents:
    """At most `MOST` of each sort, and how many there are."""

    unanswered: tuple[Question, ...]
    unanswered_count: int
    accepted: tuple[Question, ...]
    accepted_count: int
    coming: tuple[Posted, ...]
    coming_count: int
    reviewed: tuple[Thanks, ...]
    reviewed_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.unanswered or self.accepted or self.coming or self.reviewed)


def rhythm(settings: Settings) -> Rhythm:
    """When a guild's digest is due: Monday at 9, UTC, unless its moderators say otherwise."""
    return Rhythm(
        MONDAY if settings.digest_weekday is None else settings.digest_weekday,
        MORNING if settings.digest_hour is None else settings.digest_hour,
        settings.zone or "UTC",
    )


async def upcoming(
    session: AsyncSession, guild_id: int, settings: Settings, now: datetime
) -> datetime:
    """When the guild's next digest is due; a week that had its own has no second one."""
    due = weekly.following(rhythm(settings), now)
    if await is_decided(session, guild_id, due.iso_week):
        due = weekly.following(rhythm(settings), due.due_at)
    return due.due_at


async def is_decided(session: AsyncSession, guild_id: int, iso_week: str) -> bool:
    return await session.get(tables.Digest, (guild_id, iso_week, 1)) is not None


async def decide(
    session: AsyncSession, guild_id: int, channel_id: int, due: Due, now: datetime
) -> Fate | None:
    """Queue the week's digest in the outbox, or skip it for good; None where that is done."""
    if await is_decided(session, guild_id, due.iso_week):
        return None
    fate = await _fate(session, guild_id, due, now)
    if fate is Fate.QUEUED:
        await outbox.enqueue(
            session,
            guild_id,
            channel_id,
            kind=KIND,
            dedupe_key=f"{KIND}:{guild_id}:{due.iso_week}:1",
            payload={"due_at": due.due_at.isoformat()},
            due_at=due.due_at,
            expires_at=due.due_at + LATEST,
        )
    _note(session, guild_id, due, fate, now)
    await session.flush()
    return fate


async def moved(session: AsyncSession, guild_id: int, settings: Settings, now: datetime) -> None:
    """The day, the hour or the zone was set anew: what that makes due in the past, nobody expects.

    A week that an earlier choice passed over may have its digest after all.
    """
    digest = tables.Digest
    await session.execute(
        delete(digest).where(digest.guild_id == guild_id, digest.fate == Fate.MOVED)
    )
    due = weekly.latest(rhythm(settings), now)
    if not await is_decided(session, guild_id, due.iso_week):
        _note(session, guild_id, due, Fate.MOVED, now)
        await session.flush()


def _note(session: AsyncSession, guild_id: int, due: Due, fate: Fate, now: datetime) -> None:
    session.add(
        tables.Digest(
            guild_id=guild_id,
            iso_week=due.iso_week,
            part=1,
            fate=fate,
            due_at=due.due_at,
            decided_at=now,
        )
    )


async def _fate(session: AsyncSession, guild_id: int, due: Due, now: datetime) -> Fate:
    if now - due.due_at > LATEST:
        return Fate.LATE
    found = await contents(session, guild_id, due.due_at, now)
    return Fate.EMPTY if found.is_empty else Fate.QUEUED


async def contents(
    session: AsyncSession, guild_id: int, due_at: datetime, now: datetime
) -> Contents:
    """What the digest due at `due_at` would say now: it looks back a week from then."""
    question = tables.Question
    in_guild = question.guild_id == guild_id
    no_answer = and_(
        question.closed_at.is_(None), ~exists().where(tables.Answer.question_id == question.id)
    )
    fresh = question.accepted_at >= due_at - WEEK
    unanswered = await _questions(session, in_guild, no_answer, order=question.asked_at)
    accepted = await _questions(session, in_guild, fresh, order=question.accepted_at.desc())
    reviewed, reviewed_count = await review_lists.done_since(
        session, guild_id, due_at - WEEK, limit=MOST
    )
    sessions = await study.coming(session, guild_id, now, limit=_SESSIONS)
    coming = [one for one in sessions if one.starts_at <= now + WEEK]
    return Contents(
        unanswered=unanswered,
        unanswered_count=await _count(session, in_guild, no_answer),
        accepted=accepted,
        accepted_count=await _count(session, in_guild, fresh),
        coming=tuple(coming[:MOST]),
        coming_count=len(coming),
        reviewed=tuple(reviewed),
        reviewed_count=reviewed_count,
    )


async def _questions(
    session: AsyncSession, *conditions: ColumnElement[bool], order: Any
) -> tuple[Question, ...]:
    found = await session.execute(
        questions.select_questions()
        .where(*conditions)
        .order_by(order, tables.Question.number)
        .limit(MOST)
    )
    return tuple(questions.read(row) for row in found)


async def _count(session: AsyncSession, *conditions: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(tables.Question).where(*conditions)
    return await session.scalar(counted) or 0
