"""What becomes of a former member's questions, answers and votes, and of the cards that show them.

A question keeps its number, its place and the answers of others: these are theirs, and so is the
thanks for them. An answer goes as a whole, and what it solved is closed: whoever asked may open
that again.
"""

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import FORMER
from db import acceptances, erased_cards, question_posts, search
from db.own_rules import QUESTION_GONE
from db.tables import Acceptance, Answer, HelpfulVote, Question
from db.whom import Whom

_BY_ASKER = "deleted by whoever asked it"
_BY_AUTHOR = "the answer that solved it was deleted by whoever gave it"


async def erase(session: AsyncSession, whom: Whom) -> None:
    await _redraw_what_names(session, whom)
    await _take_votes_back(session, whom)
    if not whom.keeps_words:
        for answer in await _answers(session, whom):
            await _take_answer(session, whom, answer)
        for question in await _questions(session, whom):
            await _empty(session, whom, question)


async def _answers(session: AsyncSession, whom: Whom) -> list[Answer]:
    mine = (Answer.guild_id == whom.guild_id, Answer.author_id == whom.user_id)
    return [*await session.scalars(select(Answer).where(*mine))]


async def _questions(session: AsyncSession, whom: Whom) -> list[Question]:
    mine = (Question.guild_id == whom.guild_id, Question.asker_id == whom.user_id)
    return [*await session.scalars(select(Question).where(*mine))]


async def _take_answer(session: AsyncSession, whom: Whom, answer: Answer) -> None:
    question = await session.get_one(Question, answer.question_id)
    if not answer.is_message:  # a message of their own is theirs to delete
        await erased_cards.add(
            session, whom.guild_id, question.thread_id, answer.message_id, whom.now
        )
    if question.accepted_answer_id == answer.id:
        question.accepted_answer_id = question.accepted_at = None
        _close(question, whom, _BY_AUTHOR)
    await session.execute(
        update(Acceptance)
        .where(Acceptance.former_answer_id == answer.id)
        .values(former_answer_id=None, former_accepted_at=None)
    )
    await acceptances.forget_answer(session, answer)
    await search.reindex(session, question.id)


async def _empty(session: AsyncSession, whom: Whom, question: Question) -> None:
    question.asker_id, question.title = FORMER, QUESTION_GONE
    question.details = question.tried = question.code = ""
    if question.accepted_answer_id is None:
        _close(question, whom, _BY_ASKER)
    await session.flush()
    await search.reindex(session, question.id)
    if question.thread_id is not None:
        await question_posts.rename_thread(session, whom.guild_id, question.id, whom.now)


def _close(question: Question, whom: Whom, why: str) -> None:
    if question.closed_at is None:
        question.closed_at, question.closed_by_id = whom.now, FORMER
        question.close_reason = why


async def _redraw_what_names(session: AsyncSession, whom: Whom) -> None:
    """What stands, and shows them or what they wrote; what is to come is drawn as things stand."""
    guild_id, user_id, now = whom.guild_id, whom.user_id, whom.now
    theirs = select(Answer.id).where(Answer.guild_id == guild_id, Answer.author_id == user_id)
    questions = await session.scalars(
        select(Question.id).where(
            Question.guild_id == guild_id,
            Question.message_id.is_not(None),
            or_(
                Question.asker_id == user_id,
                Question.written_by_id == user_id,
                Question.closed_by_id == user_id,
                Question.taken_by_id == user_id,
                Question.accepted_answer_id.in_(theirs),
            ),
        )
    )
    for question_id in questions.all():
        await question_posts.redraw_question(session, guild_id, question_id, now)
        await question_posts.redraw_opening(session, guild_id, question_id, now)
    answers = await session.scalars(
        select(Answer.id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.guild_id == guild_id,
            Answer.message_id.is_not(None),
            or_(Answer.author_id == user_id, Question.asker_id == user_id),
        )
    )
    for answer_id in answers.all():
        await question_posts.redraw_answer(session, guild_id, answer_id, now)


async def _take_votes_back(session: AsyncSession, whom: Whom) -> None:
    vote = HelpfulVote
    mine = (vote.guild_id == whom.guild_id, vote.user_id == whom.user_id)
    found = [*await session.scalars(select(vote.answer_id).where(*mine))]
    await session.execute(delete(vote).where(*mine))
    counted = select(func.count()).where(vote.answer_id == Answer.id).correlate(Answer)
    await session.execute(
        update(Answer)
        .where(Answer.id.in_(found))
        .values(helpful_count=counted.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    for answer_id in found:
        await question_posts.redraw_answer(session, whom.guild_id, answer_id, whom.now)
