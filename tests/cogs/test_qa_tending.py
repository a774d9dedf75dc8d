"""Questions are taken, edited, closed, told to be duplicates, and opened again."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.errors import SetupError
from sqlalchemy import func, select

from bot.roads import DOUBLE_TAP
from db.tables import StaleCard
from tests.cogs.forum_acts import ask_in, make_forum, posts_in
from tests.cogs.qa_acts import (
    answer,
    as_shown,
    ask,
    cards_in,
    pinged,
    press,
    question_card,
    thread_of,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TAKE = "I can take this"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked."""
    ann = world.member("Ann")
    await ask(world, ann)
    return ann


async def behind(world: World) -> int:
    """How much still waits to be redrawn."""
    async with world.bot.db.read() as session:
        return await session.scalar(select(func.count(StaleCard.id))) or 0


# Taken


async def test_whoever_takes_a_question_is_named_on_its_card_for_a_day(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")

    told = await ben.click(question_card(world), label=TAKE)

    until = int((world.env.now() + DAY).timestamp())
    assert told.ephemeral
    assert "**#1** is yours for 24 hours" in seen(told)
    assert f"**<@{ben.id}> is on it**, free again <t:{until}:R>" in card(question_card(world))
    await world.restart()
    await world.wait(DAY - 2 * MINUTE)
    assert "is on it" in card(question_card(world))
    await world.wait(3 * MINUTE)
    assert "is on it" not in card(question_card(world))


async def test_a_second_press_gives_it_back(world: World, ann: MemberActor) -> None:
    ben = world.member("Ben")
    await ben.click(question_card(world), label=TAKE)
    await world.wait(DOUBLE_TAP)

    told = await ben.click(question_card(world), label=TAKE)

    assert "is free again" in seen(told)
    assert "is on it" not in card(question_card(world))


async def test_a_double_tap_takes_it_once_on_its_card_and_where_it_is_shown(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    await ben.click(question_card(world), label=TAKE)
    again = await ben.click(question_card(world), label=TAKE)
    on_its_card = card(question_card(world))
    await world.wait(DOUBLE_TAP)

    shown = await ben.slash(world.home, "qa show", question="1")
    await press(ben, shown, "Give it back")
    await press(ben, shown, TAKE)

    assert again.acknowledged
    assert "is free again" not in seen(again)
    assert f"**<@{ben.id}> is on it**" in on_its_card
    assert "is on it" not in card(question_card(world))


async def test_others_hear_who_is_on_it_and_may_answer_all_the_same(
    world: World, ann: MemberActor
) -> None:
    ben, cy = world.member("Ben"), world.member("Cy")
    await ben.click(question_card(world), label=TAKE)

    told = await cy.click(question_card(world), label=TAKE)
    own = await ann.click(question_card(world), label=TAKE)
    await answer(world, cy, "Use UTC.")
    after_anothers = card(question_card(world))
    await answer(world, ben, "Set the clock.")

    assert f"<@{ben.id}> is on **#1** already" in seen(told)
    assert "your own question" in seen(own)
    assert "is on it" in after_anothers
    assert "is on it" not in card(question_card(world))


# Edited


async def edit(world: World, who: MemberActor, **changed: str) -> InteractionResult:
    form = await who.slash(world.home, "qa edit", question="1")
    return await who.submit_modal(form, as_shown(form) | changed)


async def test_an_edit_shows_on_the_card_in_the_thread_and_in_search(
    world: World, ann: MemberActor
) -> None:
    told = await edit(world, ann, title="Why is my token rejected?", details="Line\n" * 9)

    shown = card(question_card(world))
    assert told.ephemeral
    assert "is changed, and search finds it" in seen(told)
    assert "### #1 · Why is my token rejected?" in shown
    assert "-# Edited <t:" in shown
    assert thread_of(world).name == "#1 Why is my token rejected?"
    assert card(cards_in(thread_of(world))[0]).count("Line") == 9
    assert "rejected" in seen(await ann.slash(world.home, "qa search", words="rejected"))
    assert await behind(world) == 0


async def test_the_form_holds_what_the_question_says(world: World, ann: MemberActor) -> None:
    form = await ann.slash(thread_of(world), "qa edit")

    shown = as_shown(form)
    assert form.modal is not None
    assert form.modal["title"] == "Edit #1"
    assert shown["title"] == "Why does my JWT expire at once?"
    assert shown["details"].startswith("I sign it with `exp`")
    assert shown["topic"] == ["Auth & JWT"]
    assert set(fields(form)) == {"title", "details", "tried", "code", "topic"}


async def test_moderators_edit_and_others_do_not(world: World, ann: MemberActor) -> None:
    ben, mo = world.member("Ben"), world.moderator()

    refused = await ben.slash(world.home, "qa edit", question="1")
    forged = await forge.submit(
        ben, world.home, "qa:edited:1", {"title": "Mine", "details": "All mine."}
    )
    await edit(world, mo, title="Why does a JWT expire?")

    for told in (refused, forged):
        assert f"Only <@{ann.id}>, who asked, or a moderator can edit **#1**" in seen(told)
    assert "All mine." in world.file_in(forged)
    assert "### #1 · Why does a JWT expire?" in card(question_card(world, 0))


async def test_an_edit_that_leaves_nothing_changes_nothing_and_comes_back(
    world: World, ann: MemberActor
) -> None:
    told = await edit(world, ann, title="\u200b \u200b", details="But this is new.")

    assert "A question needs a title, so nothing is changed" in seen(told)
    assert "But this is new." in world.file_in(told)
    assert "Why does my JWT expire at once?" in card(question_card(world))


async def test_markdown_and_mentions_in_an_edit_stay_text(world: World, ann: MemberActor) -> None:
    await edit(world, ann, title="# **@everyone** [x](https://evil.example)")

    assert r"\# \*\*@" in card(question_card(world))
    assert "@everyone" not in card(question_card(world))
    assert pinged(world, question_card(world)) == []


async def test_a_thread_that_discord_will_not_rename_yet_is_renamed_later(
    world: World, ann: MemberActor
) -> None:
    world.env.inject_error("PATCH", f"/channels/{thread_of(world).id}", status=503, times=2)

    told = await edit(world, ann, title="Renamed")
    before = thread_of(world).name
    for _ in range(3):
        await world.wait(MINUTE)

    assert "Its thread keeps the old name for now" in seen(told)
    assert before == "#1 Why does my JWT expire at once?"
    assert thread_of(world).name == "#1 Renamed"
    assert await behind(world) == 0


async def test_an_archived_thread_is_renamed_once_somebody_opens_it(
    world: World, ann: MemberActor
) -> None:
    thread = thread_of(world)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.env.settle()
    for path in (f"/channels/{thread.id}", f"/channels/{thread.id}/messages/*"):
        world.env.inject_error("PATCH", path, status=400, code=50083, times=1)

    await edit(world, ann, title="Renamed")
    await world.wait(DAY)
    before = thread_of(world).name
    await world.restart()
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": False})
    await world.env.settle()

    assert before == "#1 Why does my JWT expire at once?"
    assert thread_of(world).name == "#1 Renamed"
    assert await behind(world) == 0


# Closed


async def close(
    world: World, who: MemberActor, reason: str = "off topic", words: str = "", number: str = "1"
) -> InteractionResult:
    form = await who.slash(world.home, "qa close", question=number)
    return await who.submit_modal(form, {"reason": [reason], "words": words})


async def test_a_closed_question_says_by_whom_and_why_and_takes_no_answers(
    world: World, ann: MemberActor
) -> None:
    told = await close(world, ann, "solved elsewhere", "see *the docs*")

    shown, opening = card(question_card(world)), card(cards_in(thread_of(world))[0])
    assert told.ephemeral
    assert "is closed. Its card says so, and why." in seen(told)
    assert rf"**Closed by <@{ann.id}>: solved elsewhere: see \*the docs\***" in shown
    for one in (shown, opening):
        assert "\nAnswer" not in one
        assert TAKE not in one
    forced = await forge.press(world.member("Ben"), world.home, "qa:answer:1")
    assert "is closed and takes no more answers" in seen(forced)


async def test_mentions_and_markdown_in_the_reason_stay_text(
    world: World, ann: MemberActor
) -> None:
    await close(world, ann, "off topic", "**no** [x](https://evil.example) <@1> @everyone")

    shown = question_card(world)
    assert r"off topic: \*\*no\*\* \[x\]\(https://evil.example)" in card(shown)
    assert "<@1>" not in card(shown)
    assert "@everyone" not in card(shown)
    assert pinged(world, shown) == []


async def test_another_reason_has_to_be_said(world: World, ann: MemberActor) -> None:
    silent = await close(world, ann, "another reason")
    said = await close(world, ann, "another reason", "I gave up on tokens")

    assert "Say in your own words why you close it" in seen(silent)
    assert "is closed" in seen(said)
    assert f"Closed by <@{ann.id}>: I gave up on tokens" in card(question_card(world))


async def test_closing_is_undone_for_five_minutes_after_a_restart_too(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    await ben.click(question_card(world), label=TAKE)
    before = card(question_card(world))
    told = await close(world, ann)

    await world.restart()
    undone = await press(ann, told, "Undo")

    assert "is open again" in seen(undone)
    assert "Undo" not in seen(undone)
    assert card(question_card(world)) == before

    told = await close(world, ann)
    await world.wait(6 * MINUTE)
    assert "five minutes, and they are over. `/qa reopen`" in seen(await press(ann, told, "Undo"))


async def test_a_closed_question_is_opened_again_whenever_that_may_be(
    world: World, ann: MemberActor
) -> None:
    await close(world, ann)
    await world.wait(3 * DAY)

    told = await ann.slash(world.home, "qa reopen", question="1")
    again = await ann.slash(world.home, "qa reopen", question="1")

    assert "is open again" in seen(told)
    assert "is open already" in seen(again)
    assert "Waiting for an answer" in card(question_card(world))
    assert "\nAnswer" in card(cards_in(thread_of(world))[0])


async def test_only_the_asker_and_moderators_close_and_reopen(
    world: World, ann: MemberActor
) -> None:
    ben, mo = world.member("Ben"), world.moderator()

    with_command = await ben.slash(world.home, "qa close", question="1")
    with_form = await forge.submit(
        ben, world.home, "qa:closed:1", {"reason": ["off topic"], "words": ""}
    )
    await close(world, mo)
    reopened = await ben.slash(world.home, "qa reopen", question="1")
    undone = await forge.press(ben, world.home, "qa:unclose:1")

    for told in (with_command, with_form):
        assert "who asked, or a moderator can close **#1**" in seen(told)
    assert "who asked, or a moderator can reopen **#1**" in seen(reopened)
    assert f"Only <@{mo.id}>, who closed it, or a moderator can undo that" in seen(undone)
    assert f"Closed by <@{mo.id}>: off topic" in card(question_card(world, 0))


async def test_what_is_closed_waits_for_nobody(world: World, ann: MemberActor) -> None:
    await close(world, ann)

    assert "Nobody waits" in seen(await ann.slash(world.home, "qa unanswered"))
    assert "is closed already" in seen(await ann.slash(world.home, "qa close", question="1"))
    found = seen(await ann.slash(world.home, "qa search", words="jwt"))
    assert f"Closed by <@{ann.id}>: off topic" in found


async def test_two_who_close_at_once_are_told_apart(world: World, ann: MemberActor) -> None:
    mo = world.moderator()
    hers = await ann.slash(world.home, "qa close", question="1")
    theirs = await mo.slash(world.home, "qa close", question="1")

    first = await ann.submit_modal(hers, {"reason": ["no longer needed"], "words": ""})
    second = await mo.submit_modal(theirs, {"reason": ["off topic"], "words": ""})

    assert "is closed." in seen(first)
    assert "is closed already" in seen(second)
    assert "no longer needed" in card(question_card(world))


# Duplicates


async def same(world: World, who: MemberActor, of: str, question: str) -> InteractionResult:
    return await who.slash(world.home, "qa duplicate", of=of, question=question)


def link(world: World, at: int) -> str:
    return f"https://discord.com/channels/{world.guild.id}/{thread_of(world, at).id}"


async def test_a_duplicate_and_its_original_lead_to_each_other(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Again: why does it expire?")

    told = await same(world, ann, "1", "2")

    assert f"It leads to **[#1]({link(world, 0)})** now, and that one back to it" in seen(told)
    assert f"**Closed by <@{ann.id}>: asks the same as [#1]({link(world, 0)})**" in card(
        question_card(world)
    )
    assert f"-# Also asked as [#2]({link(world, 1)})" in card(question_card(world, 0))
    refused = await forge.press(world.member("Ben"), world.home, "qa:answer:2")
    assert "It asks the same as **#1**" in seen(refused)


async def test_a_duplicate_of_a_duplicate_leads_to_the_first(
    world: World, ann: MemberActor
) -> None:
    for title in ("Again", "And again"):
        await ask(world, ann, title)
    await same(world, ann, "2", "3")
    first = link(world, 0)

    await same(world, ann, "1", "2")

    assert f"asks the same as [#1]({first})" in card(question_card(world, 2))
    assert f"asks the same as [#1]({first})" in card(question_card(world, 1))
    assert "Also asked as" not in card(question_card(world, 1))
    assert "[#2](" in card(question_card(world, 0))
    assert "[#3](" in card(question_card(world, 0))


async def test_no_circles_and_no_other_guilds_questions(world: World, ann: MemberActor) -> None:
    await ask(world, ann, "Again")
    await same(world, ann, "1", "2")

    assert "no duplicate of itself" in seen(await same(world, ann, "1", "1"))
    assert "closed as a duplicate of **#1** already" in seen(await same(world, ann, "2", "1"))
    assert "There is no question #9 here" in seen(await same(world, ann, "9", "1"))
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    zed = world.moderator("Zed", guild=other)
    told = await zed.slash(there, "qa duplicate", of="1", question="2")
    assert "There is no question #2 here" in seen(told)


async def test_undo_parts_a_duplicate_from_its_original(world: World, ann: MemberActor) -> None:
    await ask(world, ann, "Again")
    before = card(question_card(world, 0)), card(question_card(world, 1))
    told = await same(world, ann, "1", "2")

    await press(ann, told, "Undo")

    assert (card(question_card(world, 0)), card(question_card(world, 1))) == before


async def test_in_the_duplicates_own_thread_only_the_original_is_named(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Again")

    await ann.slash(thread_of(world), "qa duplicate", of="1")

    assert "asks the same as [#1](" in card(question_card(world))


async def test_the_buttons_of_a_shown_question_do_the_same(world: World, ann: MemberActor) -> None:
    shown = await ann.slash(world.home, "qa show", question="1")

    form = await press(ann, shown, "Close")
    told = await ann.submit_modal(form, {"reason": ["off topic"], "words": ""})
    reopened = await press(ann, await ann.slash(world.home, "qa show", question="1"), "Reopen")

    assert "is closed." in seen(told)
    assert "is open again" in seen(reopened)
    assert (await press(ann, shown, "Edit")).modal is not None


async def test_nothing_can_be_pressed_on_the_card_of_a_closed_question(
    world: World, ann: MemberActor
) -> None:
    await close(world, ann)

    for label in ("Answer", TAKE):
        with pytest.raises(SetupError):
            await ann.click(question_card(world), label=label)


async def test_in_a_forum_the_post_follows(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    forum = make_forum(world, "Solved")
    await ask_in(world, forum)
    await ask(world, ann)
    (post,) = posts_in(world, forum)

    await edit(world, ann, title="Why is my token rejected?")
    await forge.press(ben, world.home, "qa:take:1")
    taken = card(cards_in(post)[0])
    await close(world, ann)

    shown = card(cards_in(post)[0])
    assert post.name == "#1 Why is my token rejected?"
    assert "### #1 · Why is my token rejected?" in shown
    assert f"**<@{ben.id}> is on it**" in taken
    assert f"**Closed by <@{ann.id}>: off topic**" in shown
    assert "\nAnswer" not in shown
    assert await behind(world) == 0
