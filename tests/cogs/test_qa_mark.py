"""An ordinary message in a question's thread is marked as its answer, from the message's menu."""

import re

import discord
import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.qa_acts import answer, ask, cards_in, question_card, thread_of
from tests.world import World, card, seen

MARK = "Mark as answer"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked, and nobody answered with a card."""
    ann = world.member("Ann")
    await ask(world, ann)
    return ann


@pytest.fixture
async def ben(world: World, ann: MemberActor) -> MemberActor:
    del ann
    return world.member("Ben")


async def say(world: World, who: MemberActor, text: str = "Set the clock!") -> discord.Message:
    return await who.send(thread_of(world), text)


async def mark(world: World, who: MemberActor, message: discord.Message) -> InteractionResult:
    return await who.context_menu(thread_of(world), MARK, message)


def links(message: discord.Message) -> list[str]:
    """Where the buttons of a card lead."""
    parts = [one.to_dict() for one in message.components]
    return re.findall(r"'url': '([^']+)'", str(parts))


async def test_a_message_becomes_the_accepted_answer_and_credits_its_author(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(world, ben, "Use `UTC`, says [this](https://x.example).")

    told = await mark(world, ann, said)

    assert told.ephemeral
    assert f"Accepted: **#1** is solved, thanks to {ben.mention}." in seen(told)
    assert "Save as Challenge & Solution\nUndo" in seen(told)
    assert f"**Solved by {ben.mention}**" in card(question_card(world))
    assert links(question_card(world)) == [
        f"https://discord.com/channels/{world.guild.id}/{thread_of(world).id}/{said.id}"
    ]
    assert len(cards_in(thread_of(world))) == 2, "the opening, and what Ben wrote"
    found = seen(await ann.slash(world.home, "qa search", words="utc"))
    assert r"Solved: Use UTC, says \[this\]" in found


async def test_the_message_itself_is_never_touched(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(world, ben)
    before = len(world.env.http_requests)

    await mark(world, ann, said)

    assert not [one.path for one in world.env.http_requests[before:] if str(said.id) in one.path]


async def test_undo_makes_it_an_ordinary_message_again(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(world, ben)
    told = await mark(world, ann, said)
    assert told.response is not None

    await ann.click(told.response, label="Undo")

    assert "**Waiting for an answer**" in card(question_card(world))
    assert "Accepted: **#1**" in seen(await mark(world, ann, said))


async def test_a_moderator_marks_too_and_nobody_else(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(world, ben)

    refused = await mark(world, ben, said)
    told = await mark(world, world.moderator(), said)

    assert refused.ephemeral
    assert f"Only {ann.mention}, who asked, or a moderator can accept" in seen(refused)
    assert "Accepted: **#1** is solved" in seen(told)


async def test_the_askers_own_message_is_fine(world: World, ann: MemberActor) -> None:
    told = await mark(world, ann, await say(world, ann, "Found it: the clock."))

    assert f"thanks to {ann.mention}" in seen(told)


async def test_marking_twice_is_answered_kindly(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(world, ben)
    await mark(world, ann, said)

    told = await mark(world, ann, said)

    assert "This is already the accepted answer to **#1**" in seen(told)


async def test_on_an_answers_card_it_accepts_that_answer(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await answer(world, ben, "Set the clock.")

    told = await mark(world, ann, cards_in(thread_of(world))[-1])

    assert "Accepted: **#1** is solved" in seen(told)
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by")


async def test_on_another_card_of_nexus_it_says_what_to_press(
    world: World, ann: MemberActor
) -> None:
    told = await mark(world, ann, cards_in(thread_of(world))[0])

    assert told.ephemeral
    assert "That is a card of mine, not an answer." in seen(told)
    assert "press **Accept** under an answer" in seen(told)


async def test_outside_of_a_questions_thread_it_says_where_it_works(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await ben.send(world.home, "Set the clock!")

    for message in (said, question_card(world)):
        told = await ann.context_menu(world.home, MARK, message)
        assert told.ephemeral
        assert "Use this on a message in a question's thread" in seen(told)


async def test_a_message_without_words_is_refused_kindly(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    picture = await ben.send(thread_of(world), attachments=[("shot.png", b"\x89PNG")])

    told = await mark(world, ann, picture)

    assert "There is no text in this message that I could keep." in seen(told)
    assert "qa answer" in seen(told)
    assert "**Waiting for an answer**" in card(question_card(world))


async def test_mentions_are_kept_as_names_and_ping_nobody(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    said = await say(
        world, ben, f"@everyone ask {ann.mention} about zones <:tz:123456789012345678>"
    )

    await mark(world, ann, said)

    found = await ann.autocomplete(thread_of(world), "qa accept", "answer", "")
    assert [one["name"] for one in found] == ["Accepted · Ben: @everyone ask @Ann about zones :tz:"]


async def test_in_another_guild_nothing_is_known_of_the_thread(
    world: World, ann: MemberActor
) -> None:
    del ann
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    zed = world.moderator("Zed", guild=other)
    said = await zed.send(there, "So.")

    told = await zed.context_menu(there, MARK, said)

    assert "Use this on a message in a question's thread" in seen(told)


async def test_an_answer_by_message_is_replaced_by_another_and_nothing_is_redrawn_there(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await mark(world, ann, await say(world, ben))
    cy = world.member("Cy")
    await answer(world, cy, "Use UTC.")

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    await world.restart()

    assert "It took the place of the answer accepted before." in seen(told)
    assert "could not be redrawn" not in seen(told)
    assert f"**Solved by {cy.mention}**" in card(question_card(world))
