"""Only what its authors allow is published, under no name but the one they agreed to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.knowledge import Learning, Solved
from bot.domain.log import LogKind, Words
from bot.domain.publishing import Consent, Publishing
from db import closing, guilds, logs, members, publications, solutions
from db.tables import LogEntry
from tests.db.qa_rows import ANN, BEN, CY, GUILD, MO, NOON, OTHER, accept, ask, give

NAMED, UNNAMED, NO = Publishing
SAYS = [None, NAMED, UNNAMED, NO]
LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


async def say(session: AsyncSession, **said: Publishing | None) -> None:
    """`say(session, ann=NAMED)`; None for who was not asked."""
    people = {"ann": ANN, "ben": BEN, "cy": CY}
    for name, one in said.items():
        if one is not None:
            consent = Consent(one, name.capitalize())
            await members.set_consent(session, GUILD, people[name], consent)


async def solve(session: AsyncSession, number: int = 1, **more: Any) -> None:
    """Ann asks, Ben answers, and that is accepted."""
    await ask(session, f"Why {number}?")
    await accept(session, await give(session, number), **more)


async def share(
    session: AsyncSession,
    kind: LogKind = LogKind.CHALLENGE,
    *,
    who: int = ANN,
    helper: int | None = None,
    shared: bool = True,
) -> int:
    words = Words(kind, f"A {kind}", "Hard.", "Solved.")
    entry = await logs.add(session, GUILD, who, words, day=NOON.date(), now=NOON)
    await session.execute(
        update(LogEntry)
        .where(LogEntry.id == entry.id)
        .values(shared_at=NOON if shared else None, helper_id=helper)
    )
    return entry.id


@pytest.mark.parametrize("asker", SAYS)
@pytest.mark.parametrize("answerer", SAYS)
async def test_a_question_is_published_if_both_allow_it(
    session: AsyncSession, asker: Publishing | None, answerer: Publishing | None
) -> None:
    await solve(session)
    await say(session, ann=asker, ben=answerer)

    found = await publications.solved(session, GUILD)

    both = {asker, answerer} <= {NAMED, UNNAMED}
    assert [(one.asker, one.answerer) for one in found] == (
        [("Ann" if asker is NAMED else None, "Ben" if answerer is NAMED else None)] if both else []
    )


async def test_a_question_is_published_with_all_that_was_said_of_it(session: AsyncSession) -> None:
    await guilds.change(session, GUILD, zone="Africa/Lagos")
    await solve(session, now=LATE)  # half past midnight in Lagos
    await say(session, ann=NAMED, ben=UNNAMED)

    [found] = await publications.solved(session, GUILD)

    assert found == Solved(
        number=1,
        topic="Git",
        title="Why 1?",
        details="It fails.",
        tried="",
        code="",
        answer="So.",
        asker="Ann",
        answerer=None,
        solved_on=(LATE + timedelta(hours=1)).date(),
    )
    assert await publications.solved(session, OTHER) == []


async def test_what_is_unsolved_or_closed_is_not_published(session: AsyncSession) -> None:
    await say(session, ann=NAMED, ben=NAMED)
    await solve(session, 1)
    await closing.close(session, GUILD, 1, MO, reason="off topic", is_moderator=True, now=NOON)
    await ask(session, "Why 2?")
    await give(session, 2)

    assert await publications.solved(session, GUILD) == []


async def test_consent_that_is_taken_back_takes_everything_back(session: AsyncSession) -> None:
    await solve(session)
    await share(session, helper=BEN)
    await say(session, ann=NAMED, ben=NAMED)
    before = await publications.solved(session, GUILD), await publications.learnings(session, GUILD)
    await say(session, ben=NO)

    assert [len(one) for one in before] == [1, 1]
    assert await publications.solved(session, GUILD) == []
    assert await publications.learnings(session, GUILD) == []


@pytest.mark.parametrize("author", SAYS)
@pytest.mark.parametrize("helper", SAYS)
async def test_an_entry_is_published_if_its_author_and_its_helper_allow_it(
    session: AsyncSession, author: Publishing | None, helper: Publishing | None
) -> None:
    alone, helped = await share(session), await share(session, helper=BEN)
    await say(session, ann=author, ben=helper)

    found = {one.id: one for one in await publications.learnings(session, GUILD)}

    yes = {NAMED, UNNAMED}
    assert (alone in found) == (author in yes)
    assert (helped in found) == ({author, helper} <= yes)
    assert {one.author for one in found.values()} <= {"Ann" if author is NAMED else None}
    if helped in found:
        assert found[helped].helper == ("Ben" if helper is NAMED else None)


async def test_only_what_was_shared_and_is_worth_reading_later_is_published(
    session: AsyncSession,
) -> None:
    await say(session, ann=NAMED)
    for kind in LogKind:
        await share(session, kind)
    await share(session, shared=False)

    found = await publications.learnings(session, GUILD)

    assert {one.kind for one in found} == {
        *(LogKind.CHALLENGE, LogKind.PRACTICE, LogKind.TAKEAWAY),
        *(LogKind.CONCEPT, LogKind.TECHNOLOGY, LogKind.TOOL),
    }
    assert len(found) == 6
    assert found[-1] == Learning(
        found[-1].id,
        LogKind.TECHNOLOGY,
        "A technology",
        "Hard.",
        "Solved.",
        "Ann",
        None,
        NOON.date(),
    )


async def test_a_challenge_that_stands_as_a_question_is_not_said_twice(
    session: AsyncSession,
) -> None:
    await say(session, ann=NAMED, ben=NAMED)
    await solve(session)
    await solutions.save(session, GUILD, 1, ANN, NOON)
    await session.execute(update(LogEntry).values(shared_at=NOON))
    once = await publications.learnings(session, GUILD)
    await session.execute(update(LogEntry).values(edited_at=NOON))
    in_own_words = await publications.learnings(session, GUILD)
    await session.execute(update(LogEntry).values(edited_at=None))
    await closing.close(session, GUILD, 1, MO, reason="off topic", is_moderator=True, now=NOON)

    assert once == []
    assert len(in_own_words) == 1
    assert len(await publications.learnings(session, GUILD)) == 1


async def test_the_newest_come_first_and_the_next_call_goes_on(session: AsyncSession) -> None:
    await say(session, ann=NAMED, ben=NAMED)
    for number in (1, 2, 3):
        await solve(session, number)
        await share(session, who=BEN)

    questions = await publications.solved(session, GUILD)
    entries = await publications.learnings(session, GUILD)

    assert [one.number for one in questions] == [3, 2, 1]
    assert [one.number for one in await publications.solved(session, GUILD, before=3)] == [2, 1]
    ids = [one.id for one in entries]
    assert ids == sorted(ids, reverse=True)
    rest = await publications.learnings(session, GUILD, before=ids[0])
    assert [one.id for one in rest] == ids[1:]


async def test_the_servers_that_are_known_are_listed_with_their_cohorts(
    session: AsyncSession,
) -> None:
    await guilds.change(session, GUILD, cohort_name="Cohort 5")
    await guilds.change(session, OTHER, zone="Africa/Lagos")

    assert await publications.served(session) == [(GUILD, "Cohort 5"), (OTHER, "")]
