"""Answers to questions, and who found them helpful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.text import escape
from db import claims, question_posts, questions, search, tables
from db.questions import Answer, Question, view_answer


@dataclass(frozen=True, slots=True)
class Vote:
    """`is_given` is False where the member has just taken it back."""

    question: Question
    answer: Answer
    is_given: bool


def _by_id() -> Select[Any]:
    question, answer = tables.table(tables.Question), tables.table(tables.Answer)
    return (
        questions.select_questions()
        .add_columns(*questions.answer_columns(answer))
        .where(
            answer.c.question_id == question.c.id,
            answer.c.guild_id == bindparam("guild_id"),
            answer.c.id == bindparam("answer_id"),
        )
    )


_BY_ID = _by_id()


async def answerable(session: AsyncSession, guild_id: int, number: int) -> Question:
    """The guild's question `number`, or a Refusal if it takes no answers."""
    question = await questions.by_number(session, guild_id, number)
    if question.closed_at is None:
        return question
    if question.original is not None:
        why = f"It asks the same as **#{question.original.number}**: answer that one."
    else:
        why = f"The reason: {escape(question.close_reason)}" if question.close_reason else ""
    raise Refusal(f"**#{number}** is closed and takes no more answers. {why}".rstrip())


async def give(
    session: AsyncSession, guild_id: int, number: int, author_id: int, *, text: str, now: datetime
) -> tuple[Question, Answer]:
    """Store an answer to the guild's question `number`, to be posted, where search finds it."""
    question = await answerable(session, guild_id, number)
    earlier = (
        await session.scalars(
            select(tables.Answer)
            .where(tables.Answer.question_id == question.id)
            .order_by(tables.Answer.id)
        )
    ).all()
    if any(
        (one.author_id, one.text) == (author_id, text) and one.answered_at > now - questions.ECHO
        for one in earlier
    ):
        raise Refusal(f"You have just given this answer to **#{number}**: it is saved.")
    row = tables.Answer(
        guild_id=guild_id,
        question_id=question.id,
        author_id=author_id,
        text=text,
        answered_at=now,
    )
    session.add(row)
    await session.flush()
    await search.reindex(session, question.id)
    await claims.answered(session, guild_id, question.id, author_id)
    await question_posts.redraw_question(session, guild_id, question.id, now)
    if question.thread_id is not None:
        await question_posts.queue_answer(session, guild_id, row.id, question.thread_id, now)
    return await questions.by_number(session, guild_id, number), view_answer(row)


async def by_id(
    session: AsyncSession, guild_id: int, answer_id: int
) -> tuple[Question, Answer] | None:
    """An answer, and its question as it stands."""
    wanted = {"guild_id": guild_id, "answer_id": questions.storable(answer_id)}
    row = (await session.execute(_BY_ID, wanted)).first()
    return None if row is None else (questions.read(row), questions.read_beside(row))


async def by_message(
    session: AsyncSession, guild_id: int, question_id: int, message_id: int
) -> Answer | None:
    """The answer that a message is, or whose card it is."""
    row = await session.scalar(
        select(tables.Answer).where(
            tables.Answer.guild_id == guild_id,
            tables.Answer.question_id == question_id,
            tables.Answer.message_id == message_id,
        )
    )
    return None if row is None else view_answer(row)


async def of_question(
    session: AsyncSession, guild_id: int, question_id: int, *, limit: int = 1000
) -> Sequence[Answer]:
    """A question's answers, the most helpful first, and the older of two that are equally so."""
    rows = await session.scalars(
        select(tables.Answer)
        .where(tables.Answer.guild_id == guild_id, tables.Answer.question_id == question_id)
        .order_by(tables.Answer.helpful_count.desc(), tables.Answer.id)
        .limit(limit)
    )
    return [view_answer(row) for row in rows]


async def vote(
    session: AsyncSession, guild_id: int, answer_id: int, user_id: int, now: datetime
) -> Vote:
    """The member finds the answer helpful; one who said so before takes it back."""
    answer = await row_of(session, guild_id, answer_id)
    if answer.author_id == user_id:
        raise Refusal("This is your own answer: whether it is helpful is for the others to say.")
    given = await session.get(tables.HelpfulVote, (answer.id, user_id))
    if given is None:
        session.add(
            tables.HelpfulVote(
                answer_id=answer.id, user_id=user_id, guild_id=guild_id, voted_at=now
            )
        )
    else:
        await session.delete(given)
    await session.flush()
    counted = select(func.count()).where(tables.HelpfulVote.answer_id == answer.id)
    answer.helpful_count = await session.scalar(counted) or 0
    await session.flush()
    await question_posts.redraw_answer(session, guild_id, answer.id, now)
    question = await questions.by_id(session, guild_id, answer.question_id)
    assert question is not None
    return Vote(question, view_answer(answer), is_given=given is None)


async def row_of(session: AsyncSession, guild_id: int, answer_id: int) -> tables.Answer:
    """For storage alone: the row of the guild's answer, or a Refusal."""
    row = await session.get(tables.Answer, questions.storable(answer_id))
    if row is None or row.guild_id != guild_id:
        raise Refusal("This answer is no longer there. `/qa show` has those that are.")
    return row
