"""What is said of questions unasked: that one still waits for an answer, or one for its asker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import waiting
from bot.domain.errors import Refusal
from bot.domain.people import FORMER, who
from bot.domain.record import Kind
from bot.domain.waiting import Waiting
from db import audit, found, outbox, questions
from db.outbox import Post
from db.question_posts import NUDGE, WAITING
from db.questions import Answer
from db.tables import Answer as AnswerRow
from db.tables import Guild, Member, Question

LASTS = timedelta(days=2)  # a nudge
BY_HAND_LASTS = timedelta(hours=12)  # later, the moderator who meant now does not mean it any more
# A week has eight days at most on which one has come up: one of nine has rested.
_ENOUGH = 9


@dataclass(frozen=True, slots=True)
class Silent:
    """A question that has answers of others, and an asker who does not say whether they help."""

    question_id: int
    zone: str | None
    """The asker's, else the guild's."""


async def next_up(session: AsyncSession, guild_id: int, now: datetime) -> Waiting | None:
    """The question that is to come up next, if any."""
    rows = await session.execute(
        select(Question.id, Question.asked_at, Question.brought_up_at)
        .where(
            *_is_open(guild_id),
            Question.message_id.is_not(None),
            or_(Question.taken_until.is_(None), Question.taken_until <= now),
            Question.asked_at <= now - waiting.PATIENCE,
            found.waiting(guild_id),
        )
        .order_by(Question.asked_at, Question.id)
        .limit(_ENOUGH)
    )
    return waiting.next_up((Waiting(*row) for row in rows), now)


async def has_come_up(session: AsyncSession, guild_id: int, zone: str, now: datetime) -> bool:
    """Whether a question has come up on this day of the guild's."""
    key = waiting_key(guild_id, zone, now)
    return await outbox.is_known(session, key)


async def bring_up(
    session: AsyncSession, guild_id: int, channel_id: int | None, zone: str, now: datetime
) -> str | None:
    """Have the question that waits longest come up, once a day; the key of its post, if one does.

    In the channel; without one, as in a forum, where the question itself stands.
    """
    closes_at = waiting.closing(zone, now)
    chosen = await next_up(session, guild_id, now)
    if closes_at is None or chosen is None:
        return None
    row, key = await session.get_one(Question, chosen.id), waiting_key(guild_id, zone, now)
    return await _post(session, row, channel_id, key, now=now, expires_at=closes_at)


async def bring_up_this(
    session: AsyncSession,
    guild_id: int,
    number: int,
    moderator_id: int,
    *,
    channel_id: int | None,
    zone: str,
    now: datetime,
) -> str:
    """Have this question come up because a moderator says so; the key of its post, or a Refusal.

    Besides the one that the clock chooses, and at any hour; but no question twice a day.
    """
    question = await questions.by_number(session, guild_id, number)
    which = f"Question **#{number}**"
    if not question.is_open or question.answer_count:
        raise Refusal(f"{which} waits no more: it has an answer, or is closed.")
    if question.taken_by(now) is not None:
        raise Refusal(f"{which} is in good hands: {who(question.taken_by_id)} is on it.")
    if has_come_up_today(question.brought_up_at, zone, now):
        raise Refusal(f"{which} came up today already. Once a day is enough: try it tomorrow.")
    row = await session.get_one(Question, question.id)
    key = f"{waiting_key(guild_id, zone, now)}:{number}"
    posted = row.message_id is not None and await _post(
        session, row, channel_id, key, now=now, expires_at=now + BY_HAND_LASTS
    )
    if not posted:
        raise Refusal(f"{which} is not posted itself yet. Try it again in a few minutes.")
    await audit.note(
        session,
        guild_id,
        moderator_id,
        kind=Kind.QUESTIONS,
        act="brought up",
        subject="question",
        number=number,
        now=now,
    )
    return key


def has_come_up_today(brought_up_at: datetime | None, zone: str, now: datetime) -> bool:
    return brought_up_at is not None and waiting.day(zone, brought_up_at) == waiting.day(zone, now)


async def _post(
    session: AsyncSession,
    row: Question,
    channel_id: int | None,
    key: str,
    *,
    now: datetime,
    expires_at: datetime,
) -> str | None:
    """In the channel; without one, where the question itself stands."""
    place = channel_id or (row.thread_id if row.is_in_forum else row.channel_id)
    if place is None or not await outbox.enqueue(
        session,
        row.guild_id,
        place,
        kind=WAITING,
        dedupe_key=key,
        payload={"id": row.id},
        due_at=now,
        expires_at=expires_at,
    ):
        return None
    row.brought_up_at = now
    await session.flush()
    return key


async def silent(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Silent]:
    """The questions whose askers were never reminded that nothing is accepted yet."""
    answered_at = (
        select(func.max(AnswerRow.answered_at))
        .where(AnswerRow.question_id == Question.id, AnswerRow.author_id != Question.asker_id)
        .correlate(Question)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Question.id, Question.thread_id, func.coalesce(Member.zone, Guild.zone))
        .outerjoin(Member, (Member.guild_id == guild_id) & (Member.user_id == Question.asker_id))
        .outerjoin(Guild, Guild.guild_id == guild_id)
        .where(
            *_is_open(guild_id),
            Question.asker_id != FORMER,
            Question.nudged_at.is_(None),
            answered_at <= now - waiting.SILENCE,
        )
        .order_by(Question.asked_at, Question.id)
    )
    # Asked of the thread as well, SQLite would look through all that are solved, by their threads.
    return [Silent(question_id, zone) for question_id, thread_id, zone in rows if thread_id]


async def nudge(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> str | None:
    """Have the asker reminded in the thread, once ever; the key of that post, if there is one."""
    thread_id = await session.scalar(
        update(Question)
        .where(
            *_is_open(guild_id),
            Question.id == question_id,
            Question.nudged_at.is_(None),
            Question.thread_id.is_not(None),
        )
        .values(nudged_at=now)
        .returning(Question.thread_id)
    )
    if thread_id is None:
        return None
    key = f"{NUDGE}:{question_id}"
    await outbox.enqueue(
        session,
        guild_id,
        thread_id,
        kind=NUDGE,
        dedupe_key=key,
        payload={"id": question_id},
        due_at=now,
        expires_at=now + LASTS,
    )
    return key


async def candidates(session: AsyncSession, guild_id: int, question_id: int) -> Sequence[Answer]:
    """The answers of others that may be the one: the most helpful first, the newer of equals."""
    rows = await session.scalars(
        select(AnswerRow)
        .join(Question, Question.id == AnswerRow.question_id)
        .where(
            AnswerRow.guild_id == guild_id,
            AnswerRow.question_id == question_id,
            AnswerRow.author_id != Question.asker_id,
        )
        .order_by(AnswerRow.helpful_count.desc(), AnswerRow.id.desc())
    )
    return [questions.view_answer(row) for row in rows]


async def let_go(session: AsyncSession, post: Post) -> None:
    """The thread it was for is gone: there is nobody to remind in it."""
    del session, post


def waiting_key(guild_id: int, zone: str, now: datetime) -> str:
    return f"{WAITING}:{guild_id}:{waiting.day(zone, now)}"


def _is_open(guild_id: int) -> Sequence[ColumnElement[bool]]:
    return (
        Question.guild_id == guild_id,
        Question.accepted_answer_id.is_(None),
        Question.closed_at.is_(None),
    )
