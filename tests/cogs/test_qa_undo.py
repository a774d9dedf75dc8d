"""For five minutes accepting can be undone, and what was solved can be saved for one's README."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.errors import SetupError
from simcord.results import ResponseMessage

from tests.cogs.qa_acts import answer, ask, cards_in, pinged, question_card, thread_of
from tests.world import World, card, seen

MINUTE = timedelta(minutes=1)
SAVE = "Save as Challenge & Solution"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked, and has answers by Ben and by Cy."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    await answer(world, world.member("Cy"), "Use UTC.")
    return ann


async def accept(world: World, who: MemberActor, at: int = -1) -> ResponseMessage:
    """Accept an answer, and be left with the confirmation."""
    told = await who.click(cards_in(thread_of(world))[at], label="Accept")
    assert told.response is not None
    return told.response


async def undo(who: MemberActor, confirmation: ResponseMessage) -> InteractionResult:
    return await who.click(confirmation, label="Undo")


async def test_undo_leaves_everything_as_it_was(world: World, ann: MemberActor) -> None:
    before = card(question_card(world)), card(cards_in(thread_of(world))[-1])
    confirmation = await accept(world, ann)

    told = await undo(ann, confirmation)

    assert seen(told) == "Undone: no answer to **#1** is accepted now."
    assert (card(question_card(world)), card(cards_in(thread_of(world))[-1])) == before
    assert pinged(world, question_card(world)) == []


async def test_undo_brings_back_the_answer_accepted_before(world: World, ann: MemberActor) -> None:
    await accept(world, ann, -2)
    confirmation = await accept(world, ann)

    told = await undo(ann, confirmation)

    former, latter = cards_in(thread_of(world))[-2:]
    assert "is the accepted one to **#1** again" in seen(told)
    assert card(former).startswith("**Accepted answer by")
    assert "\nAccept" in card(latter)
    assert "**Solved by <@" in card(question_card(world))


async def test_undo_survives_a_restart(world: World, ann: MemberActor) -> None:
    confirmation = await accept(world, ann)
    await world.restart()

    told = await undo(ann, confirmation)

    assert "Undone" in seen(told)
    assert "**2 answers, none accepted yet**" in card(question_card(world))


async def test_after_five_minutes_undo_says_kindly_that_it_is_over(
    world: World, ann: MemberActor
) -> None:
    confirmation = await accept(world, ann)
    await world.wait(5 * MINUTE + timedelta(seconds=1))

    told = await undo(ann, confirmation)

    assert told.ephemeral
    assert "five minutes, and they are over. Should another answer be better" in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_a_moderator_undoes_what_the_asker_accepted(world: World, ann: MemberActor) -> None:
    mo = world.moderator()
    await accept(world, ann)

    found = await mo.autocomplete(thread_of(world), "qa accept", "answer", "utc")
    again = await mo.slash(thread_of(world), "qa accept", answer=found[0]["value"])
    assert again.response is not None
    told = await undo(mo, again.response)

    assert "Undone" in seen(told)
    assert "none accepted yet" in card(question_card(world))


async def test_what_was_accepted_over_is_not_undone_from_below(
    world: World, ann: MemberActor
) -> None:
    confirmation = await accept(world, ann, -2)
    await accept(world, world.moderator())

    told = await undo(ann, confirmation)

    assert "has changed since, so there is nothing to undo here" in seen(told)
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by")


async def test_after_undo_an_answer_can_be_accepted_again(world: World, ann: MemberActor) -> None:
    await undo(ann, await accept(world, ann))

    confirmation = await accept(world, ann)

    assert "**Solved by <@" in card(question_card(world))
    assert "Undone" in seen(await undo(ann, confirmation))


async def test_undo_in_an_archived_thread_says_when_the_card_shows_it(
    world: World, ann: MemberActor
) -> None:
    confirmation = await accept(world, ann)
    edits = ("PATCH", f"/channels/{thread_of(world).id}/messages/*")
    world.env.inject_error(*edits, status=400, code=50083)

    told = await undo(ann, confirmation)

    assert "Its card in the thread shows it once somebody opens the thread again." in seen(told)
    assert "none accepted yet" in card(question_card(world))


async def test_search_follows_what_is_accepted_and_undone(world: World, ann: MemberActor) -> None:
    confirmation = await accept(world, ann)
    solved = seen(await ann.slash(world.home, "qa search", words="jwt"))
    await undo(ann, confirmation)
    open_again = seen(await ann.slash(world.home, "qa search", words="jwt"))

    assert "Solved: Use UTC." in solved
    assert "Solved: Use UTC." not in open_again


# Save as Challenge & Solution


async def test_the_asker_saves_the_solution_once(world: World, ann: MemberActor) -> None:
    confirmation = await accept(world, ann)

    told = await ann.click(confirmation, label=SAVE)
    again = await ann.click(confirmation, label=SAVE)

    assert told.ephemeral
    assert "**#1** will be in your README as a challenge with its solution, with thanks to <@" in (
        seen(told)
    )
    assert "This is saved already" in seen(again)


async def test_saving_again_after_another_was_accepted_takes_that_one(
    world: World, ann: MemberActor
) -> None:
    await ann.click(await accept(world, ann, -2), label=SAVE)
    confirmation = await accept(world, ann)

    told = await ann.click(confirmation, label=SAVE)

    assert "Saved again, with the answer that is accepted now" in seen(told)


async def test_undo_takes_back_what_was_saved_too_and_says_so(
    world: World, ann: MemberActor
) -> None:
    confirmation = await accept(world, ann)
    await ann.click(confirmation, label=SAVE)

    told = await undo(ann, confirmation)

    assert "What was saved for your README is taken back too." in seen(told)
    with pytest.raises(SetupError, match="No matching component"):
        await ann.click(confirmation, label=SAVE)


async def test_ones_own_answer_is_saved_without_thanks_to_oneself(
    world: World, ann: MemberActor
) -> None:
    await answer(world, ann, "Found it.")

    told = await ann.click(await accept(world, ann), label=SAVE)

    assert "as a challenge with its solution.\n" in seen(told)


async def test_after_undo_another_answer_can_be_accepted_and_that_be_undone(
    world: World, ann: MemberActor
) -> None:
    await undo(ann, await accept(world, ann, -2))

    confirmation = await accept(world, ann)

    first, second = cards_in(thread_of(world))[-2:]
    assert "took the place" not in str(confirmation.components)
    assert card(second).startswith("**Accepted answer by <@")
    assert "\nAccept" in card(first)
    assert "**Solved by <@" in card(question_card(world))
    assert seen(await undo(ann, confirmation)).startswith("Undone: no answer to **#1** is accepted")
