"""A card shows in the end what is true, whatever keeps Discord from redrawing it at first."""

from datetime import timedelta

import pytest
from simcord import MemberActor
from sqlalchemy import func, select

from db.tables import StaleCard
from tests.cogs.qa_acts import answer, ask, cards_in, question_card, thread_of
from tests.world import World, card

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked, and has one answer, by Ben."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, world.member("Ben"), "Set the clock.")
    return ann


async def behind(world: World) -> int:
    """How many cards wait to be redrawn."""
    async with world.bot.db.read() as session:
        return await session.scalar(select(func.count(StaleCard.id))) or 0


async def archive(world: World, *, is_archived: bool) -> None:
    world.env.backend.edit_channel(
        thread_of(world).id, {}, thread_metadata={"archived": is_archived}
    )
    await world.env.settle()


@pytest.mark.parametrize("status", [500, 503])
async def test_what_discord_fails_to_redraw_is_redrawn_later(
    world: World, ann: MemberActor, status: int
) -> None:
    world.env.inject_error("PATCH", f"/channels/{world.home.id}/messages/*", status=status, times=2)
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    before = card(question_card(world))

    for _ in range(3):
        await world.wait(MINUTE)

    assert "none accepted yet" in before
    assert "**Solved by <@" in card(question_card(world))
    assert await behind(world) == 0


async def test_a_card_that_finds_the_second_used_up_is_redrawn_in_the_next(
    world: World, ann: MemberActor
) -> None:
    while world.bot.allowance.take():
        pass
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    before = card(question_card(world))

    await world.wait(timedelta(seconds=1))

    assert "none accepted yet" in before
    assert "**Solved by <@" in card(question_card(world))


async def test_a_card_in_an_archived_thread_is_caught_up_once_somebody_opens_that(
    world: World, ann: MemberActor
) -> None:
    thread = thread_of(world)
    await archive(world, is_archived=True)
    edits = ("PATCH", f"/channels/{thread.id}/messages/*")
    world.env.inject_error(*edits, status=400, code=50083, times=1)
    await ann.click(cards_in(thread)[-1], label="Accept")
    for _ in range(3):
        await world.wait(MINUTE)
    while_archived = card(cards_in(thread)[-1])

    await world.restart()
    await archive(world, is_archived=False)

    assert "\nAccept" in while_archived
    assert card(cards_in(thread)[-1]).startswith("**Accepted answer by <@")
    assert "**Solved by <@" in card(question_card(world))
    assert await behind(world) == 0


async def test_a_card_that_somebody_deleted_is_posted_anew_and_let_go(
    world: World, ann: MemberActor
) -> None:
    shown = cards_in(thread_of(world))[-1]
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    await ann.click(shown, label="Accept")

    assert "**Solved by <@" in card(question_card(world))
    assert await behind(world) == 0


async def test_what_changed_while_nexus_was_stopped_halfway_is_shown_after_its_start(
    world: World, ann: MemberActor
) -> None:
    world.env.inject_error("PATCH", "/channels/*", status=500, times=2)
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    assert await behind(world) == 2

    await world.restart()
    await world.wait(MINUTE)

    assert "**Solved by <@" in card(question_card(world))
    assert card(cards_in(thread_of(world))[-1]).startswith("**Accepted answer by <@")
