"""Questions are closed, for a reason or as duplicates, and opened again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import closing, question_posts
from db.closing import below
from db.questions import Question
from tests.db.qa_rows import ANN, BEN, GUILD, MO, NOON, OTHER, accept, ask, give, look, stale

FIVE_MINUTES = timedelta(minutes=5)


async def close(session: AsyncSession, number: int = 1, *, who: int = ANN) -> Question:
    return await closing.close(
        session, GUILD, number, who, reason="off topic", is_moderator=who == MO, now=NOON
    )


async def same(
    session: AsyncSession, number: int, of: int, *, who: int = MO, guild_id: int = GUILD
) -> Question:
    return await closing.close_as_duplicate(
        session, guild_id, number, of, who, is_moderator=who == MO, now=NOON
    )


async def reopen(session: AsyncSession, number: int, *, who: int = MO) -> Question:
    return await closing.reopen(session, GUILD, number, who, is_moderator=who == MO, now=NOON)


async def originals(session: AsyncSession, *numbers: int) -> list[int | None]:
    found = [(await look(session, one)).original for one in numbers]
    return [one.number if one else None for one in found]


async def duplicates(session: AsyncSession, number: int) -> list[int]:
    return [one.number for one in (await look(session, number)).duplicates]


@pytest.mark.parametrize("who", [ANN, MO])
async def test_the_asker_and_moderators_close_with_a_reason(
    session: AsyncSession, who: int
) -> None:
    await ask(session)

    closed = await close(session, who=who)

    assert (closed.closed_at, closed.closed_by_id, closed.close_reason) == (NOON, who, "off topic")
    assert not closed.is_open
    assert await stale(session) == {(question_posts.CARD, 1), (question_posts.OPENING, 1)}


async def test_nobody_else_closes_reopens_or_finds_duplicates(session: AsyncSession) -> None:
    await ask(session)
    await ask(session, "How?")

    with pytest.raises(Refusal, match=f"Only <@{ANN}>, who asked, or a moderator can close"):
        await close(session, who=BEN)
    with pytest.raises(Refusal, match="or a moderator can close"):
        await same(session, 2, 1, who=BEN)
    await close(session)
    with pytest.raises(Refusal, match="or a moderator can reopen"):
        await reopen(session, 1, who=BEN)


async def test_what_is_closed_is_not_closed_again_and_what_is_open_not_opened(
    session: AsyncSession,
) -> None:
    await ask(session)
    await ask(session, "How?")

    with pytest.raises(Refusal, match="open already"):
        await reopen(session, 1)
    await close(session)
    for again in (close(session), same(session, 1, 2)):
        with pytest.raises(Refusal, match="closed already"):
            await again


async def test_another_guilds_numbers_are_unknown(session: AsyncSession) -> None:
    await ask(session)
    await ask(session, guild_id=OTHER)
    await ask(session, "How?", guild_id=OTHER)

    with pytest.raises(Refusal, match="no question #2"):
        await same(session, 1, 2)
    with pytest.raises(Refusal, match="no question #2"):
        await close(session, 2)
    assert await originals(session, 1) == [None]


async def test_closing_is_undone_within_five_minutes_by_whoever_did_it(
    session: AsyncSession,
) -> None:
    async def undo(who: int, after: timedelta) -> Question:
        return await closing.undo(session, GUILD, 1, who, is_moderator=False, now=NOON + after)

    before = await ask(session)
    with pytest.raises(Refusal, match="nothing to undo"):
        await undo(MO, FIVE_MINUTES)
    await close(session, who=MO)
    with pytest.raises(Refusal, match=f"Only <@{MO}>, who closed it"):
        await undo(ANN, FIVE_MINUTES)
    with pytest.raises(Refusal, match="for five minutes"):
        await undo(MO, FIVE_MINUTES + timedelta(seconds=1))

    assert await undo(MO, FIVE_MINUTES) == before


async def test_a_duplicate_leads_to_its_original_and_that_one_back(session: AsyncSession) -> None:
    for title in "abc":
        await ask(session, title)

    await same(session, 3, 1)
    closed = await same(session, 2, 1)

    assert closed.closed_by_id == MO
    assert await originals(session, 1, 2, 3) == [None, 1, 1]
    assert await duplicates(session, 1) == [2, 3]
    assert (question_posts.CARD, 1) in await stale(session)


async def test_a_duplicate_of_a_duplicate_leads_to_the_first_of_all(session: AsyncSession) -> None:
    for title in "abc":
        await ask(session, title)
    await same(session, 2, 1)

    await same(session, 3, 2)

    assert await originals(session, 2, 3) == [1, 1]


async def test_the_duplicates_of_what_becomes_one_lead_on_and_come_back(
    session: AsyncSession,
) -> None:
    for title in "abcd":
        await ask(session, title)
    await same(session, 4, 3)
    await same(session, 3, 2)

    await same(session, 2, 1)
    leading_on = await originals(session, 2, 3, 4)
    await reopen(session, 3)

    assert leading_on == [1, 1, 1]
    assert await originals(session, 2, 3, 4) == [1, None, 3]
    assert (await duplicates(session, 1), await duplicates(session, 3)) == ([2], [4])


async def test_no_question_is_its_own_duplicate_in_however_many_steps(
    session: AsyncSession,
) -> None:
    for title in "abc":
        await ask(session, title)
    await same(session, 2, 1)
    await same(session, 3, 2)

    with pytest.raises(Refusal, match="no duplicate of itself"):
        await same(session, 1, 1)
    for circle in (2, 3):
        with pytest.raises(Refusal, match=rf"\*\*#{circle}\*\* is closed as a duplicate"):
            await same(session, 1, circle)


async def test_what_was_accepted_stays_so_over_closing_and_reopening(
    session: AsyncSession,
) -> None:
    await ask(session)
    answer = await give(session)
    await accept(session, answer)

    await close(session)

    assert (await reopen(session, 1)).accepted == answer


@given(st.dictionaries(st.integers(1, 8), st.integers(1, 8), max_size=8))
def test_below_is_all_from_where_the_steps_lead_there(named: dict[int, int]) -> None:
    forest = {one: original for one, original in named.items() if original < one}

    def leads(one: int) -> bool:
        while one in forest:
            one = forest[one]
            if one == 1:
                return True
        return False

    assert sorted(below(1, forest)) == sorted(one for one in forest if leads(one))
