"""Two who found each other meet: in a private thread, or in a public one if both take that."""

from datetime import timedelta

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError

from bot.domain.matching import Track
from db import guilds, pairs
from tests.cogs.pair_acts import (
    DAY,
    MINUTE,
    later,
    make_pair,
    make_trio,
    meet,
    pinged,
    press,
    said,
    say_times,
    the_card,
    thread_of,
    wait_as,
)
from tests.guards import forge
from tests.world import World, card, seen

FINE, RATHER_NOT = "A public thread is fine", "Rather not"


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    return world.member("Bob")


async def test_the_card_says_why_these_two_and_tells_both_once(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await say_times(world, Lagos=ann, Nairobi=bob)
    thread = await meet(world, ann, bob)

    (shown,) = said(thread)
    words = card(shown)
    assert f"{ann.mention} (frontend) and {bob.mention} (backend) build" in words
    assert "**Why you:** REST or GraphQL as you like, and your first time together." in words
    assert "14 shared hours a week." in words
    assert "Mon 2 Mar 17:00 Lagos, 19:00 Nairobi" in words
    assert "1. Say hello" in words
    assert len(words.splitlines()) <= 12 + 4  # rows, and its buttons
    assert pinged(world, shown) == {ann.id, bob.id}
    assert said(world.home) == []


async def test_a_third_sees_nothing_of_it(world: World, ann: MemberActor, bob: MemberActor) -> None:
    cleo = world.member("Cleo")
    thread = await meet(world, ann, bob)

    with pytest.raises(SetupError):
        thread.history(viewer=cleo)
    for road in ("propose", "started", "rematch", "part", "new", "stay", "when", "line"):
        answer = await forge.press(cleo, world.home, f"pairing:{road}:1")
        assert "Only the two of a pair can do that" in seen(answer), road
        assert answer.ephemeral


async def test_a_trio_meets_in_one_thread(world: World) -> None:
    bea, flo, fred = (world.member(name) for name in ("Bea", "Flo", "Fred"))

    thread = await make_trio(world, bea, flo, fred)

    assert "You three are a pair" in card(the_card(thread))
    assert "REST for all, and" in card(the_card(thread))
    assert pinged(world, the_card(thread)) == {bea.id, flo.id, fred.id}
    for one in (bea, flo, fred):
        assert thread.history(viewer=one)


async def test_the_cards_buttons_outlive_a_restart(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)

    await world.restart()
    told = await press(bob, the_card(thread), "We have started")

    assert "Good to hear!" in seen(told)
    assert "**Started**" in card(the_card(thread))


async def test_a_card_that_was_deleted_stands_again_and_pings_nobody(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    pressed = the_card(thread)
    await press(ann, pressed, "Propose a time")
    world.env.backend.delete_message(thread.id, pressed.id)

    await forge.press(ann, thread, "pairing:started:1")
    await later(world, MINUTE)

    again = the_card(thread)
    assert again.id != pressed.id
    assert "**Started**" in card(again)
    assert pinged(world, again) == set()


async def test_a_deleted_thread_is_opened_anew_once_and_then_let_be(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await delete(world, thread)
    await later(world, MINUTE)
    another = await thread_of(world, 1)
    await delete(world, another)
    await later(world, 5 * MINUTE)

    assert another.id != thread.id
    assert world.home.threads == []


async def delete(world: World, thread: ChannelHandle) -> None:
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()


async def test_a_thread_that_was_deleted_while_nexus_was_away_is_noticed(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    world.env.inject_error("PATCH", f"/channels/{thread.id}/messages/*", status=404, code=10003)

    await press(ann, the_card(thread), "We have started")

    async with world.bot.db.read() as session:
        pair = await pairs.by_id(session, world.guild.id, 1)
    assert pair is not None
    assert pair.thread_id is None


async def find(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.home, "pair find", project="E-Commerce", track="backend")


@pytest.fixture
async def asked(world: World, ann: MemberActor, bob: MemberActor) -> InteractionResult:
    """Bob found Ann where Nexus may open no private thread: what he is told."""
    await world.forbid(world.home, create_private_threads=False)
    await wait_as(world, ann, Track.FRONTEND)
    return await find(world, bob)


async def test_where_none_may_be_private_both_are_asked_before_a_public_one(
    world: World, asked: InteractionResult, ann: MemberActor, bob: MemberActor
) -> None:
    (question,) = said(world.home)

    assert asked.ephemeral
    assert f"You and {ann.mention} are a pair" in seen(asked)
    assert FINE in seen(asked)
    assert pinged(world, question) == {ann.id, bob.id}
    assert world.home.threads == []

    first = await press(bob, asked, FINE)
    assert f"as soon as {ann.mention} agrees too" in seen(first)
    assert f"Fine with {bob.mention}" in card(said(world.home)[0])
    assert world.home.threads == []

    second = await press(ann, question, FINE)
    (thread,) = world.home.threads
    assert thread.mention in seen(second)
    assert pinged(world, the_card(thread)) == {ann.id, bob.id}
    assert f"your thread is open: {thread.mention}" in card(said(world.home)[0])
    assert thread.history(viewer=world.member("Cleo"))


async def test_agreed_and_cut_off_the_thread_is_opened_by_the_clock(
    world: World, asked: InteractionResult, ann: MemberActor, bob: MemberActor
) -> None:
    await press(bob, asked, FINE)
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
    told = await press(ann, said(world.home)[0], FINE)

    await world.restart()
    await later(world, MINUTE)

    assert "It is not open yet." in seen(told)
    assert "Propose a time" in card(the_card(await thread_of(world, 1)))


async def test_one_who_would_rather_not_is_enough(
    world: World, asked: InteractionResult, ann: MemberActor, bob: MemberActor
) -> None:
    staff = world.guild.create_text_channel("staff")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, moderators_channel_id=staff.id)
    await press(bob, asked, FINE)

    told = await press(ann, said(world.home)[0], RATHER_NOT)
    await later(world, 2 * MINUTE)

    assert told.ephemeral
    assert "Noted: no public thread." in seen(told)
    assert "you stay without a thread for now" in card(said(world.home)[0])
    assert world.home.threads == []
    (notice,) = said(staff)
    assert "Pair 1 has nowhere to talk" in card(notice)
    assert "**Create Private Threads**" in card(notice)
    assert ann.mention not in card(notice)


async def test_once_private_ones_are_allowed_theirs_is_opened(
    world: World, asked: InteractionResult, ann: MemberActor, bob: MemberActor
) -> None:
    await press(ann, said(world.home)[0], RATHER_NOT)

    await world.allow_again(world.home)
    await later(world, MINUTE)

    thread = await thread_of(world, 1)
    assert thread.history(viewer=bob)
    with pytest.raises(SetupError):
        thread.history(viewer=world.member("Cleo"))
    late = await press(bob, asked, FINE)
    assert "Your thread is open already" in seen(late)


async def test_a_third_has_no_say_in_it(
    world: World, asked: InteractionResult, bob: MemberActor
) -> None:
    cleo = world.member("Cleo")

    answer = await press(cleo, said(world.home)[0], FINE)

    assert "Only the two of a pair can do that" in seen(answer)
    assert "Fine with" not in card(said(world.home)[0])


async def test_a_private_thread_that_discord_refuses_is_asked_about_too(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)

    await make_pair(world, ann, bob)
    await world.wait(MINUTE)

    assert FINE in card(said(world.home)[0])


async def test_without_any_room_for_threads_nobody_waits(world: World, ann: MemberActor) -> None:
    await world.forbid(world.home, create_private_threads=False, create_public_threads=False)

    refused = await find(world, ann)

    assert "**Create Private Threads**" in seen(refused)


async def test_a_pair_without_a_thread_that_ends_is_told_where_it_was_asked(
    world: World, asked: InteractionResult, ann: MemberActor, bob: MemberActor
) -> None:
    confirm = await bob.slash(world.home, "pair rematch")
    await press(bob, confirm, "Yes, find me somebody new")
    await later(world, timedelta(seconds=5))

    shown = said(world.home)[0]
    assert "your pair has ended" in card(shown)
    told = await press(ann, shown, "Find somebody new")
    assert "front of the queue" in seen(told)


async def test_a_nudge_wakes_an_archived_thread(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    meta = world.env.backend.get_thread(thread.id).thread_metadata
    assert meta is not None
    meta.archived = True

    await later(world, 2 * DAY + 10 * MINUTE)

    assert "it has been quiet here" in card(said(thread)[-1])
