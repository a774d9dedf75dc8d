"""A block keeps two apart, and nobody but who made it can tell that it is there."""

import re
from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.pairing_acts import (
    BACKEND,
    FRONTEND,
    JOBS,
    POLL,
    find,
    make_pair,
    pair,
    press,
    the_thread,
    told,
)
from tests.cogs.privacy_acts import erase
from tests.world import World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def ann(world: World) -> MemberActor:
    """She blocks."""
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    """He is blocked."""
    return world.member("Bob")


def without_times(result: InteractionResult) -> str:
    return re.sub(r"<t:\d+:", "<t:0:", told(result))


async def all_that_is_shown(world: World, who: MemberActor) -> list[str]:
    """Every card and suggestion about pairing that somebody can call up."""
    shown = [await pair(world, who, verb) for verb in ("status", "profile", "why", "find")]
    options = (("find", "project"), ("unblock", "member"), ("why", "pair"))
    offered = [await who.autocomplete(world.home, f"pair {verb}", one, "") for verb, one in options]
    return [*map(without_times, shown), str(offered)]


async def test_two_are_kept_apart_whoever_of_them_looks(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    said = await pair(world, ann, "block", member=bob)
    await find(world, ann, track=FRONTEND)
    await find(world, bob, track=BACKEND)
    await find(world, ann, track=FRONTEND)

    assert said.ephemeral
    assert f"You won't be paired with {bob.mention}." in told(said)
    assert "they never hear of it" in told(said)
    assert world.home.threads == []


async def test_the_blocked_one_sees_what_they_would_see_if_the_other_had_come_and_gone(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await find(world, world.member("Cleo"), JOBS, FRONTEND)  # she waits across, in the open
    await find(world, bob, track=BACKEND)
    await pair(world, ann, "block", member=bob)
    await find(world, ann, track=FRONTEND)
    await pair(world, ann, "leave")
    gone = await all_that_is_shown(world, bob)

    await find(world, ann, track=FRONTEND)
    in_his_project = await all_that_is_shown(world, bob)
    await find(world, ann, POLL, FRONTEND)
    where_he_might_go = await all_that_is_shown(world, bob)

    assert "Waiting on the other side: 1 for Job Board." in gone[0]
    assert in_his_project == gone
    assert where_he_might_go == gone


@pytest.mark.parametrize("is_blocked", [True, False], ids=["blocked", "not blocked"])
async def test_who_joined_and_who_stands_before_is_counted_whoever_blocks_whom(
    world: World, ann: MemberActor, bob: MemberActor, *, is_blocked: bool
) -> None:
    """They say nothing of who could be matched, and would tell by what is missing."""
    if is_blocked:
        await pair(world, ann, "block", member=bob)
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)

    behind = await find(world, bob, track=FRONTEND)
    across = await find(world, bob, JOBS, BACKEND)

    assert "you are **number 2** in line" in told(behind)
    assert "Joined today: 2 on your side" in told(behind)
    assert "Joined today: 1 on your side, 2 across." in told(across)


async def test_a_long_wait_is_not_sent_to_where_only_the_blocking_one_waits(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)
    await find(world, bob, track=BACKEND)
    await find(world, ann, JOBS, FRONTEND)
    await world.wait(DAY + MINUTE)

    shown = told(await pair(world, bob, "status"))

    assert "Waiting on the other side: nobody yet." in shown
    assert "Job Board" not in shown


async def test_others_are_matched_past_a_block(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    cleo = world.member("Cleo")
    await pair(world, ann, "block", member=bob)
    await find(world, ann, track=FRONTEND)
    await find(world, bob, track=BACKEND)

    found = await find(world, cleo, track=BACKEND)

    assert f"You and {ann.mention} are a pair" in told(found)


async def test_blocking_a_partner_leaves_the_pair_and_says_how_to_end_it(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await make_pair(world, ann, bob)
    thread = the_thread(world)
    messages = len(thread.history())
    before = without_times(await pair(world, bob, "status"))

    said = await pair(world, ann, "block", member=bob)

    assert f"The pair that you are in {thread.mention} stays on:" in told(said)
    assert "pair rematch" in told(said)
    assert without_times(await pair(world, bob, "status")) == before
    assert len(thread.history()) == messages


async def test_unblocking_offers_only_whom_one_blocks_and_lets_them_meet(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)
    offered = await ann.autocomplete(world.home, "pair unblock", "member", "b")
    his = await bob.autocomplete(world.home, "pair unblock", "member", "")

    said = await pair(world, ann, "unblock", member=str(bob.id))
    again = await pair(world, ann, "unblock", member=str(bob.id))
    found = await make_pair(world, ann, bob)

    assert [(one["name"], one["value"]) for one in offered] == [("Bob", str(bob.id))]
    assert his == []
    assert f"You don't block {bob.mention} any more" in told(said)
    assert "You don't block them." in told(again)
    assert "are a pair" in told(found)


async def test_nobody_gets_out_of_a_block_by_having_their_data_deleted(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)
    await erase(world, bob)
    meanwhile = await ann.autocomplete(world.home, "pair unblock", "member", "")

    await make_pair(world, ann, bob)
    offered = await ann.autocomplete(world.home, "pair unblock", "member", "")
    await erase(world, bob)
    await world.restart()
    await find(world, bob, track=BACKEND)

    assert [one["name"] for one in meanwhile] == ["A former member"]
    assert str(bob.id) not in str(meanwhile)
    assert [one["name"] for one in offered] == ["Bob"]
    assert world.home.threads == []


async def test_a_block_of_a_former_member_may_be_taken_back(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)
    await erase(world, bob)
    [former] = await ann.autocomplete(world.home, "pair unblock", "member", "")

    said = await pair(world, ann, "unblock", member=former["value"])
    found = await make_pair(world, ann, bob)

    assert "You don't block a former member any more." in told(said)
    assert "are a pair" in told(found)


async def test_nobody_undoes_what_another_said(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)

    tried = await pair(world, bob, "unblock", member=str(ann.id))
    both = await pair(world, bob, "unblock", member=str(bob.id))
    await make_pair(world, ann, bob)

    for answer in (tried, both):
        assert "You don't block them." in told(answer)
    assert world.home.threads == []


async def test_oneself_and_bots_are_not_blocked(world: World, ann: MemberActor) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))

    for member, words in ((ann, "You can't block yourself"), (robot, "That is a bot")):
        refused = await pair(world, ann, "block", member=member)
        assert refused.ephemeral
        assert words in told(refused)


async def test_a_block_outlives_the_profile_and_a_restart(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await pair(world, ann, "block", member=bob)
    await find(world, ann, track=FRONTEND)
    shown = await pair(world, ann, "profile")
    await press(ann, shown, "Erase")
    await press(ann, shown, "Erase it")
    await world.restart()

    await make_pair(world, ann, bob)

    assert world.home.threads == []
