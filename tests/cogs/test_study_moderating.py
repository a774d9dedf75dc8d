"""Moderators look after all sessions, on record; and before they are posted, where they want to."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from db import guilds
from tests.cogs.study_acts import (
    again,
    cards_in,
    pinged,
    plan,
    post,
    press,
    stamp,
    thread_of,
)
from tests.cogs.tending_acts import (
    UNDO,
    asks_for_approval,
    card_of,
    custom_id,
    labels,
    message_of,
    rows,
    said_in,
    series,
    submit,
)
from tests.guards import forge
from tests.world import World, card, seen

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SATURDAY = FRIDAY + DAY

BELOW_THE_RECORD = ("Older", "Download CSV", "About what?")


@pytest.fixture
def ann(world: World) -> MemberActor:
    """She hosts."""
    return world.member("Ann")


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


async def nexus(world: World, who: MemberActor, verb: str, **options: Any) -> InteractionResult:
    return await who.slash(world.home, f"nexus session {verb}", **options)


async def record(world: World, who: MemberActor) -> str:
    return seen(await who.slash(world.home, "nexus audit"))


def as_read(shown: str) -> list[str]:
    """Its lines, with moments as people read them at once."""
    return re.sub(r"<t:\d+:R>", "just now", shown).split("\n")


# The same acts, at another door


async def test_a_moderator_does_all_that_a_host_may_and_each_act_leaves_a_line(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await series(world, ann)
    ben = world.member("Ben")

    shown = await nexus(world, mo, "move", session="1", when="sat 18:00", reason="Hall: taken")
    await press(mo, shown, "Move it")
    await nexus(world, mo, "edit", session="1", seats=9, scope="all", reason="Small hall")
    await nexus(world, mo, "skip", session="2")
    first = await record(world, mo)
    await nexus(world, mo, "host", session="1", member=ben, reason="Ann is ill")
    told = await nexus(world, mo, "cancel", session="3", reason="No hall", scope="all")
    await press(mo, told, "Undo")
    second = await record(world, mo)

    assert as_read(first) == [
        "### What moderators did",
        f"{mo.mention} skipped **session #2**",
        "-# just now",
        f"{mo.mention} edited all from **session #1**",
        "-# just now · Small hall",
        f"{mo.mention} moved **session #1**",
        "-# just now · Hall: taken",
        *BELOW_THE_RECORD[1:],
    ]
    assert as_read(second)[1:] == [
        f"{mo.mention} brought back all from **session #3**",
        "-# just now",
        f"{mo.mention} cancelled all from **session #3**",
        "-# just now · No hall",
        f"{mo.mention} handed over **session #1**",
        "-# just now · Ann is ill",
        *BELOW_THE_RECORD,
    ]
    shown_to_all = await again(world, message_of(world, 1))
    assert stamp(SATURDAY) in shown_to_all
    assert f"hosted by {ben.mention}" in shown_to_all
    assert "of 9 going" in shown_to_all


async def test_the_form_of_the_details_keeps_a_moderators_reason(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    message = await post(world, ann)

    form = await nexus(world, mo, "edit", session="1", reason="Ann asked: a link")
    await submit(mo, form, link="https://meet.example.org/jwt")

    assert "meet.example.org" in await again(world, message)
    assert "Ann asked: a link" in await record(world, mo)


async def test_members_are_refused_at_every_door_of_moderators(
    world: World, ann: MemberActor
) -> None:
    """Even the host: that door is for others' sessions, and this one has its own."""
    await post(world, ann)
    world.open_to_all("nexus")

    for refused in (
        await nexus(world, ann, "move", session="1", when="sat 18:00"),
        await nexus(world, ann, "skip", session="1"),
        await nexus(world, ann, "edit", session="1"),
        await nexus(world, ann, "cancel", session="1", reason="Mine"),
        await nexus(world, ann, "host", session="1", member=ann),
        await nexus(world, ann, "settings"),
        await ann.slash(world.home, "nexus audit"),
        await forge.press(ann, world.home, "admin:audit:0"),
        await forge.press(ann, world.home, "study:approval:on"),
        await forge.press(ann, world.home, "study:per_member", "50"),
        await forge.press(ann, world.home, "study:again"),
    ):
        assert "Only moderators can do that" in seen(refused)
        assert refused.ephemeral


async def test_the_role_and_manage_events_are_enough(world: World, ann: MemberActor) -> None:
    await series(world, ann)
    world.open_to_all("nexus")
    staff = world.guild.create_role("Mentors")
    events = world.guild.create_role("Events", permissions=discord.Permissions(manage_events=True))
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, moderator_role_id=staff.id)

    rita, eli = world.member("Rita", staff), world.member("Eli", events)
    by_role = await nexus(world, rita, "skip", session="1")
    by_permission = await nexus(world, eli, "skip", session="2")

    assert "is left out" in seen(by_role)
    assert "is left out" in seen(by_permission)
    assert rita.mention in await record(world, rita)
    assert "Only moderators can do that" in await record(world, eli)  # it tells of more than events


async def test_at_the_hosts_door_a_moderator_has_to_say_why_as_well(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    message = await post(world, ann)

    refused = await mo.slash(world.home, "session cancel", session="1")
    told = await mo.slash(world.home, "session cancel", session="1", reason="No hall")
    await world.wait(UNDO)

    assert f"Say why, with `reason`: {ann.mention}" in seen(refused)
    assert "is cancelled" in seen(told)
    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ann.id]
    assert f"**Cancelled** by {mo.mention}: No hall" in card(notice)


async def test_their_own_session_is_nobody_elses_business(world: World, mo: MemberActor) -> None:
    await post(world, mo)

    await press(mo, await nexus(world, mo, "move", session="1", when="sat 18:00"), "Move it")
    await mo.slash(world.home, "session cancel", session="1")

    assert "Nothing yet" in await record(world, mo)


async def test_what_a_moderator_cancelled_stays_so_whatever_its_host_presses(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    message = await post(world, ann)
    await nexus(world, mo, "cancel", session="1", reason="Twice a week is enough")
    await again(world, message)

    refused = await ann.click(message, label="Undo")
    back = await world.moderator("Rita").click(message, label="Undo")

    assert f"Only {mo.mention}, who cancelled it, or a moderator can undo that" in seen(refused)
    assert "takes place after all" in seen(back)


async def test_two_moderators_at_once_cancel_it_once(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await post(world, ann)

    await nexus(world, mo, "cancel", session="1", reason="No hall")
    late = await nexus(world, world.moderator("Rita"), "cancel", session="1", reason="No hall")

    assert "is cancelled already" in seen(late)
    assert (await record(world, mo)).count("cancelled") == 1


async def test_another_guilds_moderator_reaches_nothing_and_sees_nothing(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await post(world, ann)
    await nexus(world, mo, "cancel", session="1", reason="No hall")
    other = world.another_guild("Elsewhere")
    there, zed = other.create_text_channel("prodevprojectnexus"), world.moderator(guild=other)

    refused = await zed.slash(there, "nexus session cancel", session="1", reason="Mine")
    audit = await zed.slash(there, "nexus audit")

    assert "There is no session #1 here" in seen(refused)
    assert "Nothing yet" in seen(audit)


# On record


async def test_the_record_turns_its_pages_after_a_restart_too(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await post(world, ann)
    for seats in range(2, 9):
        await nexus(world, mo, "edit", session="1", seats=seats, reason=f"For {seats}")

    shown = await mo.slash(world.home, "nexus audit")
    first = seen(shown)
    await world.restart()
    shown = await press(mo, shown, "Older")
    second = seen(shown)
    shown = await press(mo, shown, "Older")
    last = seen(shown)
    back = await press(mo, shown, "Newer")

    reasons = [[f"For {seats}" in page for seats in range(2, 9)] for page in (first, second, last)]
    assert reasons == [
        [False] * 4 + [True] * 3,
        [False] + [True] * 3 + [False] * 3,
        [True] + [False] * 6,
    ]
    assert "Older" not in last
    assert seen(back) == second


async def test_a_record_reads_as_it_was_typed(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await series(world, ann)

    await nexus(world, mo, "skip", session="1", reason=f"**x** {ann.mention}\n@everyone")

    shown = await record(world, mo)
    assert r"\*\*x\*\*" in shown
    assert ann.mention not in shown
    assert "@everyone" not in shown


# Before they are posted


async def propose(
    world: World, who: MemberActor, when: str = "fri 18:00 Lagos", **more: Any
) -> InteractionResult:
    """Plan a session and press [Post it], where moderators look at it first."""
    return await press(who, await plan(world, who, when, **more), "Post it")


@pytest.fixture
async def office(world: World) -> ChannelHandle:
    """The moderators' channel, where new sessions wait."""
    return await asks_for_approval(world)


async def waiting(world: World, office: ChannelHandle) -> discord.Message:
    """The newest card that asks moderators."""
    await world.wait(timedelta(seconds=2))
    return cards_in(office)[-1]


async def test_a_new_session_waits_and_is_posted_once_it_is_approved(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    told = await propose(world, ann)
    held = await waiting(world, office)
    asked, before = card(held), cards_in(world.home)

    await mo.click(held, label="Approve")

    assert "Here moderators look at sessions before they are posted" in seen(told)
    assert before == []
    assert asked.startswith(f"### New session #1 · JWT from scratch\n{stamp(FRIDAY)}\n1 hour, by")
    assert f"{mo.mention} approved it. It is posted in {world.home.mention}." in card(
        cards_in(office)[-1]
    )
    assert labels(cards_in(office)[-1]) == []
    assert "**1 going**" in card_of(world, 1)
    notice = next(one for one in cards_in(world.home) if "was approved" in card(one))
    assert card(notice) == (
        f"{ann.mention}, your session **#1** was approved: `/session show 1` tells you more."
    )
    assert pinged(world, notice) == [ann.id]
    assert f"{mo.mention} approved **session #1**" in await record(world, mo)


async def test_a_series_begins_when_it_is_approved(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann, repeats="weekly")
    held = await waiting(world, office)
    listed = seen(await ann.slash(world.home, "session list"))

    await mo.click(held, label="Approve")

    assert "1 hour, weekly, by" in card(held)
    assert "No session is planned yet" in listed
    assert "**#4**" in seen(await press(ann, await ann.slash(world.home, "session list"), "Later"))


async def test_moderators_own_sessions_do_not_wait(
    world: World, mo: MemberActor, office: ChannelHandle
) -> None:
    told = await propose(world, mo)

    assert "Session **#1** is posted" in seen(told)
    assert cards_in(office) == []


async def test_without_a_moderators_channel_nothing_waits(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    """A card that asks for approval is for moderators' eyes: no other channel will do."""
    world.env.backend.delete_channel(office.id)
    await world.env.settle()

    told = await propose(world, ann)
    settings = seen(await nexus(world, mo, "settings"))

    assert "Session **#1** is posted" in seen(told)
    assert "Approval needs a moderators' channel: choose it with </nexus setup:" in settings
    assert "Until then new sessions are posted at once." in settings


async def rule(who: MemberActor, held: discord.Message, label: str, word: str) -> InteractionResult:
    form = await who.click(held, label=label)
    return await who.submit_modal(form, {"word": word})


async def test_a_declined_session_is_never_posted_and_why_is_for_its_host_alone(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    held = await waiting(world, office)

    await rule(mo, held, "Decline", "There is one of the same on Friday")

    (notice,) = cards_in(world.home)
    assert "your session **#1** was declined" in card(notice)
    assert "on Friday" not in card(notice)
    answered = card(cards_in(office)[-1])
    assert f"{mo.mention} declined it.\n> There is one of the same on Friday" in answered
    assert "on Friday" in await record(world, mo)
    assert "Moderators declined session **#1**" in seen(
        await ann.slash(world.home, "session edit", session="1")
    )
    assert "This session is not open yet" in seen(
        await forge.press(world.member("Ben"), world.home, "study:going:1")
    )


async def test_a_host_changes_what_moderators_asked_for_and_they_are_asked_again(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    first = await waiting(world, office)
    await rule(mo, first, "Ask to change", "Say for whom it is")
    asked = card(cards_in(office)[-1])

    form = await ann.slash(world.home, "session edit", session="1")
    told = await submit(ann, form, description="For beginners")
    second = await waiting(world, office)
    await mo.click(second, label="Approve")

    assert f"{mo.mention} asked {ann.mention} to change it" in asked
    assert "needs a change" in said_in(world.home)[0]
    assert "Moderators look at it again." in seen(told)
    assert second.id != first.id
    assert "For beginners" in card(second)
    assert "For beginners" in card_of(world, 1)


async def test_another_time_is_shown_to_moderators_as_well(
    world: World, ann: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    await waiting(world, office)

    shown = await ann.slash(world.home, "session move", session="1", when="sat 18:00")
    await press(ann, shown, "Move it")

    assert stamp(SATURDAY) in card(await waiting(world, office))
    assert len(cards_in(office)) == 2


async def test_a_card_that_was_overtaken_before_discord_took_it_is_not_posted(
    world: World, ann: MemberActor, office: ChannelHandle
) -> None:
    world.env.inject_error("POST", f"/channels/{office.id}/messages", status=403)
    await propose(world, ann)
    await world.wait(timedelta(seconds=2))
    await ann.slash(world.home, "session edit", session="1", topic="JWT in depth")

    for _ in range(3):
        await world.wait(2 * MINUTE)

    (held,) = said_in(office)
    assert "JWT in depth" in held


async def test_a_card_that_was_answered_or_overtaken_says_so(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    rita = world.moderator("Rita")
    await propose(world, ann)
    held = await waiting(world, office)
    form = await rita.click(held, label="Decline")
    await ann.slash(world.home, "session edit", session="1", topic="JWT in depth")

    overtaken = await mo.click(held, label="Approve")
    newer = await waiting(world, office)
    await mo.click(newer, label="Approve")
    late = await rita.submit_modal(form, {"word": "No"})
    twice = await forge.press(rita, office, "study:approve:1:1")

    assert "was changed since: the newer card below" in seen(overtaken)
    assert "was approved already" in seen(late)
    assert "was approved already" in seen(twice)
    assert "JWT in depth" in card_of(world, 1)


async def test_a_word_is_needed_and_members_cannot_answer(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    await waiting(world, office)

    wordless = await forge.submit(mo, office, "study:declined:1:0", {"word": " \u200b"})

    assert "Nothing is decided yet" in seen(wordless)
    for road in ("approve", "change", "decline"):
        refused = await forge.press(ann, office, f"study:{road}:1:0")
        assert "Only moderators can do that" in seen(refused)
    for road in ("changed", "declined"):
        refused = await forge.submit(ann, office, f"study:{road}:1:0", {"word": "Yes"})
        assert "Only moderators can do that" in seen(refused)
    assert cards_in(world.home) == []


async def test_a_session_whose_time_came_while_it_waited_is_refused_kindly(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann, "in 10 minutes")
    held = await waiting(world, office)

    await world.wait(11 * MINUTE)
    told = await mo.click(held, label="Approve")

    assert "has passed while session **#1** waited for moderators" in seen(told)
    assert cards_in(world.home) == []


async def test_its_host_takes_a_waiting_session_back(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    held = await waiting(world, office)
    told = await ann.slash(world.home, "session cancel", session="1")

    refused = await mo.click(held, label="Approve")
    await press(ann, told, "Undo")
    again_held = await waiting(world, office)

    assert "is cancelled: there is nothing left to decide" in seen(refused)
    assert again_held.id != held.id
    assert cards_in(world.home) == []


async def test_a_waiting_session_is_not_suggested_to_others(
    world: World, ann: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    ben = world.member("Ben")

    mine = await ann.autocomplete(world.home, "session edit", "session", "")
    others = await ben.autocomplete(world.home, "session edit", "session", "")

    assert [one["value"] for one in mine] == ["1"]
    assert others == []


# Settings


def selected(shown: InteractionResult, road: str) -> list[str]:
    assert shown.response is not None
    (container,) = shown.response.components
    parts = [one for row in container["components"] for one in row.get("components", ())]
    select = next(one for one in parts if one["custom_id"] == road)
    return [one["value"] for one in select["options"] if one.get("default")]


async def test_settings_are_saved_as_they_are_chosen_and_leave_lines(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    shown = await nexus(world, mo, "settings")
    usual = selected(shown, "study:per_member"), selected(shown, "study:per_guild")
    off = seen(shown)

    shown = await press(mo, shown, "Turn approval on")
    on = seen(shown)
    assert shown.response is not None
    shown = await mo.select(shown.response.message, ["1"], custom_id="study:per_member")
    assert shown.response is not None
    shown = await mo.select(shown.response.message, ["5"], custom_id="study:per_guild")

    assert usual == (["10"], ["100"])
    assert "posted at once, without your **approval**" in off
    assert "Approval needs a moderators' channel" in on
    assert selected(shown, "study:per_member") == ["1"]
    assert selected(shown, "study:per_guild") == ["5"]
    found = await record(world, mo)
    assert f"{mo.mention} set **coming sessions of all to 5**" in found
    assert f"{mo.mention} set **coming sessions of a member to 1**" in found
    assert f"{mo.mention} turned on **the approval of new sessions**" in found
    await post(world, ann)
    refused = await press(ann, await plan(world, ann), "Post it")
    assert "You host 1 coming sessions already, and 1 is the most here" in seen(refused)


async def test_a_cancelled_session_makes_room_for_another(
    world: World, ann: MemberActor, mo: MemberActor
) -> None:
    await forge.press(mo, world.home, "study:per_member", "1")
    await post(world, ann)

    told = await ann.slash(world.home, "session cancel", session="1")
    second = await press(ann, await plan(world, ann), "Post it")
    refused = await press(ann, told, "Undo")

    assert "Session **#2** is posted" in seen(second)
    assert "1 is the most here" in seen(refused)


async def test_the_same_choice_twice_leaves_one_line(world: World, mo: MemberActor) -> None:
    shown = await nexus(world, mo, "settings")
    button = custom_id(shown, "Turn approval on")

    await press(mo, shown, "Turn approval on")
    twice = await forge.press(world.moderator("Rita"), world.home, button)

    assert "Turn approval off" in seen(twice)
    assert (await record(world, mo)).count("turned on") == 1


async def test_what_waits_is_counted_and_its_lost_card_is_posted_again(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    await propose(world, ann)
    await waiting(world, office)
    world.env.backend.delete_channel(office.id)
    await world.env.settle()
    shown = await nexus(world, mo, "settings")
    first = seen(shown)
    in_vain = await press(mo, shown, "Post their cards again")
    newer = await asks_for_approval(world)

    await press(mo, shown, "Post their cards again")
    held = await waiting(world, newer)
    await mo.click(held, label="Approve")

    assert "1 session waiting now." in first
    assert "Approval needs a moderators' channel" in seen(in_vain)
    assert "**1 going**" in card_of(world, 1)
    posted_again = "posted again **the cards of what waits: 1 session**"
    assert (await record(world, mo)).count(posted_again) == 1


# What fits on a phone


async def test_no_card_is_over_twelve_rows_of_a_phone(
    world: World, ann: MemberActor, mo: MemberActor, office: ChannelHandle
) -> None:
    shown = await ann.slash(
        world.home,
        "session create",
        topic="W" * 80,
        when="fri 18:00 Lagos for 90m",
        repeats="weekly",
        seats=500,
    )
    form = await press(ann, shown, "Details")
    shown = await submit(
        ann, form, description="w " * 400, link="https://meet.example.org/a", warm_up="W" * 200
    )
    await press(ann, shown, "Post it")
    held = await waiting(world, office)
    asked = card(held)
    await rule(mo, held, "Ask to change", "w" * 300)
    await forge.press(mo, world.home, "study:approval:on")
    settings = seen(await nexus(world, mo, "settings"))
    for number in (2, 6, 10):
        await series(world, mo)
        rita = world.moderator(f"Rita{number}")
        await nexus(world, rita, "skip", session=str(number), reason="w" * 80)
    record_shown = await record(world, mo)

    assert rows(asked, "Approve", "Ask to change", "Decline") <= 12, asked
    assert rows(card(cards_in(office)[-1])) <= 12, card(cards_in(office)[-1])
    assert rows(settings) <= 12, settings
    assert rows(record_shown, *BELOW_THE_RECORD) <= 12, record_shown
