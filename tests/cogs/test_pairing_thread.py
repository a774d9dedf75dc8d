"""A pair meets in a private thread, whatever Discord refuses on the way."""

import asyncio
from datetime import timedelta

import discord
import pytest
from simcord import SetupError
from sqlalchemy import update

from cogs.pairing.meeting.threads import threads_of
from db import pairs
from db.tables import Pair
from tests.cogs.pairing_acts import make_pair, the_thread, told
from tests.world import World, card, seen

MINUTE = timedelta(minutes=1)


async def test_two_learners_find_each_other_and_meet_in_a_private_thread(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")

    answer = await make_pair(world, ann, bob)

    thread = the_thread(world)
    assert thread.name == "E-Commerce: pair 1"
    assert answer.ephemeral
    assert f"You and {ann.mention} are a pair for **E-Commerce**!" in told(answer)
    assert f"Say hello in {thread.mention}" in told(answer)
    for member in (ann, bob):
        introduction = card(thread.history(viewer=member)[-1])
        assert f"{ann.mention} (frontend) and {bob.mention} (backend)" in introduction
        assert "your first time together" in introduction
        assert "1. Say hello" in introduction


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


async def test_a_thread_that_discord_fails_to_open_is_opened_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    words = "quotes what a member wrote"
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006, message=words)

    answer = await make_pair(world, world.member("Ann"), world.member("Bob"))
    await world.wait(MINUTE)

    assert "Discord did not open it just now." in seen(answer)
    assert "code 160006" in caplog.text
    assert words not in caplog.text
    assert "You two are a pair" in card(the_thread(world).history()[-1])


async def test_an_opening_that_was_cut_off_goes_on_in_the_same_thread(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    world.env.inject_error("PUT", "/channels/*/thread-members/*", status=403, code=50013)
    answer = await make_pair(world, ann, bob)

    await world.restart()
    await world.wait(MINUTE)
    await world.wait(MINUTE)

    thread = the_thread(world)
    assert "Your private thread is not open yet" in seen(answer)
    assert [card(one).count("You two are a pair") for one in thread.history(viewer=ann)] == [1]
    assert thread.history(viewer=bob)


async def test_the_finder_and_the_clock_at_once_open_one_thread(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
    await make_pair(world, world.member("Ann"), world.member("Bob"))
    threads = threads_of(world.bot)
    async with world.bot.db.read() as session:
        (pair,) = await pairs.unopened(session, world.bot.now())
    await asyncio.gather(threads.open(pair), threads.open(pair))
    await world.env.settle()

    assert len(the_thread(world).history()) == 1


async def test_a_card_that_was_posted_before_the_cut_is_not_posted_again(world: World) -> None:
    await make_pair(world, world.member("Ann"), world.member("Bob"))
    # The record of the thread is what the cut lost.
    async with world.bot.db.begin() as session:
        await session.execute(update(Pair).values(thread_id=None))

    await world.wait(MINUTE)

    assert len(the_thread(world).history()) == 1


async def test_a_partner_who_left_the_server_is_noticed_when_the_thread_opens(
    world: World,
) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    world.env.inject_error("PUT", f"/channels/*/thread-members/{ann.id}", status=404, code=10007)

    await make_pair(world, ann, bob)

    said = card(the_thread(world).history(viewer=bob)[-1])
    assert f"{ann.mention} has left the server" in said
    assert "You are at the **front** of the queue" in said
