"""The asker, or a moderator, says which answer solved it."""

import pytest
from simcord import MemberActor
from sqlalchemy import update

from db.tables import Question
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
    assert "If another answer turns out better, accept that one." in seen(told)
    assert "\nSave as Challenge & Solution\nUndo" in seen(told)
    assert card(shown).startswith("**Accepted answer by <@")
    assert "\nAccept" not in card(shown)
    assert "**Solved by <@" in card(question_card(world))
    assert card(question_card(world)).endswith("\nAnswer\nRead what solved it")
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
    assert "Save as" not in seen(told), "that is the asker's to do"


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
    first = await ann.click(shown, label="Accept")

    told = await ann.click(shown, label="Accept")

    assert "Its card could not be redrawn just now, but this counts." in seen(first)
    assert "This is already the accepted answer to **#1**" in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_in_an_archived_thread_accepting_still_counts(world: World, ann: MemberActor) -> None:
    thread = thread_of(world)
    world.env.inject_error(
        "PATCH", f"/channels/{thread.id}/messages/*", status=400, code=50083, message="archived"
    )

    told = await ann.click(cards_in(thread)[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
    assert "Its card in the thread shows it once somebody opens the thread again." in seen(told)
    assert "\nUndo" in seen(told)
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

    _, accepted, former = cards_in(thread_of(world))
    assert "Accepted: **#1** is solved" in seen(told)
    assert "\nAccept" not in card(accepted)
    assert card(former).endswith("\nAccept")


async def test_a_solved_question_can_still_be_answered(world: World, ann: MemberActor) -> None:
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    told = await answer(world, world.member("Cy"), "There is a shorter way.")

    assert "is posted" in seen(told)
    assert "**Solved by <@" in card(question_card(world))


async def test_the_accept_button_survives_a_restart(world: World, ann: MemberActor) -> None:
    await world.restart()

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)


async def test_who_lost_the_confirmation_gets_its_buttons_back_by_accepting_again(
    world: World, ann: MemberActor
) -> None:
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    answer_id = await offered(world, ann)
    told = await ann.slash(thread_of(world), "qa accept", answer=answer_id[0][1])

    assert "This is already the accepted answer to **#1**" in seen(told)
    assert told.response is not None
    assert "Undone" in seen(await ann.click(told.response, label="Undo"))


# The slash twin


async def offered(world: World, who: MemberActor, typed: str = "") -> list[tuple[str, str]]:
    """(label, value) of the answers that are suggested in the question's thread."""
    found = await who.autocomplete(thread_of(world), "qa accept", "answer", typed)
    return [(one["name"], one["value"]) for one in found]


async def test_the_slash_twin_offers_answers_by_author_and_first_words(
    world: World, ann: MemberActor
) -> None:
    await answer(world, world.member("Cy"), "```\ncode\n```\nUse `UTC`.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert [name for name, _ in await offered(world, ann)] == [
        "Ben: Set the clock.",
        "Accepted · Cy: code",
    ]
    assert [name for name, _ in await offered(world, ann, "BEN clock")] == ["Ben: Set the clock."]
    assert await offered(world, ann, "nothing of the kind") == []


async def test_in_its_thread_an_answer_is_accepted_by_slash(world: World, ann: MemberActor) -> None:
    ((_, value),) = await offered(world, ann)

    told = await ann.slash(thread_of(world), "qa accept", answer=value)

    assert told.ephemeral
    assert "Accepted: **#1** is solved, thanks to <@" in seen(told)
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by")
    assert "**Solved by <@" in card(question_card(world))


async def test_elsewhere_the_question_is_named_first(world: World, ann: MemberActor) -> None:
    found = await ann.autocomplete(world.home, "qa accept", "answer", "", question="1")
    assert [one["name"] for one in found] == ["Ben: Set the clock."]

    told = await ann.slash(world.home, "qa accept", question="1", answer=found[0]["value"])

    assert "Accepted: **#1** is solved" in seen(told)


async def test_as_long_as_no_question_is_named_no_answer_is_offered(
    world: World, ann: MemberActor
) -> None:
    assert await ann.autocomplete(world.home, "qa accept", "answer", "") == []
    told = await ann.slash(world.home, "qa accept", answer="1")

    assert "Which question do you mean?" in seen(told)


async def test_without_an_answer_all_of_them_are_shown_to_choose_from(
    world: World, ann: MemberActor
) -> None:
    await answer(world, world.member("Cy"), "Use UTC.")

    shown = await ann.slash(thread_of(world), "qa accept")
    assert shown.ephemeral
    assert "Which answer solved **#1**?\nWhy does my JWT expire at once?\n" in seen(shown)
    assert shown.response is not None
    select = shown.response.components[0]["components"][1]["components"][0]
    assert [one["label"] for one in select["options"]] == ["Ben: Set the clock.", "Cy: Use UTC."]
    told = await ann.select(shown.response, [select["options"][1]["value"]])

    assert "Accepted: **#1** is solved" in seen(told)
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by")


async def test_a_question_without_answers_says_how_a_message_becomes_one(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)

    told = await ann.slash(thread_of(world), "qa accept")

    assert "has no answers yet" in seen(told)
    assert "**Mark as answer**" in seen(told)


async def test_what_is_not_in_the_list_is_refused_with_a_way_on(
    world: World, ann: MemberActor
) -> None:
    await ask(world, ann, "Another?")
    await answer(world, world.member("Cy"), "So.")
    ((_, elsewhere),) = await offered(world, ann)

    for typed in ("clock", "", "-1", "٣", "9" * 19, "9" * 30):
        told = await ann.slash(world.home, "qa accept", question="1", answer=typed)
        assert "Choose an answer from the list" in seen(told), typed
    for typed in (elsewhere, "999", "9" * 18):
        told = await ann.slash(world.home, "qa accept", question="1", answer=typed)
        assert "That is an answer to another question." in seen(told), typed
    assert "Accepted" not in card(cards_in(thread_of(world, 0))[-1])


async def test_by_slash_too_nobody_else_accepts(world: World, ann: MemberActor) -> None:
    ((_, value),) = await offered(world, ann)

    told = await world.member("Cy").slash(thread_of(world), "qa accept", answer=value)

    assert f"Only {ann.mention}, who asked, or a moderator can accept" in seen(told)


async def test_the_answer_of_somebody_who_left_is_offered_without_a_name(
    world: World, ann: MemberActor
) -> None:
    dee = world.member("Dee")
    await answer(world, dee, "Use UTC.")
    world.guild.remove_member(dee)
    await world.env.settle()

    assert [name for name, _ in await offered(world, ann, "utc")] == ["Use UTC."]
    ((_, value),) = await offered(world, ann, "utc")
    told = await ann.slash(thread_of(world), "qa accept", answer=value)
    assert f"thanks to {dee.mention}" in seen(told)


async def test_the_asker_left_and_a_moderator_accepts(world: World, ann: MemberActor) -> None:
    world.guild.remove_member(ann)
    await world.env.settle()

    told = await world.moderator().click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)


async def test_a_closed_questions_answers_can_still_be_accepted(
    world: World, ann: MemberActor
) -> None:
    async with world.bot.db.begin() as session:
        await session.execute(update(Question).values(closed_at=world.bot.now(), closed_by_id=1))

    told = await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    assert "Accepted: **#1** is solved" in seen(told)
