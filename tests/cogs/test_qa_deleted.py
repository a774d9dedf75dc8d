"""What somebody deletes by hand stands again once it is needed, and nothing leads to the former."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import delete

from db.tables import Answer, Question
from tests.cogs.forum_acts import ask_in, make_forum, posts_in, tags_of
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
from tests.world import World, card, seen

MINUTES = timedelta(minutes=2)
Delete = Callable[[World, ChannelHandle], Awaitable[None]]


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked, and has an answer by Ben."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    return ann


async def delete_thread(world: World, thread: ChannelHandle) -> None:
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()


async def delete_unheard(world: World, thread: ChannelHandle) -> None:
    """While Nexus is down."""
    backend = world.env.backend
    backend.guilds[world.guild.id].thread_ids.remove(thread.id)
    del backend.channels[thread.id], backend.messages[thread.id]
    await world.restart()


async def accept(world: World, who: MemberActor) -> InteractionResult:
    """By slash: there may be nothing to press."""
    (first, *_) = await who.autocomplete(world.home, "qa accept", "answer", "", question="1")
    return await who.slash(world.home, "qa accept", question="1", answer=first["value"])


async def edit(who: MemberActor, world: World) -> InteractionResult:
    form = await who.slash(world.home, "qa edit", question="1")
    return await who.submit_modal(form, {**as_shown(form), "title": "Why a 401?"})


def reading(message: discord.Message) -> list[str]:
    """Where the link buttons of a card lead."""
    return re.findall(r"'url': '([^']+)'", str([one.to_dict() for one in message.components]))


async def test_a_questions_card_that_was_deleted_stands_again_once_an_answer_is_accepted(
    world: World, ann: MemberActor
) -> None:
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert seen(told).startswith("Accepted: **#1** is solved")
    assert "could not" not in seen(told)
    assert "**Solved by <@" in card(question_card(world))
    assert len(world.home.threads) == 1


async def test_a_questions_card_that_was_deleted_twice_stands_again_twice(
    world: World, ann: MemberActor
) -> None:
    world.env.backend.delete_message(world.home.id, question_card(world).id)
    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    await press(ann, told, "Undo")

    assert "none accepted yet" in card(question_card(world))
    assert len(cards_in(world.home)) == 1


async def test_an_edit_of_a_question_whose_card_was_deleted_posts_it_and_promises_nothing_more(
    world: World, ann: MemberActor
) -> None:
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    told = await edit(ann, world)

    assert "is changed, and search finds it as it is now." in seen(told)
    assert "try again" not in seen(told)
    assert card(question_card(world)).startswith("### #1 · Why a 401?")


async def test_an_answers_card_that_was_deleted_stands_again_and_is_what_the_question_leads_to(
    world: World, ann: MemberActor
) -> None:
    world.env.backend.delete_message(thread_of(world).id, cards_in(thread_of(world))[-1].id)

    told = await accept(world, ann)
    await world.wait(MINUTES)

    again = cards_in(thread_of(world))[-1]
    assert "could not" not in seen(told)
    assert card(again).startswith("**Accepted answer by <@")
    assert pinged(world, again) == []
    assert reading(question_card(world)) == [again.jump_url]


async def test_what_stood_first_in_the_thread_stands_again_and_pings_nobody(
    world: World, ann: MemberActor
) -> None:
    world.env.backend.delete_message(thread_of(world).id, cards_in(thread_of(world))[0].id)

    await edit(ann, world)

    again = cards_in(thread_of(world))[-1]
    assert "answers to your question come here" in card(again)
    assert pinged(world, again) == []


async def test_nothing_leads_to_a_thread_that_was_deleted(world: World, ann: MemberActor) -> None:
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    gone = thread_of(world)

    await delete_thread(world, gone)

    here = question_card(world)
    shown = await ann.slash(world.home, "qa show", question="1")
    assert reading(here) == []
    assert f"[#1]({here.jump_url})" in seen(shown)
    assert str(gone.id) not in seen(shown).replace(here.jump_url, "")


async def test_a_thread_that_was_deleted_is_not_opened_before_it_is_needed(
    world: World, ann: MemberActor
) -> None:
    await delete_thread(world, thread_of(world))

    for _ in range(3):
        await world.wait(MINUTES)

    assert world.home.threads == []


@pytest.mark.parametrize("delete", [delete_thread, delete_unheard])
async def test_an_answer_opens_another_thread_with_all_that_stood_in_the_one_deleted(
    world: World, ann: MemberActor, delete: Delete
) -> None:
    ben = world.member("Eve")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    form = await ben.click(question_card(world), label="Answer")
    await delete(world, thread_of(world))

    told = await ben.submit_modal(form, {"text": "There is a shorter way."})

    opening, first, second = cards_in(thread_of(world))
    assert f"is posted: <#{thread_of(world).id}>" in seen(told)
    assert "come here" in card(opening)
    assert card(first).startswith("**Accepted answer by <@")
    assert "There is a shorter way." in card(second)
    await world.wait(MINUTES)
    assert reading(question_card(world)) == [first.jump_url]


@pytest.mark.parametrize("delete", [delete_thread, delete_unheard])
async def test_accepting_opens_another_thread_with_all_that_stood_in_the_one_deleted(
    world: World, ann: MemberActor, delete: Delete
) -> None:
    await delete(world, thread_of(world))

    told = await accept(world, ann)
    await world.wait(MINUTES)

    _, given = cards_in(thread_of(world))
    assert "Accepted: **#1** is solved" in seen(told)
    assert "could not" not in seen(told)
    assert card(given).startswith("**Accepted answer by <@")
    assert reading(question_card(world)) == [given.jump_url]


async def test_a_message_that_was_the_answer_has_a_card_in_the_next_thread(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Eve")
    message = await ben.send(thread_of(world), "Use UTC!")
    await ann.context_menu(thread_of(world), "Mark as answer", message)
    await delete_thread(world, thread_of(world))

    await answer(world, world.member("Cy"), "There is a shorter way.")

    said = [card(one) for one in cards_in(thread_of(world))]
    assert [one for one in said if one.startswith("**Accepted answer") and "Use UTC!" in one]


@pytest.mark.parametrize("delete", [delete_thread, delete_unheard])
async def test_a_forums_post_that_was_deleted_stands_again_once_an_answer_is_accepted(
    world: World, delete: Delete
) -> None:
    forum = make_forum(world, "Solved", "Auth & JWT")
    await ask_in(world, forum)
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    form = await ben.slash(world.home, "qa answer", question="1")
    await ben.submit_modal(form, {"text": "Set the clock."})
    await delete(world, posts_in(world, forum)[0])

    told = await accept(world, ann)
    await world.wait(MINUTES)

    (post,) = posts_in(world, forum)
    starter, given = cards_in(post)
    assert "could not" not in seen(told)
    assert "**Solved by <@" in card(starter)
    assert card(given).startswith("**Accepted answer by <@")
    assert reading(starter) == [given.jump_url]
    assert "Solved" in tags_of(world, post)


# Deleted meanwhile from what Nexus keeps, as when a member has their data erased.


async def erase(world: World) -> None:
    async with world.bot.db.begin() as session:
        for table in (Answer, Question):
            await session.execute(delete(table))


@pytest.mark.parametrize("label", ["Answer", "I can take this"])
async def test_a_question_that_is_no_more_is_told_by_its_buttons(
    world: World, ann: MemberActor, label: str
) -> None:
    await erase(world)

    told = await world.member("Eve").click(question_card(world), label=label)

    assert told.ephemeral
    assert seen(told) == "There is no question #1 here. Choose one from the list."


@pytest.mark.parametrize("label", ["Helpful", "Accept"])
async def test_an_answer_that_is_no_more_is_told_by_its_buttons(
    world: World, ann: MemberActor, label: str
) -> None:
    await erase(world)

    told = await ann.click(cards_in(thread_of(world))[-1], label=label)

    assert told.ephemeral
    assert seen(told) == "This answer is no longer there. `/qa show` has those that are."


async def test_an_answer_to_a_question_that_is_no_more_comes_back(
    world: World, ann: MemberActor
) -> None:
    eve = world.member("Eve")
    form = await eve.click(question_card(world), label="Answer")
    await erase(world)

    told = await eve.submit_modal(form, {"text": "Use UTC."})

    assert "There is no question #1 here." in seen(told)
    assert "Use UTC." in seen(told)


async def test_an_edit_of_a_question_that_is_no_more_comes_back(
    world: World, ann: MemberActor
) -> None:
    form = await ann.slash(world.home, "qa edit", question="1")
    await erase(world)

    told = await ann.submit_modal(form, {**as_shown(form), "title": "Why a 401?"})

    assert "There is no question #1 here." in seen(told)
    assert world.file_in(told).startswith("Why a 401?")
