"""A study session is planned in the host's own time, echoed, posted and joined."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import InteractionResult
from sqlalchemy import update

from bot.sending import FORGOTTEN
from db import guilds
from db.outbox import State
from db.tables import Outbox, StudySession
from tests.cogs.study_acts import again, cards_in, choose, pinged, plan, post, press, stamp
from tests.guards import forge
from tests.world import NOON, World, card, seen

MINUTES = timedelta(minutes=2)
FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos


# From what was typed to the preview


@pytest.mark.parametrize(
    ("zone", "starts_at", "wall"),
    [
        ("Lagos", FRIDAY, "Friday 6 March, 18:00 in Lagos (Africa)"),
        ("Nairobi", FRIDAY - timedelta(hours=2), "Friday 6 March, 18:00 in Nairobi (Africa)"),
        ("New York", FRIDAY + timedelta(hours=6), "Friday 6 March, 18:00 in New York (America)"),
    ],
)
async def test_a_zone_that_is_typed_is_echoed_before_anything_is_posted(
    world: World, zone: str, starts_at: datetime, wall: str
) -> None:
    shown = await plan(world, world.member("Ann"), f"fri 18:00 {zone} for 90m")

    assert shown.ephemeral
    assert "### JWT from scratch" in seen(shown)
    assert stamp(starts_at) in seen(shown)
    assert "1 hour 30 minutes" in seen(shown)
    assert wall in seen(shown)
    assert cards_in(world.home) == []


async def test_a_time_is_read_in_the_zone_that_the_member_saved(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "me timezone", zone="Africa/Nairobi")

    shown = await plan(world, ann, "fri 18:00")

    assert stamp(FRIDAY - timedelta(hours=2)) in seen(shown)
    assert "in Nairobi (Africa)" in seen(shown)


async def test_without_a_zone_nothing_is_lost_and_nothing_is_guessed(world: World) -> None:
    ann = world.member("Ann")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, zone="Europe/Paris")

    asked = await plan(world, ann, "fri 18:00")
    question = seen(asked)
    shown = await choose(ann, asked, "Africa/Nairobi")
    next_time = await plan(world, ann, "sat 18:00")

    assert asked.ephemeral
    assert "In which time zone is “fri 18:00”?" in question
    assert "</me timezone:" in question
    assert "<t:" not in question
    assert "### JWT from scratch" in seen(shown)
    assert stamp(FRIDAY - timedelta(hours=2)) in seen(shown)
    assert "in Nairobi (Africa)" in seen(next_time)


async def test_the_zones_to_choose_from_show_the_time_there(world: World) -> None:
    asked = await plan(world, world.member("Ann"), "fri 18:00")

    options = select_in(asked)["options"]
    assert options[0]["label"] == "Lagos (Africa), now 13:00"
    assert options[0]["value"] == "Africa/Lagos"
    assert len(options) == 25


def select_in(shown: InteractionResult) -> dict[str, Any]:
    assert shown.response is not None
    (container,) = shown.response.components
    rows = [one["components"] for one in container["components"] if "components" in one]
    return next(one for row in rows for one in row if "options" in one)


async def test_a_zone_out_of_the_list_is_said_elsewhere_and_the_draft_goes_on(
    world: World,
) -> None:
    ann = world.member("Ann")
    asked = await plan(world, ann, "fri 18:00")

    too_early = await press(ann, asked, "Go on")
    await ann.slash(world.home, "me timezone", zone="Asia/Tokyo")
    shown = await press(ann, asked, "Go on")

    assert "Say it with </me timezone:" in seen(too_early)
    assert stamp(FRIDAY - timedelta(hours=8)) in seen(shown)


async def test_a_time_that_is_over_in_the_zone_chosen_is_refused_and_the_zone_kept(
    world: World,
) -> None:
    ann = world.member("Ann")
    asked = await plan(world, ann, "today 12:30")

    refused = await choose(ann, asked, "Africa/Nairobi")
    shown = await choose(ann, asked, "Africa/Accra")

    assert "has already passed" in seen(refused)
    assert stamp(NOON + timedelta(minutes=30)) in seen(shown)


async def test_a_moment_that_is_the_same_everywhere_needs_no_zone(world: World) -> None:
    ann = world.member("Ann")

    shown = await plan(world, ann, "in 2 hours")
    picked = await plan(world, ann, f"<t:{FRIDAY.timestamp():.0f}:F> for 2h")

    assert stamp(NOON + timedelta(hours=2)) in seen(shown)
    assert stamp(FRIDAY) in seen(picked)
    assert "2 hours" in seen(picked)
    assert "I read" not in seen(shown)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("today 11:00 Lagos", "has already passed. Try `fri 18:00`"),
        ("soon", "I can't find a time in that. Try `fri 18:00`"),
        ("fri 18:00 <@1> **x**", r"“\<\@"),
    ],
)
async def test_what_is_no_moment_to_come_is_refused_with_examples(
    world: World, typed: str, words: str
) -> None:
    refused = await plan(world, world.member("Ann"), typed)

    assert refused.ephemeral
    assert words in seen(refused).replace("\u200b", "").replace("@1", r"\@")


async def test_what_may_mean_two_moments_is_asked_and_not_guessed(world: World) -> None:
    ann = world.member("Ann")

    asked = await plan(world, ann, "fri 6 Lagos")
    question = seen(asked)
    await world.restart()
    shown = await press(ann, asked, "Fri 6 Mar 18:00 Lagos")

    assert "“fri 6 Lagos” may be read in more than one way. Which one do you mean?" in question
    assert f"**1.** {stamp(FRIDAY - timedelta(hours=12))}\n**2.** {stamp(FRIDAY)}" in question
    assert "Post it" not in question
    assert stamp(FRIDAY) in seen(shown)
    assert "Post it" in seen(shown)


async def test_a_moment_that_was_never_offered_is_not_taken(world: World) -> None:
    ann = world.member("Ann")
    await plan(world, ann, "fri 6 Lagos")

    forged = await forge.press(ann, world.home, f"study:meant:1:{FRIDAY.timestamp() + 60:.0f}")
    absurd = await forge.press(ann, world.home, f"study:meant:1:{2**60}")

    assert "That time is over" in seen(forged)
    assert "older version" in seen(absurd)


async def test_a_topic_of_nothing_readable_is_refused(world: World) -> None:
    refused = await plan(world, world.member("Ann"), topic="\u200b\u202e")

    assert "nothing readable in the topic" in seen(refused)


async def test_the_command_itself_stops_what_is_too_long(world: World) -> None:
    command = world.bot.tree.get_command("session")
    assert isinstance(command, discord.app_commands.Group)
    create = command.get_command("create")
    assert isinstance(create, discord.app_commands.Command)

    limits = {one.name: one.max_value for one in create.parameters}
    assert limits == {"topic": 80, "when": 64, "duration": 20, "repeats": 64, "seats": 500}


async def test_a_topic_comes_out_as_it_was_typed_and_pings_nobody(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    nasty = f"**b** [safe](https://evil.example) {ben.mention} @everyone"

    shown = await plan(world, ann, topic=nasty)
    preview = seen(shown)
    await press(ann, shown, "Post it")
    listed = await ann.slash(world.home, "session list")

    message = cards_in(world.home)[-1]
    assert pinged(world, message) == []
    for text in (preview, card(message)):
        assert r"\*\*b\*\* \[safe\]\(https://evil.example" in text
    for text in (preview, card(message), seen(listed)):
        assert ben.mention not in text
        assert "@everyone" not in text


# Where it is posted is checked first


async def test_a_missing_permission_is_told_before_anything_is_planned(world: World) -> None:
    await world.forbid(world.home, send_messages=False)

    refused = await plan(world, world.member("Ann"), "soon")

    assert refused.ephemeral
    assert f"I can't work in {world.home.mention} yet" in seen(refused)
    assert "**Send Messages**" in seen(refused)


async def test_without_any_channel_people_hear_what_to_do(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")

    refused = await plan(world, world.member("Zed", guild=other), channel=lobby)

    assert "Ask a moderator to choose one with </nexus setup:" in seen(refused)


async def test_the_channel_that_was_set_up_gets_the_card(world: World) -> None:
    ann = world.member("Ann")
    sessions = world.guild.create_text_channel("study-sessions")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, sessions_channel_id=sessions.id)

    told = await press(ann, await plan(world, ann), "Post it")

    assert sessions.mention in seen(told)
    assert len(cards_in(sessions)) == 1
    assert cards_in(world.home) == []


# Posting


async def test_a_posted_session_is_seen_by_all_with_its_host_going(world: World) -> None:
    ann = world.member("Ann")

    told = await press(ann, await plan(world, ann), "Post it")

    (message,) = cards_in(world.home)
    assert card(message) == (
        f"### Session #1 · JWT from scratch\n{stamp(FRIDAY)}\n1 hour, hosted by {ann.mention}\n"
        f"**1 going**\n{ann.mention}\nGoing\nMaybe\nCan't"
    )
    assert f"Session **#1** is posted in {world.home.mention}" in seen(told)
    assert message.jump_url in links(told)
    assert pinged(world, message) == []


def links(shown: InteractionResult) -> str:
    assert shown.response is not None
    return str(shown.response.components)


async def test_pressing_post_it_twice_posts_once(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann)
    draft = button_id(shown, "Post it")

    await press(ann, shown, "Post it")
    again = await forge.press(ann, world.home, draft)

    assert "Session **#1** is posted" in seen(again)
    assert len([one for one in cards_in(world.home) if "### Session" in card(one)]) == 1


def button_id(shown: InteractionResult, label: str) -> str:
    assert shown.response is not None
    (container,) = shown.response.components
    rows = [one["components"] for one in container["components"] if "components" in one]
    return next(one["custom_id"] for row in rows for one in row if one.get("label") == label)


async def test_a_preview_from_before_a_restart_is_posted_after_it(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann)

    await world.restart()
    told = await press(ann, shown, "Post it")

    assert "Session **#1** is posted" in seen(told)
    assert len(cards_in(world.home)) == 1


async def test_a_question_for_a_zone_from_before_a_restart_is_answered_after_it(
    world: World,
) -> None:
    ann = world.member("Ann")
    asked = await plan(world, ann, "fri 18:00")

    await world.restart()
    shown = await choose(ann, asked, "Africa/Lagos")

    assert stamp(FRIDAY) in seen(shown)


async def test_somebody_elses_draft_is_refused(world: World) -> None:
    ann, eve = world.member("Ann"), world.member("Eve")
    shown = await plan(world, ann)
    asked = await plan(world, world.member("Ben"), "fri 18:00")

    refused = [
        await forge.press(eve, world.home, button_id(shown, "Post it")),
        await forge.press(eve, world.home, button_id(shown, "Discard")),
        await forge.press(eve, world.home, select_in(asked)["custom_id"], "Africa/Lagos"),
        await forge.press(eve, world.home, button_id(asked, "Discard")),
    ]
    told = await press(ann, shown, "Post it")
    hers = await plan(world, eve, "sat 18:00")

    assert "In which time zone" in seen(hers)
    assert ["There is no such draft of yours" in seen(one) for one in refused] == [True] * 4
    assert "Session **#1** is posted" in seen(told)


async def test_a_draft_that_is_thrown_away_is_gone(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann)
    post_it = button_id(shown, "Post it")

    told = await press(ann, shown, "Discard")
    refused = await forge.press(ann, world.home, post_it)

    assert "Discarded; nobody else saw it" in seen(told)
    assert "</session create:" in seen(told)
    assert "There is no such draft of yours" in seen(refused)


async def test_a_time_that_passed_since_the_preview_is_not_posted(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann, "in 10 minutes")

    await world.wait(timedelta(minutes=11))
    refused = await press(ann, shown, "Post it")

    assert "has passed while this waited" in seen(refused)
    assert cards_in(world.home) == []


async def test_a_draft_lasts_a_day(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann)

    await world.wait(timedelta(days=1, minutes=2))
    refused = await press(ann, shown, "Post it")

    assert "it lay here for over a day" in seen(refused)


async def test_a_permission_lost_since_the_preview_is_told_and_the_draft_kept(
    world: World,
) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann)
    await world.forbid(world.home, send_messages=False)

    refused = await press(ann, shown, "Post it")
    await world.allow_again(world.home)
    told = await press(ann, shown, "Post it")

    assert "**Send Messages**" in seen(refused)
    assert "Session **#1** is posted" in seen(told)


async def test_a_card_that_discord_did_not_take_is_posted_later_and_once(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    shown = await plan(world, ann)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=403)

    told = await press(ann, shown, "Post it")
    listed = await ben.slash(world.home, "session list")
    before = len(cards_in(world.home))
    for _ in range(3):
        await world.wait(MINUTES)

    assert "Saved as session **#1**, but Discord did not take its card" in seen(told)
    assert "**#1** JWT from scratch" in seen(listed)
    assert before == 0
    assert len(cards_in(world.home)) == 1
    # Had Discord taken the first one after all, it would know the second by its nonce.
    assert len(nonces := nonces_sent(world)) == 2
    assert nonces[0] == nonces[1] is not None


async def test_a_card_that_somebody_pressed_before_nexus_knew_of_it_is_not_posted_twice(
    world: World,
) -> None:
    """Nexus dies right behind the post, and comes back when Discord has forgotten its nonce."""
    shown = await post(world, world.member("Ann"))
    async with world.bot.db.begin() as session:
        tried = {"state": State.PENDING, "message_id": None, "first_try_at": world.env.now()}
        await session.execute(update(Outbox).values(tried))
        await session.execute(update(StudySession).values(message_id=None))

    await world.restart()
    await world.member("Ben").click(shown, label="Going")
    await world.wait(FORGOTTEN + MINUTES)

    assert len(cards_in(world.home)) == 1
    assert "2 going" in await again(world, shown)
    assert "](https://discord.com/channels/" in seen(
        await world.member("Cy").slash(world.home, "session list")
    )


def nonces_sent(world: World) -> list[Any]:
    path = f"/channels/{world.home.id}/messages"
    sent = [one.json for one in world.env.http_requests if (one.method, one.path) == ("POST", path)]
    return [body["nonce"] for body in sent if body]


# Who comes


async def test_others_join_and_leave_and_everybody_sees_it(world: World) -> None:
    ann, ben, cia = (world.member(name) for name in ("Ann", "Ben", "Cia"))
    message = await post(world, ann)

    await ben.click(message, label="Going")
    joined = await again(world, message)
    await cia.click(message, label="Can't")
    await ben.click(message, label="Going")
    same = await again(world, message)
    await ben.click(message, label="Can't")
    left = await again(world, message)
    await cia.click(message, label="Going")
    switched = await again(world, message)

    assert f"**2 going**\n{ann.mention} and {ben.mention}\n" in joined
    assert f"**2 going**, 1 can't\n{ann.mention} and {ben.mention}\n" in same
    assert f"**1 going**, 2 can't\n{ann.mention}\n" in left
    assert f"**2 going**, 1 can't\n{ann.mention} and {cia.mention}\n" in switched
    assert len(cards_in(world.home)) == 1


async def test_a_card_from_before_a_restart_is_joined_after_it(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)

    await world.restart()
    await ben.click(message, label="Going")

    assert "**2 going**" in await again(world, message)


async def test_nobody_can_join_what_has_started(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann, "in 10 minutes")

    await world.wait(timedelta(minutes=11))
    refused = await ben.click(message, label="Going")

    assert refused.ephemeral
    assert "This session has started" in seen(refused)
    assert "**1 going**" in await again(world, message)


async def test_when_nobody_is_left_the_card_says_so(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    await ann.click(message, label="Can't")

    assert "**0 going**, 1 can't\nGoing\nMaybe\nCan't" in await again(world, message)


async def test_a_crowd_is_counted_and_the_first_are_named(world: World) -> None:
    message = await post(world, world.member("Ann"))
    crowd = [world.member(f"Learner{number}") for number in range(14)]

    for one in crowd:
        await one.click(message, label="Going")

    assert "**15 going**" in await again(world, message)
    shown = await again(world, message)
    assert f"{crowd[2].mention} and 11 more" in shown
    assert crowd[3].mention not in shown


async def test_another_guilds_session_number_is_refused(world: World) -> None:
    await post(world, world.member("Ann"))
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")

    refused = await forge.press(world.member("Zed", guild=other), there, "study:going:1")

    assert refused.ephemeral
    assert "There is no session #1 here" in seen(refused)


# What is coming


async def test_the_list_shows_what_is_coming_and_where_the_reader_goes(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    first = await post(world, ann, "fri 18:00 Lagos", "JWT from scratch")
    await post(world, ann, "tomorrow 18:00 Lagos", "Celery")
    await ben.click(first, label="Going")

    listed = await ben.slash(world.home, "session list")

    assert listed.ephemeral
    lines = seen(listed).split("\n")
    assert lines[0] == "### Coming sessions"
    assert lines[1].endswith("** Celery")
    assert lines[2] == f"-# {stamp(FRIDAY - timedelta(days=3))} · 1 going"
    assert lines[3] == f"**[#1]({first.jump_url})** JWT from scratch · **you go**"
    assert lines[4] == f"-# {stamp(FRIDAY)} · 2 going"


async def test_the_list_turns_its_pages(world: World) -> None:
    ann = world.member("Ann")
    for day in range(1, 7):
        await post(world, ann, f"in {day} days", f"Evening {day}")

    first = await ann.slash(world.home, "session list")
    first_page = seen(first)
    second = await press(ann, first, "Later")
    second_page = seen(second)
    back = await press(ann, second, "Sooner")

    assert ["Evening 3" in page for page in (first_page, second_page)] == [True, False]
    assert ["Evening 4" in page for page in (first_page, second_page)] == [False, True]
    assert seen(back) == first_page
    assert "Sooner" not in first_page
    assert "Later" not in second_page


async def test_an_empty_list_says_how_to_plan_one(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann, "in 10 minutes")
    await world.wait(timedelta(minutes=11))

    listed = await ann.slash(world.home, "session list")

    assert "No session is planned yet" in seen(listed)
    assert "</session create:" in seen(listed)


async def test_a_list_of_another_guild_shows_nothing_of_ours(world: World) -> None:
    await post(world, world.member("Ann"))
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")

    listed = await world.member("Zed", guild=other).slash(there, "session list")

    assert "No session is planned yet" in seen(listed)


def rows(shown: str) -> int:
    """How many rows a card takes on a phone, at its widest: about 42 characters fit into one."""
    wide = shown
    for markup, looks in (
        (r"<@\d+>", "@Nkechi Adeyemi"),
        (r"<t:\d+:F>", "Wednesday, 16 September 2026 18:00"),
        (r"<t:\d+:R>", "in 10 days"),
        (r"</([a-z ]+):\d+>", r"/\1"),
        (r"\[(.+?)\]\(\S+\)", r"\1"),
        (r"\*\*", ""),
    ):
        wide = re.sub(markup, looks, wide)
    side_by_side = r"\n(Going\nMaybe\nCan't|Post it\nDetails\nDiscard|Go on\nDiscard|Later)$"
    lines = re.sub(side_by_side, "\n[buttons]", wide).split("\n")
    fits = {"###": 34, "-#": 50}
    return sum(-(-len(line) // fits.get(line.partition(" ")[0], 42)) for line in lines)


async def test_no_card_is_over_twelve_rows_of_a_phone(world: World) -> None:
    ann = world.member("Ann")
    asked = await plan(world, ann, "on wednesday the 16th of september at 6:30 pm", "W" * 80)
    question = seen(asked)
    shown = await choose(ann, asked, "Africa/Dar_es_Salaam")
    preview = seen(shown)
    await press(ann, shown, "Post it")
    message = cards_in(world.home)[-1]
    for number in range(14):
        await world.member(f"Learner{number}").click(message, label="Going")
    for day in range(9):
        await post(world, ann, f"in {day + 20} days", "W" * 80)
    listed = await ann.slash(world.home, "session list")

    for what in (question, preview, await again(world, message), seen(listed)):
        assert rows(what) <= 12, what
