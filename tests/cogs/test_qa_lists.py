"""Questions are shown with all that can be done about them: one, one's own, and those that wait."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.errors import SetupError

from db import guilds
from tests.cogs.qa_acts import (
    answer,
    as_it_stands,
    ask,
    cards_in,
    choose,
    press,
    question_card,
    rows,
    thread_of,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SAVE = "Save as Challenge & Solution"
LONG = "W" * 100, "What I try. " * 120


def height(shown: InteractionResult) -> int:
    assert shown.response is not None
    return rows(shown.response.components)


async def show(world: World, who: MemberActor, number: str = "1") -> InteractionResult:
    return await who.slash(world.home, "qa show", question=number)


async def accept(world: World, who: MemberActor, at: int = -1) -> None:
    await who.click(cards_in(thread_of(world))[at], label="Accept")


# One question


async def test_a_question_is_shown_with_its_answers_and_whatever_the_asker_can_do(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")

    shown = await show(world, ann)

    link = f"https://discord.com/channels/{world.guild.id}/{thread_of(world).id}"
    assert shown.ephemeral
    assert f"**[#1]({link})** Why does my JWT expire at once?" in seen(shown)
    assert f"<@{ann.id}> · Auth & JWT · <t:" in seen(shown)
    assert "I sign it with `exp` in local time" in seen(shown)
    assert "**1 answer, none accepted yet**" in seen(shown)
    assert f"**Answer** by <@{ben.id}>\nSet the clock." in seen(shown)
    for label in ("Answer", "Edit", "Close", "Accept", "Helpful"):
        assert f"\n{label}" in seen(shown)


async def test_others_see_what_they_can_do_and_moderators_everything(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")

    others = seen(await show(world, world.member("Cy")))
    moderators = seen(await show(world, world.moderator()))

    for label in ("Answer", "I can take this", "Helpful"):
        assert f"\n{label}" in others
    for label in ("Accept", "Edit", "Close"):
        assert f"\n{label}" not in others
        assert f"\n{label}" in moderators


async def test_its_buttons_do_in_an_archived_thread_what_those_of_the_cards_do(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    world.env.backend.edit_channel(thread_of(world).id, {}, thread_metadata={"archived": True})
    shown = await show(world, ann)

    form = await press(ann, shown, "Answer")
    helped = await press(ann, shown, "Helpful")
    accepted = await press(ann, shown, "Accept")

    assert "text" in fields(form)
    assert "Noted" in seen(helped)
    assert "**#1** is solved" in seen(accepted)
    assert "**Solved by <@" in card(question_card(world))


async def test_the_accepted_answer_comes_first_and_the_others_page_by_page(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)
    for number, name in enumerate(("Ben", "Cy", "Di"), start=1):
        await answer(world, world.member(name), f"Answer number {number}.")
    await accept(world, ann)
    shown = await show(world, ann)
    first = seen(shown)

    await world.restart()
    second = seen(await press(ann, shown, "Next answer"))
    third = seen(await press(ann, shown, "Next answer"))

    assert "**Accepted answer 1 of 3** by" in first
    assert "Answer number 3." in first
    assert "\nAccept\n" not in first
    assert "**Answer 2 of 3** by" in second
    assert "Answer number 1." in second
    assert "Next answer" not in third
    assert seen(await press(ann, shown, "Previous answer")) == second


async def test_what_a_moderator_accepted_is_saved_by_its_asker_where_it_is_shown(
    world: World,
) -> None:
    ann, ben, mo = world.member("Ann"), world.member("Ben"), world.moderator()
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    await accept(world, mo)

    mine = await ann.slash(world.home, "qa mine")
    opened = await choose(ann, mine, "1")
    others = await show(world, ben)
    saved = await press(ann, opened, SAVE)

    assert f"\n{SAVE}" not in seen(others)
    assert "will be in your README as a challenge with its solution" in seen(saved)
    assert f"thanks to <@{ben.id}>" in seen(saved)


async def test_what_was_accepted_is_undone_where_it_is_shown_for_five_minutes(
    world: World,
) -> None:
    ann, mo = world.member("Ann"), world.moderator()
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    await accept(world, ann)
    by_asker, by_moderator = await show(world, ann), await show(world, mo)
    by_others = await show(world, world.member("Cy"))
    await world.wait(timedelta(minutes=4))

    undone = await press(mo, by_moderator, "Undo")
    await accept(world, mo)
    not_hers = await show(world, ann)
    await world.wait(timedelta(minutes=6))
    too_late = await show(world, mo)

    assert "\nUndo" in seen(by_asker)
    assert seen(undone) == "Undone: no answer to **#1** is accepted now."
    for shown in (by_others, not_hers, too_late):
        assert "\nUndo" not in seen(shown)


async def test_in_its_thread_a_question_needs_no_number(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)

    assert "Why does my JWT" in seen(await ann.slash(thread_of(world), "qa show"))
    assert "Which question do you mean?" in seen(await ann.slash(world.home, "qa show"))
    assert "There is no question #7 here" in seen(await show(world, ann, "#7"))


async def test_another_guilds_question_is_not_shown(world: World) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    zed = world.member("Zed", guild=other)
    await ask(world, world.member("Ann"))

    for told in (
        await zed.slash(there, "qa show", question="1"),
        await forge.press(zed, there, "qa:open", "1"),
        await forge.press(zed, there, "qa:show:1:0"),
    ):
        assert seen(told) == "There is no question #1 here. Choose one from the list."


# One's own


async def test_mine_are_the_open_ones_first_and_each_can_be_opened(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    for title in ("First thing", "Second thing"):
        await ask(world, ann, title)
    await ask(world, ben, "Not hers")
    await answer(world, ben, "So.", at=-2)
    await ann.click(cards_in(thread_of(world, -2))[-1], label="Accept")

    mine = await ann.slash(world.home, "qa mine")
    opened = await choose(ann, mine, "2")

    assert mine.ephemeral
    lines = seen(mine).split("\n")
    assert lines[0] == "**Your questions** · 2"
    assert lines[1].endswith("First thing")
    assert lines[2].startswith("-# Waiting for an answer · <t:")
    assert lines[3].endswith("Second thing")
    assert lines[4].startswith(f"-# Solved by <@{ben.id}> · <t:")
    assert "Not hers" not in seen(mine)
    assert "Second thing" in seen(opened)


async def test_drafts_are_among_mine_after_a_restart_and_can_be_posted(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    await accept(world, ann)
    await ask(world, ann, "Why does my JWT token expire at once?")  # looks like the first

    await world.restart()
    mine = await ann.slash(world.home, "qa mine")
    label = next(line for line in seen(mine).split("\n") if line.startswith("Open: Why does"))
    draft = await press(ann, mine, label)

    assert "Draft, saved <t:" in seen(mine)
    assert "Post anyway" in seen(draft)


async def test_who_asked_nothing_hears_how_to(world: World) -> None:
    mine = await world.member("Ann").slash(world.home, "qa mine")

    assert "You have not asked anything yet. Ask with </qa ask:" in seen(mine)


async def test_many_of_mine_come_page_by_page(world: World) -> None:
    ann = world.member("Ann")
    for number in range(1, 7):
        await ask(world, ann, f"Thing {number}")
    mine = await ann.slash(world.home, "qa mine")

    await world.restart()
    turned = seen(await press(ann, mine, "More"))

    assert "· 2 of 2" in turned
    assert "Thing 2" in turned
    assert "Thing 3" not in turned


# Those that wait


async def test_whoever_waits_longest_for_an_answer_comes_first(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann, "Old")
    await world.wait(HOUR)
    await ask(world, ann, "New")
    await ask(world, ann, "Answered")
    await answer(world, ben, "So.")

    shown = seen(await ben.slash(world.home, "qa unanswered")).split("\n")

    assert shown[0] == "**Waiting for a first answer** · 2"
    assert shown[1].endswith("Old")
    assert shown[2].startswith("-# Auth & JWT · asked <t:")
    assert shown[3].endswith("New")


async def test_what_waits_is_opened_and_taken_and_then_sinks(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann, "Old")
    await ask(world, ann, "New")
    listed = await ben.slash(world.home, "qa unanswered")

    opened = await choose(ben, listed, "1")
    taken = await press(ben, opened, "I can take this")

    assert f"**<@{ben.id}> is on it**, free again <t:" in seen(taken)
    assert "Give it back" in seen(taken)
    assert f"**<@{ben.id}> is on it**" in card(question_card(world, 0))
    after = seen(await world.member("Cy").slash(world.home, "qa unanswered")).split("\n")
    assert after[1].endswith("New")
    assert after[4].startswith(f"-# <@{ben.id}> is on it · asked")


async def test_when_nobody_waits_everybody_is_thanked(world: World) -> None:
    shown = await world.member("Ann").slash(world.home, "qa unanswered")

    assert "Nobody waits" in seen(shown)


# Those who help


async def test_helpers_are_ranked_this_month_and_of_all_time(world: World) -> None:
    ann, ben, cy = world.member("Ann"), world.member("Ben"), world.member("Cy")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, zone="Africa/Lagos")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    await accept(world, ann)
    await world.wait(30 * DAY)  # the first of April
    await answer(world, cy, "Use UTC.")
    await ann.click(cards_in(thread_of(world))[-1], label="Helpful")

    shown = await ann.slash(world.home, "qa helpers")
    month = seen(shown)
    ever = seen(await press(ann, shown, "All time"))

    assert shown.ephemeral
    assert month.startswith("**Helpers this month**")
    assert "To be left out: </privacy optout:" in month
    assert f"\n1\\. <@{cy.id}> · **1 point**\n-# Points: 3 accepted" in month
    assert f"1\\. <@{ben.id}> · **3 points**\n2\\. <@{cy.id}> · **1 point**" in ever


async def test_whoever_is_behind_the_first_sees_their_own_place(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)
    helpers = [world.member(f"Helper{number}") for number in range(12)]
    for one in helpers:
        await answer(world, one, f"{one.name} says so.")
        await ann.click(cards_in(thread_of(world))[-1], label="Helpful")
    await world.member("Zed").click(cards_in(thread_of(world))[-1], label="Helpful · 1")

    listed = await helpers[-2].slash(world.home, "qa helpers")
    top = await helpers[-1].slash(world.home, "qa helpers")

    assert f"1\\. <@{helpers[-1].id}> · **2 points**" in seen(top)
    assert seen(top).count("<@") == 8
    assert f"… 2\\. <@{helpers[-2].id}> · **1 point**" in seen(listed)
    assert seen(listed).count("<@") == 8
    assert height(listed) <= 12


async def test_nobody_helped_yet_is_said_kindly(world: World) -> None:
    shown = await world.member("Ann").slash(world.home, "qa helpers")

    assert "Nobody yet this month" in seen(shown)


# On a phone


async def test_no_card_is_over_twelve_rows_of_a_phone(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    for number in range(9):
        await ask(world, ann, f"{number}{LONG[0]}"[:100], LONG[1])
    await answer(world, ben, LONG[1][:900])
    lists = [await ben.slash(world.home, f"qa {name}") for name in ("unanswered", "helpers")]
    mine = await ann.slash(world.home, "qa mine")
    alone = await show(world, ben, "1")
    await press(ben, alone, "I can take this")
    answered = await show(world, ann, "9")
    await accept(world, ann)
    solved = await show(world, ann, "9")
    taken = question_card(world, 0)
    await ann.slash(world.home, "qa duplicate", of="1", question="2")
    await ann.slash(world.home, "qa duplicate", of="1", question="3")

    for shown in (*lists, mine, alone, answered, solved):
        assert height(shown) <= 12, seen(shown)
    for message in (taken, *cards_in(world.home)):
        stored = world.env.backend.get_message(message.channel.id, message.id)
        assert rows(stored.components) <= 12, card(message)


async def test_a_button_that_is_not_there_cannot_be_pressed(world: World) -> None:
    """The card is a private one, and shows only what its reader may do."""
    ann = world.member("Ann")
    await ask(world, ann)
    shown = await show(world, ann)

    with pytest.raises(SetupError):
        await press(ann, shown, "I can take this")
    assert "your own question" in seen(await forge.press(ann, world.home, "qa:take:1"))
    assert "Close" in as_it_stands(world, shown)
