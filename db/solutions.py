"""Solved questions that their askers keep, as challenges with solutions, for their README."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import questions, tables
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
        raise Refusal(f"Only <@{question.asker_id}>, who asked **#{number}**, can save it.")
    if question.accepted is None:
        raise Refusal(f"No answer to **#{number}** is accepted, so there is no solution to save.")
    answer = question.accepted
    row = await session.get(tables.SavedSolution, (question.id, user_id))
    if row is None:
        session.add(
            tables.SavedSolution(
                question_id=question.id,
                user_id=user_id,
                guild_id=guild_id,
                answer_id=answer.id,
                saved_at=now,
            )
        )
        return Solution(question, answer, Saved.NEWLY)
    if row.answer_id == answer.id:
        return Solution(question, answer, Saved.ALREADY)
    row.answer_id, row.saved_at = answer.id, now
    return Solution(question, answer, Saved.INSTEAD)
