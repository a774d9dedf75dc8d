"""Who is on a question for the next while, so that two do not search for the same answer."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from db import question_posts, questions, tables
from db.questions import Question

LASTS = timedelta(hours=24)
# A sweep; what is left comes with the next.
_AT_ONCE = 100


async def take(
    session: AsyncSession, guild_id: int, number: int, user_id: int, now: datetime
) -> Question:
    """The member is on it from now on; one who is already gives it back."""
    question = await questions.by_number(session, guild_id, number)
    if question.closed_at is not None:
        raise Refusal(f"**#{number}** is closed: it needs no answer any more.")
    if question.accepted is not None:
        raise Refusal(f"**#{number}** is solved already: it needs no answer any more.")
    if question.asker_id == user_id:
        raise Refusal("This is your own question: somebody else has to take it.")
    taken_by = question.taken_by(now)
    if taken_by is not None and taken_by != user_id:
        raise Refusal(
            f"{who(taken_by)} is on **#{number}** already. If you know the answer, give it all the"
            " same: press **Answer**."
        )
    is_free = taken_by is None
    await session.execute(
        update(tables.Question)
        .where(tables.Question.id == question.id)
        .values(
            taken_by_id=user_id if is_free else None, taken_until=now + LASTS if is_free else None
        )
    )
    await question_posts.redraw_question(session, guild_id, question.id, now)
    return await questions.by_number(session, guild_id, number)


async def answered(session: AsyncSession, guild_id: int, question_id: int, author_id: int) -> None:
    """Whoever was on the question has answered it: done. An answer of others ends nothing."""
    await session.execute(
        update(tables.Question)
        .where(
            tables.Question.guild_id == guild_id,
            tables.Question.id == question_id,
            tables.Question.taken_by_id == author_id,
        )
        .values(taken_by_id=None, taken_until=None)
    )


async def end(session: AsyncSession, now: datetime) -> None:
    """Give back what was taken for long enough, and have those cards redrawn."""
    rows = await session.scalars(
        select(tables.Question).where(tables.Question.taken_until <= now).limit(_AT_ONCE)
    )
    for row in rows.all():
        row.taken_by_id = row.taken_until = None
        await question_posts.redraw_question(session, row.guild_id, row.id, now)
    await session.flush()
