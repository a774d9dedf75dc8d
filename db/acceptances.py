"""Which answer solved a question, who said so, and what it took the place of: so it can be undone.

Whoever comes second finds what the first has changed: transactions that write wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from db import answers, question_posts, questions, search, solutions, tables, tending
from db.questions import Answer, Question, view_answer

# For so long accepting can be undone.
UNDO = timedelta(minutes=5)

_NOTHING_TO_UNDO = "There is nothing to undo here any more."


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`former` is the answer that was accepted until then, if this is new."""

    id: int | None
    """None where it was accepted before acceptances were recorded."""
    question: Question
    answer: Answer
    former: Answer | None
    accepted_at: datetime
    is_new: bool
    """False where the answer was the accepted one already."""

    def undo_until(self, now: datetime) -> datetime | None:
        """When the time to undo it ends; None if it is over."""
        until = self.accepted_at + UNDO
        return until if self.id is not None and now <= until else None


@dataclass(frozen=True, slots=True)
class Said:
    """An ordinary message in a question's thread."""

    message_id: int
    author_id: int
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """The question as it stands since; `taken_back` is the answer that no longer counts."""

    question: Question
    taken_back: Answer
    was_saved: bool
    """Whether the asker had saved it as a solution, which is over too."""


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
    answer = await answers.row_of(session, guild_id, answer_id)
    question = await session.get_one(tables.Question, answer.question_id)
    _check_may_accept(question, user_id, is_moderator=is_moderator)
    if question.accepted_answer_id == answer.id:
        return await _standing(session, question)
    return await _accept(session, question, answer, user_id, now)


async def accept_message(
    session: AsyncSession,
    guild_id: int,
    question_id: int,
    user_id: int,
    said: Said,
    *,
    is_moderator: bool,
    now: datetime,
) -> Acceptance:
    """Make an ordinary message an answer, its author's, and the accepted one."""
    question = await session.get(tables.Question, question_id)
    if question is None or question.guild_id != guild_id:
        raise Refusal("This question is no longer there.")
    _check_may_accept(question, user_id, is_moderator=is_moderator)
    known = await answers.by_message(session, guild_id, question_id, said.message_id)
    if known is not None:
        return await accept(
            session, guild_id, known.id, user_id, is_moderator=is_moderator, now=now
        )
    answer = tables.Answer(
        guild_id=guild_id,
        question_id=question_id,
        author_id=said.author_id,
        text=said.text,
        answered_at=said.said_at,
        message_id=said.message_id,
        is_message=True,
        helpful_count=0,
    )
    session.add(answer)
    await session.flush()
    return await _accept(session, question, answer, user_id, now)


async def undo(
    session: AsyncSession,
    guild_id: int,
    acceptance_id: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Undone:
    """Let the question stand as it stood before: with what was accepted then, or with nothing."""
    made = await session.get(tables.Acceptance, questions.storable(acceptance_id))
    if made is None or made.guild_id != guild_id:
        raise Refusal(_NOTHING_TO_UNDO)
    question = await session.get_one(tables.Question, made.question_id)
    if user_id != made.accepted_by_id and not is_moderator:
        raise Refusal(
            f"Only {who(made.accepted_by_id)}, who accepted it, or a moderator can undo it."
        )
    await _check_can_be_undone(session, question, made, now)
    await tending.note(session, question, user_id, "undid the acceptance for", now=now)
    taken_back = await session.get_one(tables.Answer, made.answer_id)
    shown = view_answer(taken_back)
    former = await session.get(tables.Answer, made.former_answer_id or 0)
    question.accepted_answer_id = former.id if former else None
    question.accepted_at = made.former_accepted_at if former else None
    made.undone_at = now
    was_saved = await solutions.take_back(session, question, taken_back.id, now)
    await session.flush()
    if taken_back.is_message and await _was_made_by(session, made, taken_back):
        await forget_answer(session, taken_back)
    ids = [taken_back.id, *([former.id] if former else ())]
    now_stands = await _changed(session, question, ids, now)
    return Undone(now_stands, shown, was_saved)


async def undoable(
    session: AsyncSession, question: Question, user_id: int, *, is_moderator: bool, now: datetime
) -> int | None:
    """The acceptance by which the question is solved, if the member can undo it by now."""
    made = await _latest(session, question.id) if question.accepted else None
    if made is None or question.accepted is None or made.answer_id != question.accepted.id:
        return None
    may = user_id == made.accepted_by_id or is_moderator
    return made.id if may and now <= made.accepted_at + UNDO else None


async def _accept(
    session: AsyncSession,
    question: tables.Question,
    answer: tables.Answer,
    user_id: int,
    now: datetime,
) -> Acceptance:
    made = tables.Acceptance(
        guild_id=question.guild_id,
        question_id=question.id,
        answer_id=answer.id,
        former_answer_id=question.accepted_answer_id,
        former_accepted_at=question.accepted_at,
        accepted_by_id=user_id,
        accepted_at=now,
    )
    session.add(made)
    await tending.note(session, question, user_id, "accepted an answer to", now=now)
    question.accepted_answer_id, question.accepted_at = answer.id, now
    await session.flush()
    former = await session.get(tables.Answer, made.former_answer_id or 0)
    solved = await _changed(session, question, [answer.id, *([former.id] if former else ())], now)
    return Acceptance(
        made.id,
        solved,
        view_answer(answer),
        former and view_answer(former),
        accepted_at=now,
        is_new=True,
    )


async def _standing(session: AsyncSession, question: tables.Question) -> Acceptance:
    """The acceptance by which the question stands as it does."""
    made = await _latest(session, question.id)
    viewed = await questions.by_number(session, question.guild_id, question.number)
    assert viewed.accepted is not None
    assert viewed.accepted_at is not None
    return Acceptance(
        made.id if made and made.answer_id == viewed.accepted.id else None,
        viewed,
        viewed.accepted,
        former=None,
        accepted_at=viewed.accepted_at,
        is_new=False,
    )


async def _latest(session: AsyncSession, question_id: int) -> tables.Acceptance | None:
    """The last acceptance that was not undone."""
    return await session.scalar(
        select(tables.Acceptance)
        .where(tables.Acceptance.question_id == question_id, tables.Acceptance.undone_at.is_(None))
        .order_by(tables.Acceptance.id.desc())
        .limit(1)
    )


def _check_may_accept(question: tables.Question, user_id: int, *, is_moderator: bool) -> None:
    if user_id != question.asker_id and not is_moderator:
        raise Refusal(
            f"Only {who(question.asker_id)}, who asked, or a moderator can accept an answer to"
            f" **#{question.number}**."
        )


async def _check_can_be_undone(
    session: AsyncSession, question: tables.Question, made: tables.Acceptance, now: datetime
) -> None:
    if made.undone_at is not None:
        raise Refusal("This is undone already: nothing is left to do.")
    latest = await _latest(session, question.id)
    if latest is not made or question.accepted_answer_id != made.answer_id:
        raise Refusal(
            f"What is accepted for **#{question.number}** has changed since, so there is nothing"
            " to undo here."
        )
    if now > made.accepted_at + UNDO:
        raise Refusal(
            "Accepting can be undone for five minutes, and they are over. Should another answer be"
            " better, accept that one: it takes the place of this."
        )


async def _was_made_by(
    session: AsyncSession, made: tables.Acceptance, answer: tables.Answer
) -> bool:
    """Whether the message counts as an answer for no other reason than this acceptance."""
    others = select(func.count()).where(
        tables.Acceptance.answer_id == answer.id, tables.Acceptance.id != made.id
    )
    return not await session.scalar(others)


async def forget_answer(session: AsyncSession, answer: tables.Answer) -> None:
    """For storage alone: drop an answer with all that was said of it."""
    for table in (tables.HelpfulVote, tables.HelpedAgain, tables.Acceptance):
        await session.execute(delete(table).where(table.answer_id == answer.id))
    await session.delete(answer)
    await session.flush()


async def _changed(
    session: AsyncSession, question: tables.Question, answer_ids: list[int], now: datetime
) -> Question:
    """Have search and the cards follow; returns the question as it stands."""
    await session.flush()
    await search.reindex(session, question.id)
    await question_posts.redraw_question(session, question.guild_id, question.id, now)
    for answer_id in answer_ids:
        await question_posts.redraw_answer(session, question.guild_id, answer_id, now)
    return await questions.by_number(session, question.guild_id, question.number)
