"""What is due reaches Discord once, or moderators hear why not: seen on the weekly digest."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest
from simcord import ChannelHandle, MemberActor
from sqlalchemy import func, select, update

from bot import cards
from bot.allowance import REQUESTS
from bot.client import Nexus
from bot.config import Settings
from bot.kinds import Kind, Message
from bot.sending import FORGOTTEN
from bot.verdicts import Later, verdict
from db import digest_posts, outbox, outbox_parts, question_posts
from db.outbox import State
from db.tables import Outbox, Question
from tests.cogs import qa_acts
from tests.world import World, card, seen

DIGEST = "The week at a glance"
DUE = datetime(2026, 3, 9, 9, tzinfo=UTC)  # a Monday, with no zone set
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
POST = ("POST", "/channels/*/messages")


async def asked(world: World) -> None:
    """Something to say in the digest, and nothing else: it has come up of itself this week."""
    await qa_acts.ask(world, world.member("Ann"))
    async with world.bot.db.begin() as session:
        await session.execute(update(Question).values(brought_up_at=DUE))


async def pass_to(world: World, moment: datetime) -> None:
    await world.wait(moment - world.env.now())


async def minutes(world: World, count: int) -> None:
    for _ in range(count):
        await world.wait(MINUTE)


def posts_in(channel: ChannelHandle, words: str = DIGEST) -> list[str]:
    return [card(one) for one in channel.history(viewer=None) if words in card(one)]


# How the question got there that the digest tells of.
CARDS = (question_posts.CARD, question_posts.OPENING)


async def states(world: World) -> dict[State, int]:
    """How many of the posts that are tested here stand where."""
    async with world.bot.db.read() as session:
        found = await session.execute(
            select(Outbox.state, func.count())
            .where(Outbox.kind.not_in(CARDS))
            .group_by(Outbox.state)
        )
        return {State(state): count for state, count in found}


async def forget(world: World, *, tried_at: datetime, until: datetime | None = None) -> None:
    """Leave the rows as a kill between the sending and the recording leaves them.

    The bot is away until then.
    """
    async with world.bot.db.begin() as session:
        await session.execute(
            update(Outbox)
            .where(Outbox.kind.not_in(CARDS))
            .values(
                state=State.PENDING,
                message_id=None,
                attempts=1,
                lease_until=until or tried_at + outbox.LEASE,
                first_try_at=tried_at,
            )
        )


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


@pytest.fixture
async def chosen(world: World, mo: MemberActor) -> ChannelHandle:
    """A channel of its own for the digest; notices for moderators find the project's."""
    news = world.guild.create_text_channel("news")
    shown = await mo.slash(world.home, "nexus setup")
    assert shown.response is not None
    await mo.select(shown.response, [news], custom_id="admin:channel:digest")
    await mo.select(shown.response, [world.home], custom_id="admin:channel:qa")
    return news


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_what_discord_fails_to_take_is_tried_again_and_posted_once(
    world: World, status: int
) -> None:
    await asked(world)
    world.env.inject_error(*POST, status=status, times=2)

    await pass_to(world, DUE)
    before = posts_in(world.home)
    await minutes(world, 5)

    assert before == []
    assert len(posts_in(world.home)) == 1


async def test_each_try_carries_the_same_nonce(world: World) -> None:
    await asked(world)
    world.env.inject_error(*POST, status=503, times=1)
    start = len(world.env.http_requests)

    await pass_to(world, DUE)
    await world.wait(MINUTE)

    bodies: list[Any] = [
        one.json for one in world.env.http_requests[start:] if one.path.endswith("/messages")
    ]
    sent = [one for one in bodies if one]
    assert [one["nonce"] for one in sent] == ["ob3", "ob3"]
    assert all(one["enforce_nonce"] for one in sent)


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_connection_that_drops_is_a_reason_to_try_again(error: OSError) -> None:
    assert verdict(error) == Later(type(error).__name__, is_unsure=True)


async def test_a_refused_post_parks_its_channel_and_moderators_hear_of_it_once(
    world: World, chosen: ChannelHandle, mo: MemberActor
) -> None:
    await asked(world)
    await world.forbid(chosen, send_messages=False)
    await pass_to(world, DUE)
    await minutes(world, 5)
    tries = [one for one in world.env.http_requests if one.path == _messages(chosen)]
    [told] = posts_in(world.home, "I may not post")
    shown = seen(await mo.slash(world.home, "nexus setup"))

    for _ in range(3):
        await world.wait(HOUR)

    assert len(tries) == 3
    assert chosen.mention in told
    assert "Send Messages" in told
    assert f"I may not post in {chosen.mention}" in shown
    assert len(posts_in(world.home, "I may not post")) == 1


async def test_once_the_permission_is_granted_it_is_posted_at_once_and_says_that_it_is_late(
    world: World, chosen: ChannelHandle
) -> None:
    await asked(world)
    await world.forbid(chosen, send_messages=False)
    await pass_to(world, DUE)
    await minutes(world, 5)

    await world.allow_again(chosen)
    await world.wait(MINUTE)

    [posted] = posts_in(chosen)
    assert "Late by 6 min" in posted
    assert await states(world) == {State.SENT: 2}  # the notice, too


async def test_a_role_that_is_granted_the_permission_opens_the_channel_as_well(
    world: World, chosen: ChannelHandle
) -> None:
    await asked(world)
    world.env.inject_error("POST", _messages(chosen), status=403, code=50013, times=3)
    await pass_to(world, DUE)
    await minutes(world, 5)

    world.env.backend.edit_role(world.guild.id, world.bot_role.id, {"name": "Nexus, the bot"})
    await world.env.settle()
    await world.wait(MINUTE)

    assert len(posts_in(chosen)) == 1


async def test_where_the_moderators_only_channel_is_the_parked_one_setup_shows_it(
    world: World, mo: MemberActor
) -> None:
    await asked(world)
    await world.forbid(world.home, send_messages=False)
    square = world.guild.create_text_channel("square")

    await pass_to(world, DUE)
    await minutes(world, 5)

    shown = seen(await mo.slash(square, "nexus setup"))
    assert f"I may not post in {world.home.mention}" in shown
    assert await states(world) == {State.PENDING: 1}


async def test_the_moderators_own_channel_hears_of_it_where_one_is_set(
    world: World, chosen: ChannelHandle, mo: MemberActor
) -> None:
    office = world.guild.create_text_channel("office")
    shown = await mo.slash(world.home, "nexus setup")
    assert shown.response is not None
    await mo.select(shown.response, [office], custom_id="admin:channel:moderators")
    await asked(world)
    await world.forbid(chosen, send_messages=False)

    await pass_to(world, DUE)
    await minutes(world, 5)

    assert len(posts_in(office, "I may not post")) == 1
    assert posts_in(world.home, "I may not post") == []


async def test_a_post_for_a_channel_that_is_gone_is_given_up_and_told(
    world: World, chosen: ChannelHandle, mo: MemberActor
) -> None:
    await asked(world)
    world.env.inject_error("POST", _messages(chosen), status=404, code=10003)

    await pass_to(world, DUE)
    await minutes(world, 2)

    assert posts_in(chosen) == []
    assert len(posts_in(world.home, "A channel is gone")) == 1
    assert "Not posted" in seen(await mo.slash(world.home, "nexus setup"))


async def test_a_post_that_was_deleted_at_once_is_not_posted_again(world: World) -> None:
    await asked(world)
    world.env.inject_error(*POST, status=404, code=10008)

    await pass_to(world, DUE)
    await minutes(world, 5)

    assert posts_in(world.home) == []
    assert await states(world) == {State.SENT: 1}


async def test_what_was_posted_before_a_kill_is_found_by_its_tag_and_not_posted_twice(
    world: World,
) -> None:
    await asked(world)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE)

    await world.restart()
    await world.wait(FORGOTTEN + MINUTE)

    assert len(posts_in(world.home)) == 1
    assert await states(world) == {State.SENT: 1}


async def test_what_was_not_posted_before_a_kill_is_posted_after_a_look(world: World) -> None:
    await asked(world)
    world.env.inject_error(*POST, status=503)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE)

    await world.restart()
    await world.wait(FORGOTTEN + MINUTE)

    assert len(posts_in(world.home)) == 1


async def test_where_nexus_cannot_look_a_digest_is_not_risked_twice_and_is_reported(
    world: World, mo: MemberActor
) -> None:
    """Without Read Message History, Discord answers an empty list as if nothing were there."""
    await asked(world)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE)
    await world.forbid(world.home, read_message_history=False)

    await world.wait(FORGOTTEN + MINUTE)

    assert len(posts_in(world.home)) == 1
    assert await states(world) == {State.UNSURE: 1}
    assert "it may be there or not" in seen(await mo.slash(world.home, "nexus setup"))


async def test_what_discord_never_takes_expires_and_is_reported(
    world: World, mo: MemberActor, caplog: pytest.LogCaptureFixture
) -> None:
    await asked(world)
    world.env.inject_error(*POST, status=503, times=None)

    await pass_to(world, DUE)
    for _ in range(25):
        await world.wait(HOUR)

    assert await states(world) == {State.EXPIRED: 1}
    assert "expired unsent" in caplog.text
    assert "it was too late" in seen(await mo.slash(world.home, "nexus setup"))


@pytest.mark.parametrize("is_there", [True, False])
async def test_what_was_tried_before_it_expired_is_looked_for_before_it_is_called_unsent(
    world: World, *, is_there: bool
) -> None:
    await asked(world)
    if not is_there:
        world.env.inject_error(*POST, status=503)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE, until=DUE + digest_posts.LATEST)

    await pass_to(world, DUE + digest_posts.LATEST)
    await minutes(world, 2)

    assert len(posts_in(world.home)) == is_there
    assert await states(world) == {State.SENT if is_there else State.EXPIRED: 1}


async def test_where_nobody_can_look_what_expired_may_be_there_or_not(
    world: World, mo: MemberActor
) -> None:
    await asked(world)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE, until=DUE + digest_posts.LATEST)
    await world.forbid(world.home, read_message_history=False)

    await pass_to(world, DUE + digest_posts.LATEST)
    await minutes(world, 2)

    assert await states(world) == {State.UNSURE: 1}
    assert "it may be there or not" in seen(await mo.slash(world.home, "nexus setup"))


async def test_a_look_that_fails_is_repeated_for_an_hour(world: World) -> None:
    await asked(world)
    await pass_to(world, DUE)
    await forget(world, tried_at=DUE, until=DUE + digest_posts.LATEST)
    world.env.inject_error("GET", POST[1], status=503, times=None)

    await pass_to(world, DUE + digest_posts.LATEST)
    await minutes(world, 58)
    meanwhile = await states(world)
    await minutes(world, 4)

    assert meanwhile == {State.PENDING: 1}
    assert await states(world) == {State.UNSURE: 1}


# Kinds of a test's own, for what no digest shows.


async def note(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del bot, guild, late
    match payload:
        case {"people": people}:
            said = " ".join(f"<@{one}>" for one in people)
            return Message(cards.card(f"Note for {said}"), ping=people)
        case {"text": text}:
            return Message(cards.card(f"Note {text}"))
        case _:
            return None


async def enqueue(world: World, text: str, due_at: datetime, key: str = "") -> bool:
    async with world.bot.db.begin() as session:
        return await outbox.enqueue(
            session,
            world.guild.id,
            world.home.id,
            kind="note",
            dedupe_key=key or text,
            payload={"text": text} if text else {},
            due_at=due_at,
            expires_at=due_at + HOUR,
        )


@pytest.fixture
def notes(world: World) -> None:
    world.bot.delivery.learn({"note": Kind(note, resend_when_unsure=True)})


@pytest.mark.usefixtures("notes")
async def test_a_channel_hears_things_in_the_order_in_which_they_were_due(world: World) -> None:
    now = world.env.now()
    for text, minute in (("third", 3), ("first", 1), ("second", 2)):
        await enqueue(world, text, now + timedelta(minutes=minute))

    await world.wait(4 * MINUTE)

    assert posts_in(world.home, "Note") == ["Note first", "Note second", "Note third"]


@pytest.mark.usefixtures("notes")
async def test_what_a_channel_does_not_take_now_holds_up_what_is_behind_it(world: World) -> None:
    now = world.env.now()
    await enqueue(world, "first", now)
    await enqueue(world, "second", now)
    world.env.inject_error(*POST, status=503)

    await world.wait(timedelta(seconds=1))
    between = posts_in(world.home, "Note")
    await world.wait(MINUTE)

    assert between == []
    assert sorted(posts_in(world.home, "Note")) == ["Note first", "Note second"]


@pytest.mark.usefixtures("notes")
async def test_the_same_key_is_posted_once(world: World) -> None:
    now = world.env.now()

    assert await enqueue(world, "one", now, key="same")
    assert not await enqueue(world, "two", now, key="same")
    await world.wait(MINUTE)
    assert not await enqueue(world, "three", now, key="same")
    await world.wait(MINUTE)

    assert posts_in(world.home, "Note") == ["Note one"]


@pytest.mark.usefixtures("notes")
async def test_who_waits_for_a_post_that_a_tick_is_at_already_waits_for_its_end(
    world: World,
) -> None:
    await enqueue(world, "one", world.env.now())

    async def wait() -> dict[State, int]:
        await world.bot.delivery.send_now("one")
        return await states(world)

    _, found = await asyncio.gather(world.bot.delivery.send_due(), wait())

    assert found == {State.SENT: 1}
    assert posts_in(world.home, "Note") == ["Note one"]


@pytest.mark.usefixtures("notes")
async def test_where_nothing_is_left_to_say_nothing_is_posted(world: World) -> None:
    await enqueue(world, "", world.env.now(), key="moot")

    await world.wait(MINUTE)

    assert posts_in(world.home, "Note") == []
    assert await states(world) == {State.MOOT: 1}


@pytest.mark.usefixtures("notes")
async def test_a_tick_makes_no_more_requests_than_discord_takes_beside_the_people(
    world: World,
) -> None:
    now = world.env.now()
    for number in range(60):
        await enqueue(world, f"{number:02}", now)

    await world.wait(timedelta(seconds=1))
    at_first = len(posts_in(world.home, "Note"))
    await world.wait(timedelta(seconds=1))

    assert at_first == 45
    assert posts_in(world.home, "Note") == [f"Note {number:02}" for number in range(60)]


@pytest.mark.usefixtures("notes")
async def test_nor_do_those_who_wait_for_a_post_of_their_own_have_more_of_them(
    world: World,
) -> None:
    now = world.env.now()
    keys = [f"{number:02}" for number in range(60)]
    for key in keys:
        await enqueue(world, key, now)

    await asyncio.gather(*(world.bot.delivery.send_now(*keys[at::6]) for at in range(6)))
    await world.bot.delivery.send_due()
    at_first = len(posts_in(world.home, "Note"))
    await world.wait(timedelta(seconds=1))

    assert at_first == 45
    assert len(posts_in(world.home, "Note")) == 60


async def test_a_second_that_was_overdrawn_is_paid_for_in_the_next(world: World) -> None:
    allowance = world.bot.allowance
    assert allowance.take()
    allowance.spend(REQUESTS + 9)
    assert not allowance.take()

    await world.wait(timedelta(seconds=1))

    assert allowance.left == REQUESTS - 10


@pytest.mark.usefixtures("notes")
async def test_two_hundred_people_are_pinged_in_parts(world: World) -> None:
    people = [world.member(f"P{number}").id for number in range(200)]
    async with world.bot.db.begin() as session:
        parts = await outbox_parts.enqueue(
            session,
            world.guild.id,
            world.home.id,
            people=people,
            kind="note",
            dedupe_key="all",
            payload={},
            due_at=world.env.now(),
            expires_at=world.env.now() + HOUR,
        )

    await world.wait(MINUTE)

    said = [one for one in world.home.history(viewer=None) if "Note for" in card(one)]
    pinged = [qa_acts.pinged(world, one) for one in said]
    assert parts == 3
    assert [len(one) for one in pinged] == [80, 80, 40]
    assert sorted(one for part in pinged for one in part) == sorted(people)


@pytest.mark.usefixtures("notes")
async def test_a_kind_that_nobody_knows_any_more_waits_and_holds_up_nothing(world: World) -> None:
    now = world.env.now()
    async with world.bot.db.begin() as session:
        await outbox.enqueue(
            session,
            world.guild.id,
            world.home.id,
            kind="forgotten",
            dedupe_key="forgotten",
            payload={},
            due_at=now,
            expires_at=now + HOUR,
        )
    await enqueue(world, "behind it", now)

    await world.wait(timedelta(seconds=1))

    assert posts_in(world.home, "Note") == ["Note behind it"]
    assert await states(world) == {State.PENDING: 1, State.SENT: 1}


async def test_what_discord_calls_malformed_is_our_fault_and_is_not_tried_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with World.start(settings) as world:
        await asked(world)
        world.env.inject_error(*POST, status=400, code=50035, times=None)
        await pass_to(world, DUE)
        await minutes(world, 3)
        found = await states(world)

    faults = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert found == {State.DEAD: 1}
    assert [one.getMessage() for one in faults] == [
        f"post 3 (digest) for channel {world.home.id} is given up as dead: 400, code 50035"
    ]


async def test_a_renderer_that_fails_loses_nothing_and_holds_up_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> Message | None:
        raise RuntimeError

    async with World.start(settings) as world:
        now = world.env.now()
        world.bot.delivery.learn({"note": Kind(broken, resend_when_unsure=False)})
        await enqueue(world, "one", now)
        await world.wait(MINUTE)
        world.bot.delivery.learn({"note": Kind(note, resend_when_unsure=False)})
        await world.wait(10 * MINUTE)
        posted = posts_in(world.home, "Note")

    assert posted == ["Note one"]
    assert "drawing it failed by our fault" in caplog.text


def _messages(channel: ChannelHandle) -> str:
    return f"/channels/{channel.id}/messages"
