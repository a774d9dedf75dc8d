"""What somebody deleted on Discord of questions and answers: noted, and queued to stand again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, stale
from db.outbox import Post
from db.question_posts import (
    ANSWER,
    CARD,
    OPENING,
    answer_key,
    card_key,
    opening_key,
    queue,
    queue_card,
    row_of,
)
from db.tables import Answer, Question


async def thread_deleted(
    session: AsyncSession, guild_id: int, thread_id: int, now: datetime
) -> int | None:
    """Nothing leads to this thread any more; the id of its question, if it was one's.

    In a forum the card is gone with it.
    """
    question = await session.scalar(
        select(Question).where(Question.guild_id == guild_id, Question.thread_id == thread_id)
    )
    if question is None:
        return None
    question.thread_id = None
    if question.is_in_forum:
        question.message_id = None
    else:
        await stale.mark(session, guild_id, CARD, question.id, now)
    await session.flush()
    return question.id


async def thread_gone(session: AsyncSession, post: Post) -> None:
    """The thread that a post was for is no more: its question needs another."""
    question_id = await thread_deleted(session, post.guild_id, post.channel_id, post.due_at)
    question = question_id and await row_of(session, post.guild_id, question_id)
    if question and question.is_in_forum:
        await card_anew(session, post.guild_id, question.id, post.due_at)


async def card_anew(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> str | None:
    """The question's card is gone: have it posted where it stood; the key of that post."""
    question = await row_of(session, guild_id, question_id)
    if question is None or question.channel_id is None:
        return None
    question.message_id = None
    key = card_key(question_id, question.channel_id)
    await outbox.unsend(session, key)
    await queue_card(session, guild_id, question_id, question.channel_id, now)
    return key


async def opening_anew(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> str | None:
    """What stood first in the thread is gone: have it posted there; the key of that post."""
    question = await row_of(session, guild_id, question_id)
    if question is None or question.thread_id is None:
        return None
    key = opening_key(question_id, question.thread_id)
    await _post_again(session, question, key, kind=OPENING, row_id=question_id, now=now)
    return key


async def answer_anew(
    session: AsyncSession, guild_id: int, answer_id: int, now: datetime
) -> str | None:
    """An answer's card is gone: have it posted where it stood; the key of that post."""
    answer = await session.get(Answer, answer_id)
    question = await row_of(session, guild_id, answer.question_id) if answer else None
    if answer is None or question is None or question.thread_id is None:
        return None
    answer.message_id = None
    key = answer_key(answer_id, question.thread_id)
    await _post_again(session, question, key, kind=ANSWER, row_id=answer_id, now=now)
    return key


async def _post_again(
    session: AsyncSession, question: Question, key: str, *, kind: str, row_id: int, now: datetime
) -> None:
    assert question.thread_id is not None
    await outbox.unsend(session, key)
    await queue(
        session,
        question.guild_id,
        question.thread_id,
        kind=kind,
        key=key,
        row_id=row_id,
        now=now,
        is_again=True,
    )
