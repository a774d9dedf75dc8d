"""Moderators say how the cohort's time is laid out, and everyone sees where it stands."""

from datetime import date, timedelta

import pytest
from simcord import InteractionResult, MemberActor

from db import guilds
from tests.guards import forge
from tests.world import World, fields, seen

FIRST_DAY = date(2026, 2, 9)  # three weeks before the tests' NOON, a Monday
SYLLABUS = "1. Git\n2. Django\n3. Tests\n4. **REST**\n5. Deploying"


async def set_up(world: World) -> MemberActor:
    mo = world.moderator()
    async with world.bot.db.begin() as session:
        await guilds.change(
            session,
            world.guild.id,
            zone="Africa/Lagos",
            first_day=FIRST_DAY,
            cohort_name="Cohort 5",
        )
    return mo


async def open_calendar(world: World, mo: MemberActor) -> InteractionResult:
    return await mo.slash(world.home, "nexus calendar")


async def when(world: World, name: str = "Ann") -> str:
    return seen(await world.member(name).slash(world.home, "when"))


async def press(mo: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await mo.click(shown.response, label=label)


async def choose(mo: MemberActor, shown: InteractionResult, name: str) -> InteractionResult:
    """The milestone of that name, in the list of all."""
    assert shown.response is not None
    [select] = [
        one
        for row in shown.response.components[0]["components"]
        for one in row.get("components", ())
        if one["type"] == 3
    ]
    [value] = [one["value"] for one in select["options"] if name in one["label"]]
    return await mo.select(shown.response, [value], custom_id="calendar:open")


async def say_weeks(
    mo: MemberActor, shown: InteractionResult, weeks: str = "12", focuses: str = SYLLABUS
) -> InteractionResult:
    form = await press(mo, shown, "Weeks")
    return await mo.submit_modal(form, {"weeks": weeks, "focuses": focuses})


async def add(
    mo: MemberActor, shown: InteractionResult, name: str, day: str, *, label: str = ""
) -> InteractionResult:
    form = await press(mo, shown, label or "Add a milestone")
    return await mo.submit_modal(form, {"name": name, "day": day})


async def test_everyone_sees_the_week_its_focus_and_what_is_to_come(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await say_weeks(mo, calendar)
    await add(mo, calendar, "API docs", "6 march")
    await add(mo, calendar, "Final presentation", "2026-04-24", label="Final presentation")

    answer = await world.member("Ann").slash(world.home, "when")

    assert answer.ephemeral
    assert seen(answer).splitlines()[:7] == [
        "### Cohort 5",
        r"**Week 4 of 12**: \*\*REST\*\*",
        "-# until Sunday 8 March",
        "API docs",
        "-# <t:1772794800:D>, <t:1772794800:R>",  # noon in Lagos
        "**Final presentation**",
        "-# <t:1777028400:D>, <t:1777028400:R>",
    ]
    assert "Study sessions: </session list:" in seen(answer)


async def test_the_week_changes_at_the_cohorts_own_midnight(world: World) -> None:
    mo = await set_up(world)
    await say_weeks(mo, await open_calendar(world, mo))
    # 23:59 on Sunday in Lagos, an hour ahead of UTC.
    await world.wait(timedelta(days=6, hours=10, minutes=59))

    before = await when(world)
    await world.wait(timedelta(minutes=2))

    assert "Week 4 of 12" in before
    assert "Week 5 of 12" in await when(world, "Ben")


async def test_a_milestone_is_today_on_its_day_and_gone_on_the_next(world: World) -> None:
    mo = await set_up(world)
    await add(mo, await open_calendar(world, mo), "API docs", "tomorrow")

    first = await when(world)
    await world.wait(timedelta(days=1))
    second = await when(world, "Ben")
    await world.wait(timedelta(days=1))
    third = await when(world, "Cem")

    assert ":D>, tomorrow" in first
    assert ":D>, today" in second
    assert "API docs" not in third
    assert "No milestone is to come" in third


async def test_before_the_first_day_and_after_the_last_week_it_says_so(world: World) -> None:
    mo = await set_up(world)
    await say_weeks(mo, await open_calendar(world, mo), "3", "")
    over = await when(world)
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, first_day=date(2026, 3, 9))

    assert "Its 3 weeks ended on 1 March 2026." in over
    assert ":D>, <t:1773054000:R>, for 3 weeks." in await when(world, "Ben")


async def test_an_empty_calendar_says_how_it_is_filled(world: World) -> None:
    mo = world.moderator()

    everyones = await when(world)
    moderators = seen(await open_calendar(world, mo))

    assert "Nothing is in it yet" in everyones
    assert "nexus setup" in everyones
    assert "I don't know the cohort's first day yet" in moderators
    assert "no time zone yet, so UTC counts" in moderators


async def test_the_weeks_come_back_into_the_form_as_they_were_said(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await say_weeks(mo, calendar, "6 weeks")

    form = await press(mo, calendar, "Weeks")

    assert fields(form)["weeks"]["value"] == "6"
    assert fields(form)["focuses"]["value"] == f"{SYLLABUS}\n6."


@pytest.mark.parametrize(
    ("weeks", "focuses", "says"),
    [
        ("many", "1. Git", "Type a number from 1 to 52"),
        ("2", "1. Git\n3. Tests", "something for week 3, and there are 2 weeks"),
    ],
)
async def test_weeks_that_cannot_be_are_refused_and_what_was_typed_comes_back(
    world: World, weeks: str, focuses: str, says: str
) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await say_weeks(mo, calendar)

    answer = await say_weeks(mo, calendar, weeks, focuses)

    assert says in seen(answer)
    assert world.file_in(answer) == f"{weeks}\n\n{focuses}\n"
    assert "Week 4 of 12" in await when(world)


async def test_a_form_of_before_overwrites_nothing_that_another_moderator_said(
    world: World,
) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    form = await press(mo, calendar, "Weeks")
    await say_weeks(mo, calendar)

    answer = await mo.submit_modal(form, {"weeks": "2", "focuses": ""})

    assert "Somebody else changed the weeks meanwhile" in seen(answer)
    assert "Week 4 of 12" in await when(world)


async def test_a_milestone_is_changed_by_a_form_that_knows_it(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await add(mo, calendar, "API docs", "6 march")
    await choose(mo, calendar, "API docs")
    form = await press(mo, calendar, "Change")

    await mo.submit_modal(form, {"name": "Docs", "day": "fri"})

    assert fields(form)["day"]["value"] == "2026-03-06"
    assert "Changed: **Docs**, Friday 6 March 2026." in seen(calendar)
    assert "Docs" in await when(world)


async def test_a_milestone_is_removed_once_that_is_confirmed(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await add(mo, calendar, "API docs", "6 march")
    await choose(mo, calendar, "API docs")
    await press(mo, calendar, "Remove")
    asked = seen(calendar)
    await press(mo, calendar, "Keep it")
    kept = await when(world)
    await press(mo, calendar, "Remove")
    await press(mo, calendar, "Remove it")

    assert "Remove API docs?" in asked
    assert "API docs" in kept
    assert "Removed: **API docs**" in seen(calendar)
    assert "API docs" not in await when(world, "Ben")


@pytest.mark.parametrize(
    ("name", "day", "says"),
    [
        ("API docs", "soon", "can't read that as a day"),
        ("API docs", "4/12", "Do you mean 4 December 2026 or 12 April 2026"),
        ("\u200b", "6 march", "Give the milestone a name"),
    ],
)
async def test_a_milestone_that_cannot_be_is_refused_and_comes_back(
    world: World, name: str, day: str, says: str
) -> None:
    mo = await set_up(world)

    answer = await add(mo, await open_calendar(world, mo), name, day)

    assert says in seen(answer)
    assert day in world.file_in(answer)
    assert "No milestone is to come" in await when(world)


async def test_the_final_presentation_is_one_and_shown_however_far_away_it_is(
    world: World,
) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await add(mo, calendar, "Demo day", "2026-06-01", label="Final presentation")
    for number in range(1, 7):
        await add(mo, calendar, f"Milestone {number}", f"2026-03-{10 + number}")

    shown = await when(world)

    assert "Milestone 2" in shown
    assert "Milestone 3" not in shown
    assert "**Demo day**" in shown
    assert "-# and 4 milestones more" in shown
    assert "\nFinal presentation" not in seen(calendar)
    again = await forge.submit(mo, world.home, "calendar:added:final", {"name": "2", "day": "fri"})
    assert "is on 1 June 2026 already" in seen(again)


async def test_milestones_go_into_ones_own_calendar(world: World) -> None:
    mo = await set_up(world)
    await add(mo, await open_calendar(world, mo), "API docs", "6 march")
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "when")

    file = world.file_in(await press(ann, shown, "Add to my calendar"))

    assert "SUMMARY:API docs" in file
    assert "DTSTART;VALUE=DATE:20260306" in file


async def test_what_moderators_change_is_on_record(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await say_weeks(mo, calendar)
    await add(mo, calendar, "API docs", "6 march")

    record = seen(await mo.slash(world.home, "nexus audit"))

    assert "changed **the cohort's weeks**" in record
    assert "added **a milestone**" in record
    assert "API docs, 6 March 2026" in record


async def test_the_cards_buttons_work_after_a_restart(world: World) -> None:
    mo = await set_up(world)
    calendar = await open_calendar(world, mo)
    await add(mo, calendar, "API docs", "6 march")

    await world.restart()
    await choose(mo, calendar, "API docs")

    assert "### API docs" in seen(calendar)
