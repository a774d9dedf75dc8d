"""Questions: what was asked, and where it stands on Discord."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

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
# What `read` reads: the question's own columns, three more, and an answer's.
_OWN = len(_QUESTION_COLUMNS)
_READ = _OWN + 3 + len(Answer.__dataclass_fields__)


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
    own = {name: getattr(row, name) for name in _QUESTION_COLUMNS}
    return Question(**own, answer_count=0, accepted=None, original=None, duplicates=())


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


def select_questions() -> Select[Any]:
    """Every guild's questions, as `read` reads them.

    Each with the number of its answers, the accepted one, its original and its duplicates.
    """
    return _EVERY


def answer_columns(answers: FromClause) -> Sequence[ColumnElement[Any]]:
    """What `read_answer` reads."""
    return [answers.c[name] for name in Answer.__dataclass_fields__]


async def by_ids(session: AsyncSession, ids: Sequence[int]) -> Sequence[Question]:
    """These questions, in this order; without those that are no more."""
    found = await session.execute(_BY_IDS, {"ids": json.dumps(ids)})
    by_id = {one.id: one for one in map(read, found)}
    return [by_id[one] for one in ids if one in by_id]


def storable(number: int) -> int:
    """`number`, or one that nothing has where the database could not even look for it."""
    return number if 0 < number <= _LARGEST else 0


def read(row: Sequence[Any]) -> Question:
    """One row of `select_questions` as a value; what else was selected may follow."""
    count, original, duplicates = row[_OWN : _OWN + 3]
    question = dict(zip(_QUESTION_COLUMNS, row, strict=False))
    guild_id = question["guild_id"]
    accepted = row[_OWN + 3 : _READ]
    return Question(
        **question,
        answer_count=count,
        accepted=None if accepted[0] is None else read_answer(accepted),
        original=None if original is None else Reference(guild_id, *json.loads(original)),
        duplicates=tuple(
            Reference(guild_id, *one)
            for one in (sorted(json.loads(duplicates)) if duplicates != "[]" else ())
        ),
    )


def read_beside(row: Sequence[Any]) -> Answer:
    """What was selected beside a question, as `answer_columns`."""
    return read_answer(row[_READ:])


def read_answer(columns: Sequence[Any]) -> Answer:
    return Answer(*columns)


def view_answer(row: tables.Answer) -> Answer:
    return Answer(**{name: getattr(row, name) for name in Answer.__dataclass_fields__})


def _every() -> Select[Any]:
    question, given = tables.table(tables.Question), tables.table(tables.Answer)
    other, accepted = question.alias(), given.alias()
    counted = (
        select(func.count())
        .select_from(given)
        .where(given.c.question_id == question.c.id)
        .correlate(question)
    )
    named = func.json_array(
        other.c.number, other.c.channel_id, other.c.message_id, other.c.thread_id
    )
    original = select(named).where(other.c.id == question.c.duplicate_of_id).correlate(question)
    duplicates = (
        select(func.json_group_array(named))
        .where(other.c.duplicate_of_id == question.c.id)
        .correlate(question)
    )
    return select(
        *(question.c[name] for name in _QUESTION_COLUMNS),
        *(one.scalar_subquery() for one in (counted, original, duplicates)),
        *answer_columns(accepted),
    ).select_from(question.outerjoin(accepted, accepted.c.id == question.c.accepted_answer_id))


# Built once, and of columns: built for each, or with objects, they take several times as long.
_EVERY = _every()
_BY_IDS = _EVERY.where(
    tables.table(tables.Question).c.id.in_(text("SELECT value FROM json_each(:ids)"))
)


async def _first(session: AsyncSession, guild_id: int, condition: Any) -> Question | None:
    found = await session.execute(
        select_questions().where(tables.Question.guild_id == guild_id, condition)
    )
    row = found.first()
    return None if row is None else read(row)
