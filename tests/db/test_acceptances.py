"""Which answer is accepted, who may say so, and how it is undone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import acceptances, answers, questions, search, solutions
from db.acceptances import UNDO, Acceptance, Said, Undone
from db.found import search_for
from db.questions import Answer, Question
from db.solutions import Saved
from db.tables import Answer as AnswerRow
from db.tables import HelpfulVote, LogEntry, StaleCard
from db.tables import Question as QuestionRow
from tests.db.test_questions import ANN, BEN, CY, GUILD, LATER, OTHER, ask, give

MO = 14
MESSAGE = 99
SECOND = timedelta(seconds=1)


async def accept(
    session: AsyncSession,
    answer_id: int,
    *,
    guild_id: int = GUILD,
    user_id: int = ANN,
    is_moderator: bool = False,
    now: datetime = LATER,
) -> Acceptance:
    return await acceptances.accept(
        session, guild_id, answer_id, user_id, is_moderator=is_moderator, now=now
    )


async def mark(
    session: AsyncSession,
    question: Question,
    *,
    guild_id: int = GUILD,
    user_id: int = ANN,
    author_id: int = BEN,
) -> Acceptance:
    said = Said(MESSAGE, author_id, "Set the clock.", LATER)
    return await acceptances.accept_message(
        session, guild_id, question.id, user_id, said, is_moderator=False, now=LATER
    )


async def undo(
    session: AsyncSession,
    made: Acceptance,
    *,
    guild_id: int = GUILD,
    user_id: int = ANN,
    is_moderator: bool = False,
    now: datetime = LATER,
) -> Undone:
    return await acceptances.undo(
        session, guild_id, made.id or 0, user_id, is_moderator=is_moderator, now=now
    )


async def save(session: AsyncSession, user_id: int = ANN) -> solutions.Solution:
    return await solutions.save(session, GUILD, 1, user_id, LATER)


async def accepted(session: AsyncSession) -> Answer | None:
    return (await questions.by_number(session, GUILD, 1)).accepted


async def count(session: AsyncSession, table: type[Any]) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def is_found_as_solved(session: AsyncSession) -> bool:
    return bool(await search.find_questions(session, GUILD, "fails", limit=1, only_solved=True))


async def test_accepting_moves_from_one_answer_to_another(session: AsyncSession) -> None:
    await ask(session)
    first, second = await give(session), await give(session, author_id=CY)

    was = await accept(session, first.id)
    now = await accept(session, second.id)

    assert (was.answer, was.former, was.question.accepted) == (first, None, first)
    assert (now.answer, now.former, now.question.accepted) == (second, first, second)


async def test_only_the_asker_or_a_moderator_accepts(session: AsyncSession) -> None:
    await ask(session)
    given = await give(session)

    with pytest.raises(Refusal, match=f"Only <@{ANN}>, who asked, or a moderator"):
        await accept(session, given.id, user_id=BEN)
    assert await accept(session, given.id, user_id=BEN, is_moderator=True)


async def test_accepting_twice_changes_nothing_and_leads_back_to_undo(
    session: AsyncSession,
) -> None:
    await ask(session)
    given = await give(session)
    made = await accept(session, given.id)

    again = await accept(session, given.id, user_id=MO, is_moderator=True, now=LATER + SECOND)

    assert not again.is_new
    assert (again.id, again.accepted_at, again.answer) == (made.id, made.accepted_at, given)
    assert again.undo_until(LATER + SECOND) == LATER + UNDO


@pytest.mark.parametrize("answer_id", [99, 0, 2**63, 10**30])
async def test_an_answer_that_is_not_there_cannot_be_accepted(
    session: AsyncSession, answer_id: int
) -> None:
    with pytest.raises(Refusal, match="no longer there"):
        await accept(session, answer_id)


async def test_another_guilds_moderator_accepts_nothing_here(session: AsyncSession) -> None:
    asked = await ask(session)
    given = await give(session)

    with pytest.raises(Refusal, match="no longer there"):
        await accept(session, given.id, guild_id=OTHER, is_moderator=True)
    with pytest.raises(Refusal, match="no longer there"):
        await mark(session, asked, guild_id=OTHER)


async def test_another_guilds_moderator_undoes_nothing_here(session: AsyncSession) -> None:
    await ask(session)
    made = await accept(session, (await give(session)).id)

    with pytest.raises(Refusal, match="nothing to undo"):
        await undo(session, made, guild_id=OTHER, is_moderator=True)


async def test_undo_brings_back_what_was_accepted_before(session: AsyncSession) -> None:
    await ask(session)
    first, second = await give(session), await give(session, author_id=CY)
    was = await accept(session, first.id)
    now = await accept(session, second.id, now=LATER + SECOND)

    undone = await undo(session, now, now=LATER + SECOND)
    assert undone.taken_back == second
    assert (undone.question.accepted, undone.question.accepted_at) == (first, LATER)
    assert await is_found_as_solved(session)

    undone = await undo(session, was, now=LATER + SECOND)
    assert (undone.question.accepted, undone.question.accepted_at) == (None, None)
    assert not await is_found_as_solved(session)


async def test_every_card_that_undo_changes_is_redrawn(session: AsyncSession) -> None:
    asked = await ask(session)
    first, second = await give(session), await give(session, author_id=CY)
    await accept(session, first.id)
    made = await accept(session, second.id)
    for row in await session.scalars(select(StaleCard)):
        await session.delete(row)

    await undo(session, made)

    marked = {(row.kind, row.key) for row in await session.scalars(select(StaleCard))}
    assert marked == {("question", asked.id), ("answer", first.id), ("answer", second.id)}


async def test_undo_is_over_after_five_minutes_and_not_before(session: AsyncSession) -> None:
    await ask(session)
    made = await accept(session, (await give(session)).id)

    with pytest.raises(Refusal, match="five minutes, and they are over"):
        await undo(session, made, now=LATER + UNDO + SECOND)
    assert made.undo_until(LATER + UNDO + SECOND) is None
    assert made.undo_until(LATER + UNDO) is not None
    assert (await undo(session, made, now=LATER + UNDO)).question.accepted is None


async def test_whoever_accepted_or_a_moderator_undoes_and_nobody_else(
    session: AsyncSession,
) -> None:
    await ask(session)
    made = await accept(session, (await give(session)).id, user_id=MO, is_moderator=True)

    with pytest.raises(Refusal, match=f"Only <@{MO}>, who accepted it, or a moderator"):
        await undo(session, made, user_id=ANN)
    assert await undo(session, made, user_id=CY, is_moderator=True)


async def test_what_was_changed_since_is_not_undone(session: AsyncSession) -> None:
    await ask(session)
    first, second = await give(session), await give(session, author_id=CY)
    made = await accept(session, first.id)
    await accept(session, second.id)

    with pytest.raises(Refusal, match="has changed since"):
        await undo(session, made)
    assert await accepted(session) == second

    await accept(session, first.id)  # the same again, by another act
    with pytest.raises(Refusal, match="has changed since"):
        await undo(session, made)
    assert await accepted(session) == first


async def test_undo_twice_is_answered_kindly(session: AsyncSession) -> None:
    await ask(session)
    made = await accept(session, (await give(session)).id)
    await undo(session, made)

    with pytest.raises(Refusal, match="undone already"):
        await undo(session, made)


@pytest.mark.parametrize("acceptance_id", [99, 0, 2**63, 10**30])
async def test_what_was_never_accepted_is_not_undone(
    session: AsyncSession, acceptance_id: int
) -> None:
    with pytest.raises(Refusal, match="nothing to undo"):
        await acceptances.undo(session, GUILD, acceptance_id, ANN, is_moderator=True, now=LATER)


async def test_a_message_becomes_the_answer_of_its_author(session: AsyncSession) -> None:
    asked = await ask(session)

    made = await mark(session, asked)

    assert made.answer.is_message
    assert (made.answer.message_id, made.answer.author_id) == (MESSAGE, BEN)
    assert made.question.accepted == made.answer
    assert made.question.answer_count == 1
    page = await search_for(session, GUILD, "clock")
    assert [one.number for one in page.shown] == [1]


async def test_a_message_is_one_answer_however_often_it_is_marked(session: AsyncSession) -> None:
    asked = await ask(session)
    made = await mark(session, asked)

    again = await mark(session, asked)

    assert not again.is_new
    assert (again.id, again.question.answer_count) == (made.id, 1)


async def test_only_the_asker_or_a_moderator_marks(session: AsyncSession) -> None:
    asked = await ask(session)

    with pytest.raises(Refusal, match="Only <@"):
        await mark(session, asked, user_id=BEN)
    assert await count(session, AnswerRow) == 0


async def test_undo_leaves_no_answer_of_a_message(session: AsyncSession) -> None:
    asked = await ask(session)
    made = await mark(session, asked)
    await answers.vote(session, GUILD, made.answer.id, CY, LATER)
    await save(session)

    undone = await undo(session, made)

    assert undone.was_saved
    assert (undone.question.answer_count, undone.question.accepted) == (0, None)
    for table in (AnswerRow, HelpfulVote, LogEntry):
        assert await count(session, table) == 0
    assert (await search_for(session, GUILD, "clock")).count == 0
    assert (await mark(session, asked)).is_new


async def test_a_message_that_was_accepted_before_stays_an_answer(session: AsyncSession) -> None:
    asked = await ask(session)
    marked = (await mark(session, asked)).answer
    given = await give(session)
    await accept(session, given.id)
    made = await accept(session, marked.id)

    undone = await undo(session, made)

    assert (undone.question.accepted, undone.question.answer_count) == (given, 2)


async def test_a_former_answer_that_is_gone_is_not_brought_back(session: AsyncSession) -> None:
    asked = await ask(session)
    marked = await mark(session, asked)
    made = await accept(session, (await give(session)).id)
    await acceptances.forget_answer(session, await session.get_one(AnswerRow, marked.answer.id))

    assert (await undo(session, made)).question.accepted is None


async def test_a_solution_is_saved_once_with_the_answer_accepted_last(
    session: AsyncSession,
) -> None:
    await ask(session)
    first, second = await give(session), await give(session, author_id=CY)
    await accept(session, first.id)

    saved = [(await save(session)).saved, (await save(session)).saved]
    await accept(session, second.id)
    latest = await save(session)

    assert saved == [Saved.NEWLY, Saved.ALREADY]
    assert (latest.saved, latest.answer) == (Saved.INSTEAD, second)
    rows = (await session.scalars(select(LogEntry))).all()
    assert [(row.user_id, row.answer_id) for row in rows] == [(ANN, second.id)]


async def test_only_the_asker_saves_and_only_what_is_solved(session: AsyncSession) -> None:
    await ask(session)
    given = await give(session)

    with pytest.raises(Refusal, match=r"No answer to \*\*#1\*\* is accepted"):
        await save(session)
    await accept(session, given.id)
    with pytest.raises(Refusal, match=f"Only <@{ANN}>, who asked"):
        await save(session, BEN)
    with pytest.raises(Refusal, match="no question #1"):
        await solutions.save(session, OTHER, 1, ANN, LATER)


async def test_undo_takes_back_what_was_saved_of_it_and_no_more(session: AsyncSession) -> None:
    await ask(session)
    first, second = await give(session), await give(session, author_id=CY)
    await accept(session, first.id)
    await save(session)
    made = await accept(session, second.id)

    assert not (await undo(session, made)).was_saved
    assert await count(session, LogEntry) == 1


async def test_a_vote_counts_once_and_is_taken_back_by_another(session: AsyncSession) -> None:
    await ask(session)
    given = await give(session)

    async def vote(user_id: int) -> tuple[bool, int]:
        vote = await answers.vote(session, GUILD, given.id, user_id, LATER)
        return vote.is_given, vote.answer.helpful_count

    assert [await vote(ANN), await vote(CY), await vote(ANN)] == [(True, 1), (True, 2), (False, 1)]
    with pytest.raises(Refusal, match="your own answer"):
        await vote(BEN)
    with pytest.raises(Refusal, match="no longer there"):
        await answers.vote(session, OTHER, given.id, ANN, LATER)


async def test_answers_are_listed_by_how_helpful_they_are(session: AsyncSession) -> None:
    asked = await ask(session)
    first, second, third = [await give(session, text) for text in "abc"]
    await answers.vote(session, GUILD, second.id, ANN, LATER)

    listed = await answers.of_question(session, GUILD, asked.id)

    assert [one.id for one in listed] == [second.id, first.id, third.id]
    assert await answers.of_question(session, OTHER, asked.id) == []


async def close(session: AsyncSession, question: Question, **values: Any) -> None:
    row = await session.get_one(QuestionRow, question.id)
    row.closed_at = datetime(2026, 3, 2, 13, tzinfo=UTC)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()


async def test_a_closed_question_takes_no_answers_and_says_why(session: AsyncSession) -> None:
    asked = await ask(session)
    given = await give(session)
    await close(session, asked, close_reason="Solved by **itself**")

    with pytest.raises(Refusal) as no:
        await give(session, "Late.")
    assert str(no.value) == (
        "**#1** is closed and takes no more answers. The reason: Solved by \\*\\*itself\\*\\*"
    )
    assert (await accept(session, given.id)).is_new


async def test_a_duplicate_sends_whoever_answers_to_the_other_question(
    session: AsyncSession,
) -> None:
    await ask(session, "a")
    original = await ask(session, "b")
    await close(session, await questions.by_number(session, GUILD, 1), duplicate_of_id=original.id)

    with pytest.raises(Refusal, match=r"the same as \*\*#2\*\*: answer that one"):
        await give(session)
