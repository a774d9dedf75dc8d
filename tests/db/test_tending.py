"""Questions are edited by whoever asked them, or by moderators."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import found, question_posts, tending
from db.drafts import Written
from db.questions import Question
from tests.db.qa_rows import ANN, BEN, GUILD, MO, NOON, OTHER, ask, look, stale

LATER = NOON + timedelta(hours=1)
AS_ASKED = Written("Why?", "It fails.", "", "", "Git")


async def edit(
    session: AsyncSession, written: Written, *, who: int = ANN, guild_id: int = GUILD
) -> Question:
    return await tending.edit(session, guild_id, 1, who, written, is_moderator=who == MO, now=LATER)


@pytest.mark.parametrize("who", [ANN, MO])
async def test_an_edit_changes_what_is_said_and_what_search_finds(
    session: AsyncSession, who: int
) -> None:
    asked = await ask(session)

    await edit(session, Written("How so?", "It hangs.", "Waited", "x = 1", "Testing"), who=who)

    assert await look(session, 1) == replace(
        asked,
        title="How so?",
        details="It hangs.",
        tried="Waited",
        code="x = 1",
        topic="Testing",
        edited_at=LATER,
    )
    for words, count in (("hangs", 1), ("fails", 0)):
        assert (await found.search_for(session, GUILD, words)).count == count
    assert (await found.search_for(session, GUILD, "hangs", topic="Testing")).count == 1


async def test_a_thread_is_renamed_only_for_another_title(session: AsyncSession) -> None:
    await ask(session)

    await edit(session, replace(AS_ASKED, details="It hangs."))
    without = await stale(session)
    await edit(session, replace(AS_ASKED, title="How?"))

    assert without == {(question_posts.CARD, 1), (question_posts.OPENING, 1)}
    assert await stale(session) == without | {(question_posts.NAME, 1)}


async def test_an_edit_that_changes_nothing_is_none(session: AsyncSession) -> None:
    asked = await ask(session)

    with pytest.raises(Refusal, match="You changed nothing"):
        await edit(session, AS_ASKED)
    assert await look(session, 1) == asked


async def test_nobody_else_edits_and_another_guilds_number_is_unknown(
    session: AsyncSession,
) -> None:
    asked = await ask(session)

    with pytest.raises(Refusal, match=f"Only <@{ANN}>, who asked, or a moderator can edit"):
        await edit(session, replace(AS_ASKED, title="Mine"), who=BEN)
    with pytest.raises(Refusal, match="no question #1"):
        await edit(session, replace(AS_ASKED, title="Mine"), who=MO, guild_id=OTHER)
    assert await look(session, 1) == asked
