"""Questions that are closed, for a reason or as duplicates of others, and opened again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from db import question_posts, questions, tables
from db.questions import Question
from db.tending import note, row_of, row_to_tend

# For so long closing can be undone by whoever did it, although somebody else asked.
UNDO = timedelta(minutes=5)


async def close(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    reason: str,
    is_moderator: bool,
    now: datetime,
) -> Question:
    row = await row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="close"
    )
    _close(row, user_id, now)
    row.close_reason = reason
    await note(session, row, user_id, "closed", reason=reason, now=now)
    return await _redrawn(session, row, now)


async def close_as_duplicate(
    session: AsyncSession,
    guild_id: int,
    number: int,
    original_number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Question:
    """Close a question that asks the same as another.

    It leads to the other's own original, where that is a duplicate too; and so do from now on the
    duplicates that it has itself.
    """
    row = await row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="close"
    )
    named = await row_of(session, guild_id, original_number)
    original_id = named.duplicate_of_id or named.id
    if named.id == row.id:
        raise Refusal("A question is no duplicate of itself. Choose the other one that it repeats.")
    if original_id == row.id:
        raise Refusal(
            f"**#{named.number}** is closed as a duplicate of **#{number}** already. To have it the"
            " other way round, reopen that one first."
        )
    _close(row, user_id, now)
    row.named_original_id = named.id
    same = f"it repeats #{named.number}"
    await note(session, row, user_id, "closed as a duplicate", reason=same, now=now)
    own = await _leading_to(session, row.id)
    await session.flush()
    await _lead(session, guild_id, [row.id, *own], original_id, now)
    await question_posts.redraw_question(session, guild_id, original_id, now)
    return await _redrawn(session, row, now)


async def undo(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Question:
    """Take closing back, within five minutes of it."""
    row = await row_of(session, guild_id, number)
    if row.closed_at is None:
        raise Refusal(f"**#{number}** is open: there is nothing to undo.")
    if user_id != row.closed_by_id and not is_moderator:
        raise Refusal(f"Only {who(row.closed_by_id)}, who closed it, or a moderator can undo that.")
    if now > row.closed_at + UNDO:
        raise Refusal(
            "Closing can be undone for five minutes, and they are over. `/qa reopen` opens"
            f" **#{number}** again."
        )
    await note(session, row, user_id, "undid the closing of", now=now)
    return await _open(session, row, now)


async def reopen(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Question:
    row = await row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="reopen"
    )
    if row.closed_at is None:
        raise Refusal(f"**#{number}** is open already: nothing is left to do.")
    await note(session, row, user_id, "reopened", now=now)
    return await _open(session, row, now)


def check_open(question: Question | tables.Question) -> None:
    """A Refusal for what is closed already."""
    if question.closed_at is not None:
        raise Refusal(f"**#{question.number}** is closed already. `/qa reopen` opens it again.")


def _close(row: tables.Question, user_id: int, now: datetime) -> None:
    check_open(row)
    row.closed_at, row.closed_by_id = now, user_id


async def _open(session: AsyncSession, row: tables.Question, now: datetime) -> Question:
    """Whoever had taken it has it again, if the time for that is not over meanwhile."""
    was_duplicate_of = row.duplicate_of_id
    row.closed_at = row.closed_by_id = row.close_reason = row.named_original_id = None
    await session.flush()
    if was_duplicate_of is not None:
        family = await _leading_to(session, was_duplicate_of)
        await _lead(session, row.guild_id, [row.id], None, now)
        await _lead(session, row.guild_id, below(row.id, family), row.id, now)
        await question_posts.redraw_question(session, row.guild_id, was_duplicate_of, now)
    return await _redrawn(session, row, now)


async def _redrawn(session: AsyncSession, row: tables.Question, now: datetime) -> Question:
    """Have the cards follow; returns the question as it stands."""
    await question_posts.redraw_question(session, row.guild_id, row.id, now)
    await question_posts.redraw_opening(session, row.guild_id, row.id, now)
    return await questions.by_number(session, row.guild_id, row.number)


def below(question_id: int, named: Mapping[int, int | None]) -> Sequence[int]:
    """Those who were named duplicates of a question, or of one of these, and so on."""
    found = [question_id]
    for one in found:
        found += [each for each, original in named.items() if original == one]
    return found[1:]


async def _leading_to(session: AsyncSession, original_id: int) -> Mapping[int, int | None]:
    """All duplicates of a question, each with the one that was named for it."""
    question = tables.Question
    found = await session.execute(
        select(question.id, question.named_original_id).where(
            question.duplicate_of_id == original_id
        )
    )
    return {row.id: row.named_original_id for row in found}


async def _lead(
    session: AsyncSession,
    guild_id: int,
    ids: Iterable[int],
    original_id: int | None,
    now: datetime,
) -> None:
    every = list(ids)
    await session.execute(
        update(tables.Question)
        .where(tables.Question.id.in_(every))
        .values(duplicate_of_id=original_id)
    )
    for question_id in every:
        await question_posts.redraw_question(session, guild_id, question_id, now)
