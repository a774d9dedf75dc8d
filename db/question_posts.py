"""What of questions and answers is to stand on Discord: queued for it, and noted once it does."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, posted, stale
from db.outbox import Post, Sent
from db.tables import Answer, Question

# The kinds of posts.
CARD = "question"
OPENING = "opening"
ANSWER = "answer"
# What is said of a question that waits, for an answer or for its asker to accept one.
WAITING = "waiting question"
NUDGE = "reminder to accept"
# Not a card, but redrawn like one: the name of a question's thread.
NAME = "question name"
# What is redrawn beside cards: a forum's tag for what is solved.
SOLVED_TAG = "solved tag"
# What Discord has not taken by then is given up, and moderators see it.
LASTS = timedelta(days=7)
# In the payload of what stood before: nobody hears of it twice.
AGAIN = "again"


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
    await queue(session, guild_id, channel_id, kind=CARD, key=key, row_id=question_id, now=now)


async def queue_answer(
    session: AsyncSession, guild_id: int, answer_id: int, thread_id: int, now: datetime
) -> None:
    key = answer_key(answer_id, thread_id)
    await queue(session, guild_id, thread_id, kind=ANSWER, key=key, row_id=answer_id, now=now)


async def redraw_question(
    session: AsyncSession, guild_id: int, question_id: int, now: datetime
) -> None:
    """What the question's card shows has changed, or in a forum its tags; and what was said of it.

    Those posts are marked by their own numbers: there may be several.
    """
    await stale.mark(session, guild_id, CARD, question_id, now)
    question = await row_of(session, guild_id, question_id)
    if question is None:
        return
    if question.is_in_forum:
        await stale.mark(session, guild_id, SOLVED_TAG, question_id, now)
    said = ((WAITING, question.brought_up_at), (NUDGE, question.nudged_at))
    for kind in (kind for kind, said_at in said if said_at is not None):
        for post_id in await posted.about(session, guild_id, kind, {"id": question_id}):
            await stale.mark(session, guild_id, kind, post_id, now)


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
    question = await row_of(session, post.guild_id, post.payload["id"])
    if question is None:
        return
    question.channel_id, question.message_id = post.channel_id, sent.message_id
    question.is_in_forum = sent.thread_id is not None
    if sent.thread_id is not None:
        await _move_into(session, question, sent.thread_id)
        await queue_waiting(session, post.guild_id, question.id, sent.thread_id, post.due_at)
        if question.accepted_answer_id is not None:
            await stale.mark(session, post.guild_id, SOLVED_TAG, question.id, post.due_at)
    await session.flush()


async def opening_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await session.execute(
        update(Question)
        .where(Question.id == post.payload["id"], Question.guild_id == post.guild_id)
        .values(opening_message_id=sent.message_id)
    )


async def answer_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    answer_id = post.payload["id"]
    await session.execute(
        update(Answer)
        .where(Answer.id == answer_id, Answer.guild_id == post.guild_id)
        .values(message_id=sent.message_id)
    )
    solved_id = await session.scalar(
        select(Question.id).where(
            Question.accepted_answer_id == answer_id,
            Question.id
            == select(Answer.question_id).where(Answer.id == answer_id).scalar_subquery(),
        )
    )
    if solved_id is not None:  # its card leads to what solved it
        await stale.mark(session, post.guild_id, CARD, solved_id, post.due_at)


async def thread_opened(
    session: AsyncSession, guild_id: int, question_id: int, thread_id: int, now: datetime
) -> Sequence[str]:
    """The question has its thread: queue what belongs there. Returns the keys of those posts."""
    question = await row_of(session, guild_id, question_id)
    if question is not None:
        await _move_into(session, question, thread_id)
    key = opening_key(question_id, thread_id)
    await queue(session, guild_id, thread_id, kind=OPENING, key=key, row_id=question_id, now=now)
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


async def _move_into(session: AsyncSession, question: Question, thread_id: int) -> None:
    """It has another thread than before: what stood in the former one is to be posted there.

    A message that was an answer is gone too, and has a card from now on.
    """
    if question.thread_id == thread_id:
        return
    question.thread_id, question.opening_message_id = thread_id, None
    lost = await session.scalars(
        update(Answer)
        .where(Answer.question_id == question.id, Answer.message_id.is_not(None))
        .values(message_id=None, is_message=False)
        .returning(Answer.id)
    )
    # A thread under a card has the card's number, and so has another one there.
    keys = [answer_key(one, thread_id) for one in lost]
    await outbox.unsend(session, opening_key(question.id, thread_id), *keys)
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
            or_(
                # One that had a thread before waits for somebody to answer it, or accept.
                and_(
                    Question.asked_at.between(since, before),
                    Question.opening_message_id.is_(None),
                ),
                waits,
            ),
        )
    )
    return [(guild_id, question_id) for guild_id, question_id in found]


async def queue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    *,
    kind: str,
    key: str,
    row_id: int,
    now: datetime,
    is_again: bool = False,
) -> None:
    """Have one of these posts sent; one that stood before comes `is_again`, and pings nobody."""
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=kind,
        dedupe_key=key,
        payload={"id": row_id, **({AGAIN: True} if is_again else {})},
        due_at=now,
        expires_at=now + LASTS,
    )


async def row_of(session: AsyncSession, guild_id: int, question_id: int) -> Question | None:
    """For storage alone: the row of the guild's question."""
    return await session.scalar(
        select(Question).where(Question.guild_id == guild_id, Question.id == question_id)
    )
