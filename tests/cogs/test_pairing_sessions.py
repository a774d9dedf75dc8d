"""Two propose a time to each other, and nobody else ever hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.domain.weekly import Due
from db import digest_contents, guilds, quotas
from db.guilds import Settings
from tests.cogs.pair_acts import (
    DAY,
    MINUTE,
    later,
    make_trio,
    meet,
    pinged,
    press,
    said,
    say_times,
    the_card,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

FIVE = datetime(2026, 3, 2, 16, tzinfo=UTC)  # 17:00 in Lagos, where evenings begin
TOPIC = "E\\-Commerce: pair 1"


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    return world.member("Bob")


@pytest.fixture
async def thread(world: World, ann: MemberActor, bob: MemberActor) -> ChannelHandle:
    await say_times(world, Lagos=ann, Nairobi=bob)
    return await meet(world, ann, bob)


async def propose(thread: ChannelHandle, who: MemberActor) -> InteractionResult:
    """Choose the first time that is offered."""
    shown = await press(who, the_card(thread), "Propose a time")
    return await press(who, shown, "Mon 2 Mar 17:00")


async def type_time(thread: ChannelHandle, who: MemberActor, typed: str) -> InteractionResult:
    shown = await press(who, the_card(thread), "Propose a time")
    form = await press(who, shown, "Another time")
    return await who.submit_modal(form, dict.fromkeys(fields(form), typed))


async def test_one_tap_on_a_time_that_suits_both_makes_their_session(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    shown = await press(ann, the_card(thread), "Propose a time")
    offered = seen(shown)
    told = await press(ann, shown, "Mon 2 Mar 17:00")

    session = said(thread)[-1]
    assert shown.ephemeral
    assert f"<t:{FIVE.timestamp():.0f}:f>" in offered
    assert "Session **#1** is planned" in seen(told)
    assert f"{bob.mention}: can you come? Only your pair sees this." in card(session)
    assert "**1 of 2 going**" in card(session)
    assert pinged(world, session) == {bob.id}
    assert said(world.home) == []


async def test_the_partner_says_that_they_come_and_both_are_reminded(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await propose(thread, ann)

    told = await press(bob, said(thread)[-1], "Going")
    await later(world, timedelta(hours=3, minutes=5))

    assert "You are going to session **#1**" in seen(told)
    assert "**2 of 2 going**" in "\n".join(map(card, said(thread)))
    reminder = said(thread)[-1]
    assert "comes soon" in card(reminder)
    assert pinged(world, reminder) == {ann.id, bob.id}


async def test_a_time_in_ones_own_words_is_read_on_ones_own_clock(
    thread: ChannelHandle, bob: MemberActor
) -> None:
    told = await type_time(thread, bob, "fri 18:00 for 90m")

    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)  # 18:00 in Nairobi
    assert "Session **#1** is planned" in seen(told)
    assert f"<t:{friday.timestamp():.0f}:F>" in card(said(thread)[-1])
    assert "1 hour 30 minutes" in card(said(thread)[-1])


async def test_words_that_mean_several_times_are_asked_about(
    thread: ChannelHandle, ann: MemberActor
) -> None:
    asked = await type_time(thread, ann, "fri 6")
    told = await press(ann, asked, "Fri 6 Mar 18:00")

    assert "Session **#1** is planned" in seen(told)


async def test_words_that_are_no_time_come_back(thread: ChannelHandle, ann: MemberActor) -> None:
    refused = await type_time(thread, ann, "whenever")

    assert refused.ephemeral
    assert "What you wrote comes back" in seen(refused)


async def test_what_is_missing_for_common_hours_is_said_to_who_asks(
    world: World, ann: MemberActor, bob: MemberActor
) -> None:
    await say_times(world, Lagos=ann)
    thread = await meet(world, ann, bob)

    hers = await press(ann, the_card(thread), "Propose a time")
    his = await press(bob, the_card(thread), "Propose a time")

    assert f"{bob.mention} has not said yet where they are" in seen(hers)
    assert "Say where you are with" in seen(his)
    assert "Another time" in seen(hers)
    zoneless = await type_time(thread, bob, "fri 18:00")
    assert "Whose 18:00 is that?" in seen(zoneless)


async def test_the_same_time_is_not_planned_twice(
    thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    shown = await press(bob, the_card(thread), "Propose a time")
    await propose(thread, ann)
    again = await press(bob, shown, "Mon 2 Mar 17:00".replace("17", "19"))

    assert "You have session **#1** at that time already." in seen(again)
    assert len(said(thread)) == 2


async def test_a_time_that_has_passed_meanwhile_is_not_taken(
    world: World, thread: ChannelHandle, ann: MemberActor
) -> None:
    shown = await press(ann, the_card(thread), "Propose a time")
    await world.wait(DAY)

    assert "That time has passed" in seen(await press(ann, shown, "Mon 2 Mar 17:00"))


@pytest.fixture
async def cleo(world: World, thread: ChannelHandle, ann: MemberActor) -> MemberActor:
    """Somebody else, once Ann has proposed a time to Bob."""
    await propose(thread, ann)
    await world.wait(MINUTE)
    return world.member("Cleo")


async def test_nobody_else_finds_it_in_a_list(
    world: World, cleo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    for which in ("all", "mine", "week"):
        theirs = await cleo.slash(world.home, "session list", which=which)
        assert "pair 1" not in seen(theirs), which
        assert TOPIC in seen(await ann.slash(world.home, "session list", which=which))
    assert TOPIC in seen(await bob.slash(world.home, "session list"))


async def test_nobody_else_is_offered_it(world: World, cleo: MemberActor, bob: MemberActor) -> None:
    for typed in ("", "pair", "1"):
        hers = await cleo.autocomplete(world.home, "session show", "session", typed)
        assert list(hers) == []
        assert len(await bob.autocomplete(world.home, "session show", "session", typed)) == 1


COMMANDS = {
    "session show": {},
    "session ics": {},
    "session move": {"when": "sat 18:00"},
    "session skip": {},
    "session edit": {"topic": "Mine"},
    "session cancel": {"reason": "Ill"},
}


async def test_by_its_number_it_is_as_unknown_to_others_as_any(
    world: World, cleo: MemberActor
) -> None:
    for command, options in COMMANDS.items():
        known = await cleo.slash(world.home, command, session="1", **options)
        unknown = await cleo.slash(world.home, command, session="9", **options)

        assert "There is no session #1 here." in seen(known), command
        assert seen(known).replace("#1", "#9") == seen(unknown), command


async def test_no_button_of_it_works_for_others(
    world: World, cleo: MemberActor, thread: ChannelHandle
) -> None:
    """They do not even see it: what they press is forged."""
    for road in ("going", "maybe", "cant", "still", "here", "who", "edit", "cancel", "undo"):
        answer = await forge.press(cleo, world.home, f"study:{road}:1")
        assert "There is no session #1 here." in seen(answer), road
        assert answer.ephemeral
    opened = await forge.press(cleo, world.home, "study:open", "1")
    assert "There is no session #1 here." in seen(opened)
    assert "**1 of 2 going**" in card(said(thread)[-1])


async def test_it_cannot_be_handed_to_others(
    world: World, cleo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    refused = await ann.slash(world.home, "session host", member=cleo, session="1")
    handed = await ann.slash(world.home, "session host", member=bob, session="1")

    assert "only one of the pair can host it" in seen(refused)
    assert "hosts" in seen(handed)


async def test_others_have_no_calendar_of_it(
    world: World, cleo: MemberActor, ann: MemberActor
) -> None:
    hers = await cleo.slash(world.home, "session ics")
    anns = await ann.slash(world.home, "session ics")

    assert "nothing to put into a file" in seen(hers)
    assert "pair 1" in world.file_in(anns)


async def test_neither_the_digest_nor_the_servers_events_tell_of_it(
    world: World, cleo: MemberActor
) -> None:
    await later(world, timedelta(minutes=10))

    async with world.bot.db.read() as session:
        now = world.bot.now()
        due = Due("2026-W10", now + timedelta(hours=1))
        found = await digest_contents.contents(session, world.guild.id, Settings(), due, now)
    assert found.items == []
    assert not [one for one in world.env.http_requests if "scheduled-events" in one.path]


async def test_no_quota_counts_it(world: World, cleo: MemberActor, ann: MemberActor) -> None:
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, sessions_per_member=1, sessions_per_guild=1)
        await quotas.check(session, world.guild.id, ann.id, world.bot.now())


async def test_where_sessions_need_approval_a_pairs_own_does_not(
    world: World, thread: ChannelHandle, ann: MemberActor
) -> None:
    async with world.bot.db.begin() as session:
        await guilds.change(
            session,
            world.guild.id,
            sessions_need_approval=True,
            moderators_channel_id=world.home.id,
        )

    await propose(thread, ann)

    assert TOPIC in card(said(thread)[-1])
    assert said(world.home) == []


async def test_moderators_find_it_by_its_number(world: World, cleo: MemberActor) -> None:
    mo = world.moderator()

    assert TOPIC in seen(await mo.slash(world.home, "session show", session="1"))


async def test_its_thread_keeps_its_name_whatever_the_session_is_called(
    world: World, cleo: MemberActor, thread: ChannelHandle, ann: MemberActor
) -> None:
    await ann.slash(world.home, "session edit", session="1", topic="JWT")
    await later(world, MINUTE)

    assert [one.name for one in world.home.threads] == ["E-Commerce: pair 1"]
    assert "JWT" in card(said(thread)[-1])


async def test_a_card_whose_thread_is_gone_is_posted_nowhere_else(
    world: World, thread: ChannelHandle, ann: MemberActor
) -> None:
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=404, code=10003)

    await propose(thread, ann)
    await later(world, timedelta(minutes=3))

    assert said(world.home) == []


async def test_a_session_follows_its_pair_into_their_next_thread(
    world: World, thread: ChannelHandle, ann: MemberActor, bob: MemberActor
) -> None:
    await propose(thread, ann)
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()

    await later(world, timedelta(minutes=2))

    (another,) = world.home.threads
    assert another.id != thread.id
    assert "Propose a time" in card(the_card(another))
    assert TOPIC in card(said(another)[-1])
    assert said(world.home) == []


async def test_who_leaves_a_trio_leaves_its_sessions(world: World) -> None:
    bea, flo, fred = (world.member(name) for name in ("Bea", "Flo", "Fred"))
    await say_times(world, Lagos=flo)
    thread = await make_trio(world, bea, flo, fred)
    await type_time(thread, flo, "fri 18:00")
    asked_to_come = pinged(world, said(thread)[-1])

    asked = await press(flo, the_card(thread), "Re-match")
    await press(flo, asked, "Yes, find me somebody new")
    await later(world, MINUTE)

    assert asked_to_come == {bea.id, fred.id}
    shown = await bea.slash(world.home, "session show", session="1")
    assert f"hosted by {flo.mention}" not in seen(shown)
    assert "There is no session #1 here." in seen(
        await flo.slash(world.home, "session show", session="1")
    )
