"""What of questions and answers is to stand on Discord: queued for it, and noted once it does."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, stale
from db.outbox import Post, Sent
from db.tables import Answer, Question

# The kinds of posts.
CARD = "question"
OPENING = "opening"
ANSWER = "answer"
# Not a card, but redrawn like one: the name of a question's thread.
NAME = "question name"
# What is redrawn beside cards: a forum's tag for what is solved.
SOLVED_TAG = "solved tag"
# What Discord has not taken by then is given up, and moderators see it.
LASTS = timedelta(days=7)


def card_key(question_id: int, channel_id: int) -> str:
    return f"{CARD}:{question_id}:{channel_id}"


def opening_key(question_id: int, thread_id: int) -> str:
    return f"{OPENING}:{question_id}:{thread_id}"


def answer_key(answer_id: int, thread_id: int) -> str:
    return f"{ANSWER}:{answer_id}:{thread_id}"


async def queue_card(
    session: AsyncSession, guild_id: int, question_id: int, channel_id: int, now: datetime
) -> None:
    """Have the question's card posted in a channel: once, however often this is called."""
    key = card_key(question_id, channel_id)
    await _queue(session, guild_id, channel_id, kind=CARD, key=key, row_id=question_id, now=now)


async def queue_answer(
    session: AsyncSession, guild_id: int, answer_id: int, thread_id: int, now: datetime
) -> None:
    key = answer_key(answer_id, thread_id)
    await _queue(session, guild_id, thread_id, kind=ANSWER, key=key, row_id=answer_id, now=now)


async def redraw_question(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> None:
    """What the question's card shows has changed, or in a forum its tags."""
    await stale.mark(session, guild_id, CARD, question_id, now)
    if await session.scalar(
        select(Question.id).where(
            Question.id == question_id, Question.guild_id == guild_id, Question.is_in_forum
        )
    ):
        await stale.mark(session, guild_id, SOLVED_TAG, question_id, now)


async def redraw_opening(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> None:
    """What stands first in the question's thread has changed."""
    await stale.mark(session, guild_id, OPENING, question_id, now)


async def rename_thread(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> None:
    """The name of the question's thread says what is no longer true."""
    await stale.mark(session, guild_id, NAME, question_id, now)


async def redraw_answer(
    session: AsyncSession, guild_id: int, answer_id: int, now: datetime
) -> None:
    await stale.mark(session, guild_id, ANSWER, answer_id, now)


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """The question's card stands; one that was deleted at once leaves the question without.

    In a forum it is a thread as well, and what waited for that is due.
    """
    question_id = post.payload["id"]
    values = {"channel_id": post.channel_id, "message_id": sent.message_id, "is_in_forum": False}
    if sent.thread_id is not None:
        values |= {"thread_id": sent.thread_id, "is_in_forum": True}
    changed = await session.scalar(
        update(Question)
        .where(Question.id == question_id, Question.guild_id == post.guild_id)
        .values(**values)
        .returning(Question.id)
    )
    if changed is not None and sent.thread_id is not None:
        await queue_waiting(session, post.guild_id, question_id, sent.thread_id, post.due_at)


async def opening_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await session.execute(
        update(Question)
        .where(Question.id == post.payload["id"], Question.guild_id == post.guild_id)
        .values(opening_message_id=sent.message_id)
    )


async def answer_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await session.execute(
        update(Answer)
        .where(Answer.id == post.payload["id"], Answer.guild_id == post.guild_id)
        .values(message_id=sent.message_id)
    )


async def thread_opened(
    session: AsyncSession, guild_id: int, question_id: int, thread_id: int, now: datetime
) -> Sequence[str]:
    """The question has its thread: queue what belongs there. Returns the keys of those posts."""
    await session.execute(
        update(Question)
        .where(Question.id == question_id, Question.guild_id == guild_id)
        .values(thread_id=thread_id)
    )
    key = opening_key(question_id, thread_id)
    await _queue(session, guild_id, thread_id, kind=OPENING, key=key, row_id=question_id, now=now)
    return [key, *await queue_waiting(session, guild_id, question_id, thread_id, now)]


async def queue_waiting(
    session: AsyncSession, guild_id: int, question_id: int, thread_id: int, now: datetime
) -> Sequence[str]:
    """Have the answers posted that Discord has not yet: once. Returns the keys of those posts."""
    waiting = await session.scalars(
        select(Answer.id)
        .where(
            Answer.guild_id == guild_id,
            Answer.question_id == question_id,
            Answer.message_id.is_(None),
        )
        .order_by(Answer.id)
    )
    ids = waiting.all()
    for answer_id in ids:
        await queue_answer(session, guild_id, answer_id, thread_id, now)
    return [answer_key(answer_id, thread_id) for answer_id in ids]


async def thread_gone(session: AsyncSession, post: Post) -> None:
    """Somebody deleted the thread that a post was for: its question needs another.

    In a forum its card is gone with it, and is posted anew.
    """
    question = await session.scalar(
        select(Question).where(
            Question.guild_id == post.guild_id, Question.thread_id == post.channel_id
        )
    )
    if question is None:
        return
    question.thread_id = None
    if question.is_in_forum and question.channel_id is not None:
        question.message_id = None
        await outbox.unsend(session, card_key(question.id, question.channel_id))
        await queue_card(session, post.guild_id, question.id, question.channel_id, post.due_at)
    await session.flush()


async def without_thread(
    session: AsyncSession, *, before: datetime, since: datetime
) -> Sequence[tuple[int, int]]:
    """(guild, id) of the questions whose card stands without a thread that is wanted.

    It is wanted by what was asked, or answered, between `since` and `before`.
    """
    waits = exists().where(
        Answer.question_id == Question.id,
        Answer.message_id.is_(None),
        Answer.answered_at.between(since, before),
    )
    found = await session.execute(
        select(Question.guild_id, Question.id).where(
            Question.message_id.is_not(None),
            Question.thread_id.is_(None),
            or_(Question.asked_at.between(since, before), waits),
        )
    )
    return [(guild_id, question_id) for guild_id, question_id in found]


async def _queue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    *,
    kind: str,
    key: str,
    row_id: int,
    now: datetime,
) -> None:
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=kind,
        dedupe_key=key,
        payload={"id": row_id},
        due_at=now,
        expires_at=now + LASTS,
    )
