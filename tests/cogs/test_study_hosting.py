"""Where a host has left, the cohort is asked who hosts the session, and somebody does."""

from datetime import timedelta

import discord
import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.study_acts import again, cards_in, post
from tests.cogs.tending_acts import labels
from tests.guards import forge
from tests.world import World, card, seen

HOUR = timedelta(hours=1)


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


@pytest.fixture
def ben(world: World) -> MemberActor:
    return world.member("Ben")


async def lose_host(world: World, *going: MemberActor, seats: int = 9) -> discord.Message:
    """Ann planned a session, and left before its first reminder; its card."""
    ann = world.member("Ann")
    message = await post(world, ann, "in 25 hours", seats=seats)
    for one in going:
        await one.click(message, label="Going")
    world.guild.remove_member(ann)
    await world.wait(2 * HOUR)
    return message


async def ask(world: World, mo: MemberActor) -> discord.Message:
    """A moderator has the cohort asked."""
    await forge.press(mo, world.home, "pulse:find_host:1:0")
    return the_call(world)


def the_call(world: World) -> discord.Message:
    words = ("Who hosts session #1?", "has a host", "Cancelled")
    found = [one for one in cards_in(world.home) if any(each in card(one) for each in words)]
    return found[-1]


async def host(who: MemberActor, call: discord.Message) -> InteractionResult:
    return await who.click(call, label="I'll host it")


async def test_who_takes_the_place_of_a_host_takes_their_seat_as_well(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    cy = world.member("Cy")
    message = await lose_host(world, cy, seats=2)
    call = await ask(world, mo)

    await host(ben, call)

    shown = await again(world, message)
    assert "2 of 2 going" in shown
    assert f"hosted by {ben.mention}" in shown
    assert f"{cy.mention} and {ben.mention}" in shown


async def test_a_seat_that_gets_free_goes_to_whoever_waits_for_one(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    cy = world.member("Cy")
    message = await lose_host(world, ben, cy, seats=2)
    before = await again(world, message)
    call = await ask(world, mo)

    await host(ben, call)

    shown = await again(world, message)
    assert "2 of 2 going" in before
    assert "1 waiting" in before
    assert "2 of 2 going" in shown
    assert f"{ben.mention} and {cy.mention}" in shown


async def test_the_first_who_says_so_hosts_it_and_the_next_is_thanked(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    await lose_host(world)
    call = await ask(world, mo)

    first = await host(ben, call)
    second = await forge.press(world.member("Cy"), world.home, "study:host_it:1")

    assert "You host session **#1** now, and go to it" in seen(first)
    assert f"{ben.mention} hosts **#1**: nobody is missing" in seen(second)


async def test_nobody_hosts_what_nobody_was_asked_to(world: World, ben: MemberActor) -> None:
    message = await lose_host(world)

    told = await forge.press(ben, world.home, "study:host_it:1")

    assert "There is no session #1 here" in seen(told)
    assert "hosted by" in card(message)
    assert ben.mention not in await again(world, message)


async def test_the_card_says_so_when_a_moderator_finds_a_host_elsewhere(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    await lose_host(world)
    await ask(world, mo)

    await mo.slash(world.home, "nexus session host", session="1", member=ben)

    assert "### Session #1 has a host" in card(the_call(world))
    assert labels(the_call(world)) == []


async def test_the_card_says_so_when_the_session_is_cancelled(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    await lose_host(world)
    call = await ask(world, mo)

    await mo.slash(world.home, "nexus session cancel", session="1", reason="Nobody can")
    told = await forge.press(ben, world.home, "study:host_it:1")

    [shown] = [one for one in cards_in(world.home) if one.id == call.id]
    assert "**Cancelled** by" in card(shown)
    assert labels(shown) == []
    assert "is cancelled already" in seen(told)


async def test_once_it_has_begun_it_is_too_late(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    await lose_host(world)
    call = await ask(world, mo)
    await world.wait(23 * HOUR + timedelta(minutes=9))

    told = await host(ben, call)

    assert "has started: it is too late for a host" in seen(told)


async def test_what_it_is_about_is_told_before_anybody_says_so(
    world: World, mo: MemberActor, ben: MemberActor
) -> None:
    await lose_host(world)
    call = await ask(world, mo)

    told = await ben.click(call, label="What is it about?")

    assert told.ephemeral
    assert "**#1 · JWT from scratch**" in seen(told)
