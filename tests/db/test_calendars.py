"""A cohort's calendar: said by moderators, each change on record, and never another cohort's."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import cohort
from bot.domain.cohort import MOST_MILESTONES, Calendar, Milestone
from bot.domain.errors import Refusal
from db import audit, calendars, guilds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUILD, OTHER, MO = 10, 11, 1
MARCH_6, APRIL_10 = date(2026, 3, 6), date(2026, 4, 10)


async def add(session: AsyncSession, name: str, day: date, *, is_final: bool = False) -> Milestone:
    return await calendars.add_milestone(session, GUILD, MO, name, day, is_final=is_final, now=NOON)


async def say(
    session: AsyncSession, weeks: int | None, focuses: dict[int, str], seen: Calendar
) -> None:
    await calendars.say_weeks(
        session, GUILD, MO, weeks=weeks, focuses=focuses, seen=cohort.mark(seen), now=NOON
    )


async def said(session: AsyncSession) -> list[str]:
    """What the record has, the newest first."""
    found = await audit.recent(session, GUILD, limit=50)
    return [f"{one.act} {one.subject} {one.reason}".strip() for one in found]


async def test_a_calendar_has_what_was_said_of_it(session: AsyncSession) -> None:
    await guilds.change(session, GUILD, first_day=date(2026, 2, 9))
    final = await add(session, "Final presentation", APRIL_10, is_final=True)
    docs = await add(session, "API docs", MARCH_6)
    await say(session, 12, {3: "Tests"}, Calendar())

    found = await calendars.calendar(session, GUILD)

    assert found == Calendar(date(2026, 2, 9), 12, {3: "Tests"}, (docs, final))
    assert found.final == final
    assert await calendars.calendar(session, OTHER) == Calendar()


async def test_every_change_is_on_record_and_what_changes_nothing_is_not(
    session: AsyncSession,
) -> None:
    docs = await add(session, "API docs", MARCH_6)
    change = (session, GUILD, MO, docs.id)
    await calendars.change_milestone(*change, name="API docs", day=MARCH_6, now=NOON)
    await calendars.change_milestone(*change, name="Docs", day=APRIL_10, now=NOON)
    await calendars.remove_milestone(*change, NOON)
    await say(session, 12, {}, Calendar())
    await say(session, 12, {}, Calendar(weeks=12))

    assert await said(session) == [
        "changed the cohort's weeks weeks: none → 12",
        "removed a milestone Docs, 10 April 2026",
        "changed a milestone API docs, 6 March 2026 → Docs, 10 April 2026",
        "added a milestone API docs, 6 March 2026",
    ]


async def test_weeks_that_somebody_else_changed_meanwhile_are_not_overwritten(
    session: AsyncSession,
) -> None:
    await say(session, 12, {1: "Git"}, Calendar())

    with pytest.raises(Refusal, match="Somebody else changed the weeks"):
        await say(session, 8, {}, Calendar())

    assert (await calendars.calendar(session, GUILD)).focuses == {1: "Git"}


async def test_there_is_one_final_presentation(session: AsyncSession) -> None:
    await add(session, "Demo day", APRIL_10, is_final=True)

    with pytest.raises(Refusal, match="on 10 April 2026 already"):
        await add(session, "Demo day", MARCH_6, is_final=True)


async def test_there_are_no_more_milestones_than_a_list_shows(session: AsyncSession) -> None:
    for number in range(MOST_MILESTONES):
        await add(session, f"Milestone {number}", MARCH_6)

    with pytest.raises(Refusal, match="There are 25 milestones already"):
        await add(session, "One more", MARCH_6)


async def test_another_cohorts_milestone_is_out_of_reach(session: AsyncSession) -> None:
    docs = await add(session, "API docs", MARCH_6)

    for act in (
        calendars.milestone(session, OTHER, docs.id),
        calendars.change_milestone(session, OTHER, MO, docs.id, name="No", day=MARCH_6, now=NOON),
        calendars.remove_milestone(session, OTHER, MO, docs.id, NOON),
    ):
        with pytest.raises(Refusal, match="no longer there"):
            await act

    assert await calendars.milestone(session, GUILD, docs.id) == docs


async def test_a_removed_milestones_number_is_never_anothers(session: AsyncSession) -> None:
    docs = await add(session, "API docs", MARCH_6)
    await calendars.remove_milestone(session, GUILD, MO, docs.id, NOON)

    assert (await add(session, "Tests", MARCH_6)).id > docs.id
