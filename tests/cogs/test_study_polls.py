"""The time that suits most: a host proposes several, everybody ticks, and one becomes a session."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.domain import proposals
from bot.domain.availability import Availability, Part
from bot.domain.proposals import Unread
from bot.domain.when import Ambiguous, Reading
from cogs.study import posts
from cogs.study.polling import draft_render
from db import guilds, members, study
from tests.cogs.study_acts import again, cards_in, choose, pinged, press
from tests.guards import forge
from tests.world import NOON, World, card, fields, seen

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
TYPED = "fri 18:00; sat 18:00; sun 18:00"
LAGOS, NAIROBI = "Africa/Lagos", "Africa/Nairobi"


def full(at: datetime) -> str:
    return f"<t:{at.timestamp():.0f}:F>"


def short(at: datetime) -> str:
    return f"<t:{at.timestamp():.0f}:f>"


def value(at: datetime) -> str:
    return f"{at.timestamp():.0f}"


async def lives_in(world: World, who: MemberActor, zone: str = LAGOS) -> None:
    await who.slash(world.home, "me timezone", zone=zone)


async def someone(world: World, name: str, zone: str = LAGOS) -> MemberActor:
    who = world.member(name)
    await lives_in(world, who, zone)
    return who


async def begin(
    world: World, who: MemberActor, topic: str = "JWT from scratch", **more: str
) -> InteractionResult:
    return await who.slash(world.home, "session poll", topic=topic, **more)


async def posted(
    world: World, who: MemberActor, times: str = TYPED, **more: str
) -> discord.Message:
    """A poll that everybody sees: its card."""
    await press(who, await begin(world, who, times=times, **more), "Post it")
    return cards_in(world.home)[-1]


async def type_times(who: MemberActor, shown: InteractionResult, text: str) -> InteractionResult:
    return await who.submit_modal(await press(who, shown, "Add times"), {"times": text})


async def tick(who: MemberActor, message: discord.Message, *times: datetime) -> InteractionResult:
    shown = await who.click(message, label="Choose times")
    return await choose(who, shown, *map(value, times))


def now_shown(world: World, shown: InteractionResult) -> Sequence[Mapping[str, Any]]:
    """The components of a private card as it stands by now."""
    assert shown.response is not None
    message = shown.response.message
    return world.env.backend.get_message(message.channel.id, message.id).components


def parts(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        yield one
        yield from parts(one.get("components", ()))


def select_in(world: World, shown: InteractionResult, road: str) -> Mapping[str, Any] | None:
    found = (one for one in parts(now_shown(world, shown)) if "options" in one)
    return next((one for one in found if one["custom_id"].startswith(f"study:{road}:")), None)


def offered(world: World, shown: InteractionResult, road: str) -> list[str]:
    """The labels in a select; those chosen already stand in brackets."""
    select = select_in(world, shown, road)
    options: list[dict[str, Any]] = select["options"] if select else []
    return [f"[{one['label']}]" if one.get("default") else one["label"] for one in options]


def button_in(world: World, shown: InteractionResult, label: str) -> Mapping[str, Any]:
    return next(one for one in parts(now_shown(world, shown)) if one.get("label") == label)


async def pick(
    world: World, who: MemberActor, shown: InteractionResult, road: str, *times: datetime
) -> InteractionResult:
    """Choose in one of the selects of a card."""
    select = select_in(world, shown, road)
    assert select is not None
    assert shown.response is not None
    values = [value(one) for one in times]
    return await who.select(shown.response.message, values, custom_id=select["custom_id"])


# From what was typed to the draft


async def test_times_are_read_on_the_hosts_clock_and_echoed_before_anybody_sees_them(
    world: World,
) -> None:
    ann = await someone(world, "Ann", NAIROBI)

    shown = await begin(world, ann, times="fri 18:00; sat 7pm", duration="90m")

    assert shown.ephemeral
    assert "### JWT from scratch" in seen(shown)
    assert "1 hour 30 minutes · times are read in Nairobi (Africa)" in seen(shown)
    there = (FRIDAY - timedelta(hours=2), SATURDAY - timedelta(hours=1))
    assert f"{full(there[0])}\n{full(there[1])}\n" in seen(shown)
    assert cards_in(world.home) == []


async def test_more_times_are_typed_one_a_line_and_a_length_with_them(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times="fri 18:00")
    before = seen(shown)

    added = await type_times(ann, shown, "sat 18:00 for 2 hours\n\nsun 18:00 ; in 3 hours")

    assert button_in(world, shown, "Post it").get("disabled") in (False, None)
    assert "1 hour ·" in before
    assert "2 hours ·" in seen(added)
    every = (NOON + timedelta(hours=3), FRIDAY, SATURDAY, SUNDAY)
    assert "\n".join(map(full, every)) in seen(added)


async def test_what_cannot_be_read_is_told_line_by_line_and_nothing_else_is_lost(
    world: World,
) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times="fri 18:00; soon; sat 18:00; today 11:00")

    told = seen(shown)
    form = await press(ann, shown, "Add times")
    left = fields(form)["times"]["value"]
    added = await ann.submit_modal(form, {"times": "sun 18:00\nfri 6pm"})

    assert f"{full(FRIDAY)}\n{full(SATURDAY)}\n" in told
    assert "2 lines still to be read" in told
    assert "“soon”: I can't find a time in that." in told
    assert "“today 11:00”: <t:" in told
    assert "has already passed." in told
    assert told.count("Try `fri 18:00`") == 1
    assert left == "soon\ntoday 11:00"
    assert f"{full(FRIDAY)}\n{full(SATURDAY)}\n{full(SUNDAY)}\n" in seen(added)
    assert "“fri 6pm”: That time is in the poll already." in seen(added)
    assert "still to be read" not in seen(added)


async def test_what_may_mean_two_times_is_asked_for_more_exactly(world: World) -> None:
    ann = await someone(world, "Ann")

    shown = await begin(world, ann, times="fri 6; sat 18:00")

    assert full(SATURDAY) in seen(shown)
    assert "“fri 6”: Is 6 in the morning (`6am`) or in the evening (`6pm`)?" in seen(shown)
    assert "1 line still to be read" in seen(shown)


async def test_ten_times_are_the_most_and_two_the_least(world: World) -> None:
    ann = await someone(world, "Ann")

    one = await begin(world, ann, times="fri 18:00")
    many = await begin(world, ann, times=";".join(f"in {day} days" for day in range(1, 13)))
    refused = await forge.press(ann, world.home, button_in(world, one, "Post it")["custom_id"])

    assert button_in(world, one, "Post it")["disabled"]
    assert "A poll needs 2 times at least" in seen(refused)
    assert seen(many).count(":f>") == 10
    for typed in ("in 11 days", "in 12 days"):
        assert f"“{typed}”: A poll has 10 times at most" in seen(many)
    assert button_in(world, many, "Add times")["disabled"]


async def test_times_are_taken_out_again(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times=TYPED)

    labels = offered(world, shown, "poll_out")
    left = seen(await pick(world, ann, shown, "poll_out", FRIDAY, SUNDAY))
    none = seen(await pick(world, ann, shown, "poll_out", SATURDAY))

    assert labels == [f"{day} 18:00, Lagos" for day in ("Fri 6 Mar", "Sat 7 Mar", "Sun 8 Mar")]
    assert re.findall(r"<t:\d+:F>", left) == [full(SATURDAY)]
    assert "No times yet: 2 to 10 are needed." in none


async def test_a_topic_or_a_length_of_nothing_readable_is_refused(world: World) -> None:
    ann = await someone(world, "Ann")

    assert "nothing readable in the topic" in seen(await begin(world, ann, "\u200b\u202e"))
    assert "How long?" in seen(await begin(world, ann, duration="ages"))


# The zone is asked for once


async def test_without_a_zone_nothing_that_was_typed_is_lost_or_guessed(world: World) -> None:
    ann = world.member("Ann")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, zone="Europe/Paris")

    asked = await begin(world, ann, times=TYPED)
    question = seen(asked)
    await world.restart()
    shown = await choose(ann, asked, NAIROBI)
    another = await begin(world, ann, times="fri 18:00")

    assert "In which time zone is “fri 18:00”?" in question
    assert "<t:" not in question
    assert "\n".join(full(one - timedelta(hours=2)) for one in (FRIDAY, SATURDAY, SUNDAY)) in seen(
        shown
    )
    assert full(FRIDAY - timedelta(hours=2)) in seen(another)


async def test_a_zone_out_of_the_list_is_said_elsewhere_and_the_draft_goes_on(
    world: World,
) -> None:
    ann = world.member("Ann")
    asked = await begin(world, ann)
    question = seen(asked)

    too_early = await press(ann, asked, "Go on")
    await lives_in(world, ann, "Asia/Tokyo")
    shown = await press(ann, asked, "Go on")

    assert "In which time zone are you?" in question
    assert "Say it with </me timezone:" in seen(too_early)
    assert "times are read in Tokyo (Asia)" in seen(shown)


# What suits most of those who said when they can


async def has_time(world: World, who: MemberActor, zone: str, *, weekends: bool = False) -> None:
    evenings = frozenset({Part.EVENING})
    said = Availability(evenings, evenings if weekends else frozenset())
    async with world.bot.db.begin() as session:
        await members.set_zone(session, world.guild.id, who.id, zone)
        await members.set_availability(session, world.guild.id, who.id, said)


async def test_the_three_best_times_are_proposed_on_the_hosts_clock(world: World) -> None:
    ann = await someone(world, "Ann")
    for name in ("Ben", "Cia"):
        await has_time(world, world.member(name), LAGOS)
    await has_time(world, world.member("Dan"), NAIROBI, weekends=True)

    shown = await begin(world, ann, times="fri 18:00", duration="2 hours")
    placeholder = (select_in(world, shown, "poll_best") or {})["placeholder"]
    labels = offered(world, shown, "poll_best")
    monday = NOON + timedelta(hours=4)  # 17:00 in Lagos, 19:00 in Nairobi
    added = await pick(world, ann, shown, "poll_best", monday)

    assert placeholder == "Suits most of the 3 who said when they can"
    assert labels == [
        f"{day} 17:00, Lagos · 3 of 3" for day in ("Mon 2 Mar", "Tue 3 Mar", "Wed 4 Mar")
    ]
    assert f"{full(monday)}\n{full(FRIDAY)}\n" in seen(added)
    assert offered(world, shown, "poll_best") == labels[1:]


async def test_where_nobody_said_when_they_can_nothing_is_proposed(world: World) -> None:
    ann = await someone(world, "Ann")
    other = world.another_guild("Elsewhere")
    zed = world.member("Zed", guild=other)
    async with world.bot.db.begin() as session:
        await members.set_zone(session, other.id, zed.id, LAGOS)
        await members.set_availability(
            session, other.id, zed.id, Availability(frozenset({Part.EVENING}))
        )

    assert select_in(world, await begin(world, ann), "poll_best") is None


# A draft is its host's alone


async def test_a_draft_of_somebody_else_is_refused_and_lasts_a_day(world: World) -> None:
    ann, eve = await someone(world, "Ann"), await someone(world, "Eve")
    shown = await begin(world, ann, times=TYPED)
    post_it = button_in(world, shown, "Post it")["custom_id"]

    refused = await forge.press(eve, world.home, post_it)
    await world.wait(timedelta(days=1, minutes=2))
    too_late = await press(ann, shown, "Post it")

    assert "There is no such draft of yours" in seen(refused)
    assert "it lay here for over a day" in seen(too_late)


async def test_a_draft_that_is_thrown_away_is_gone(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times=TYPED)
    post_it = button_in(world, shown, "Post it")["custom_id"]

    told = await press(ann, shown, "Discard")

    assert "Discarded; nobody else saw it" in seen(told)
    assert "There is no such draft" in seen(await forge.press(ann, world.home, post_it))


async def test_a_missing_permission_is_told_before_anything_is_typed(world: World) -> None:
    ann = await someone(world, "Ann")
    await world.forbid(world.home, send_messages=False)

    refused = await begin(world, ann, times="soon")

    assert refused.ephemeral
    assert f"I can't work in {world.home.mention} yet" in seen(refused)
    assert "**Send Messages**" in seen(refused)


# Posting


async def test_everybody_sees_a_posted_poll_and_nobody_is_pinged(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times=TYPED)
    post_it = button_in(world, shown, "Post it")["custom_id"]

    await world.restart()
    told = await press(ann, shown, "Post it")
    (message,) = cards_in(world.home)
    twice = await forge.press(ann, world.home, post_it)

    assert card(message) == (
        f"### JWT from scratch\n-# {ann.mention} asks · 1 h · 0 ticked\n"
        f"{short(FRIDAY)} · 0 can\n{short(SATURDAY)} · 0 can\n{short(SUNDAY)} · 0 can\n"
        "Choose times\nClose"
    )
    assert f"Your poll is posted in {world.home.mention}" in seen(told)
    assert f"Your poll is posted in {world.home.mention}" in seen(twice)
    assert len([one for one in cards_in(world.home) if "### JWT" in card(one)]) == 1
    assert pinged(world, message) == []


async def test_a_time_that_passed_since_is_not_posted(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times="in 10 minutes; fri 18:00; sat 18:00")

    await world.wait(timedelta(minutes=11))
    refused = await press(ann, shown, "Post it")
    await pick(world, ann, shown, "poll_out", NOON + timedelta(minutes=10))
    told = await press(ann, shown, "Post it")

    assert "has passed while this waited. Take it out" in seen(refused)
    assert "Your poll is posted" in seen(told)


async def test_a_card_that_discord_did_not_take_is_posted_later_and_once(world: World) -> None:
    ann = await someone(world, "Ann")
    shown = await begin(world, ann, times=TYPED)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=403)

    told = await press(ann, shown, "Post it")
    before = len(cards_in(world.home))
    for _ in range(3):
        await world.wait(timedelta(minutes=2))

    assert "Discord did not take its card" in seen(told)
    assert (before, len(cards_in(world.home))) == (0, 1)


async def test_somebody_with_five_open_polls_closes_one_first(world: World) -> None:
    ann = await someone(world, "Ann")
    first = await posted(world, ann)
    for _ in range(4):
        await posted(world, ann)

    refused = await press(ann, await begin(world, ann, times=TYPED), "Post it")
    await press(ann, await ann.click(first, label="Close"), "Close without a time")
    told = await press(ann, await begin(world, ann, times=TYPED), "Post it")

    assert "You have 5 open polls already" in seen(refused)
    assert "Your poll is posted" in seen(told)


async def test_a_topic_comes_out_as_it_was_typed_and_pings_nobody(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    nasty = f"**b** [safe](https://evil.example) {ben.mention} @everyone"

    shown = await begin(world, ann, nasty, times=f"{TYPED}; {ben.mention} **x**")
    preview = seen(shown)
    await press(ann, shown, "Post it")
    message = cards_in(world.home)[-1]
    private = seen(await ben.click(message, label="Choose times"))

    for text in (preview, card(message), private):
        assert r"\*\*b\*\* \[safe\]" in text
        assert ben.mention not in text
        assert "@everyone" not in text
    assert pinged(world, message) == []


# Ticking


async def test_everybody_ticks_on_their_own_clock_and_all_see_the_counts(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben", NAIROBI)
    cia = await someone(world, "Cia", "America/New_York")
    message = await posted(world, ann)

    shown = await ben.click(message, label="Choose times")
    labels = offered(world, shown, "poll_ticks")
    told = await choose(ben, shown, value(FRIDAY), value(SUNDAY))
    first = await again(world, message)
    await tick(cia, message, SUNDAY)
    second = await again(world, message)
    later = await ben.click(message, label="Choose times")

    assert shown.ephemeral
    assert labels == [f"{day} 20:00, Nairobi" for day in ("Fri 6 Mar", "Sat 7 Mar", "Sun 8 Mar")]
    assert "Noted: 2 times suit you." in seen(told)
    assert f"**{short(FRIDAY)} · 1 can**\n{short(SATURDAY)} · 0 can\n**{short(SUNDAY)} · 1" in first
    assert "· 1 ticked" in first
    assert f"\n{short(FRIDAY)} · 1 can\n{short(SATURDAY)} · 0 can\n**{short(SUNDAY)} · 2" in second
    assert "· 2 ticked" in second
    assert offered(world, later, "poll_ticks") == [
        "[Fri 6 Mar 20:00, Nairobi]",
        "Sat 7 Mar 20:00, Nairobi",
        "[Sun 8 Mar 20:00, Nairobi]",
    ]
    # Cia's clock goes forward that very Sunday.
    assert offered(world, await cia.click(message, label="Choose times"), "poll_ticks") == [
        "Fri 6 Mar 12:00, New York",
        "Sat 7 Mar 12:00, New York",
        "[Sun 8 Mar 13:00, New York]",
    ]


async def test_choosing_none_takes_every_tick_back(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann)

    await tick(ann, message, FRIDAY, SATURDAY)
    told = await tick(ann, message)

    assert "Noted: none suits you." in seen(told)
    assert "· 0 ticked" in await again(world, message)
    assert "1 can" not in await again(world, message)


async def test_whoever_has_no_zone_yet_is_asked_once_and_then_shown_the_times(
    world: World,
) -> None:
    ann, ben, cia = await someone(world, "Ann"), world.member("Ben"), world.member("Cia")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, zone="Europe/Paris")
    message = await posted(world, ann)

    asked = await ben.click(message, label="Choose times")
    question = seen(asked)
    shown = seen(await choose(ben, asked, NAIROBI))
    told = await choose(ben, asked, value(FRIDAY))
    cias = await cia.click(message, label="Choose times")
    too_early = await press(cia, cias, "Go on")
    await lives_in(world, cia, "Asia/Tokyo")
    went_on = await press(cia, cias, "Go on")

    assert "In which time zone are you?" in question
    assert "Which times suit you? So far: none suits you." in shown
    assert "Noted: 1 time suits you." in seen(told)
    assert "Nairobi" in seen(told)
    assert "Say it with </me timezone:" in seen(too_early)
    assert "Times are those of Tokyo (Asia)" in seen(went_on)
    assert offered(world, cias, "poll_ticks")[0] == "Sat 7 Mar 02:00, Tokyo"


async def test_cards_from_before_a_restart_are_ticked_after_it(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann)
    shown = await ben.click(message, label="Choose times")

    await world.restart()
    await choose(ben, shown, value(FRIDAY))
    await tick(ann, message, FRIDAY)

    assert f"**{short(FRIDAY)} · 2 can**" in await again(world, message)


async def test_in_a_rush_one_picture_of_the_card_serves_many(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann)
    crowd = [await someone(world, f"Learner{number}") for number in range(9)]
    before = edits(world, message)

    for one in crowd:
        await tick(one, message, FRIDAY)

    assert f"**{short(FRIDAY)} · 9 can**" in await again(world, message)
    assert edits(world, message) - before <= 2


def edits(world: World, message: discord.Message) -> int:
    path = f"/channels/{world.home.id}/messages/{message.id}"
    return sum((one.method, one.path) == ("PATCH", path) for one in world.env.http_requests)


async def test_a_time_that_passed_meanwhile_is_left_out_and_told(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann, "in 10 minutes; fri 18:00")
    shown = await ben.click(message, label="Choose times")
    soon = NOON + timedelta(minutes=10)

    await world.wait(timedelta(minutes=11))
    told = await choose(ben, shown, value(soon), value(FRIDAY))
    later = await ben.click(message, label="Choose times")

    assert "Noted: 1 time suits you." in seen(told)
    assert f"{short(soon)} passed before you chose" in seen(told)
    assert offered(world, later, "poll_ticks") == ["[Fri 6 Mar 18:00, Lagos]"]
    assert f"{short(soon)} · 0 can\n**{short(FRIDAY)} · 1 can**" in await again(world, message)


async def test_a_time_that_was_never_proposed_is_refused(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann)

    refused = await forge.press(ann, world.home, "study:poll_ticks:1", value(NOON))

    assert "That time is not in this poll" in seen(refused)
    assert "· 0 ticked" in await again(world, message)


# Closing


async def test_the_best_time_becomes_a_session_of_all_who_ticked_it(world: World) -> None:
    ann, ben, cia, dan = [await someone(world, name) for name in ("Ann", "Ben", "Cia", "Dan")]
    message = await posted(world, ann, duration="2h")
    await tick(dan, message, SATURDAY)
    await tick(ben, message, SATURDAY, FRIDAY)
    await tick(cia, message, SUNDAY)

    shown = await ann.click(message, label="Close")
    labels = offered(world, shown, "poll_take")
    told = await press(ann, shown, "Take Sat 7 Mar 18:00")
    poll, session = cards_in(world.home)[0], cards_in(world.home)[-1]

    assert shown.ephemeral
    assert labels == [
        "[2 can · Sat 7 Mar 18:00, Lagos]",
        "1 can · Fri 6 Mar 18:00, Lagos",
        "1 can · Sun 8 Mar 18:00, Lagos",
    ]
    assert f"Session **#1** is posted in {world.home.mention}. 3 going." in seen(told)
    assert "### Session #1 · JWT from scratch" in card(session)
    assert f"{full(SATURDAY)} · " in card(session)
    assert f"2 hours, hosted by {ann.mention}" in card(session)
    assert f"**3 going**\n{ann.mention}, {dan.mention} and {ben.mention}\n" in card(session)
    assert cia.mention not in card(session)
    closed = await again(world, poll)
    assert f"Chosen: **{full(SATURDAY)}**\nThis is session **#1** now." in closed
    assert "Open session #1" in closed
    assert "Choose times" not in closed
    assert session.jump_url in links(world, poll)
    assert [pinged(world, one) for one in (poll, session)] == [[], []]


def links(world: World, message: discord.Message) -> str:
    return str(world.env.backend.get_message(message.channel.id, message.id).components)


async def test_the_host_may_choose_another_time_than_the_best(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann)
    await tick(ben, message, FRIDAY)

    told = await choose(ann, await ann.click(message, label="Close"), value(SUNDAY))

    assert "Session **#1** is posted" in seen(told)
    assert "You are going." in seen(told)
    assert f"{full(SUNDAY)} · " in card(cards_in(world.home)[-1])
    assert "**1 going**" in card(cards_in(world.home)[-1])


async def test_a_poll_is_closed_without_a_time(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann)
    old = await ben.click(message, label="Choose times")

    told = await press(ann, await ann.click(message, label="Close"), "Close without a time")
    late = await choose(ben, old, value(FRIDAY))

    assert "The poll is closed, without a time." in seen(told)
    assert "**Closed.** No time was chosen." in await again(world, message)
    assert "This poll is closed, and no time was chosen. `/session poll` begins a new one." in seen(
        late
    )
    assert len(cards_in(world.home)) == 1


async def test_who_looks_after_sessions_closes_it_as_well_and_nobody_else(world: World) -> None:
    ann, ben, mo = await someone(world, "Ann"), await someone(world, "Ben"), world.moderator("Mo")
    events = discord.Permissions(manage_events=True)
    eve = world.member("Eve", world.guild.create_role("Events", permissions=events))
    await lives_in(world, eve)
    first, second = await posted(world, ann), await posted(world, ann)

    refused = await ben.click(first, label="Close")
    asked = await mo.click(first, label="Close")
    question = seen(asked)
    shown = await choose(mo, asked, NAIROBI)
    told = await press(mo, shown, "Take Fri 6 Mar 20:00")
    eves = await press(eve, await eve.click(second, label="Close"), "Close without a time")

    assert f"Only {ann.mention}, who asks, and moderators can close this poll" in seen(refused)
    assert "In which time zone are you?" in question
    assert "Session **#1** is posted" in seen(told)
    assert "1 going." in seen(told)
    assert f"hosted by {ann.mention}" in card(cards_in(world.home)[-1])
    assert "The poll is closed" in seen(eves)


async def test_a_poll_closes_once_after_a_restart_as_well(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann)
    here, there = [await ann.click(message, label="Close") for _ in range(2)]

    await world.restart()
    told = await choose(ann, here, value(FRIDAY))
    twice = await choose(ann, there, value(SATURDAY))
    pressed = await ann.click(message, label="Close") if has_close(world, message) else twice
    ticked = await forge.press(ben, world.home, "study:poll_ticks:1", value(FRIDAY))
    without = await press(ann, there, "Close without a time")

    assert "Session **#1** is posted" in seen(told)
    closed = f"This poll is closed: {full(FRIDAY)} was chosen, as session **#1**."
    for one in (twice, pressed, ticked, without):
        assert closed in seen(one)
    assert len([one for one in cards_in(world.home) if "### Session" in card(one)]) == 1


def has_close(world: World, message: discord.Message) -> bool:
    return "study:poll_close" in links(world, message)


async def test_two_who_have_it_open_to_close_it_make_one_session(world: World) -> None:
    ann, mo = await someone(world, "Ann"), world.moderator("Mo")
    await lives_in(world, mo)
    message = await posted(world, ann)
    anns, mos = await ann.click(message, label="Close"), await mo.click(message, label="Close")

    first = await choose(mo, mos, value(SATURDAY))
    second = await choose(ann, anns, value(FRIDAY))

    assert "Session **#1** is posted" in seen(first)
    assert f"This poll is closed: {full(SATURDAY)} was chosen" in seen(second)
    async with world.bot.db.read() as session:
        assert len(await study.coming(session, world.guild.id, NOON, limit=9)) == 1


async def test_a_time_that_passed_before_it_was_chosen_makes_no_session(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann, "in 10 minutes; in 20 minutes")
    shown = await ann.click(message, label="Close")

    await world.wait(timedelta(minutes=11))
    refused = await choose(ann, shown, value(NOON + timedelta(minutes=10)))
    left = offered(world, await ann.click(message, label="Close"), "poll_take")

    assert "has passed meanwhile. Choose a time that is still to come" in seen(refused)
    assert left == ["[0 can · Mon 2 Mar 13:20, Lagos]"]
    assert len(cards_in(world.home)) == 1


async def test_a_quota_that_is_used_up_keeps_the_poll_open(world: World) -> None:
    ann = await someone(world, "Ann")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, sessions_per_member=0)
    message = await posted(world, ann)

    refused = await choose(ann, await ann.click(message, label="Close"), value(FRIDAY))

    assert "You host 0 coming sessions already, and 0 is the most here" in seen(refused)
    assert "Choose times" in await again(world, message)


async def test_where_moderators_approve_sessions_the_poll_says_so(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    room = world.guild.create_text_channel("moderators")
    async with world.bot.db.begin() as session:
        settings = {"moderators_channel_id": room.id, "sessions_need_approval": True}
        await guilds.change(session, world.guild.id, **settings)
    message = await posted(world, ann)
    await tick(ben, message, FRIDAY)

    told = await choose(ann, await ann.click(message, label="Close"), value(FRIDAY))
    closed = await again(world, message)

    assert "moderators look at sessions before they are posted" in seen(told)
    assert f"Chosen: **{full(FRIDAY)}**\nModerators look at session **#1** before" in closed
    assert "Open session" not in closed
    assert len(cards_in(world.home)) == 1


async def test_a_session_whose_card_comes_later_is_linked_then(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann)
    shown = await ann.click(message, label="Close")
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=403)

    told = seen(await choose(ann, shown, value(FRIDAY)))
    before = card(cards_in(world.home)[0])
    for _ in range(3):
        await world.wait(timedelta(minutes=2))
    after = await again(world, message)

    assert "Discord did not take its card" in told
    assert "This is session **#1** now." in before
    assert "Open session #1" not in before
    assert "Open session #1" in after


async def test_a_permission_lost_meanwhile_is_told_and_the_poll_stays_open(world: World) -> None:
    ann = await someone(world, "Ann")
    message = await posted(world, ann)
    shown = await ann.click(message, label="Close")
    await world.forbid(world.home, send_messages=False)

    refused = await choose(ann, shown, value(FRIDAY))
    await world.allow_again(world.home)
    told = await choose(ann, shown, value(FRIDAY))

    assert "**Send Messages**" in seen(refused)
    assert "Session **#1** is posted" in seen(told)


async def test_a_poll_that_nobody_closes_ends_with_the_last_of_its_times(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann, "in 10 minutes; in 2 hours")
    await tick(ben, message, NOON + timedelta(hours=2))

    await world.wait(timedelta(minutes=30))
    before = await again(world, message)
    await world.wait(timedelta(minutes=91))
    after = await again(world, message)

    assert "Choose times" in before
    assert f"{ann.mention} asked · 1 ticked\n**Closed.** No time was chosen." in after
    assert "Choose times" not in after


# On a phone


def rows(shown: str) -> int:
    """How many rows the texts of a card take on a phone, at their widest."""
    wide = shown
    for markup, looks in (
        (r"<@\d+>", "@Nkechi Adeyemi"),
        (r"<t:\d+:F>", "Wednesday, 16 September 2026 18:00"),
        (r"<t:\d+:f>", "16 September 2026 18:00"),
        (r"</([a-z ]+):\d+>", r"/\1"),
        (r"\*\*|\\|`", ""),
    ):
        wide = re.sub(markup, looks, wide)
    fits = {"###": 34, "-#": 50}
    lines = [one for one in wide.split("\n") if one]
    return sum(-(-len(line) // fits.get(line.partition(" ")[0], 42)) for line in lines)


def texts_in(components: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(str(one["content"]) for one in parts(components) if "content" in one)


@pytest.mark.parametrize("count", [2, 9, 10])
async def test_no_card_of_a_poll_is_over_twelve_rows_of_a_phone(world: World, count: int) -> None:
    ann = world.member("Ann")
    times = ";".join(f"in {day} days" for day in range(1, count + 1))
    asked = await begin(
        world, ann, "W" * 80, times=f"{times}; soon; x; y; z; later", duration="90m"
    )
    question = texts_in(now_shown(world, asked))
    shown = await choose(ann, asked, "Africa/Dar_es_Salaam")
    draft = texts_in(now_shown(world, asked))
    told = [texts_in(one.components) for one in shown.followups]
    await press(ann, asked, "Post it")
    message = cards_in(world.home)[-1]
    private = await tick(ann, message, NOON + timedelta(days=1))
    closing = await ann.click(message, label="Close")
    await again(world, message)
    stored = world.env.backend.get_message(message.channel.id, message.id)

    assert told
    for what in (question, draft, *told, texts_in(stored.components)):
        assert rows(what) <= 12, what
    for one in (private, closing):
        assert rows(texts_in(now_shown(world, one))) <= 10


def test_every_line_that_was_not_read_is_told_and_each_card_fits_a_phone() -> None:
    readings = tuple(Reading(FRIDAY + timedelta(hours=each), 60, LAGOS) for each in range(5))
    question = "Is 6 in the morning (`6am`) or in the evening (`6pm`)?"
    why = (proposals.unclear(Ambiguous(question, readings)), "I can't find a time in that.")
    told = [Unread(f"{at} " + "W" * 60, why[at % 2]) for at in range(10)]

    shown = [texts_in(one.to_components()) for one in draft_render.unread_cards(told)]

    assert all(rows(one) <= 12 for one in shown), shown
    every = "\n".join(shown)
    assert re.findall(r"^“(\d) W", every, re.MULTILINE) == [str(at) for at in range(10)]
    assert every.count("**Add times** has them for you to put right") == 1
    assert list(draft_render.unread_cards([])) == []


async def test_every_answer_to_a_press_is_private(world: World) -> None:
    ann, ben = await someone(world, "Ann"), await someone(world, "Ben")
    message = await posted(world, ann)

    await ben.click(message, label="Choose times")
    await ben.click(message, label="Close")
    await world.wait(posts.PACE)

    assert [one.id for one in cards_in(world.home)] == [message.id]
