"""Solved questions that their askers keep in their log, as challenges with solutions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import log
from bot.domain.errors import Refusal
from bot.domain.log import LogKind, Made, Source, Words
from bot.domain.people import who
from db import log_posts, logs, members, questions, tables
from db.questions import Answer, Question


class Saved(StrEnum):
    """What saving has changed."""

    NEWLY = "newly"
    INSTEAD = "instead of an answer that was accepted before"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Solution:
    question: Question
    answer: Answer
    saved: Saved


async def save(
    session: AsyncSession, guild_id: int, number: int, user_id: int, now: datetime
) -> Solution:
    """Keep the asker's question with the answer that is accepted by now: once, the latest."""
    question = await questions.by_number(session, guild_id, number)
    if question.asker_id != user_id:
        raise Refusal(f"Only {who(question.asker_id)}, who asked **#{number}**, can save it.")
    if question.accepted is None:
        raise Refusal(f"No answer to **#{number}** is accepted, so there is no solution to save.")
    answer = question.accepted
    row = await logs.made_of(session, guild_id, user_id, Source.QUESTION, question.id)
    if row is None:
        today = log.today(await members.zone(session, guild_id, user_id), now)
        words = Words(LogKind.CHALLENGE, question.title, question.details, answer.text)
        made = Made(Source.QUESTION, question.id, answer.id, answer.author_id)
        await logs.add(session, guild_id, user_id, words, day=today, now=now, made=made)
        return Solution(question, answer, Saved.NEWLY)
    if row.answer_id == answer.id:
        return Solution(question, answer, Saved.ALREADY)
    row.answer_id, row.helper_id = answer.id, answer.author_id
    if row.edited_at is None:
        row.solution = answer.text
    await log_posts.redraw(session, guild_id, row.id, now)
    return Solution(question, answer, Saved.INSTEAD)


async def take_back(
    session: AsyncSession, question: tables.Question, answer_id: int, now: datetime
) -> bool:
    """That answer is no solution after all: whether it was saved as one.

    What the asker has put in words of their own since stays theirs.
    """
    row = await logs.made_of(
        session, question.guild_id, question.asker_id, Source.QUESTION, question.id
    )
    if row is None or row.answer_id != answer_id:
        return False
    await log_posts.redraw(session, row.guild_id, row.id, now)
    if row.edited_at is None:
        await session.delete(row)
        return True
    row.source = row.source_id = row.answer_id = row.helper_id = None
    return False
