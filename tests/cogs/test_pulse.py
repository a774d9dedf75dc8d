"""A moderator with no time sees on one private screen what waits for them, and does it there."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.domain.matching import Candidate, Track
from bot.domain.pulse import SIZE, Kind
from bot.domain.weekly import Due
from cogs.pulse import render
from db import outbox, pair_profiles, parking, queue
from db.backlog import Parking, Troubles
from db.digests import Decided, Fate
from db.outbox import Lost, Post, State
from db.pulse import Endangered, Pulse, Unanswered
from tests.cogs import pair_acts, pairing_acts, qa_acts, study_acts, tending_acts
from tests.cogs.pair_acts import meet
from tests.guards import forge
from tests.world import NOON, World, card, seen, texts

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STILL_WAITS = "still waits for an answer"
SILENT_FOR_TWO_DAYS = 2 * DAY + 10 * MINUTE


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def ben(world: World) -> MemberActor:
    return world.member("Ben")


async def pulse(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.home, "nexus pulse")


def buttons(components: Sequence[Mapping[str, Any]], label: str) -> Iterator[str]:
    """What the buttons of that name carry, from top to bottom."""
    for one in components:
        if one.get("label") == label:
            yield one["custom_id"]
        yield from buttons(
            [*one.get("components", ()), *filter(None, [one.get("accessory")])], label
        )


async def press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    """Press the first button of that name on what was answered before; what comes instead."""
    assert shown.response is not None
    found = next(buttons(shown.response.components, label))
    return await who.click(shown.response.message, custom_id=found)


async def listed(world: World, mo: MemberActor, kind: str) -> InteractionResult:
    """The rows of a kind."""
    shown = await pulse(world, mo)
    await press(mo, shown, kind)
    return shown


async def record(world: World, mo: MemberActor) -> str:
    return seen(await mo.slash(world.home, "nexus audit"))


def cards_with(channel: ChannelHandle, words: str) -> Sequence[discord.Message]:
    return [one for one in study_acts.cards_in(channel) if words in card(one)]


async def test_where_nothing_waits_it_says_what_was_looked_at(
    world: World, mo: MemberActor
) -> None:
    shown = await pulse(world, mo)

    assert shown.ephemeral
    assert "### All is well" in seen(shown)
    assert "I looked at questions that wait over a day, learners in the queue" in seen(shown)
    assert "No digest yet" in seen(shown)


async def test_the_worst_stands_on_top_and_what_is_well_in_one_line(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    await qa_acts.ask(world, ann)
    await wait_for_a_partner(world, ben, Track.BACKEND)
    await world.wait(3 * DAY)
    await study_acts.post(world, ann, "in 2 hours")

    shown = seen(await pulse(world, mo))

    troubles = ("1 session at risk", "1 unanswered question", "1 learner unpaired")
    assert sorted(troubles, key=shown.index) == [*troubles]
    assert "All is well: posts, approvals, pairs" in shown


async def test_a_learner_is_refused_by_command_and_by_button(
    world: World, ann: MemberActor
) -> None:
    world.open_to_all("nexus")

    for answer in (await pulse(world, ann), await forge.press(ann, world.home, "pulse:all")):
        assert answer.ephemeral
        assert "Only moderators can do that" in seen(answer)


# Questions


async def two_questions(world: World, ann: MemberActor) -> None:
    """After a day, the clock brings up the first one; the second one is left."""
    await qa_acts.ask(world, ann, "Why so slow?")
    await qa_acts.ask(world, ann, "Why so fast?")
    await world.wait(DAY + HOUR)
    await world.wait(MINUTE)


async def test_a_question_is_brought_up_by_hand_besides_the_one_of_the_day(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    await two_questions(world, ann)
    shown = await listed(world, mo, "Questions")
    before = seen(shown)

    await press(mo, shown, "Bring up")

    assert before.index("Why so slow?") < before.index("Why so fast?")
    assert "came up <t:" in before.split("Why so fast?")[0]
    assert len(cards_with(world.home, STILL_WAITS)) == 2
    assert "Why so fast?" in card(cards_with(world.home, STILL_WAITS)[-1])
    assert qa_acts.pinged(world, cards_with(world.home, STILL_WAITS)[-1]) == []
    assert f"**#2** comes up in {world.home.mention}" in seen(shown)
    assert "Bring up" not in seen(shown)
    assert "brought up **question #2**" in await record(world, mo)


async def test_no_question_comes_up_twice_a_day_and_who_is_late_is_told_so(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    rita = world.moderator("Rita")
    await two_questions(world, ann)
    mine, hers = [await listed(world, one, "Questions") for one in (mo, rita)]

    await press(mo, mine, "Bring up")
    await press(rita, hers, "Bring up")
    for _ in range(8):  # the clock has another one to say tomorrow, and not this
        await world.wait(3 * HOUR)

    assert "Question **#2** came up today already" in seen(hers)
    assert "2 unanswered questions" in seen(hers)
    assert len(cards_with(world.home, STILL_WAITS)) == 2


async def test_a_question_that_is_answered_meanwhile_is_gone_from_the_screen(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    await two_questions(world, ann)
    shown = await listed(world, mo, "Questions")
    form = await ben.slash(world.home, "qa answer", question="2")
    await ben.submit_modal(form, {"text": "It is not."})

    await press(mo, shown, "Bring up")

    assert "Question **#2** waits no more" in seen(shown)
    assert "Why so fast?" not in seen(shown)
    assert len(cards_with(world.home, STILL_WAITS)) == 1


async def test_the_rows_come_in_pages_and_an_act_stays_on_its_own(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    for number in range(5):
        await qa_acts.ask(world, ann, f"Question no. {number}?")
    await world.wait(DAY + HOUR)
    shown = await listed(world, mo, "Questions")
    first = seen(shown)

    await press(mo, shown, "More")
    second = seen(shown)
    await press(mo, shown, "Bring up")
    after = seen(shown)
    await press(mo, shown, "All kinds")

    assert ["no. 2" in first, "no. 3" in first] == [True, False]
    assert "no. 3" in second
    assert "no. 4" in second
    assert "no. 3" in after
    assert "**#4** comes up" in after
    assert "### Cohort pulse" in seen(shown)


# Learners


async def wait_for_a_partner(world: World, who: MemberActor, track: Track) -> None:
    """As after a time in which nobody suited them: no partner is looked for at once."""
    async with world.bot.db.begin() as session:
        now = world.bot.now()
        profile = await pair_profiles.say(
            session, world.guild.id, who.id, track=track, project=pair_acts.SHOP, now=now
        )
        await queue.arrive(session, world.guild.id, profile, now=now)


async def test_who_waits_alone_is_told_of_and_what_would_help(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    await wait_for_a_partner(world, ann, Track.BACKEND)
    shown = await listed(world, mo, "Learners")

    told = await press(mo, shown, "Match")

    assert f"{ann.mention} · E-Commerce" in pairing_acts.told(shown)
    assert told.ephemeral
    assert f"### Nobody for {ann.mention} yet" in seen(told)
    assert "nexus pair make" in seen(told)


async def test_who_could_be_paired_is_shown_with_whom_and_is_paired_by_a_press(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    await wait_for_a_partner(world, ann, Track.BACKEND)
    await wait_for_a_partner(world, ben, Track.FRONTEND)
    shown = await listed(world, mo, "Learners")

    preview = await press(mo, shown, "Match")
    offered = seen(preview)
    await press(mo, preview, "Confirm")
    await press(mo, shown, "Match")
    gone = await press(mo, shown, "Match")

    assert f"{ben.mention} and {ann.mention}" in offered
    assert "1 pair made" in seen(preview)
    assert "They don't wait any more" in seen(gone)
    assert "### All is well" in seen(await pulse(world, mo))


# Pairs


async def test_a_silent_pair_is_nudged_again_a_day_after_the_clock_did(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    thread = await meet(world, ann, ben)
    await pair_acts.later(world, SILENT_FOR_TWO_DAYS)
    at_once = seen(await listed(world, mo, "Pairs"))
    await world.wait(DAY)
    shown = await listed(world, mo, "Pairs")

    await press(mo, shown, "Nudge")

    assert f"**#1** {ann.mention}, {ben.mention}" in at_once
    assert "nudged <t:" in at_once
    assert "Nudge\n" not in at_once
    nudges = cards_with(thread, "it has been quiet here")
    assert [pair_acts.pinged(world, one) for one in nudges] == [{ann.id, ben.id}] * 2
    assert "I nudge pair **#1**" in seen(shown)
    assert "nudged **pair #1**" in await record(world, mo)


async def test_two_moderators_nudge_a_pair_once(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    rita = world.moderator("Rita")
    thread = await meet(world, ann, ben)
    await pair_acts.later(world, SILENT_FOR_TWO_DAYS)
    await world.wait(DAY)
    mine, hers = [await listed(world, one, "Pairs") for one in (mo, rita)]

    await press(mo, mine, "Nudge")
    await press(rita, hers, "Nudge")

    assert "Give them a day before you nudge them again" in seen(hers)
    assert len(cards_with(thread, "it has been quiet here")) == 2


async def test_a_pair_that_wrote_since_is_not_called_silent(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    """Nexus is not told of messages: it asks when somebody looks."""
    thread = await meet(world, ann, ben)
    await pair_acts.later(world, SILENT_FOR_TWO_DAYS)
    await world.wait(DAY)
    shown = await listed(world, mo, "Pairs")
    await ann.send(thread, "Here I am.")

    await press(mo, shown, "Nudge")

    assert "Pair **#1** is not silent any more" in seen(shown)
    assert "Pairs: nothing is left" in seen(shown)
    assert "### All is well" in seen(await pulse(world, mo))
    assert len(cards_with(thread, "it has been quiet here")) == 1


async def test_of_a_pair_that_one_has_left_the_other_is_told(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    await meet(world, ann, ben)
    await pair_acts.later(world, SILENT_FOR_TWO_DAYS)
    await world.wait(DAY)
    world.guild.remove_member(ann)
    shown = await listed(world, mo, "Pairs")

    await press(mo, shown, "Nudge")

    assert "Somebody of pair **#1** has left the server" in seen(shown)
    assert "Pairs: nothing is left" in seen(shown)


# Sessions


async def hostless(world: World, ann: MemberActor, *going: MemberActor) -> discord.Message:
    """A session whose host left before its first reminder."""
    message = await study_acts.post(world, ann, "in 25 hours")
    for one in going:
        await one.click(message, label="Going")
    world.guild.remove_member(ann)
    await world.wait(2 * HOUR)
    return message


async def test_a_session_without_a_host_finds_one_by_a_card_for_all(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    message = await hostless(world, ann, ben)
    shown = await listed(world, mo, "Sessions")
    before = seen(shown)
    await press(mo, shown, "Find a host")
    [call] = cards_with(world.home, "Who hosts session #1?")
    asked = card(call)

    told = await ben.click(call, label="I'll host it")

    assert "no host" in before
    assert f"I ask in {world.home.mention} who hosts **#1**" in seen(shown)
    assert "Find a host" not in seen(shown)
    assert "asked for a host of **session #1**" in await record(world, mo)
    assert "1 person comes, and its host can't be there" in asked
    assert study_acts.pinged(world, call) == []
    assert told.ephemeral
    assert "You host session **#1** now" in seen(told)
    assert f"hosted by {ben.mention}" in await study_acts.again(world, message)
    [call] = cards_with(world.home, "Session #1 has a host")
    assert f"{ben.mention} hosts it. Thank you!" in card(call)
    assert tending_acts.labels(call) == []


async def test_the_cohort_is_asked_once_a_day(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    rita = world.moderator("Rita")
    await hostless(world, ann)
    mine, hers = [await listed(world, one, "Sessions") for one in (mo, rita)]

    await press(mo, mine, "Find a host")
    await press(rita, hers, "Find a host")

    assert "Give them a day before you ask again" in seen(hers)
    assert len(cards_with(world.home, "Who hosts session #1?")) == 1


async def test_a_session_to_which_few_come_is_opened_from_the_screen(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    message = await study_acts.post(world, ann, "in 30 hours")
    await ben.click(message, label="Going")
    shown = await listed(world, mo, "Sessions")

    opened = await press(mo, shown, "Open")
    await world.member("Cy").click(message, label="Going")

    assert "**#1** JWT from scratch" in seen(shown)
    assert ": 1 comes" in seen(shown)
    assert "**#1 · JWT from scratch**" in seen(opened)
    assert "Cancel it" in seen(opened)
    assert "### All is well" in seen(await pulse(world, mo))


async def test_once_they_were_asked_those_alone_count_who_still_come(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    cy = world.member("Cy")
    message = await study_acts.post(world, ann, "in 30 hours")
    for one in (ben, cy):
        await one.click(message, label="Going")
    before = seen(await pulse(world, mo))
    await world.wait(13 * HOUR)
    silent = seen(await listed(world, mo, "Sessions"))
    for one in (ben, cy):
        await forge.press(one, world.home, "study:still:1")

    assert "### All is well" in before
    assert "0 of 2 still come" in silent
    assert "### All is well" in seen(await pulse(world, mo))


async def test_a_session_that_waits_for_approval_is_reviewed_from_the_screen(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    await tending_acts.asks_for_approval(world)
    await study_acts.press(ann, await study_acts.plan(world, ann), "Post it")
    shown = await listed(world, mo, "Approvals")

    review = await press(mo, shown, "Review")
    await press(mo, review, "Approve")
    late = await press(mo, shown, "Review")

    assert "**#1** JWT from scratch" in seen(shown)
    assert "approved it" in seen(review)
    assert "### Session #1 · JWT from scratch" in card(tending_acts.message_of(world, 1))
    assert "was approved already" in seen(late)


# Posts


async def park(world: World) -> None:
    """As if the project's channel had refused three posts."""
    now = world.bot.now()
    post = Post(1, world.guild.id, world.home.id, "digest", {}, now, now + DAY, 0, None)
    async with world.bot.db.begin() as session:
        for _ in range(parking.PATIENCE):
            await parking.refused(session, post, now)


async def test_a_channel_that_refused_is_tried_again_at_once_and_on_record(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    await park(world)
    await qa_acts.ask(world, ann)
    before = qa_acts.cards_in(world.home)
    shown = await listed(world, mo, "Posts")
    told = seen(shown)

    await press(mo, shown, "Try again now")

    assert f"I may not post in {world.home.mention}" in told
    assert before == []
    assert len(qa_acts.cards_in(world.home)) == 1
    assert f"I try again: what waits for {world.home.mention}" in seen(shown)
    assert f"tried again to post in **{world.home.mention}**" in await record(world, mo)
    assert "### All is well" in seen(await pulse(world, mo))


async def test_a_channel_that_still_refuses_is_left_alone_and_what_it_takes_is_said(
    world: World, mo: MemberActor
) -> None:
    await world.forbid(world.home, send_messages=False)
    square = world.guild.create_text_channel("square")
    await park(world)
    shown = await mo.slash(square, "nexus pulse")
    await press(mo, shown, "Posts")

    await press(mo, shown, "Try again now")

    assert "Allow me there: **Send Messages**" in seen(shown)
    assert "I may not post in" in seen(shown)


async def test_a_lost_post_leads_to_the_set_up(world: World, mo: MemberActor) -> None:
    await park(world)
    async with world.bot.db.begin() as session:
        await outbox.enqueue(
            session,
            world.guild.id,
            world.home.id,
            kind="announcement",
            dedupe_key="lost",
            payload={"id": 1},
            due_at=world.bot.now(),
            expires_at=world.bot.now() + MINUTE,
        )
    await world.wait(2 * HOUR)
    shown = await listed(world, mo, "Posts")
    told = seen(shown)

    await press(mo, shown, "Open set-up")

    assert f"Not posted in {world.home.mention}: announcement\n-# it was too late" in told
    assert "Set up Nexus: channels" in seen(shown)


# The digest


async def test_the_last_digest_and_the_next_are_told_and_the_next_is_previewed(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    await qa_acts.ask(world, ann)
    await world.wait(timedelta(days=7))
    await world.wait(MINUTE)
    shown = await pulse(world, mo)

    preview = await press(mo, shown, "Preview digest")

    assert "Digest posted <t:" in seen(shown)
    assert "next <t:" in seen(shown)
    assert "Only you see this. The digest is due" in seen(preview)


# What is not this guild's


async def test_a_moderator_next_door_reaches_nothing_of_here(
    world: World, mo: MemberActor, ann: MemberActor, ben: MemberActor
) -> None:
    beyond = world.another_guild("Next door")
    lobby = beyond.create_text_channel("prodevprojectnexus")
    stranger = world.moderator("Stranger", guild=beyond)
    thread = await meet(world, ann, ben)
    await two_questions(world, ann)
    await wait_for_a_partner(world, world.member("Cy"), Track.BACKEND)
    await pair_acts.later(world, SILENT_FOR_TWO_DAYS)
    await world.wait(DAY)
    await park(world)
    sent = len(study_acts.cards_in(world.home))

    shown = seen(await stranger.slash(lobby, "nexus pulse"))
    roads = {
        "pulse:bring_up:2:0": "There is no question #2 here",
        "pulse:nudge:1:0": "no longer works",
        "pulse:find_host:1:0": "There is no session #1 here",
        f"pulse:try_again:{world.home.id}:0": "no longer works",
    }
    told = {road: await forge.press(stranger, lobby, road) for road in roads}

    assert "### All is well" in shown
    for road, words in roads.items():
        assert told[road].ephemeral
        assert words in seen(told[road])
    assert len(study_acts.cards_in(world.home)) == sent
    assert cards_with(lobby, STILL_WAITS) == []
    assert len(cards_with(thread, "it has been quiet here")) == 1
    assert "I may not post" in seen(await listed(world, mo, "Posts"))


# However much there is

moments = st.datetimes(datetime(2026, 2, 1), datetime(2026, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001
words = st.text(max_size=200)
pulses = st.builds(
    Pulse,
    unanswered=st.lists(st.builds(Unanswered, number=st.just(10**9), title=words), max_size=8),
    waiting=st.lists(
        st.builds(Candidate, project=words, joined_at=moments, room=st.just(1), hours=st.just(0)),
        max_size=8,
    ),
    silent=st.just(()),
    endangered=st.lists(st.builds(Endangered, topic=words), max_size=8),
    held=st.just(()),
    troubles=st.builds(
        Troubles,
        parked=st.lists(st.builds(Parking), max_size=8).map(tuple),
        lost=st.lists(
            st.builds(Lost, state=st.sampled_from((State.DEAD, State.UNSURE, State.EXPIRED))),
            max_size=8,
        ).map(tuple),
    ),
    digest=st.none() | st.builds(Decided, fate=st.sampled_from(Fate)),
    coming=st.just(Due("2026-W11", NOON)),
)
st.register_type_strategy(datetime, moments)


def parts(components: Sequence[Any]) -> int:
    """How many components Discord counts, each within another as well."""
    return sum(1 + parts(one.get("components", ())) + ("accessory" in one) for one in components)


@given(pulses, st.sampled_from(Kind), words)
def test_no_card_is_more_than_discord_takes_and_no_row_is_lost(
    found: Pulse, kind: Kind, note: str
) -> None:
    shown = [render.pulse_card(found, "UTC", NOON).to_components()]
    for at in range(9):
        view = render.list_card(found, kind, at, zone="Africa/Lagos", now=NOON, note=note)
        shown.append(view.to_components())

    for one in shown:
        assert parts(one) <= 40
        assert sum(map(len, texts(one))) <= 4000
    if kind is Kind.QUESTIONS:
        pages = shown[1 : 1 + math.ceil(len(found.unanswered) / SIZE)]
        rows = [text for one in pages for text in texts(one) if "-# asked <t:" in text]
        assert len(rows) == len(found.unanswered)
