"""Questions looked after by their askers or by moderators: who may, and what an edit changes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from db import audit, question_posts, questions, search, tables
from db.drafts import Written
from db.questions import Question


async def may_tend(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    act: str,
) -> Question:
    """The guild's question `number`, or a Refusal for whoever may not `act` ("edit") on it."""
    question = await questions.by_number(session, guild_id, number)
    _check(question.number, question.asker_id, user_id, is_moderator=is_moderator, act=act)
    return question


async def row_to_tend(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    act: str,
) -> tables.Question:
    """For storage alone: the row of what `may_tend` lets somebody act on."""
    row = await row_of(session, guild_id, number)
    _check(row.number, row.asker_id, user_id, is_moderator=is_moderator, act=act)
    return row


async def row_of(session: AsyncSession, guild_id: int, number: int) -> tables.Question:
    """For storage alone: the row of the guild's question `number`, or a Refusal."""
    row = await session.scalar(
        select(tables.Question).where(
            tables.Question.guild_id == guild_id,
            tables.Question.number == questions.storable(number),
        )
    )
    if row is None:
        raise questions.unknown(number)
    return row


async def edit(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    written: Written,
    *,
    is_moderator: bool,
    now: datetime,
) -> Question:
    """Let a question say this instead; its card, its thread's name and search follow."""
    row = await row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="edit"
    )
    changed = [
        field
        for field in Written.__dataclass_fields__
        if getattr(row, field) != getattr(written, field)
    ]
    if not changed:
        raise Refusal(f"You changed nothing, so **#{number}** stays as it was.")
    for field in changed:
        setattr(row, field, getattr(written, field))
    row.edited_at = now
    await note(session, row, user_id, "edited", reason=f"its {', '.join(changed)}", now=now)
    await session.flush()
    await search.reindex(session, row.id)
    await question_posts.redraw_question(session, guild_id, row.id, now)
    await question_posts.redraw_opening(session, guild_id, row.id, now)
    if "title" in changed:
        await question_posts.rename_thread(session, guild_id, row.id, now)
    return await questions.by_number(session, guild_id, number)


async def note(
    session: AsyncSession,
    question: tables.Question,
    user_id: int,
    act: str,
    *,
    reason: str = "",
    now: datetime,
) -> None:
    """Leave a line of what a moderator did to somebody else's question."""
    if user_id == question.asker_id:
        return
    await audit.note(
        session,
        question.guild_id,
        user_id,
        kind=Kind.QUESTIONS,
        act=act,
        subject="question",
        number=question.number,
        reason=reason,
        now=now,
    )


def _check(number: int, asker_id: int, user_id: int, *, is_moderator: bool, act: str) -> None:
    if user_id != asker_id and not is_moderator:
        raise Refusal(f"Only {who(asker_id)}, who asked, or a moderator can {act} **#{number}**.")
