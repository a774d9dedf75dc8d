"""Lists of questions, page by page, and one question with its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import drafts, questions, search, tables
from db.drafts import Draft
from db.questions import Answer, Question

# Two rows each: so many fit on a phone's screen.
SIZE = 4
# Nobody turns more pages of a search than these.
MOST_FOUND = 10 * SIZE


_FOUND = (
    questions.select_questions()
    .add_columns(search.FOUND.c.every)
    .join(search.FOUND, search.FOUND.c.id == tables.table(tables.Question).c.id)
    .order_by(search.FOUND.c.rank, search.FOUND.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Page:
    """Page `at` of a list, from 0 to `last`; `count` questions are in it altogether."""

    shown: tuple[Question, ...]
    at: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of what a member wrote: the drafts come before the questions."""

    drafts: tuple[Draft, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class Shown:
    """A question, and of its answers the one at `at`, from 0: the accepted one comes first."""

    question: Question
    answer: Answer | None
    at: int


async def search_for(
    session: AsyncSession,
    guild_id: int,
    words: str,
    *,
    topic: str | None = None,
    only_solved: bool = False,
    at: int = 0,
) -> Page:
    """The guild's questions that fit `words` best, best first."""
    match = search.expression(guild_id, words, topic=topic, only_solved=only_solved)
    if not match:
        return Page((), 0, 0, 0)
    at = min(max(at, 0), MOST_FOUND // SIZE)
    found = await _found(session, match, at)
    if not found and at > 0:  # as many are found no more
        first = await _found(session, match, 0)
        at, _ = _place(at, first[0].every if first else 0)
        found = await _found(session, match, at) if at else first
    count = found[0].every if found else 0
    return Page(tuple(map(questions.read, found)), *_place(at, count), count)


async def _found(session: AsyncSession, match: str, at: int) -> Sequence[Row[Any]]:
    wanted = {"query": match, "limit": MOST_FOUND, "size": SIZE, "skip": at * SIZE}
    return (await session.execute(_FOUND, wanted)).all()


async def unanswered(session: AsyncSession, guild_id: int, now: datetime, *, at: int = 0) -> Page:
    """The guild's open questions without any answer, whoever waits longest first.

    Those that somebody is on come last.
    """
    question = tables.Question
    is_taken = case((question.taken_until > now, 1), else_=0)
    order = (is_taken, question.asked_at, question.id)
    count = await _count(session, waiting(guild_id))
    at, last = _place(at, count)
    shown = await _questions(session, waiting(guild_id), order=order, skip=at * SIZE, limit=SIZE)
    return Page(shown, at, last, count)


def waiting(guild_id: int) -> ColumnElement[bool]:
    """For storage alone: that a question of the guild is open and has no answer."""
    question = tables.Question
    return and_(
        question.guild_id == guild_id,
        question.closed_at.is_(None),
        ~exists().where(tables.Answer.question_id == question.id).correlate(question),
    )


async def mine(session: AsyncSession, guild_id: int, user_id: int, *, at: int = 0) -> Mine:
    """What the member asked here, or began to: the open ones first, of each sort the newest."""
    question = tables.Question
    is_over = case(
        (question.closed_at.is_not(None), 1), (question.accepted_answer_id.is_not(None), 1), else_=0
    )
    theirs = and_(question.guild_id == guild_id, question.asker_id == user_id)
    unposted = await drafts.mine(session, guild_id, user_id)
    count = len(unposted) + await _count(session, theirs)
    at, last = _place(at, count)
    begun = tuple(unposted[at * SIZE : (at + 1) * SIZE])
    asked = await _questions(
        session,
        theirs,
        order=(is_over, question.id.desc()),
        skip=max(at * SIZE - len(unposted), 0),
        limit=SIZE - len(begun),
    )
    return Mine(begun, Page(asked, at, last, count))


async def show(session: AsyncSession, guild_id: int, number: int, *, at: int = 0) -> Shown:
    """A question with one of its answers, or a Refusal."""
    question = await questions.by_number(session, guild_id, number)
    at = min(at, max(question.answer_count - 1, 0))
    answer = tables.Answer
    accepted_id = question.accepted.id if question.accepted else 0
    row = await session.scalar(
        select(answer)
        .where(answer.guild_id == guild_id, answer.question_id == question.id)
        .order_by(
            case((answer.id == accepted_id, 0), else_=1), answer.helpful_count.desc(), answer.id
        )
        .offset(at)
        .limit(1)
    )
    return Shown(question, None if row is None else questions.view_answer(row), at)


async def _questions(
    session: AsyncSession,
    condition: ColumnElement[bool],
    *,
    order: Sequence[Any],
    skip: int,
    limit: int,
) -> tuple[Question, ...]:
    found = await session.execute(
        questions.select_questions().where(condition).order_by(*order).offset(skip).limit(limit)
    )
    return tuple(map(questions.read, found))


async def _count(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(tables.Question).where(condition)
    return await session.scalar(counted) or 0


def _place(at: int, count: int) -> tuple[int, int]:
    """The page to show and the last one there is, whatever page was asked for."""
    last = max(count - 1, 0) // SIZE
    return min(max(at, 0), last), last
