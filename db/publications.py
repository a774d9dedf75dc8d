"""What members allow to be published for the next cohort, and nothing else.

A question and its accepted answer are published together or not at all: one without the other is of
no use, and each quotes the other. So both who asked and who answered have to allow it; and of a
shared entry, both who wrote it and whose help it tells of.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.knowledge import KINDS, Learning, Solved
from bot.domain.log import LogKind, Source, today
from bot.domain.publishing import ALLOWED, Publishing
from db import guilds
from db.tables import Answer, Guild, LogEntry, Member, Question

AT_ONCE = 500  # a call, so that nobody waits while they are read


async def solved(
    session: AsyncSession, guild_id: int, *, before: int | None = None, limit: int = AT_ONCE
) -> Sequence[Solved]:
    """The newest questions, of all or of those before that number."""
    asker, answerer = aliased(Member), aliased(Member)
    which = [*_solved(guild_id), _allows(asker), _allows(answerer)]
    if before is not None:
        which.append(Question.number < before)
    found = await session.execute(
        select(Question, Answer.text, _name(asker), _name(answerer))
        .join(Answer, Answer.id == Question.accepted_answer_id)
        .join(asker, _is(asker, guild_id, Question.asker_id))
        .join(answerer, _is(answerer, guild_id, Answer.author_id))
        .where(*which)
        .order_by(Question.number.desc())
        .limit(limit)
    )
    zone = (await guilds.settings(session, guild_id)).zone
    return [
        Solved(
            number=row.number,
            topic=row.topic,
            title=row.title,
            details=row.details,
            tried=row.tried,
            code=row.code,
            answer=answer,
            asker=asked_by,
            answerer=answered_by,
            solved_on=today(zone, row.accepted_at or row.asked_at),
        )
        for row, answer, asked_by, answered_by in found
    ]


async def learnings(
    session: AsyncSession, guild_id: int, *, before: int | None = None, limit: int = AT_ONCE
) -> Sequence[Learning]:
    """The newest shared entries, of all or of those before that id.

    What was made of a question that is published itself stands there, and need not be said twice.
    """
    author, helper = aliased(Member), aliased(Member)
    which = [
        LogEntry.guild_id == guild_id,
        LogEntry.shared_at.is_not(None),
        LogEntry.kind.in_(KINDS),
        _allows(author),
        or_(LogEntry.helper_id.is_(None), _allows(helper)),
        ~_stands_as_question(guild_id),
    ]
    if before is not None:
        which.append(LogEntry.id < before)
    found = await session.execute(
        select(LogEntry, _name(author), _name(helper))
        .join(author, _is(author, guild_id, LogEntry.user_id))
        .outerjoin(helper, _is(helper, guild_id, LogEntry.helper_id))
        .where(*which)
        .order_by(LogEntry.id.desc())
        .limit(limit)
    )
    return [
        Learning(
            id=row.id,
            kind=LogKind(row.kind),
            title=row.title,
            text=row.text,
            solution=row.solution,
            author=written_by,
            helper=helped_by,
            day=row.day,
        )
        for row, written_by, helped_by in found
    ]


async def served(session: AsyncSession) -> Sequence[tuple[int, str]]:
    """The servers that the database knows, with the names of their cohorts."""
    found = await session.execute(
        select(Guild.guild_id, Guild.cohort_name).order_by(Guild.guild_id)
    )
    return [(guild_id, name or "") for guild_id, name in found]


def _solved(guild_id: int) -> Sequence[ColumnElement[bool]]:
    """Accepted, and not closed for being off topic or asked before."""
    return Question.guild_id == guild_id, Question.closed_at.is_(None)


def _stands_as_question(guild_id: int) -> ColumnElement[bool]:
    """Whether the entry says what a solved question says, in the same words."""
    return and_(
        LogEntry.source == Source.QUESTION,
        LogEntry.edited_at.is_(None),
        exists().where(
            *_solved(guild_id),
            Question.id == LogEntry.source_id,
            Question.accepted_answer_id == LogEntry.answer_id,
        ),
    )


def _is(member: type[Member], guild_id: int, user_id: object) -> ColumnElement[bool]:
    return and_(member.guild_id == guild_id, member.user_id == user_id)


def _allows(member: type[Member]) -> ColumnElement[bool]:
    return member.publishing.in_(ALLOWED)


def _name(member: type[Member]) -> ColumnElement[str | None]:
    """Of those who want to be named."""
    return case((member.publishing == Publishing.NAMED, member.published_name))
