"""What a member did here, counted; and the card of it that they show the cohort if they want."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deeds import Deeds
from bot.domain.errors import Refusal
from db import outbox, stale
from db.outbox import Post, Sent
from db.study import Stage
from db.tables import (
    Answer,
    Attendance,
    MemberCard,
    PairMember,
    Question,
    Review,
    StudySession,
)

# The kind of the post, and of the card to be redrawn, whose key is the member.
CARD = "member card"
_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """The card that the cohort sees, or saw last; the ids are None as long as it does not stand."""

    is_shown: bool = False
    channel_id: int | None = None
    message_id: int | None = None


def key(guild_id: int, user_id: int, now: datetime) -> str:
    return f"{CARD}:{guild_id}:{user_id}:{int(now.timestamp())}"


async def of(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> Deeds:
    """All of it, in one statement; what one does for oneself does not count."""

    def count(of: Any, *which: ColumnElement[bool]) -> Any:
        return select(func.count(of)).where(*which).scalar_subquery()

    answered = (
        Answer.guild_id == guild_id,
        Answer.author_id == user_id,
        Question.id == Answer.question_id,
        Question.asker_id != user_id,
    )
    there = (
        Attendance.guild_id == guild_id,
        Attendance.user_id == user_id,
        StudySession.id == Attendance.session_id,
        StudySession.host_id != user_id,
    )
    row = await session.execute(
        select(
            count(Question.id, Question.guild_id == guild_id, Question.asker_id == user_id),
            count(Answer.question_id.distinct(), *answered),
            count(Answer.id, *answered, Question.accepted_answer_id == Answer.id),
            count(
                StudySession.id,
                StudySession.guild_id == guild_id,
                StudySession.host_id == user_id,
                StudySession.stage == Stage.OPEN,
                StudySession.starts_at <= now,
                StudySession.pair_id.is_(None),
            ),
            count(Attendance.session_id, *there),
            count(
                PairMember.pair_id,
                PairMember.guild_id == guild_id,
                PairMember.user_id == user_id,
            ),
            count(
                Review.id,
                Review.guild_id == guild_id,
                Review.reviewer_id == user_id,
                Review.done_at.is_not(None),
            ),
        )
    )
    return Deeds(*row.one())


async def shown(session: AsyncSession, guild_id: int, user_id: int) -> Shown:
    row = await session.get(MemberCard, (guild_id, user_id))
    return Shown(row.is_shown, row.channel_id, row.message_id) if row else Shown()


async def show(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int, now: datetime
) -> None:
    """Show the card to the cohort; one that stands already is brought up to date."""
    row = await session.get(MemberCard, (guild_id, user_id))
    if row is not None and row.is_shown:
        await stale.mark(session, guild_id, CARD, user_id, now)
        return
    if (await of(session, guild_id, user_id, now)).are_none:
        raise Refusal(
            "There is nothing to share yet. `/qa unanswered` shows who could use your help."
        )
    if row is None:
        row = MemberCard(guild_id=guild_id, user_id=user_id)
        session.add(row)
    # The card of the last time stays empty: this one comes where people look.
    row.is_shown, row.channel_id, row.message_id = True, None, None
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=CARD,
        dedupe_key=key(guild_id, user_id, now),
        payload={"user": user_id},
        due_at=now,
        expires_at=now + _LASTS,
    )


async def hide(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """Keep it private again: its card is emptied."""
    row = await session.get(MemberCard, (guild_id, user_id))
    if row is not None and row.is_shown:
        row.is_shown = False
        await stale.mark(session, guild_id, CARD, user_id, now)


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await _stands(session, post.guild_id, post.payload["user"], post.channel_id, sent.message_id)


async def gone(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Somebody deleted the card: it is not shown any more."""
    await _stands(session, guild_id, user_id, None, None)
    await session.execute(
        update(MemberCard)
        .where(MemberCard.guild_id == guild_id, MemberCard.user_id == user_id)
        .values(is_shown=False)
    )


async def _stands(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    channel_id: int | None,
    message_id: int | None,
) -> None:
    await session.execute(
        update(MemberCard)
        .where(MemberCard.guild_id == guild_id, MemberCard.user_id == user_id)
        .values(channel_id=channel_id, message_id=message_id)
    )
