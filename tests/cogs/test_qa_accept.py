"""The asker, or a moderator, says which answer solved it."""

import pytest
from simcord import MemberActor

from tests.cogs.qa_acts import answer, ask, cards_in, pinged, question_card, thread_of
from tests.world import World, card, seen


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked, and has one answer, by Ben."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    return ann


async def test_the_asker_accepts_and_sees_it_everywhere(world: World, ann: MemberActor) -> None:
    shown = cards_in(thread_of(world))[-1]

    told = await ann.click(shown, label="Accept")

    shown = cards_in(thread_of(world))[-1]
    assert told.ephemeral
    assert "Accepted: **#1** is solved, thanks to <@" in seen(told)
    assert "press **Accept** under that one" in seen(told)
    assert card(shown).startswith("**Accepted answer by <@")
    assert "\nAccept" not in card(shown)
    assert "**Solved by <@" in card(question_card(world))
    assert "\nAnswer" in card(question_card(world))
    assert pinged(world, shown) == []
    assert pinged(world, question_card(world)) == []


async def test_accepting_posts_nothing_new(world: World, ann: MemberActor) -> None:
    before = len(cards_in(world.home)), len(cards_in(thread_of(world)))

    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert (len(cards_in(world.home)), len(cards_in(thread_of(world)))) == before


@pytest.mark.usefixtures("ann")
async def test_a_moderator_accepts_too(world: World) -> None:
    told = await world.moderator().click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)


async def test_nobody_else_accepts_and_they_hear_who_can(world: World, ann: MemberActor) -> None:
    told = await world.member("Cy").click(cards_in(thread_of(world))[-1], label="Accept")

    assert told.ephemeral
    assert f"Only {ann.mention}, who asked, or a moderator can accept" in seen(told)
    assert "**1 answer, none accepted yet**" in card(question_card(world))


async def test_accepting_another_answer_moves_it(world: World, ann: MemberActor) -> None:
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    cy = world.member("Cy")
    await answer(world, cy, "Use UTC.")

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    former, latter = cards_in(thread_of(world))[-2:]
    assert "It took the place of the answer accepted before." in seen(told)
    assert "\nAccept" in card(former)
    assert "\nAccept" not in card(latter)
    assert f"**Solved by {cy.mention}**" in card(question_card(world))


async def test_accepting_the_same_answer_twice_is_answered_kindly(
    world: World, ann: MemberActor
) -> None:
    shown = cards_in(thread_of(world))[-1]
    # Discord refuses to redraw the card, so the button is still there.
    world.env.inject_error("PATCH", f"/channels/{thread_of(world).id}/messages/*", status=500)
    await ann.click(shown, label="Accept")

    told = await ann.click(shown, label="Accept")

    assert "This is already the accepted answer to **#1**" in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_in_an_archived_thread_accepting_still_counts(world: World, ann: MemberActor) -> None:
    thread = thread_of(world)
    world.env.inject_error(
        "PATCH", f"/channels/{thread.id}/messages/*", status=400, code=50083, message="archived"
    )

    told = await ann.click(cards_in(thread)[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
    assert "Its card could not be redrawn, but the answer counts as accepted." in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_a_question_card_deleted_by_hand_does_not_keep_anyone_from_accepting(
    world: World, ann: MemberActor
) -> None:
    shown = cards_in(thread_of(world))[-1]
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    told = await ann.click(shown, label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by")


async def test_a_former_answer_deleted_by_hand_does_not_keep_the_next_from_being_accepted(
    world: World, ann: MemberActor
) -> None:
    first = cards_in(thread_of(world))[-1]
    await ann.click(first, label="Accept")
    await answer(world, world.member("Cy"), "Use UTC.")
    world.env.backend.delete_message(thread_of(world).id, first.id)

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
    assert "\nAccept" not in card(cards_in(thread_of(world))[-1])


async def test_a_solved_question_can_still_be_answered(world: World, ann: MemberActor) -> None:
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    told = await answer(world, world.member("Cy"), "There is a shorter way.")

    assert "is posted" in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_the_accept_button_survives_a_restart(world: World, ann: MemberActor) -> None:
    await world.restart()

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
