"""Questions that only their writers see yet, kept from the moment that they were submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from db import answers, audit, questions, search, tables
from db.questions import Answer, Question

# A draft that nobody touched for so long is dropped.
LASTS = timedelta(days=30)
_ALIKE = 3


class Gone(Refusal):
    """There is no such draft: it was posted or thrown away, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such draft of yours. It may be posted already, or thrown away."
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote of a question, cleaned; each but the topic may be empty."""

    title: str
    details: str
    tried: str
    code: str
    topic: str

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.details or self.tried or self.code)

    @property
    def is_complete(self) -> bool:
        return bool(self.title and self.details)


@dataclass(frozen=True, slots=True)
class Draft(Written):
    """A draft belongs to whoever wrote it; the asker is another, if a moderator did."""

    id: int
    guild_id: int
    asker_id: int
    written_by_id: int
    saved_at: datetime

    @property
    def is_for_another(self) -> bool:
        return self.asker_id != self.written_by_id


@dataclass(frozen=True, slots=True)
class Solved:
    """A question that an answer to another has solved."""

    question: Question
    answer: Answer
    is_credited: bool
    """False for one's own answer, and for one that had helped the same member before."""


async def save(
    session: AsyncSession,
    guild_id: int,
    asker_id: int,
    written: Written,
    *,
    written_by_id: int,
    now: datetime,
) -> Draft:
    """Keep what was written. The same again is the same draft; what was just asked is refused."""
    await _refuse_echo(session, guild_id, asker_id, written, now)
    row = await session.scalar(
        select(tables.QuestionDraft).where(
            tables.QuestionDraft.guild_id == guild_id,
            tables.QuestionDraft.written_by_id == written_by_id,
            tables.QuestionDraft.asker_id == asker_id,
            tables.QuestionDraft.title == written.title,
            tables.QuestionDraft.details == written.details,
            tables.QuestionDraft.tried == written.tried,
            tables.QuestionDraft.code == written.code,
        )
    )
    if row is None:
        row = tables.QuestionDraft(
            guild_id=guild_id, asker_id=asker_id, written_by_id=written_by_id
        )
        session.add(row)
    return await _write(session, row, written, now)


async def rewrite(
    session: AsyncSession,
    guild_id: int,
    draft_id: int,
    user_id: int,
    written: Written,
    *,
    now: datetime,
) -> Draft:
    """Let a draft of the member's say this instead."""
    row = await _own(session, guild_id, draft_id, user_id)
    await _refuse_echo(session, guild_id, row.asker_id, written, now)
    return await _write(session, row, written, now)


async def own(session: AsyncSession, guild_id: int, draft_id: int, user_id: int) -> Draft:
    """The member's draft, or `Gone`."""
    return _view(await _own(session, guild_id, draft_id, user_id))


async def mine(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[Draft]:
    """What the member wrote here and has not posted, the newest first."""
    found = await session.scalars(
        select(tables.QuestionDraft)
        .where(
            tables.QuestionDraft.guild_id == guild_id,
            tables.QuestionDraft.written_by_id == user_id,
        )
        .order_by(tables.QuestionDraft.saved_at.desc(), tables.QuestionDraft.id.desc())
    )
    return [_view(one) for one in found]


async def look_alikes(session: AsyncSession, draft: Draft) -> Sequence[Question]:
    """Solved questions that may be the same problem, the likeliest first; none that is closed.

    By title and details: what was tried, and code, tell more of the asker than of the problem, and
    would water them down.
    """
    ids = await search.find_look_alikes(
        session, draft.guild_id, draft.title, draft.details, limit=2 * _ALIKE
    )
    found = await questions.by_ids(session, ids)
    return [one for one in found if one.closed_at is None][:_ALIKE]


async def related(session: AsyncSession, asked: Question) -> Sequence[Question]:
    """Solved questions that share its words, whatever they are about; not those just offered.

    Who says a known problem in other words finds it here, and much that is another's besides: so
    they are shown beside the answer, when nothing is held up by them.
    """
    words = f"{asked.title} {asked.details}"
    ids = await search.find_questions(
        session, asked.guild_id, words, limit=2 * _ALIKE, only_solved=True
    )
    offered = await search.find_look_alikes(
        session, asked.guild_id, asked.title, asked.details, limit=2 * _ALIKE
    )
    found = await questions.by_ids(session, [one for one in ids if one not in offered])
    return [one for one in found if one.closed_at is None][:_ALIKE]


async def post(
    session: AsyncSession,
    guild_id: int,
    draft_id: int,
    user_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> Question:
    """Make the draft a question, to be posted: it is a draft no more."""
    row = await _own(session, guild_id, draft_id, user_id)
    draft = _view(row)
    if not draft.is_complete:
        raise Refusal("Your question still needs a title and details. Press **Edit** to add them.")
    question = await questions.ask(
        session,
        guild_id,
        draft.asker_id,
        title=draft.title,
        details=draft.details,
        tried=draft.tried,
        code=draft.code,
        topic=draft.topic,
        written_by_id=draft.written_by_id if draft.is_for_another else None,
        channel_id=channel_id,
        now=now,
    )
    await session.delete(row)
    if draft.is_for_another:
        await audit.note(
            session,
            guild_id,
            user_id,
            kind=Kind.QUESTIONS,
            act="asked for its author",
            subject="question",
            number=question.number,
            now=now,
        )
    return question


async def solve(
    session: AsyncSession,
    guild_id: int,
    draft_id: int,
    user_id: int,
    *,
    answer_id: int,
    now: datetime,
) -> Solved:
    """An accepted answer has solved what the draft asks: credit its author, drop the draft."""
    row = await _own(session, guild_id, draft_id, user_id)
    if row.asker_id != user_id:
        raise Refusal(f"Only {who(row.asker_id)}, whose question it is, can say what solved it.")
    found = await answers.by_id(session, guild_id, questions.storable(answer_id))
    if found is None or found[0].accepted != found[1]:
        raise Refusal("That answer is not the accepted one any more. Your draft is still here.")
    question, answer = found
    thanked = await session.get(tables.HelpedAgain, (answer.id, user_id))
    is_credited = thanked is None and answer.author_id != user_id
    if is_credited:
        session.add(
            tables.HelpedAgain(
                answer_id=answer.id, user_id=user_id, guild_id=guild_id, helped_at=now
            )
        )
    await session.delete(row)
    return Solved(question, answer, is_credited)


async def throw_away(session: AsyncSession, guild_id: int, draft_id: int, user_id: int) -> None:
    await session.delete(await _own(session, guild_id, draft_id, user_id))


async def forget(session: AsyncSession, now: datetime) -> None:
    """Drop the drafts that nobody wants any more."""
    drafts = tables.QuestionDraft
    await session.execute(delete(drafts).where(drafts.saved_at < now - LASTS))


async def _own(
    session: AsyncSession, guild_id: int, draft_id: int, user_id: int
) -> tables.QuestionDraft:
    row = await session.get(tables.QuestionDraft, questions.storable(draft_id))
    if row is None or (row.guild_id, row.written_by_id) != (guild_id, user_id):
        raise Gone
    return row


async def _refuse_echo(
    session: AsyncSession, guild_id: int, asker_id: int, written: Written, now: datetime
) -> None:
    await questions.refuse_echo(
        session,
        guild_id,
        asker_id,
        title=written.title,
        details=written.details,
        tried=written.tried,
        code=written.code,
        now=now,
    )


async def _write(
    session: AsyncSession, row: tables.QuestionDraft, written: Written, now: datetime
) -> Draft:
    for field in Written.__dataclass_fields__:
        setattr(row, field, getattr(written, field))
    row.saved_at = now
    await session.flush()
    return _view(row)


def _view(row: tables.QuestionDraft) -> Draft:
    return Draft(**{name: getattr(row, name) for name in Draft.__dataclass_fields__})
