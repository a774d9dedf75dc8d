"""Questions: what was asked, and where it stands on Discord."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.errors import Refusal
from db import guilds, question_posts, search, tables

# Whoever sends the same text twice within this time pressed twice, or lost patience.
ECHO = timedelta(minutes=10)
# A whole number that the database can hold; anything above was made up.
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """`message_id` is None until Discord has taken the card."""

    id: int
    author_id: int
    text: str
    answered_at: datetime
    message_id: int | None
    is_message: bool
    """Whether it was an ordinary message in the thread; it has no card then."""
    helpful_count: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Another question of the guild, as far as a card names it and leads to it."""

    guild_id: int
    number: int
    channel_id: int | None
    message_id: int | None
    thread_id: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """`message_id` and `thread_id` are None until Discord has taken the card and the thread."""

    id: int
    guild_id: int
    number: int
    asker_id: int
    title: str
    details: str
    tried: str
    code: str
    topic: str
    written_by_id: int | None
    """The moderator who made it of a message of the asker's; None if the asker asked."""
    asked_at: datetime
    edited_at: datetime | None
    channel_id: int | None
    message_id: int | None
    thread_id: int | None
    opening_message_id: int | None
    is_in_forum: bool
    accepted_at: datetime | None
    closed_at: datetime | None
    closed_by_id: int | None
    close_reason: str | None
    duplicate_of_id: int | None
    taken_by_id: int | None
    taken_until: datetime | None
    brought_up_at: datetime | None
    answer_count: int
    accepted: Answer | None
    original: Reference | None
    """What it is a duplicate of."""
    duplicates: tuple[Reference, ...]
    """The questions that are closed because they ask the same, by number."""

    @property
    def is_open(self) -> bool:
        """Whether it still wants an answer, or another one."""
        return self.closed_at is None and self.accepted is None

    def taken_by(self, now: datetime) -> int | None:
        """Who is on it by now; None where nobody is, or where nobody needs to be any more."""
        is_taken = self.taken_until is not None and self.taken_until > now
        return self.taken_by_id if self.is_open and is_taken else None


_QUESTION_COLUMNS = tuple(Question.__dataclass_fields__)[:-4]


async def ask(
    session: AsyncSession,
    guild_id: int,
    asker_id: int,
    *,
    title: str,
    details: str,
    topic: str,
    channel_id: int,
    now: datetime,
    tried: str = "",
    code: str = "",
    written_by_id: int | None = None,
) -> Question:
    """Store a question under the guild's next number, to be posted, where search finds it."""
    await refuse_echo(
        session,
        guild_id,
        asker_id,
        title=title,
        details=details,
        tried=tried,
        code=code,
        now=now,
    )
    row = tables.Question(
        guild_id=guild_id,
        number=await guilds.next_number(session, guild_id, "last_question"),
        asker_id=asker_id,
        title=title,
        details=details,
        tried=tried,
        code=code,
        topic=topic,
        written_by_id=written_by_id,
        asked_at=now,
    )
    session.add(row)
    await session.flush()
    await search.reindex(session, row.id)
    await question_posts.queue_card(session, guild_id, row.id, channel_id, now)
    return view(row, 0, None)


async def refuse_echo(
    session: AsyncSession,
    guild_id: int,
    asker_id: int,
    *,
    title: str,
    details: str,
    tried: str,
    code: str,
    now: datetime,
) -> None:
    """Refuse what the same member has just asked."""
    said = await session.scalar(
        select(tables.Question.number).where(
            tables.Question.guild_id == guild_id,
            tables.Question.asker_id == asker_id,
            tables.Question.title == title,
            tables.Question.details == details,
            tables.Question.tried == tried,
            tables.Question.code == code,
            tables.Question.asked_at > now - ECHO,
        )
    )
    if said is not None:
        raise Refusal(f"This was asked a moment ago: it is saved as **#{said}**.")


async def by_number(session: AsyncSession, guild_id: int, number: int) -> Question:
    """The guild's question `number`, or a Refusal."""
    found = await _first(session, guild_id, tables.Question.number == storable(number))
    if found is None:
        raise unknown(number)
    return found


def unknown(number: int) -> Refusal:
    return Refusal(f"There is no question #{number} here. Choose one from the list.")


async def by_id(session: AsyncSession, guild_id: int, question_id: int) -> Question | None:
    return await _first(session, guild_id, tables.Question.id == question_id)


async def in_thread(session: AsyncSession, guild_id: int, thread_id: int) -> Question | None:
    """The question that this thread is about, if it is about one."""
    return await _first(session, guild_id, tables.Question.thread_id == thread_id)


async def suggest(
    session: AsyncSession, guild_id: int, typed: str, *, limit: int
) -> Sequence[tuple[int, str]]:
    """(number, title) of the questions that fit what was typed so far, the newest first."""
    return await search.suggest_questions(session, guild_id, typed, limit=limit)


def select_questions() -> Select[tables.Question, int, tables.Answer, str | None, str]:
    """Every guild's questions, as `view` reads them.

    Each with the number of its answers, the accepted one, its original and its duplicates.
    """
    question, other = tables.Question, aliased(tables.Question)
    counted = (
        select(func.count())
        .select_from(tables.Answer)
        .where(tables.Answer.question_id == question.id)
        .correlate(question)
        .scalar_subquery()
    )
    named = func.json_array(other.number, other.channel_id, other.message_id, other.thread_id)
    original = select(named).where(other.id == question.duplicate_of_id).correlate(question)
    duplicates = (
        select(func.json_group_array(named))
        .where(other.duplicate_of_id == question.id)
        .correlate(question)
    )
    accepted = aliased(tables.Answer)
    return select(
        question, counted, accepted, original.scalar_subquery(), duplicates.scalar_subquery()
    ).outerjoin(accepted, accepted.id == question.accepted_answer_id)


def storable(number: int) -> int:
    """`number`, or one that nothing has where the database could not even look for it."""
    return number if 0 < number <= _LARGEST else 0


def view(
    row: tables.Question,
    answer_count: int,
    accepted: tables.Answer | None,
    original: str | None = None,
    duplicates: str = "[]",
) -> Question:
    """One row of `select_questions` as a value."""
    return Question(
        **{name: getattr(row, name) for name in _QUESTION_COLUMNS},
        answer_count=answer_count,
        accepted=None if accepted is None else view_answer(accepted),
        original=None if original is None else Reference(row.guild_id, *json.loads(original)),
        duplicates=tuple(
            Reference(row.guild_id, *one)
            for one in (sorted(json.loads(duplicates)) if duplicates != "[]" else ())
        ),
    )


def view_answer(row: tables.Answer) -> Answer:
    return Answer(**{name: getattr(row, name) for name in Answer.__dataclass_fields__})


async def _first(session: AsyncSession, guild_id: int, condition: Any) -> Question | None:
    found = await session.execute(
        select_questions().where(tables.Question.guild_id == guild_id, condition)
    )
    row = found.first()
    return None if row is None else view(*row)
