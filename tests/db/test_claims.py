"""Somebody is on a question, for a day at most."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import claims, closing, question_posts
from db.questions import Question
from tests.db.qa_rows import ANN, BEN, CY, GUILD, NOON, OTHER, accept, ask, give, look, stale

DAY = timedelta(days=1)


async def take(
    session: AsyncSession, who: int = BEN, *, after: timedelta = timedelta()
) -> Question:
    return await claims.take(session, GUILD, 1, who, NOON + after)


async def test_a_question_is_taken_for_a_day_and_given_back_by_a_second_press(
    session: AsyncSession,
) -> None:
    asked = await ask(session)

    taken = await take(session)
    free = await take(session)

    assert (taken.taken_by_id, taken.taken_until) == (BEN, NOON + DAY)
    assert taken.taken_by(NOON) == BEN
    assert taken.taken_by(NOON + DAY) is None
    assert free == asked
    assert await stale(session) == {(question_posts.CARD, 1)}


async def test_what_somebody_is_on_nobody_else_takes_until_the_day_is_over(
    session: AsyncSession,
) -> None:
    await ask(session)
    await take(session)

    with pytest.raises(Refusal, match=f"<@{BEN}> is on "):
        await take(session, CY, after=DAY - timedelta(seconds=1))
    assert (await take(session, CY, after=DAY)).taken_by_id == CY


async def test_ones_own_question_and_one_that_needs_nobody_cannot_be_taken(
    session: AsyncSession,
) -> None:
    await ask(session)
    answer = await give(session)

    with pytest.raises(Refusal, match="your own question"):
        await take(session, ANN)
    await accept(session, answer)
    with pytest.raises(Refusal, match="solved already"):
        await take(session)
    await closing.close(session, GUILD, 1, ANN, reason="off topic", is_moderator=False, now=NOON)
    with pytest.raises(Refusal, match="is closed"):
        await take(session)


async def test_another_guilds_question_cannot_be_taken(session: AsyncSession) -> None:
    await ask(session, guild_id=OTHER)

    with pytest.raises(Refusal, match="no question #1"):
        await take(session)


async def test_only_the_answer_of_whoever_took_it_ends_that(session: AsyncSession) -> None:
    await ask(session)
    await take(session)

    await give(session, who=CY)
    after_anothers = await look(session, 1)
    await give(session, who=BEN)

    assert after_anothers.taken_by(NOON) == BEN
    assert (await look(session, 1)).taken_until is None


async def test_what_lasted_a_day_is_ended_once_and_redrawn(session: AsyncSession) -> None:
    await ask(session)
    await take(session)

    await claims.end(session, NOON + DAY - timedelta(seconds=1))
    just_before = await look(session, 1)
    await claims.end(session, NOON + DAY)

    assert just_before.taken_by_id == BEN
    after = await look(session, 1)
    assert (after.taken_by_id, after.taken_until) == (None, None)
