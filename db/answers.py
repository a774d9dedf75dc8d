"""Answers to questions, and which one was accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import question_posts, questions, search, tables
from db.questions import Answer, Question, view_answer


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What accepting changed; `former` is the answer that was accepted until now."""

    question: Question
    answer: Answer
    former: Answer | None


async def give(
    session: AsyncSession, guild_id: int, number: int, author_id: int, *, text: str, now: datetime
) -> tuple[Question, Answer]:
    """Store an answer to the guild's question `number`, to be posted, where search finds it."""
    question = await questions.by_number(session, guild_id, number)
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
    await question_posts.redraw_question(session, guild_id, question.id, now)
    if question.thread_id is not None:
        await question_posts.queue_answer(session, guild_id, row.id, question.thread_id, now)
    return await questions.by_number(session, guild_id, number), view_answer(row)


async def by_id(
    session: AsyncSession, guild_id: int, answer_id: int
) -> tuple[Question, Answer] | None:
    """An answer, and its question as it stands."""
    found = await session.execute(
        questions.select_questions()
        .add_columns(tables.Answer)
        .join(tables.Answer, tables.Answer.question_id == tables.Question.id)
        .where(tables.Answer.guild_id == guild_id, tables.Answer.id == answer_id)
    )
    row = found.first()
    if row is None:
        return None
    *question, answer = row
    return questions.view(*question), view_answer(answer)


async def accept(
    session: AsyncSession,
    guild_id: int,
    answer_id: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Acceptance:
    """Make this the accepted answer of its question, in place of any other."""
    row = await session.get(tables.Answer, questions.storable(answer_id))
    if row is None or row.guild_id != guild_id:
        raise Refusal("This answer is no longer there.")
    question = await session.get_one(tables.Question, row.question_id)
    if user_id != question.asker_id and not is_moderator:
        raise Refusal(
            f"Only <@{question.asker_id}>, who asked, or a moderator can accept an answer to"
            f" **#{question.number}**."
        )
    if question.accepted_answer_id == row.id:
        raise Refusal(f"This is already the accepted answer to **#{question.number}**. All done!")
    former = (await questions.by_number(session, guild_id, question.number)).accepted
    question.accepted_answer_id = row.id
    question.accepted_at = now
    await session.flush()
    await search.reindex(session, question.id)
    await question_posts.redraw_question(session, guild_id, question.id, now)
    await question_posts.redraw_answer(session, guild_id, row.id, now)
    if former is not None:
        await question_posts.redraw_answer(session, guild_id, former.id, now)
    now_solved = await questions.by_number(session, guild_id, question.number)
    return Acceptance(now_solved, view_answer(row), former)
