"""Silence is noticed, and whoever is left alone finds somebody new."""

from collections.abc import Sequence
from datetime import timedelta

import discord
import pytest
from simcord import ChannelHandle, MemberActor, SetupError

from bot.domain.matching import Track
from db import pair_ends, pair_lives, pairs, queue
from db.pairs import End, Verdict
from tests.cogs.pair_acts import (
    DAY,
    HOUR,
    MINUTE,
    WEEK,
    later,
    make_pair,
    make_trio,
    meet,
    pinged,
    press,
    said,
    the_card,
    thread_of,
    wait_as,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

NUDGE = "it has been quiet here for two days"
TWO_DAYS = 2 * DAY + 10 * MINUTE


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    return world.member("Bob")


@pytest.fixture
async def thread(world: World, ann: MemberActor, bob: MemberActor) -> ChannelHandle:
    return await meet(world, ann, bob)


def nudges(thread: ChannelHandle) -> list[discord.Message]:
    return [one for one in said(thread) if NUDGE in card(one)]


async def rematch(thread: ChannelHandle, who: MemberActor) -> str:
    """Ask for somebody new, and mean it; what is said in the end."""
    asked = await press(who, the_card(thread), "Re-match")
    told = await press(who, asked, "Yes, find me somebody new")
    return f"{seen(asked)}\n{seen(told)}"


async def in_line(world: World) -> Sequence[tuple[int, bool]]:
    """Who waits, in their order, and whether they were put to the front."""
    async with world.bot.db.read() as session:
        found = await queue.candidates(session, world.guild.id, world.bot.now())
    return [(one.user_id, one.is_first) for one in found]


def over_in(thread: ChannelHandle) -> discord.Message:
    return next(one for one in said(thread) if "Find somebody new" in card(one))


async def test_two_silent_days_bring_one_nudge_that_mentions_both(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await later(world, 2 * DAY - HOUR)
    assert nudges(thread) == []

    await later(world, 2 * HOUR)
    await later(world, 3 * DAY)

    (nudge,) = nudges(thread)
    assert pinged(world, nudge) == {ann.id, bob.id}
    assert "We have started" in card(nudge)
    assert said(world.home) == []


async def test_a_message_is_a_sign_of_life_even_if_nexus_had_the_last_word(
    world: World, thread: ChannelHandle, ann: MemberActor
) -> None:
    await world.wait(DAY)
    await ann.send(thread, "Hello!")
    async with world.bot.db.begin() as session:
        post = await pairs.card_anew(session, world.guild.id, 1, world.bot.now())
    await world.bot.delivery.send_now(post or "")

    assert len(said(thread)) == 3

    await later(world, DAY + HOUR)

    assert nudges(thread) == []


@pytest.mark.parametrize("label", ["Propose a time", "Re-match"])
async def test_any_button_is_a_sign_of_life(
    world: World, thread: ChannelHandle, ann: MemberActor, label: str
) -> None:
    await world.wait(DAY)
    shown = await press(ann, the_card(thread), label)
    if label == "Re-match":
        await press(ann, shown, "Stay")

    await later(world, DAY + HOUR)

    assert nudges(thread) == []


async def test_who_has_started_is_left_alone(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    told = await press(bob, the_card(thread), "We have started")
    again = await press(ann, the_card(thread), "Propose a time")
    await later(world, TWO_DAYS)

    assert told.ephemeral
    assert "I don't remind you any more" in seen(told)
    assert again.ephemeral
    assert nudges(thread) == []
    assert "**Started**" in card(the_card(thread))
    assert "We have started" not in card(the_card(thread))


async def test_started_is_noted_once(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    first = await press(ann, the_card(thread), "We have started")
    nudge_of_before = await forge.press(bob, thread, "pairing:started:1")

    assert "Good to hear!" in seen(first)
    assert "Noted already" in seen(nudge_of_before)


async def test_a_bot_that_was_down_nudges_when_it_is_back(
    world: World, thread: ChannelHandle
) -> None:
    await world.env.advance_time((3 * DAY).total_seconds())
    await world.restart()
    await later(world, MINUTE)

    assert len(nudges(thread)) == 1


async def test_a_nudge_that_was_cut_off_is_sent_after_the_restart(
    world: World, thread: ChannelHandle
) -> None:
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503)
    await world.wait(TWO_DAYS)
    await world.restart()
    await later(world, HOUR)

    assert len(nudges(thread)) == 1


async def test_after_an_unanswered_nudge_the_asker_goes_to_the_front_and_the_other_does_not(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await later(world, TWO_DAYS)
    await ann.send(thread, "Bob?")

    asked = await press(ann, the_card(thread), "Re-match")
    words = seen(asked)
    await press(ann, asked, "Yes, find me somebody new")

    assert "You go to the **front** of the queue" in words
    assert "You are at the front of the queue" in seen(asked)
    assert (await in_line(world))[0] == (ann.id, True)
    over = over_in(thread)
    assert pinged(world, over) == {bob.id}
    assert f"{ann.mention} has asked for a new partner" in card(over)
    assert "**front**" not in card(over)
    await press(bob, over, "Find somebody new")
    assert dict(await in_line(world)) == {ann.id: True, bob.id: False}


async def test_a_nudge_that_was_answered_leaves_the_asker_at_the_back(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await later(world, TWO_DAYS)
    await bob.send(thread, "Here I am.")

    told = await rematch(thread, ann)

    assert "at the back of the queue" in told
    assert await in_line(world) == [(ann.id, False)]
    assert "**front**" in card(over_in(thread))


async def test_who_was_left_finds_somebody_new_from_the_front_and_never_the_same(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await rematch(thread, ann)

    told = await press(bob, over_in(thread), "Find somebody new")
    again = await press(bob, over_in(thread), "Find somebody new")

    assert "at the front of the queue" in seen(told)
    assert "asked for somebody new already" in seen(again)
    assert sorted(await in_line(world)) == sorted([(ann.id, False), (bob.id, True)])
    assert await wait_as(world, ann, Track.FRONTEND) is None


async def test_somebody_who_waits_is_met_at_once(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    cleo = world.member("Cleo")
    await wait_as(world, cleo, Track.BACKEND)

    told = await rematch(thread, ann)

    assert f"Your pair with {bob.mention} has ended." in told
    assert f"You and {cleo.mention} are a pair" in told
    another = await thread_of(world, 2)
    assert pinged(world, the_card(another)) == {ann.id, cleo.id}
    with pytest.raises(SetupError):
        another.history(viewer=bob)


async def test_both_ask_at_once_and_both_are_served(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    hers = await press(ann, the_card(thread), "Re-match")
    his = await press(bob, the_card(thread), "Re-match")

    await press(ann, hers, "Yes, find me somebody new")
    await press(bob, his, "Yes, find me somebody new")

    assert f"Your pair with {bob.mention} has ended." in seen(hers)
    assert f"Your pair with {ann.mention} has ended already." in seen(his)
    assert "front of the queue" in seen(his)
    assert {user_id for user_id, _ in await in_line(world)} == {ann.id, bob.id}
    assert len([one for one in said(thread) if "so this pair has ended" in card(one)]) == 1


async def test_nothing_ends_before_it_is_confirmed(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    asked = await ann.slash(thread, "pair rematch")
    words = seen(asked)
    kept = await press(ann, asked, "Stay")

    assert asked.ephemeral
    assert f"Your pair with {bob.mention} ends" in words
    assert "into the queue, at the back" in words
    assert "you are still a pair" in seen(kept)
    assert await in_line(world) == []
    assert "Propose a time" in card(the_card(thread))


async def test_the_command_finds_ones_pair_and_nobody_elses(
    world: World, thread: ChannelHandle, ann: MemberActor
) -> None:
    cleo = world.member("Cleo")

    offered = await ann.autocomplete(world.home, "pair rematch", "pair", "")
    assert [one["value"] for one in offered] == ["1"]
    assert list(await cleo.autocomplete(world.home, "pair rematch", "pair", "")) == []
    assert "Somebody new instead?" in seen(await ann.slash(world.home, "pair rematch", pair="1"))
    refused = await cleo.slash(world.home, "pair rematch", pair="1")
    assert "Only the two of a pair can do that" in seen(refused)
    assert "You have no partner" in seen(await cleo.slash(world.home, "pair rematch"))


async def test_the_thread_is_closed_once_nobody_needs_it(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await rematch(thread, ann)
    await later(world, HOUR)
    assert not is_closed(world, thread)

    await world.restart()
    await later(world, DAY)

    assert is_closed(world, thread)
    assert "This pair has ended" in card(said(thread)[0])


def is_closed(world: World, thread: ChannelHandle) -> bool:
    meta = world.env.backend.get_thread(thread.id).thread_metadata
    assert meta is not None
    return meta.archived and meta.locked


async def test_of_three_one_goes_and_two_go_on(world: World) -> None:
    bea, flo, fred = (world.member(name) for name in ("Bea", "Flo", "Fred"))
    thread = await make_trio(world, bea, flo, fred)
    assert "You three are a pair" in card(the_card(thread))

    told = await rematch(thread, flo)
    await later(world, MINUTE)

    assert f"You have left; {fred.mention} and {bea.mention} go on." in told
    line = said(thread)[-1]
    assert f"{flo.mention} has asked for a new partner" in card(line)
    assert pinged(world, line) == {bea.id, fred.id}
    assert "You two are a pair" in card(the_card(thread))
    refused = await press(flo, the_card(thread), "Propose a time")
    assert "Only the two of a pair can do that" in seen(refused)
    assert await wait_as(world, bea, Track.BACKEND) is None  # never the same two again


async def test_without_the_one_of_their_side_the_others_are_free_too(world: World) -> None:
    bea, flo, fred = (world.member(name) for name in ("Bea", "Flo", "Fred"))
    thread = await make_trio(world, bea, flo, fred)

    await rematch(thread, bea)

    assert pinged(world, over_in(thread)) == {flo.id, fred.id}
    for one in (flo, fred):
        assert "front of the queue" in seen(await press(one, over_in(thread), "Find somebody new"))


async def test_a_partner_who_left_the_server_is_noticed_instead_of_a_nudge(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    world.guild.remove_member(bob)

    await later(world, TWO_DAYS)

    assert nudges(thread) == []
    over = said(thread)[-1]
    assert f"{bob.mention} has left the server" in card(over)
    assert pinged(world, over) == {ann.id}
    assert await in_line(world) == [(ann.id, True)]


async def test_who_asks_for_somebody_new_after_the_partner_left_goes_to_the_front(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    world.guild.remove_member(bob)

    assert "at the front of the queue" in await rematch(thread, ann)
    assert await in_line(world) == [(ann.id, True)]


async def test_a_partner_who_left_before_they_met_is_told_of_at_once(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    pair = await make_pair(world, ann, bob)
    world.guild.remove_member(bob)
    world.env.inject_error("PUT", f"/channels/*/thread-members/{bob.id}", status=404, code=10013)

    await later(world, MINUTE)

    (told,) = said(await thread_of(world, pair.id))
    assert f"{bob.mention} has left the server" in card(told)
    assert await in_line(world) == [(ann.id, True)]


async def test_a_moderators_end_is_told_to_both(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    async with world.bot.db.begin() as session:
        _, posts = await pair_ends.end(
            session, world.guild.id, 1, end=End.MODERATOR, now=world.bot.now()
        )
    await world.bot.delivery.send_now(*posts)

    assert "a moderator ended this pair" in card(over_in(thread))
    assert pinged(world, over_in(thread)) == {ann.id, bob.id}


async def test_a_week_later_each_says_in_private_whether_it_worked(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await press(ann, the_card(thread), "We have started")
    await later(world, WEEK)

    asked = said(thread)[-1]
    assert "**Did it work?**" in card(asked)
    assert pinged(world, asked) == {ann.id, bob.id}
    first = await press(ann, asked, "It didn't")
    hers = await press(ann, asked, "It worked")
    await press(bob, asked, "Partly")
    form = await press(ann, hers, "Add a line")
    thanks = await ann.submit_modal(form, dict.fromkeys(fields(form), "Her API was clear."))

    assert first.ephemeral
    assert hers.ephemeral
    assert "Noted: **It worked**" in seen(hers)
    assert "that helps the next ones" in seen(thanks)
    assert "worked**" not in card(said(thread)[-1])
    async with world.bot.db.read() as session:
        found = await pair_lives.figures(session, world.guild.id, world.bot.now() - 2 * WEEK)
        line = await pair_lives.said(session, world.guild.id, 1, ann.id)
    assert (found.made, found.started, found.nudged) == (1, 1, 0)
    assert found.verdicts == {Verdict.WORKED: 1, Verdict.PARTLY: 1, Verdict.FAILED: 0}
    assert line == "Her API was clear."


async def test_it_is_asked_once(world: World, thread: ChannelHandle) -> None:
    await later(world, WEEK)
    await world.restart()
    await later(world, 2 * DAY)

    assert [card(one).count("Did it work?") for one in said(thread)].count(1) == 1


async def test_a_third_cannot_press_what_they_do_not_see(
    world: World, thread: ChannelHandle
) -> None:
    cleo = world.member("Cleo")

    with pytest.raises(SetupError):
        thread.history(viewer=cleo)


def test_patience_is_two_days() -> None:
    assert timedelta(hours=48) == pair_lives.SILENCE
