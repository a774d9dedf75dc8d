"""No question sinks: what waits comes up again, and who has answers is reminded once."""

from datetime import datetime, timedelta

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from db import guilds, members
from tests.cogs.forum_acts import ask_in, make_forum, posts_in
from tests.cogs.qa_acts import answer as press_answer
from tests.cogs.qa_acts import ask, cards_in, pinged, press, thread_of
from tests.world import NOON, World, card, seen

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STRIDE = 3 * HOUR
STILL = "still waits for an answer"
HELPED = "help?"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    return world.member("Ann")


async def until(world: World, moment: datetime) -> None:
    """Let the hours pass, with the chores that fall due in them; in strides, for they are many."""
    while world.env.now() < moment:
        await world.wait(min(STRIDE, moment - world.env.now()))
    await world.wait(MINUTE)


def said(channel: ChannelHandle, words: str = STILL) -> list[discord.Message]:
    return [one for one in cards_in(channel) if words in card(one)]


def came_up(channel: ChannelHandle) -> list[str]:
    """The numbers of the questions that came up, in their order."""
    return [card(one).split("[")[1].split("]")[0] for one in said(channel)]


async def set_zone(world: World, zone: str) -> None:
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, zone=zone)


async def close(world: World, who: MemberActor, number: str) -> None:
    form = await who.slash(world.home, "qa close", question=number)
    await who.submit_modal(form, {"reason": ["no longer needed"]})


# The question that waits longest.


async def test_a_question_that_nobody_answers_comes_up_after_a_day_and_pings_nobody(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Why [so] slow?")
    await until(world, NOON + DAY - HOUR)
    before = said(world.home)

    await until(world, NOON + DAY)

    (shown,) = said(world.home)
    assert before == []
    assert f"[#1](https://discord.com/channels/{world.guild.id}/{thread_of(world).id})" in card(
        shown
    )
    assert r"Why \[so\] slow?" in card(shown)
    assert f"Auth & JWT · asked <t:{NOON.timestamp():.0f}:R>" in card(shown)
    assert card(shown).endswith("Answer\nI can take this")
    assert pinged(world, shown) == []


async def test_one_comes_up_a_day_the_longest_waiting_first_and_none_twice_in_a_week(
    world: World, ann: MemberActor
) -> None:
    for number in range(3):
        await ask(world, ann, f"Why {number}?")
        await world.wait(MINUTE)

    await until(world, NOON + 8 * DAY + HOUR)

    assert came_up(world.home) == ["#1", "#2", "#3", "#1"]


async def test_a_restart_brings_up_no_second_one_on_the_same_day(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Why one?")
    await ask(world, ann, "Why two?")
    await until(world, NOON + DAY)

    await world.restart()
    await until(world, NOON + DAY + 6 * HOUR)

    assert came_up(world.home) == ["#1"]


async def test_nothing_comes_up_at_night_by_the_guilds_own_clock(
    world: World, ann: MemberActor
) -> None:
    await set_zone(world, "Asia/Tokyo")  # where it is nine in the evening
    await ask(world, ann)

    await until(world, NOON + DAY + 11 * HOUR)
    at_night = said(world.home)
    await until(world, NOON + DAY + 12 * HOUR)

    assert at_night == []
    assert len(said(world.home)) == 1


async def test_what_is_answered_taken_or_closed_does_not_come_up(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    for number in range(4):
        await ask(world, ann, f"Why {number}?")
    await press_answer(world, ben, "So.", at=0)
    await world.wait(DAY - HOUR)
    await ben.click(cards_in(world.home)[1], label="I can take this")
    await close(world, ann, "3")

    await until(world, NOON + DAY + HOUR)

    assert came_up(world.home) == ["#4"]


async def test_what_is_answered_before_discord_takes_the_card_is_not_said_any_more(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await until(world, NOON + DAY - HOUR)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=503, times=2)
    await until(world, NOON + DAY)
    before = said(world.home)

    await press_answer(world, world.member("Ben"), "Set the clock.", at=0)
    await until(world, NOON + DAY + 5 * HOUR)

    assert before == []
    assert said(world.home) == []


async def test_a_card_that_discord_does_not_take_all_day_is_not_shown_at_night(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await until(world, NOON + DAY - HOUR)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=503, times=None)
    await until(world, NOON + DAY + 8 * HOUR)
    world.env.backend.faults.clear()

    await until(world, NOON + 2 * DAY - 4 * HOUR)

    assert said(world.home) == []


async def test_the_card_leads_to_an_answer_and_to_a_claim(world: World, ann: MemberActor) -> None:
    await ask(world, ann)
    await until(world, NOON + DAY)
    ben = world.member("Ben")
    (shown,) = said(world.home)

    taken = await ben.click(shown, label="I can take this")
    form = await ben.click(shown, label="Answer")
    told = await ben.submit_modal(form, {"text": "Set the clock."})

    assert "#1" in seen(taken)
    assert "Your answer to **#1** is posted" in seen(told)


async def test_in_a_forum_the_questions_own_post_comes_up(world: World, ann: MemberActor) -> None:
    forum = make_forum(world)
    await ask_in(world, forum)
    await ask(world, ann)

    await until(world, NOON + DAY)

    (post,) = posts_in(world, forum)
    assert len(said(post)) == 1
    assert said(world.home) == []


async def test_another_guild_has_its_own_day(world: World, ann: MemberActor) -> None:
    beyond = world.another_guild("Next door")
    square = beyond.create_text_channel("prodevprojectnexus")
    kit = world.member("Kit", guild=beyond)
    await ask(world, ann)
    await ask(world, kit, channel=square)

    await until(world, NOON + DAY)

    assert len(said(world.home)) == 1
    assert len(said(square)) == 1


# The asker who has answers.


async def test_an_asker_who_accepted_nothing_is_reminded_once_and_alone_is_pinged(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    ben = world.member("Ben")
    await press_answer(world, ben, "Set the clock.\nThen wait.")
    await until(world, NOON + 2 * DAY - HOUR)
    before = said(thread_of(world), HELPED)

    await until(world, NOON + 2 * DAY)
    await until(world, NOON + 12 * DAY)

    (nudge,) = said(thread_of(world), HELPED)
    assert before == []
    assert f"<@{ann.id}>, did this answer help?" in card(nudge)
    assert f"<@{ben.id}>\n> Set the clock." in card(nudge)
    assert card(nudge).endswith("\nAccept")
    assert pinged(world, nudge) == [ann.id]


async def test_the_three_most_helpful_answers_are_offered_to_be_accepted(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    for number in range(4):
        await press_answer(world, world.member(f"B{number}"), f"Answer {number}")
    zed = world.member("Zed")
    await zed.click(cards_in(thread_of(world))[2], label="Helpful")  # the second answer

    await until(world, NOON + 2 * DAY)
    (nudge,) = said(thread_of(world), HELPED)
    told = await ann.click(nudge, label="Accept 1")

    places = [card(nudge).find(f"> Answer {number}") for number in (1, 3, 2)]
    assert places == sorted(places)
    assert -1 not in places
    assert "1 more answer above" in card(nudge)
    assert "Accepted" in seen(told)
    assert card(cards_in(thread_of(world))[2]).startswith("**Accepted answer by <@")


async def test_nobody_is_reminded_of_what_they_answered_themselves(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Why one?")
    await press_answer(world, ann, "Found it.")
    await ask(world, ann, "Why two?")
    await press_answer(world, ann, "Found it.")
    await press_answer(world, world.member("Ben"), "Set the clock.")

    await until(world, NOON + 3 * DAY)

    assert said(thread_of(world, 0), HELPED) == []
    (nudge,) = said(thread_of(world, 1), HELPED)
    assert "did this answer help?" in card(nudge)
    assert "Found it." not in card(nudge)
    assert "more answer" not in card(nudge)


async def test_a_later_answer_gives_the_asker_two_more_days(world: World, ann: MemberActor) -> None:
    await ask(world, ann)
    await press_answer(world, world.member("Ben"), "So.")
    await until(world, NOON + DAY)
    await press_answer(world, world.member("Cy"), "Or so.", at=0)

    await until(world, NOON + 2 * DAY + 6 * HOUR)
    before = said(thread_of(world), HELPED)
    await until(world, NOON + 3 * DAY + HOUR)

    assert before == []
    assert len(said(thread_of(world), HELPED)) == 1


async def test_an_accepted_answer_or_a_closed_question_needs_no_reminder(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    for number in range(2):
        await ask(world, ann, f"Why {number}?")
        await press_answer(world, ben, "So.")
    await ann.click(cards_in(thread_of(world, 0))[-1], label="Accept")
    await close(world, ann, "2")

    await until(world, NOON + 4 * DAY)

    assert said(thread_of(world, 0), HELPED) == []
    assert said(thread_of(world, 1), HELPED) == []


async def test_nobody_is_reminded_at_night_by_their_own_clock(
    world: World, ann: MemberActor
) -> None:
    async with world.bot.db.begin() as session:
        await members.set_zone(session, world.guild.id, ann.id, "Asia/Tokyo")
    await ask(world, ann)
    await press_answer(world, world.member("Ben"), "So.")

    await until(world, NOON + 2 * DAY + 11 * HOUR)
    at_night = said(thread_of(world), HELPED)
    await until(world, NOON + 2 * DAY + 13 * HOUR)

    assert at_night == []
    assert len(said(thread_of(world), HELPED)) == 1


async def test_an_archived_thread_opens_for_the_reminder(world: World, ann: MemberActor) -> None:
    """By then most are: Discord archives after a day or three, and opens what is posted in."""
    await ask(world, ann)
    await press_answer(world, world.member("Ben"), "So.")
    archived = {"archived": True}
    world.env.backend.edit_channel(thread_of(world).id, {}, thread_metadata=archived)
    await world.env.settle()

    await until(world, NOON + 2 * DAY)

    assert len(said(thread_of(world), HELPED)) == 1


async def test_a_thread_that_was_deleted_is_let_go_without_a_word(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await press_answer(world, world.member("Ben"), "So.")
    before = len(cards_in(world.home))
    world.env.backend.delete_channel(thread_of(world).id)
    await world.env.settle()

    await until(world, NOON + 3 * DAY)

    assert len(cards_in(world.home)) == before


# What was said stays true.


async def test_a_question_that_came_up_shows_who_is_on_it_and_then_that_it_is_answered(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await until(world, NOON + DAY)
    ben = world.member("Ben")
    shown = said(world.home)[0].id

    def stands() -> str:
        return next(card(one) for one in cards_in(world.home) if one.id == shown)

    await ben.click(said(world.home)[0], label="I can take this")
    assert f"**<@{ben.id}> is on it**" in stands()
    assert STILL not in stands()
    await until(world, NOON + 2 * DAY + HOUR)
    assert STILL in stands()

    await press_answer(world, ben, "Set the clock.", at=0)
    assert "**1 answer, none accepted yet**" in stands()
    assert STILL not in stands()

    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    assert f"**Solved by <@{ben.id}>**" in stands()
    assert "Read what solved it" in stands()
    assert "I can take this" not in stands()


async def test_a_question_that_came_up_twice_is_closed_on_both_cards(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await until(world, NOON + 8 * DAY + HOUR)
    assert len(said(world.home)) == 2

    await close(world, ann, "1")

    assert said(world.home) == []
    closed = [one for one in cards_in(world.home) if "no longer needed" in card(one)]
    assert len(closed) == 3
    assert all("\nAnswer" not in card(one) for one in closed)


async def test_the_reminder_asks_no_more_once_an_answer_is_accepted_and_again_if_that_is_undone(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    ben = world.member("Ben")
    await press_answer(world, ben, "Set the clock.")
    await until(world, NOON + 2 * DAY)
    nudge = said(thread_of(world), HELPED)[0].id

    def stands() -> str:
        return next(card(one) for one in cards_in(thread_of(world)) if one.id == nudge)

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    assert stands() == f"**Solved by <@{ben.id}>**"
    await press(ann, told, "Undo")
    assert "did this answer help?" in stands()
    await press_answer(world, world.member("Cy"), "Use UTC.", at=0)
    assert "did one of these answers help?" in stands()
    assert "> Use UTC." in stands()


async def test_an_archived_thread_is_not_opened_for_its_reminder_to_ask_no_more(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann)
    await press_answer(world, world.member("Ben"), "Set the clock.")
    await until(world, NOON + 2 * DAY)
    archived = {"archived": True}
    world.env.backend.edit_channel(thread_of(world).id, {}, thread_metadata=archived)
    edits = ("PATCH", f"/channels/{thread_of(world).id}/messages/*")
    world.env.inject_error(*edits, status=400, code=50083, times=None)

    await close(world, ann, "1")
    world.env.backend.faults.clear()
    assert len(said(thread_of(world), HELPED)) == 1
    opened = {"archived": False}
    world.env.backend.edit_channel(thread_of(world).id, {}, thread_metadata=opened)
    await world.env.settle()

    assert said(thread_of(world), HELPED) == []
