"""Rounds: by the clock among all who wait, and by moderators' hand; acted as all of them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError

from bot.domain.matching import Api, Track
from bot.domain.replays import Pool, draw_packed
from cogs.pairing.drawing import clock
from db import blocks, members, pair_ends, pair_profiles, queue, rounds
from tests.cogs.pair_acts import (
    DAY,
    EVENINGS,
    HOUR,
    MINUTE,
    SHOP,
    later,
    make_pair,
    meet,
    now_of,
    pinged,
    press,
    said,
    the_card,
    thread_of,
    wait_as,
)
from tests.cogs.pairing_acts import JOBS, find, pair, told
from tests.guards import forge
from tests.world import World, card, seen

FRONTEND, BACKEND = Track.FRONTEND, Track.BACKEND
REST, GRAPHQL = Api.REST, Api.GRAPHQL
MANAGER = discord.Permissions(manage_guild=True)
ROUND = timedelta(minutes=3)  # as often as the clock draws


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


@pytest.fixture
def bob(world: World) -> MemberActor:
    return world.member("Bob")


@pytest.fixture
def cleo(world: World) -> MemberActor:
    return world.member("Cleo")


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


async def wait_apart(world: World, frontend: MemberActor, backend: MemberActor) -> None:
    """Two of the same project who want different APIs: nobody pairs them on joining."""
    assert await wait_as(world, frontend, FRONTEND, api=REST) is None
    assert await wait_as(world, backend, BACKEND, api=GRAPHQL) is None


async def say(world: World, who: MemberActor, **what: Any) -> None:
    async with world.bot.db.begin() as session:
        await pair_profiles.say(session, world.guild.id, who.id, now=world.bot.now(), **what)


async def waiting(world: World) -> list[int]:
    async with world.bot.db.read() as session:
        found = await queue.candidates(session, world.guild.id, world.bot.now())
    return [one.user_id for one in found]


async def status(world: World, who: MemberActor) -> str:
    return told(await pair(world, who, "status"))


async def nexus(world: World, mo: MemberActor, verb: str, **options: Any) -> InteractionResult:
    return await mo.slash(world.home, f"nexus pair {verb}", **options)


async def audit(world: World, mo: MemberActor) -> str:
    return told(await mo.slash(world.home, "nexus audit"))


async def look(world: World) -> int:
    """A draw that moderators look at, made without a process of its own."""
    now, guild_id = world.bot.now(), world.guild.id
    async with world.bot.db.begin() as session:
        taking = await rounds.entrants(session, guild_id, is_patient=False, now=now)
        pool = Pool.of(taking.people, taking.history, 7, now).packed()
        told = draw_packed(pool)
        return await rounds.keep(session, guild_id, taking.people, pool=pool, told=told, now=now)


# By the clock.


async def test_the_clock_pairs_two_who_want_different_apis_and_tells_them_alone(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    await wait_apart(world, ann, bob)
    assert world.home.threads == []

    await world.wait(ROUND)

    thread = await thread_of(world, 1)
    (shown,) = said(thread)
    assert "**Why you:** an API style to agree on, and your first time together." in card(shown)
    assert pinged(world, shown) == {ann.id, bob.id}
    assert said(world.home) == []
    with pytest.raises(SetupError):
        thread.history(viewer=cleo)
    assert await waiting(world) == []
    async with world.bot.db.read() as session:
        stored = await rounds.replay(session, world.guild.id, 1)
    assert stored is not None
    assert draw_packed(stored[0]) == stored[1]


async def they_met(world: World, ann: MemberActor, bob: MemberActor) -> None:
    async with world.bot.db.begin() as session:
        await pair_ends.end(session, world.guild.id, 1, now=world.bot.now())


async def one_asked_for_somebody_new(world: World, ann: MemberActor, bob: MemberActor) -> None:
    async with world.bot.db.begin() as session:
        await pair_ends.part(session, world.guild.id, 1, bob.id, now=world.bot.now())


async def they_are_a_pair(world: World, ann: MemberActor, bob: MemberActor) -> None:
    pass


async def one_blocks_the_other(world: World, ann: MemberActor, bob: MemberActor) -> None:
    await they_met(world, ann, bob)
    async with world.bot.db.begin() as session:
        await blocks.block(session, world.guild.id, ann.id, bob.id, world.bot.now())


@pytest.mark.parametrize(
    ("before", "waits"),
    [
        (they_met, DAY - 2 * ROUND),
        (one_asked_for_somebody_new, 2 * DAY),
        (one_blocks_the_other, 2 * DAY),
        (they_are_a_pair, 2 * DAY),
    ],
)
async def test_there_are_two_whom_the_clock_does_not_bring_together(
    world: World, ann: MemberActor, bob: MemberActor, before: Any, waits: timedelta
) -> None:
    await make_pair(world, ann, bob)
    await before(world, ann, bob)
    for who, track in ((ann, FRONTEND), (bob, BACKEND)):
        assert await wait_as(world, who, track) is None

    await world.wait(waits)

    assert {*await waiting(world)} == {ann.id, bob.id}
    assert "you are **number 1** in line" in await status(world, ann)
    async with world.bot.db.read() as session:
        assert await rounds.replay(session, world.guild.id, 1) is None  # nothing was drawn


class Held(ThreadPoolExecutor):
    """Tells when a round has been read, and lets it be drawn once it may."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self.is_read = asyncio.Event()
        self.may_go_on = threading.Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.is_read.set()

        def held() -> Any:
            self.may_go_on.wait()
            return fn(*args, **kwargs)

        return super().submit(held)


@pytest.fixture
async def held() -> AsyncIterator[Held]:
    held = Held()
    asyncio.get_running_loop().set_default_executor(held)
    yield held
    held.may_go_on.set()


async def test_a_round_in_which_somebody_came_or_went_meanwhile_makes_no_pair(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor, held: Held
) -> None:
    await wait_apart(world, ann, bob)
    drawing = asyncio.create_task(clock.draw_all(world.bot))
    is_read = asyncio.create_task(held.is_read.wait())
    await asyncio.wait({drawing, is_read}, return_when=asyncio.FIRST_COMPLETED)
    async with world.bot.db.begin() as session:
        await queue.leave(session, world.guild.id, ann.id, world.bot.now())
    assert await wait_as(world, cleo, FRONTEND, api=REST) is None

    held.may_go_on.set()
    await drawing

    assert world.home.threads == []
    assert await waiting(world) == [bob.id, cleo.id]  # whom the next round has
    assert "you are **number 1** in line" in await status(world, bob)
    assert "You aren't waiting for a partner." in await status(world, ann)


async def test_who_takes_two_is_given_two_who_share_and_none_who_does_not(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    dan = world.member("Dan")
    await say(world, bob, room=2)
    await say(world, cleo, shares=False)
    await wait_as(world, bob, BACKEND)

    first = await wait_as(world, ann, FRONTEND)
    alone = await wait_as(world, cleo, FRONTEND)
    await world.wait(ROUND)
    second = await wait_as(world, dan, FRONTEND)

    assert alone is None
    assert first is not None
    assert second is not None
    assert [{*one.people} for one in (first, second)] == [{bob.id, ann.id}, {bob.id, dan.id}]
    assert await waiting(world) == [cleo.id]
    assert "you are **number 1** in line" in await status(world, cleo)


# The odd one.


async def wait_half_a_day(world: World, cleo: MemberActor, *, at_once: bool = True) -> None:
    await wait_as(world, cleo, FRONTEND)
    await later(world, 12 * HOUR - 5 * MINUTE)
    if at_once:
        await later(world, 10 * MINUTE)


async def test_the_odd_one_joins_as_third_and_all_three_are_told_once(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await wait_half_a_day(world, cleo, at_once=False)
    assert len(said(thread)) == 1
    with pytest.raises(SetupError):
        thread.history(viewer=cleo)

    await later(world, 10 * MINUTE)
    await later(world, 10 * MINUTE)

    shown, news = said(thread)
    assert thread.history(viewer=cleo)
    assert "You three are a pair" in card(shown)
    assert f"{cleo.mention} (frontend)" in card(shown)
    assert "### You are three" in card(news)
    assert f"joins you, {ann.mention} and {bob.mention}" in card(news)
    assert pinged(world, news) == {ann.id, bob.id, cleo.id}
    assert said(world.home) == []
    assert "Good to hear!" in seen(await press(cleo, shown, "We have started"))


async def test_a_third_who_has_left_the_server_meanwhile_is_none(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await wait_half_a_day(world, cleo, at_once=False)
    world.guild.remove_member(cleo)
    world.env.inject_error("PUT", f"/channels/*/thread-members/{cleo.id}", status=404, code=10013)

    await later(world, 10 * MINUTE)

    assert {*(await now_of(world, 1)).people} == {ann.id, bob.id}
    assert "You two are a pair" in card(the_card(thread))
    assert not any("You are three" in card(one) for one in said(thread))
    assert await waiting(world) == []


async def test_there_is_no_third_where_one_of_them_does_not_share(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await say(world, bob, shares=False)

    await wait_half_a_day(world, cleo)

    assert len(said(thread)) == 1
    assert await waiting(world) == [cleo.id]


async def test_there_is_no_third_where_a_block_lies_between_and_nobody_hears_of_it(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await pair(world, bob, "block", member=cleo)

    await wait_half_a_day(world, cleo)

    assert len(said(thread)) == 1
    assert await waiting(world) == [cleo.id]


async def test_a_pair_that_is_two_days_old_is_left_alone(
    world: World, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    thread = await meet(world, ann, bob)
    await press(ann, the_card(thread), "We have started")
    await later(world, DAY + 13 * HOUR)

    await wait_half_a_day(world, cleo)

    assert "You two are a pair" in card(the_card(thread))
    assert await waiting(world) == [cleo.id]


# By moderators' hand.


async def test_a_draw_is_shown_to_its_moderator_alone_and_confirmed_once(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    await wait_apart(world, ann, bob)
    await find(world, cleo, JOBS, "frontend")
    await say_evenings(world, ann, bob)

    shown = await nexus(world, mo, "draw")

    assert shown.ephemeral
    assert "### 1 pair to make" in told(shown)
    assert f"{ann.mention} and {bob.mention}" in told(shown)
    assert "E-Commerce · API to agree on · 28 shared hours · first time" in told(shown)
    assert "1 would still wait. Confirm until <t:" in told(shown)
    assert cleo.mention not in told(shown)
    assert (said(world.home), world.home.threads) == ([], [])
    assert "you are **number 1** in line" in await status(world, ann)

    await press(mo, shown, "Confirm")
    assert said(world.home) == []
    again = await forge.press(mo, world.home, "pairing:confirm:1")

    assert "### 1 pair made" in told(shown)
    assert "These pairs are made already: `/nexus pair list` shows them." in told(again)
    thread = await thread_of(world, 1)
    assert pinged(world, the_card(thread)) == {ann.id, bob.id}
    assert len(said(thread)) == 1
    assert await waiting(world) == [cleo.id]
    assert f"{mo.mention} drew **1 pair**" in await audit(world, mo)


async def say_evenings(world: World, *people: MemberActor) -> None:
    async with world.bot.db.begin() as session:
        for who in people:
            await members.set_zone(session, world.guild.id, who.id, "Africa/Lagos")
            await members.set_availability(session, world.guild.id, who.id, EVENINGS)


async def test_a_draw_is_made_anew_and_says_so_when_somebody_came(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    await wait_apart(world, ann, bob)
    round_id = await look(world)
    await find(world, cleo, JOBS, "frontend")

    anew = await forge.press(mo, world.home, f"pairing:confirm:{round_id}")

    assert "Somebody came or went, so I drew again." in told(anew)
    assert "### 1 pair to make" in told(anew)
    assert world.home.threads == []
    assert "drew" not in await audit(world, mo)
    await press(mo, anew, "Confirm")
    assert {*(await now_of(world, 1)).people} == {ann.id, bob.id}


@pytest.mark.parametrize("road", ["confirm:1", "drawn:1:4"])
async def test_a_draw_of_which_somebody_went_is_empty_and_says_so(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor, road: str
) -> None:
    await wait_apart(world, ann, bob)
    await look(world)
    await pair(world, bob, "leave")

    anew = await forge.press(mo, world.home, f"pairing:{road}")

    assert "### Nobody to pair" in told(anew)
    assert "Somebody came or went, so I drew again." in told(anew)
    assert "1 member waits, but no frontend and backend" in told(anew)
    assert await waiting(world) == [ann.id]


async def test_after_ten_minutes_a_draw_is_refused(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    await wait_apart(world, ann, bob)
    await look(world)
    await world.env.advance_time(10 * 60 + 1)  # in which the clock drew nothing

    for road in ("confirm:1", "drawn:1:0"):
        late = await forge.press(mo, world.home, f"pairing:{road}")
        assert late.ephemeral
        assert "This draw is over ten minutes old." in told(late)
    assert {*await waiting(world)} == {ann.id, bob.id}
    assert world.home.threads == []


async def test_a_draw_is_shown_a_few_pairs_at_a_time(world: World, mo: MemberActor) -> None:
    people = [world.member(f"Member{at}") for at in range(10)]
    for at in range(0, 10, 2):
        await wait_apart(world, people[at], people[at + 1])
    await look(world)

    shown = await forge.press(mo, world.home, "pairing:drawn:1:0")
    first = told(shown)
    await press(mo, shown, "More")
    second = told(shown)
    await press(mo, shown, "More")
    last = told(shown)
    await press(mo, shown, "Back")

    assert "### 5 pairs to make" in first
    assert "Back" not in first.splitlines()
    assert "More" not in last.splitlines()
    pages = (first, second, last)
    assert [sum(one.mention in page for one in people) for page in pages] == [4, 4, 2]
    assert all(any(one.mention in page for page in pages) for one in people)
    assert told(shown) == second


async def test_moderators_see_who_waits_and_which_pairs_are_on(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor, cleo: MemberActor
) -> None:
    empty = await nexus(world, mo, "list")
    await wait_as(world, cleo, FRONTEND)
    await say(world, cleo, project=SHOP)
    thread = await meet_again(world, ann, bob)
    others = [world.member(f"Member{at}") for at in range(4)]
    for who in others:
        await find(world, who, JOBS, "frontend")

    shown = await nexus(world, mo, "list")
    first = told(shown)
    await press(mo, shown, "More")

    assert "Nobody waits for a partner, and no pair is on." in told(empty)
    assert shown.ephemeral
    assert "### Pairs: 5 waiting, 1 on" in first
    assert f"{cleo.mention} waits since <t:" in first
    assert f"**#1** {ann.mention} and {bob.mention}" in told(shown)
    assert f"{thread.mention} · last heard <t:" in told(shown)
    assert f"{others[3].mention} waits" in told(shown)
    await press(mo, shown, "Back")
    assert told(shown) == first
    await press(ann, the_card(thread), "We have started")
    await press(mo, shown, "More")
    assert f"{thread.mention} · started" in told(shown)


async def meet_again(world: World, ann: MemberActor, bob: MemberActor) -> ChannelHandle:
    """As moderators have it, though somebody waits whom one of them would be given first."""
    mo = world.member("Max", world.guild.create_role("Leads", permissions=MANAGER))
    await nexus(world, mo, "make", frontend=ann, backend=bob, project=SHOP)
    return await thread_of(world, 1)


async def test_two_are_made_a_pair_and_meet(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    await find(world, ann, JOBS, "frontend")
    await say(world, bob, track=BACKEND, project=JOBS)

    made = await nexus(world, mo, "make", frontend=ann, backend=bob)

    assert made.ephemeral
    assert f"{ann.mention} and {bob.mention} are pair **#1** now." in told(made)
    thread = await thread_of(world, 1)
    assert f"{ann.mention} (frontend) and {bob.mention} (backend) build" in card(the_card(thread))
    assert pinged(world, the_card(thread)) == {ann.id, bob.id}
    assert said(world.home) == []
    assert await waiting(world) == []
    assert f"{mo.mention} made **pair #1**" in await audit(world, mo)
    again = await nexus(world, mo, "make", frontend=bob, backend=ann)
    assert "These two are together already, in pair **#1**." in told(again)


async def test_nobody_is_made_a_pair_with_themselves_a_bot_or_who_has_left(
    world: World, mo: MemberActor, ann: MemberActor
) -> None:
    bot = world.guild.add_member(world.env.create_user("robot", bot=True))
    nobody = world.env.create_user("gone")

    alone = await nexus(world, mo, "make", frontend=ann, backend=ann, project=SHOP)
    robot = await nexus(world, mo, "make", frontend=ann, backend=bot, project=SHOP)
    gone = await nexus(world, mo, "make", frontend=nobody, backend=ann, project=SHOP)

    assert "choose two different members" in told(alone)
    assert "A bot builds nothing with anybody." in told(robot)
    assert "One of them is not in this server any more." in told(gone)
    assert "Nothing yet" in await audit(world, mo)


async def test_what_two_build_is_chosen_where_they_do_not_say_the_same(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    await say(world, ann, project=SHOP)

    unsaid = await nexus(world, mo, "make", frontend=ann, backend=bob)
    unknown = await nexus(world, mo, "make", frontend=ann, backend=bob, project="A game")
    await nexus(world, mo, "make", frontend=ann, backend=bob, project=JOBS)

    assert "They don't build the same project yet: add **project**" in told(unsaid)
    assert "Choose the project from the list." in told(unknown)
    assert (await now_of(world, 1)).project == JOBS


@pytest.mark.parametrize("before", [one_blocks_the_other, one_asked_for_somebody_new])
async def test_why_two_cannot_be_made_a_pair_is_not_told(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor, before: Any
) -> None:
    await make_pair(world, ann, bob)
    await before(world, ann, bob)

    refused = await nexus(world, mo, "make", frontend=ann, backend=bob, project=SHOP)

    assert refused.ephemeral
    assert "These two can't be paired. Choose somebody else" in told(refused)
    assert "block" not in told(refused)
    assert "Nothing yet" in await audit(world, mo)


async def test_both_are_told_of_the_end_and_may_look_for_somebody_new(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    thread = await meet(world, ann, bob)

    ended = await nexus(world, mo, "end", pair="1", reason="They asked\nme to")
    twice = await nexus(world, mo, "end", pair="#1")

    assert ended.ephemeral
    assert "Pair **#1** has ended. I tell them in their thread" in told(ended)
    assert "has ended already" in told(twice)
    shown, news = said(thread)
    assert "### This pair has ended" in card(shown)
    assert "a moderator ended this pair." in card(news)
    assert pinged(world, news) == {ann.id, bob.id}
    assert "They asked" not in card(news)
    for who in (ann, bob):
        assert "front of the queue" in seen(await press(who, news, "Find somebody new"))
    assert {*await waiting(world)} == {ann.id, bob.id}
    line = await audit(world, mo)
    assert f"{mo.mention} ended **pair #1**" in line
    assert "They asked me to" in line


async def test_of_a_pair_without_a_thread_it_is_said_that_nobody_could_be_told(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    await make_pair(world, ann, bob)

    ended = await nexus(world, mo, "end", pair="1")

    assert "They have no thread yet, so it is yours to tell them." in told(ended)
    await later(world, MINUTE)
    assert world.home.threads == []


async def test_pairs_are_suggested_to_moderators_alone(
    world: World, mo: MemberActor, ann: MemberActor, bob: MemberActor
) -> None:
    await meet(world, ann, bob)
    world.open_to_all("nexus")

    async def offered(who: MemberActor, typed: str) -> list[str]:
        found = await who.autocomplete(world.home, "nexus pair end", "pair", typed)
        return [one["name"] for one in found]

    assert await offered(mo, "") == ["#1 E-Commerce: Ann, Bob"]
    assert await offered(mo, "bOB") == ["#1 E-Commerce: Ann, Bob"]
    assert await offered(mo, "#2") == []
    assert await offered(ann, "") == []


async def test_members_do_none_of_it(world: World, ann: MemberActor, bob: MemberActor) -> None:
    await wait_apart(world, ann, bob)
    await look(world)
    world.open_to_all("nexus")

    asked = [
        await nexus(world, ann, "list"),
        await nexus(world, ann, "draw"),
        await nexus(world, ann, "make", frontend=ann, backend=bob),
        await nexus(world, ann, "end", pair="1"),
        *[
            await forge.press(ann, world.home, f"pairing:{road}")
            for road in ("confirm:1", "drawn:1:0", "list:0")
        ],
    ]

    for answer in asked:
        assert answer.ephemeral
        assert "Only moderators can do that." in told(answer)
        assert bob.mention not in told(answer)
    assert {*await waiting(world)} == {ann.id, bob.id}
