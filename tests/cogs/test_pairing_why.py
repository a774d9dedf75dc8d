"""A pair can ask why the two of them, and hear it in words; nobody else can."""

import pytest
from simcord import MemberActor

from tests.cogs.pairing_acts import (
    BACKEND,
    FRONTEND,
    JOBS,
    SHOP,
    find,
    make_pair,
    pair,
    say,
    told,
)
from tests.world import World


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    return world.member("Bob")


async def free_in_the_evening(world: World, who: MemberActor, zone: str) -> None:
    await who.slash(world.home, "me timezone", zone=zone)
    shown = await who.slash(world.home, "me availability")
    assert shown.response is not None
    await who.select(shown.response, ["evening"], custom_id="profile:weekdays")


async def test_both_hear_project_api_hours_on_both_clocks_and_that_they_are_new(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await free_in_the_evening(world, ann, "Lagos")
    await free_in_the_evening(world, bob, "Nairobi")
    await say(world, ann, track=FRONTEND, project=SHOP, api="rest")
    await say(world, bob, track=BACKEND, project=SHOP)
    await pair(world, ann, "find")
    await pair(world, bob, "find")

    hers, his = [await pair(world, one, "why") for one in (ann, bob)]

    assert f"Why you and {bob.mention}" in told(hers)
    assert f"Why you and {ann.mention}" in told(his)
    for answer in (hers, his):
        assert answer.ephemeral
        assert "**Same project**: E-Commerce" in told(answer)
        assert "**API**: REST" in told(answer)
        # Five to nine in the evening in both places, two hours apart.
        assert "**Shared hours**: 10 a week" in told(answer)
        assert "- Lagos: Mon to Fri 17:00 to 19:00" in told(answer)
        assert "- Nairobi: Mon to Fri 19:00 to 21:00" in told(answer)
        assert "It is your first time together." in told(answer)


async def test_what_is_not_known_is_not_made_up(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await free_in_the_evening(world, ann, "Lagos")
    await make_pair(world, ann, bob)

    shown = told(await pair(world, bob, "why"))

    assert "**API**: you are open to REST and GraphQL" in shown
    assert "**Shared hours**: not known" in shown
    assert "Lagos" not in shown  # hers alone is not for him


async def test_of_several_pairs_one_is_chosen_and_its_thread_knows_which(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    cleo = world.member("Cleo")
    await make_pair(world, ann, bob)
    await make_pair(world, ann, cleo, JOBS)
    first, second = sorted(world.home.threads, key=lambda one: one.id)

    offered = await ann.autocomplete(world.home, "pair why", "pair", "")
    unsaid = await pair(world, ann, "why")
    by_choice = await pair(world, ann, "why", pair="1")
    here = await ann.slash(first, "pair why")
    there = await ann.slash(second, "pair why")

    assert [(one["name"], one["value"]) for one in offered] == [
        ("Job Board with Cleo", "2"),
        ("E-Commerce with Bob", "1"),
    ]
    assert "You are in several pairs" in told(unsaid)
    assert "Job Board" in told(there)
    for answer in (by_choice, here):
        assert "E-Commerce" in told(answer)


async def test_others_hear_nothing_of_a_pair(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    cleo, mo = world.member("Cleo"), world.moderator()
    await make_pair(world, ann, bob)

    for who in (cleo, mo):
        refused = await pair(world, who, "why", pair="1")
        assert refused.ephemeral
        assert "Only the two of a pair can do that." in told(refused)
        assert await who.autocomplete(world.home, "pair why", "pair", "") == []
    await find(world, cleo, JOBS, FRONTEND)
    await find(world, mo, JOBS, BACKEND)
    assert "Only the two of a pair" in told(await pair(world, cleo, "why", pair="1"))
