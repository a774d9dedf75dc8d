"""Who was there is noted, by themselves or by the host, and the recap tells it: of nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor
from sqlalchemy import select

from bot.domain.seats import Answer
from db import attendances, rsvps
from db.outbox import State
from db.recaps import RECAP
from db.tables import AuditEntry, Outbox, StudySession
from tests.cogs.study_acts import cards_in, pinged, plan, post, press, thread_of
from tests.cogs.test_study import rows
from tests.guards import forge
from tests.world import World, card, fields, seen

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos, for an hour
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def until(world: World, moment: datetime) -> None:
    await world.wait(moment - world.env.now())


async def begun(world: World, host: MemberActor, *going: MemberActor) -> discord.Message:
    """A session that has just begun: what stands in its thread then."""
    message = await post(world, host)
    for one in going:
        await one.click(message, label="Going")
    await until(world, FRIDAY)
    return last_in(world, message)


def last_in(world: World, message: discord.Message) -> discord.Message:
    return cards_in(thread_of(world, message))[-1]


def recaps_in(world: World) -> list[discord.Message]:
    said = [one for thread in world.home.threads for one in cards_in(thread)]
    return [one for one in said if "### That was" in card(one)]


async def there(world: World) -> list[int]:
    """Who is noted, in the order in which they were."""
    async with world.bot.db.read() as session:
        return list(await attendances.of(session, 1))


def chosen(shown: InteractionResult) -> list[int]:
    """Who is chosen already in the select that was shown."""
    return [int(one["id"]) for one in select_of(shown).get("default_values", ())]


def select_of(shown: InteractionResult) -> dict[str, Any]:
    assert shown.response is not None
    (container,) = shown.response.components
    rows = [one["components"] for one in container["components"] if "components" in one]
    return next(one for row in rows for one in row if "max_values" in one)


async def choose(
    who: MemberActor, shown: InteractionResult, *people: MemberActor
) -> InteractionResult:
    assert shown.response is not None
    return await who.select(shown.response.message, list(people))


def labels(shown: InteractionResult) -> list[str]:
    return [one for one in seen(shown).split("\n") if one.endswith(("25", "else"))]


# I'm here


async def test_whoever_is_there_says_so_with_one_tap_and_is_told_in_private(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    begin = await begun(world, ann, ben)

    noted = await ben.click(begin, label="I'm here")
    twice = await ben.click(begin, label="I'm here")
    await cy.click(begin, label="I'm here")  # never said that they would come

    assert noted.ephemeral
    assert seen(noted) == seen(twice) == "Noted, you are there."
    assert await there(world) == [ben.id, cy.id]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (FRIDAY - 16 * MINUTE, "from fifteen minutes before"),
        (FRIDAY + 3 * HOUR, "ended over two hours ago"),
    ],
)
async def test_before_and_long_after_nobody_can_be_noted(
    world: World, moment: datetime, words: str
) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    await until(world, moment)

    for road in ("study:here:1", "study:who:1", "study:these:1:2:0:2:0"):
        refused = await forge.press(ann, world.home, road)
        assert refused.ephemeral
        assert words in seen(refused)
    assert await there(world) == []


@pytest.mark.parametrize("moment", [FRIDAY - 15 * MINUTE, FRIDAY + 3 * HOUR - MINUTE])
async def test_shortly_before_and_shortly_after_one_can_still_be_noted(
    world: World, moment: datetime
) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    await until(world, moment)

    await forge.press(ann, world.home, "study:here:1")

    assert await there(world) == [ann.id]


async def test_nobody_is_at_a_session_that_was_cancelled(world: World) -> None:
    ann = world.member("Ann")
    await begun(world, ann)
    async with world.bot.db.begin() as session:
        (await session.get_one(StudySession, 1)).stage = "cancelled"

    refused = await forge.press(ann, world.home, "study:here:1")

    assert "does not take place" in seen(refused)


# Who is here


async def test_who_is_in_the_voice_channel_is_chosen_already_and_noted_with_one_tap(
    world: World,
) -> None:
    voice = world.guild.create_voice_channel("Study hall")
    ann, ben, cy, dee = (world.member(name) for name in ("Ann", "Ben", "Cy", "Dee"))
    shown = await plan(world, ann)
    form = await press(ann, shown, "Details")
    await ann.submit_modal(form, {"track": ["both"], "voice": [voice]})
    await press(ann, shown, "Post it")
    message = cards_in(world.home)[-1]
    await dee.click(message, label="Going")
    await until(world, FRIDAY)
    begin = last_in(world, message)
    for one in (ann, ben):
        await one.join_voice(voice)
    await cy.click(begin, label="I'm here")

    asked = await ann.click(begin, label="Who is here")
    preselected, question = chosen(asked), seen(asked)
    noted_before = await there(world)
    saved = await press(ann, asked, "These are here")

    assert asked.ephemeral
    assert preselected == [ann.id, ben.id, cy.id]
    assert f"I chose those in {voice.mention} and those who are noted already" in question
    assert noted_before == [cy.id]
    assert {*await there(world)} == {ann.id, ben.id, cy.id}
    assert "3 noted" in seen(saved)


async def test_a_bot_in_the_voice_channel_is_nobody(world: World) -> None:
    voice = world.guild.create_voice_channel("Study hall")
    ann, ben = world.member("Ann"), world.member("Ben")
    robot = world.guild.add_member(world.env.create_user("jukebox", bot=True))
    shown = await plan(world, ann)
    form = await press(ann, shown, "Details")
    await ann.submit_modal(form, {"track": ["both"], "voice": [voice]})
    await press(ann, shown, "Post it")
    await until(world, FRIDAY)
    for one in (robot, ben):
        await one.join_voice(voice)

    asked = await ann.click(last_in(world, cards_in(world.home)[-1]), label="Who is here")
    preselected = chosen(asked)
    saved = await choose(ann, asked, ben, robot)

    assert preselected == [ben.id]
    assert await there(world) == [ben.id]
    assert chosen(saved) == [ben.id]


async def test_the_host_adds_and_takes_back_and_only_what_was_shown(world: World) -> None:
    ann, ben, cy, dee = (world.member(name) for name in ("Ann", "Ben", "Cy", "Dee"))
    begin = await begun(world, ann)
    await ben.click(begin, label="I'm here")
    asked = await ann.click(begin, label="Who is here")
    await cy.click(begin, label="I'm here")  # while the host looks at the page

    saved = await choose(ann, asked, dee)

    assert chosen(saved) == [dee.id]
    assert {*await there(world)} == {cy.id, dee.id}
    assert "2 noted" in seen(saved)


async def test_thirty_people_are_looked_through_in_pages_of_twenty_five(world: World) -> None:
    ann = world.member("Ann")
    crowd = [world.member(f"Learner{number:02}") for number in range(30)]
    message = await post(world, ann)
    async with world.bot.db.begin() as session:
        for one in crowd:
            await rsvps.note(
                session, world.guild.id, 1, one.id, answer=Answer.GOING, now=world.env.now()
            )
    await until(world, FRIDAY)
    begin = last_in(world, message)
    await crowd[29].click(begin, label="I'm here")

    first = await ann.click(begin, label="Who is here")
    pages = [(chosen(first), labels(first))]
    second = await press(ann, first, "Next 25")
    pages.append((chosen(second), labels(second)))
    words = seen(second)
    await press(ann, second, "These are here")
    third = await press(ann, second, "Next 25")
    pages.append((chosen(third), labels(third)))
    await choose(ann, third, crowd[28])
    last = await press(ann, third, "Somebody else")
    pages.append((chosen(last), labels(last)))

    going = [ann, *crowd[:29]]
    assert pages == [
        ([crowd[29].id], ["Next 25"]),
        ([one.id for one in going[:25]], ["Previous 25", "Next 25"]),
        ([one.id for one in going[25:]], ["Previous 25", "Somebody else"]),
        ([], ["Previous 25"]),
    ]
    assert "Keep those who are here" in words
    assert {*await there(world)} == {one.id for one in (*going[:25], *crowd[28:])}
    back = await press(ann, last, "Previous 25")
    assert chosen(back) == [one.id for one in crowd[24:28]]


async def test_members_see_no_list_and_moderators_do_and_are_on_record(world: World) -> None:
    ann, ben, mo = world.member("Ann"), world.member("Ben"), world.moderator()
    begin = await begun(world, ann)

    refused = await ben.click(begin, label="Who is here")
    asked = await mo.click(begin, label="Who is here")
    await choose(mo, asked, ben)

    assert "who hosts session **#1**, or a moderator can note who is there" in seen(refused)
    assert await there(world) == [ben.id]
    async with world.bot.db.read() as session:
        (entry,) = await session.scalars(select(AuditEntry))
    assert (entry.actor_id, entry.act) == (mo.id, "noted who was at")


async def test_a_page_from_before_a_restart_is_saved_after_it(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    begin = await begun(world, ann)
    await ben.click(begin, label="I'm here")
    asked = await ann.click(begin, label="Who is here")

    await world.restart()
    await choose(ann, asked, ann)

    assert await there(world) == [ann.id]


# The recap


async def test_at_the_end_the_thread_is_told_who_came_and_nobody_is_pinged(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    begin = await begun(world, ann, ben, cy)
    for one in (ann, ben):
        await one.click(begin, label="I'm here")

    await until(world, FRIDAY + HOUR - MINUTE)
    before = recaps_in(world)
    await until(world, FRIDAY + HOUR)

    (recap,) = recaps_in(world)
    assert before == []
    assert card(recap) == (
        f"### That was #1 · JWT from scratch\n**2 came:** {ann.mention} and {ben.mention}\n"
        "I was there\nWho was there\nAdd two lines"
    )
    assert pinged(world, recap) == []
    assert cy.mention not in card(recap)


async def test_who_remembers_it_after_the_end_is_in_the_recap_too(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await begun(world, ann, ben)
    await until(world, FRIDAY + HOUR)
    (recap,) = recaps_in(world)

    await ben.click(recap, label="I was there")
    await world.wait(MINUTE)

    assert "Were you there?" in card(recap)
    assert f"**1 came:** {ben.mention}" in card(recaps_in(world)[0])
    assert len(recaps_in(world)) == 1


async def test_the_host_adds_two_lines_and_may_change_them(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    begin = await begun(world, ann, ben)
    await ben.click(begin, label="I'm here")
    await until(world, FRIDAY + HOUR)
    (recap,) = recaps_in(world)

    form = await ann.click(recap, label="Add two lines")
    told = await ann.submit_modal(form, {"done": "Signed a *token*", "coming": "Refresh tokens"})
    await world.wait(MINUTE)
    once_more = await ann.click(recap, label="Add two lines")

    assert "your lines are in the recap" in seen(told)
    assert told.ephemeral
    shown = card(recaps_in(world)[0])
    assert "**Done:** Signed a \\*token\\*\n**Next:** Refresh tokens" in shown
    assert [one["value"] for one in fields(once_more).values()] == [
        "Signed a *token*",
        "Refresh tokens",
    ]


async def test_only_the_host_and_moderators_write_and_not_before_the_end(world: World) -> None:
    ann, ben, mo = world.member("Ann"), world.member("Ben"), world.moderator()
    await begun(world, ann, ben)

    too_early = await forge.press(ann, world.home, "study:recap:1")
    await until(world, FRIDAY + HOUR)
    (recap,) = recaps_in(world)
    refused = await ben.click(recap, label="Add two lines")
    form = await mo.click(recap, label="Add two lines")
    await mo.submit_modal(form, {"done": "Much"})
    await world.wait(MINUTE)

    assert "is not over yet" in seen(too_early)
    assert "or a moderator can write its recap" in seen(refused)
    assert "**Done:** Much" in card(recaps_in(world)[0])
    assert "**Next:**" not in card(recaps_in(world)[0])
    async with world.bot.db.read() as session:
        assert await session.scalar(select(AuditEntry.act)) == "wrote the recap of"


async def test_where_only_the_host_came_along_there_is_nothing_to_tell(world: World) -> None:
    ann = world.member("Ann")
    await begun(world, ann)

    await until(world, FRIDAY + HOUR)

    assert recaps_in(world) == []
    async with world.bot.db.read() as session:
        assert await session.scalar(select(StudySession.settled_at)) == FRIDAY + HOUR


async def test_somebody_who_was_there_all_the_same_makes_a_recap_worth_while(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    begin = await begun(world, ann)
    await until(world, FRIDAY + HOUR)

    await ben.click(begin, label="I'm here")
    await world.wait(MINUTE)

    (recap,) = recaps_in(world)
    assert f"**1 came:** {ben.mention}" in card(recap)


async def test_a_restart_over_the_end_gives_one_recap(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await begun(world, ann, ben)

    await world.restart()
    await until(world, FRIDAY + HOUR)
    await world.restart()
    await world.wait(MINUTE)

    assert len(recaps_in(world)) == 1


async def test_a_recap_that_is_a_day_late_is_not_posted_and_counted(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await begun(world, ann, ben)

    await until(world, FRIDAY + HOUR + DAY)

    assert recaps_in(world) == []
    async with world.bot.db.read() as session:
        fate = await session.scalar(select(Outbox.state).where(Outbox.kind == RECAP))
    assert fate == State.EXPIRED


async def test_what_somebody_attended_is_known_later(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    begin = await begun(world, ann)
    await ben.click(begin, label="I'm here")

    async with world.bot.db.read() as session:
        found = await attendances.attended(session, world.guild.id, ben.id)
        elsewhere = await attendances.attended(session, world.guild.id + 1, ben.id)

    assert [(one.number, one.topic, one.starts_at) for one in found] == [
        (1, "JWT from scratch", FRIDAY)
    ]
    assert elsewhere == []


async def test_no_card_is_longer_than_a_phone_shows(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann, topic="W" * 80)
    form = await press(ann, shown, "Details")
    voice = world.guild.create_voice_channel("Study hall")
    link = f"https://{'w' * 40}.example.org/"
    await ann.submit_modal(
        form,
        {"track": ["backend"], "voice": [voice], "link": link, "warm_up": "W" * 200},
    )
    await press(ann, shown, "Post it")
    message = cards_in(world.home)[-1]
    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)
    crowd = [world.member(f"Learner{number}") for number in range(14)]
    for one in crowd:
        await forge.press(one, world.home, "study:here:1")
    asked = await ann.click(last_in(world, message), label="Who is here")
    await until(world, FRIDAY + HOUR)
    form = await ann.click(recaps_in(world)[0], label="Add two lines")
    await ann.submit_modal(form, {"done": "W" * 70, "coming": "W" * 70})
    await world.wait(MINUTE)

    said = [card(one) for one in cards_in(thread_of(world, message))]
    assert len(said) == 4
    for one in (*said, seen(asked)):
        assert rows_of(one) <= 12, one


def rows_of(shown: str) -> int:
    """How many rows a card takes on a phone, at its widest."""
    buttons = (
        *("Still coming\nCan't after all", "I'm here\nWho is here"),
        *("I was there\nWho was there\nAdd two lines", "These are here\nNext 25"),
    )
    for one in buttons:
        shown = shown.replace(one, "[buttons]")
    return rows(shown)
