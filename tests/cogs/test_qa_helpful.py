"""Whom an answer helped says so by one press, and takes it back by another."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor

from bot.roads import DOUBLE_TAP
from tests.cogs.qa_acts import answer, ask, cards_in, thread_of
from tests.world import World, card, seen


@pytest.fixture
async def ben(world: World) -> MemberActor:
    """Ben has answered what Ann asked."""
    ben = world.member("Ben")
    await ask(world, world.member("Ann"))
    await answer(world, ben, "Set the clock.")
    return ben


async def press(world: World, who: MemberActor) -> InteractionResult:
    shown = cards_in(thread_of(world))[-1]
    label = next(line for line in card(shown).split("\n") if line.startswith("Helpful"))
    return await who.click(shown, label=label)


async def test_helpful_is_counted_once_a_member_and_taken_back_by_a_second_press(
    world: World, ben: MemberActor
) -> None:
    cy, dee = world.member("Cy"), world.member("Dee")

    told = await press(world, cy)
    assert told.ephemeral
    assert f"{ben.mention} helped you" in seen(told)
    assert "\nHelpful · 1\nAccept" in card(cards_in(thread_of(world))[-1])
    await press(world, dee)
    assert "\nHelpful · 2\nAccept" in card(cards_in(thread_of(world))[-1])
    await world.wait(DOUBLE_TAP)
    told = await press(world, cy)
    assert "Taken back" in seen(told)
    assert "\nHelpful · 1\nAccept" in card(cards_in(thread_of(world))[-1])
    await press(world, dee)
    assert "\nHelpful\nAccept" in card(cards_in(thread_of(world))[-1])


async def test_a_double_tap_is_one_press(world: World, ben: MemberActor) -> None:
    cy = world.member("Cy")

    await press(world, cy)
    again = await press(world, cy)
    await press(world, world.member("Dee"))

    assert again.acknowledged
    assert "helped you" not in seen(again)
    assert "Taken back" not in seen(again)
    assert "\nHelpful · 2\nAccept" in card(cards_in(thread_of(world))[-1])
    await world.wait(DOUBLE_TAP)
    await press(world, cy)
    again = await press(world, cy)
    assert "\nHelpful · 1\nAccept" in card(cards_in(thread_of(world))[-1])


async def test_ones_own_answer_is_for_others_to_praise(world: World, ben: MemberActor) -> None:
    told = await press(world, ben)

    assert told.ephemeral
    assert "whether it is helpful is for the others to say" in seen(told)
    assert "\nHelpful\nAccept" in card(cards_in(thread_of(world))[-1])


@pytest.mark.usefixtures("ben")
async def test_an_accepted_answer_can_still_be_found_helpful(world: World) -> None:
    await world.moderator().click(cards_in(thread_of(world))[-1], label="Accept")

    await press(world, world.member("Cy"))

    shown = cards_in(thread_of(world))[-1]
    assert card(shown).startswith("**Accepted answer by")
    assert "\nHelpful · 1" in card(shown)
    assert "\nAccept" not in card(shown)


@pytest.mark.usefixtures("ben")
async def test_the_button_and_the_count_survive_a_restart(world: World) -> None:
    await press(world, world.member("Cy"))
    await world.restart()

    await press(world, world.member("Dee"))

    assert "\nHelpful · 2\n" in card(cards_in(thread_of(world))[-1])


@pytest.mark.usefixtures("ben")
async def test_a_count_that_discord_would_not_show_is_shown_later(world: World) -> None:
    edits = ("PATCH", f"/channels/{thread_of(world).id}/messages/*")
    world.env.inject_error(*edits, status=500, times=1)

    told = await press(world, world.member("Cy"))
    before = card(cards_in(thread_of(world))[-1])
    await world.wait(timedelta(minutes=2))

    assert "helped you" in seen(told)
    assert "\nHelpful\n" in before
    assert "\nHelpful · 1\n" in card(cards_in(thread_of(world))[-1])
