"""Frontend and backend learners find each other, or hear honestly where they stand."""

import asyncio
from datetime import timedelta

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError
from sqlalchemy import update

from bot.domain.matching import Track
from cogs.pairing.cog import Pairing
from db import pairs
from db.tables import Pair
from tests.world import World, card, seen

SHOP, JOBS = "E-Commerce", "Job Board"
FRONTEND, BACKEND = Track.FRONTEND.value, Track.BACKEND.value
MINUTE = timedelta(minutes=1)


async def find(
    world: World, who: MemberActor, project: str = SHOP, track: str | None = None
) -> InteractionResult:
    options = {"track": track} if track else {}
    return await who.slash(world.home, "pair find", project=project, **options)


async def make_pair(world: World, one: MemberActor, other: MemberActor) -> InteractionResult:
    """`one` waits as frontend, and `other` finds them; what `other` is told."""
    await find(world, one, track=FRONTEND)
    return await find(world, other, track=BACKEND)


def the_thread(world: World) -> ChannelHandle:
    (thread,) = world.home.threads
    return thread


async def choose_roles(world: World, **parts: int) -> None:
    """A moderator's choice of the tracks' roles."""
    mo = world.moderator()
    shown = await mo.slash(world.home, "nexus setup")
    assert shown.response is not None
    await mo.click(shown.response, label="Roles and cohort")
    for part, role_id in parts.items():
        role = next(one for one in world.guild.roles.values() if one.id == role_id)
        await mo.select(shown.response, [role], custom_id=f"admin:role:{part}")


async def test_two_learners_find_each_other_and_meet_in_a_private_thread(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")

    told = await make_pair(world, ann, bob)

    thread = the_thread(world)
    assert thread.name == "E-Commerce: pair 1"
    assert told.ephemeral
    assert f"You and {ann.mention} are a pair for **E-Commerce**!" in seen(told)
    assert f"Say hello in {thread.mention}" in seen(told)
    for member in (ann, bob):
        introduction = card(thread.history(viewer=member)[-1])
        assert f"{ann.mention} (frontend) and {bob.mention} (backend)" in introduction
        assert "your first time together" in introduction
        assert "1. Say hello" in introduction
        assert "It doesn't work out?" in introduction


async def test_only_the_two_of_a_pair_are_notified(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")

    await make_pair(world, ann, bob)

    thread = the_thread(world)
    shown = world.env.backend.get_message(thread.id, thread.history()[-1].id)
    assert set(shown.ping_user_ids) == {ann.id, bob.id}
    assert [one for one in world.home.history() if one.type is discord.MessageType.default] == []


async def test_a_third_does_not_see_the_thread(world: World) -> None:
    cleo = world.member("Cleo")

    await make_pair(world, world.member("Ann"), world.member("Bob"))

    with pytest.raises(SetupError):
        the_thread(world).history(viewer=cleo)


async def test_each_pair_of_a_guild_has_its_own_number(world: World) -> None:
    await make_pair(world, world.member("Ann"), world.member("Bob"))
    await make_pair(world, world.member("Cleo"), world.member("Dan"))

    assert [one.name for one in world.home.threads] == ["E-Commerce: pair 1", "E-Commerce: pair 2"]


async def test_who_waits_alone_hears_so(world: World) -> None:
    answer = await find(world, world.member("Ann"), track=FRONTEND)

    assert answer.ephemeral
    assert "You're in the queue" in seen(answer)
    assert "**E-Commerce**, frontend: you are **number 1** in line" in seen(answer)
    assert "Backend learners waiting: none yet." in seen(answer)
    assert "As soon as a new backend learner looks for E-Commerce" in seen(answer)
    assert world.home.threads == []


async def test_another_project_or_the_same_track_is_no_match_and_the_queue_says_so(
    world: World,
) -> None:
    await find(world, world.member("Ann"), SHOP, FRONTEND)

    same_track = await find(world, world.member("Bob"), SHOP, FRONTEND)
    other_project = await find(world, world.member("Cleo"), JOBS, BACKEND)

    assert "you are **number 2** in line" in seen(same_track)
    assert "**Job Board**, backend: you are **number 1** in line" in seen(other_project)
    assert "Frontend learners waiting: 2 for E-Commerce." in seen(other_project)
    assert world.home.threads == []


async def test_the_longest_wait_is_over_first(world: World) -> None:
    ann, bob, cleo = (world.member(name) for name in ("Ann", "Bob", "Cleo"))
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)
    await find(world, bob, track=FRONTEND)

    told = await find(world, cleo, track=BACKEND)

    assert f"You and {ann.mention} are a pair" in seen(told)
    assert "you are **number 1** in line" in seen(await find(world, bob, track=FRONTEND))


async def test_the_same_two_are_never_paired_again(world: World) -> None:
    ann, bob, cleo = (world.member(name) for name in ("Ann", "Bob", "Cleo"))
    await make_pair(world, ann, bob)
    thread = the_thread(world)

    await find(world, ann, track=FRONTEND)
    again = await find(world, bob, track=BACKEND)
    told = await find(world, cleo, track=FRONTEND)

    assert "Frontend learners waiting: 1 for E-Commerce (paired with you before)." in seen(again)
    assert f"You have {ann.mention} in {thread.mention} already" in seen(again)
    assert f"You and {bob.mention} are a pair" in seen(told)


async def test_two_who_met_are_not_paired_again_with_their_sides_swapped(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await make_pair(world, ann, bob)

    await make_pair(world, bob, ann)

    assert len(world.home.threads) == 1


async def test_a_partner_of_long_ago_is_not_brought_up(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await make_pair(world, ann, bob)
    await world.wait(timedelta(days=8))

    assert "already" not in seen(await find(world, ann, track=FRONTEND))


async def test_the_role_tells_the_track(world: World) -> None:
    painters = world.guild.create_role("Painters")
    await choose_roles(world, frontend=painters.id)

    answer = await find(world, world.member("Ann", painters))

    assert "**E-Commerce**, frontend:" in seen(answer)


async def test_the_choice_counts_more_than_the_role(world: World) -> None:
    painters = world.guild.create_role("Painters")
    await choose_roles(world, frontend=painters.id)

    answer = await find(world, world.member("Ann", painters), track=BACKEND)

    assert "**E-Commerce**, backend:" in seen(answer)


async def test_without_a_telling_role_the_track_is_asked_for(world: World) -> None:
    painters, plumbers = world.guild.create_role("Painters"), world.guild.create_role("Plumbers")
    await choose_roles(world, frontend=painters.id, backend=plumbers.id)

    neither = await find(world, world.member("Ann"))
    both = await find(world, world.member("Bob", painters, plumbers))

    assert neither.ephemeral
    assert both.ephemeral
    assert "I can't tell which side you build" in seen(neither)
    assert "choose your **track**" in seen(neither)
    assert "You have both roles" in seen(both)


async def test_asking_again_keeps_the_place(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)
    await find(world, world.member("Bob"), track=FRONTEND)

    again = await find(world, ann, track=FRONTEND)

    assert "You're in the queue already" in seen(again)
    assert "you are **number 1** in line" in seen(again)


async def test_another_project_moves_to_the_back_of_its_line(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, SHOP, FRONTEND)
    await find(world, world.member("Bob"), JOBS, FRONTEND)

    moved = await find(world, ann, JOBS, FRONTEND)
    alone = await find(world, world.member("Cleo"), SHOP, BACKEND)

    assert "Changed: you start at the back of this line" in seen(moved)
    assert "**Job Board**, frontend: you are **number 2** in line" in seen(moved)
    assert "you are **number 1** in line" in seen(alone)


async def test_who_leaves_by_command_is_no_longer_matched(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, track=FRONTEND)

    answer = await ann.slash(world.home, "pair leave")
    await find(world, world.member("Bob"), track=BACKEND)

    assert answer.ephemeral
    assert "You've left the queue for **E-Commerce**" in seen(answer)
    assert world.home.threads == []


async def test_the_button_leaves_the_queue_after_a_restart_too(world: World) -> None:
    ann = world.member("Ann")
    place = await find(world, ann, track=FRONTEND)
    assert place.response is not None

    await world.restart()
    await ann.click(place.response, label="Leave the queue")
    await find(world, world.member("Bob"), track=BACKEND)

    assert "You've left the queue for **E-Commerce**" in seen(place)
    assert "Leave the queue" not in seen(place)
    assert world.home.threads == []


async def test_leaving_twice_is_answered_kindly(world: World) -> None:
    ann = world.member("Ann")
    place = await find(world, ann, track=FRONTEND)
    assert place.response is not None
    await ann.slash(world.home, "pair leave")

    by_command = await ann.slash(world.home, "pair leave")
    by_button = await ann.click(place.response, label="Leave the queue")

    for answer in (by_command, by_button):
        assert answer.ephemeral
        assert "You aren't waiting for a partner." in seen(answer)


async def test_leaving_after_the_match_says_who_the_partner_is(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    place = await find(world, ann, track=FRONTEND)
    assert place.response is not None
    await find(world, bob, track=BACKEND)

    answer = await ann.click(place.response, label="Leave the queue")

    assert f"You aren't waiting any more: Nexus paired you with {bob.mention}" in seen(answer)
    assert the_thread(world).mention in seen(answer)


async def test_another_guilds_queue_is_never_matched(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("prodevprojectnexus")
    stranger = world.member("Stranger", guild=other)
    await find(world, world.member("Ann"), track=FRONTEND)

    alone = await stranger.slash(lobby, "pair find", project=SHOP, track=BACKEND)

    assert "Frontend learners waiting: none yet." in seen(alone)
    assert world.home.threads == []
    assert lobby.threads == []


async def test_one_person_waits_in_two_guilds_apart(world: World) -> None:
    ann = world.member("Ann")
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("prodevprojectnexus")
    elsewhere = other.add_member(ann.user)
    await find(world, ann, track=FRONTEND)

    await elsewhere.slash(lobby, "pair find", project=JOBS, track=BACKEND)
    await elsewhere.slash(lobby, "pair leave")

    assert "You're in the queue already" in seen(await find(world, ann, track=FRONTEND))


async def test_without_a_channel_nobody_is_put_into_the_queue(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")
    ann = world.member("Ann", guild=other)

    refused = await ann.slash(lobby, "pair find", project=SHOP, track=FRONTEND)
    left = await ann.slash(lobby, "pair leave")

    assert "No channel is set up for this yet" in seen(refused)
    assert "You aren't waiting" in seen(left)


async def test_a_missing_permission_is_told_before_anybody_waits(world: World) -> None:
    await world.forbid(world.home, create_private_threads=False)

    refused = await find(world, world.member("Ann"), track=FRONTEND)

    assert "**Create Private Threads**" in seen(refused)
    assert "You aren't waiting" in seen(await world.member("Bo").slash(world.home, "pair leave"))


async def test_a_pair_whose_thread_discord_refuses_is_kept_until_it_can_be_opened(
    world: World,
) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    # The permission is lost between the check and the thread.
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)

    told = await make_pair(world, ann, bob)
    await world.forbid(world.home, create_private_threads=False)
    await world.wait(MINUTE)
    before = world.home.threads
    await world.allow_again(world.home)
    await world.wait(MINUTE)

    assert f"You and {ann.mention} are a pair" in seen(told)
    assert "**Create Private Threads, Send Messages in Threads**" in seen(told)
    assert "I try again every minute" in seen(told)
    assert before == []
    for member in (ann, bob):
        assert "You two are a pair" in card(the_thread(world).history(viewer=member)[-1])


async def test_a_thread_that_discord_fails_to_open_is_opened_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    words = "quotes what a member wrote"
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006, message=words)

    told = await make_pair(world, world.member("Ann"), world.member("Bob"))
    await world.wait(MINUTE)

    assert "Discord did not open it just now." in seen(told)
    assert "code 160006" in caplog.text
    assert words not in caplog.text
    assert "You two are a pair" in card(the_thread(world).history()[-1])


async def test_an_opening_that_was_cut_off_goes_on_in_the_same_thread(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    world.env.inject_error("PUT", "/channels/*/thread-members/*", status=403, code=50013)
    told = await make_pair(world, ann, bob)

    await world.restart()
    await world.wait(MINUTE)
    await world.wait(MINUTE)

    thread = the_thread(world)
    assert "Your private thread is not open yet" in seen(told)
    assert [card(one).count("You two are a pair") for one in thread.history(viewer=ann)] == [1]
    assert thread.history(viewer=bob)


async def test_the_finder_and_the_clock_at_once_open_one_thread(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
    await make_pair(world, world.member("Ann"), world.member("Bob"))
    cog = world.bot.get_cog("Pairing")
    assert isinstance(cog, Pairing)

    async with world.bot.db.read() as session:
        (pair,) = await pairs.unopened(session, world.bot.now())
    await asyncio.gather(cog.threads.open(pair), cog.threads.open(pair))
    await world.env.settle()

    assert len(the_thread(world).history()) == 1


async def test_a_card_that_was_posted_before_the_cut_is_not_posted_again(world: World) -> None:
    await make_pair(world, world.member("Ann"), world.member("Bob"))
    # The record of the thread is what the cut lost.
    async with world.bot.db.begin() as session:
        await session.execute(update(Pair).values(thread_id=None))

    await world.wait(MINUTE)

    assert len(the_thread(world).history()) == 1


async def test_a_partner_who_left_the_server_does_not_keep_the_thread_closed(
    world: World,
) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    world.env.inject_error("PUT", f"/channels/*/thread-members/{ann.id}", status=404, code=10007)

    await make_pair(world, ann, bob)

    assert "You two are a pair" in card(the_thread(world).history(viewer=bob)[-1])
