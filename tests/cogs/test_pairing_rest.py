"""Whoever rests keeps their place, is not matched meanwhile, and hears when it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from simcord import MemberActor

from tests.cogs.pairing_acts import BACKEND, FRONTEND, JOBS, find, make_pair, pair, press, told
from tests.world import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


def stamp(moment: datetime) -> str:
    return f"<t:{moment.timestamp():.0f}:F>"


async def test_a_rest_of_a_week_keeps_the_place_and_nobody_is_matched_with_it(
    world: World, ann: MemberActor
) -> None:
    bob, cleo = world.member("Bob"), world.member("Cleo")
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)

    rests = await pair(world, ann, "pause")
    missed = await find(world, bob, track=BACKEND)
    await pair(world, bob, "leave")
    await find(world, cleo, track=FRONTEND)
    status = await pair(world, ann, "status")

    until = stamp(world.bot.now() + 7 * DAY)
    assert rests.ephemeral
    assert f"You rest until {until}" in told(rests)
    assert "Waiting on the other side: nobody yet." in told(missed)
    assert "you are **number 1** in line" in told(status)
    assert f"You rest until {until}: you keep your place" in told(status)


async def test_who_wakes_up_is_matched_at_once_and_stands_where_they_stood(
    world: World, ann: MemberActor
) -> None:
    bob = world.member("Bob")
    await find(world, ann, track=FRONTEND)
    rests = await pair(world, ann, "pause")
    await world.wait(MINUTE)
    await find(world, world.member("Cleo"), JOBS, FRONTEND)
    await press(ann, rests, "Wake up")
    awake = told(rests)
    again = await pair(world, ann, "pause")
    await find(world, bob, track=BACKEND)

    await press(ann, again, "Wake up")

    assert "Awake again: place kept" in awake
    assert "you are **number 1** in line" in awake
    assert f"You and {bob.mention} are a pair" in told(again)


async def test_a_rest_ends_by_itself_and_the_next_look_says_so(
    world: World, ann: MemberActor
) -> None:
    await find(world, ann, track=FRONTEND)
    await pair(world, ann, "pause", until="2 days")
    ended_at = world.bot.now() + 2 * DAY
    await world.wait(MINUTE)
    await find(world, world.member("Bob"), track=FRONTEND)
    await world.wait(2 * DAY)

    status = await pair(world, ann, "status")
    found = await pair(world, ann, "find")
    later = await pair(world, ann, "status")

    assert f"Your rest ended <t:{ended_at.timestamp():.0f}:R>." in told(status)
    assert "Wake up" not in told(status)
    assert "Your rest is over: place kept" in told(found)
    assert "you are **number 1** in line" in told(found)
    assert "Your rest" not in told(later)


async def test_a_rest_that_is_over_is_matched_by_whoever_comes(
    world: World, ann: MemberActor
) -> None:
    await find(world, ann, track=FRONTEND)
    await pair(world, ann, "pause", until="in 3 hours")
    await world.wait(timedelta(hours=3))

    assert f"You and {ann.mention} are a pair" in told(
        await find(world, world.member("Bob"), track=BACKEND)
    )


@pytest.mark.parametrize(
    ("typed", "ends_at"),
    [
        ("friday", datetime(2026, 3, 5, 23, tzinfo=UTC)),  # as it begins in Lagos
        ("until 10 march", datetime(2026, 3, 9, 23, tzinfo=UTC)),
        ("fri 18:00", datetime(2026, 3, 6, 17, tzinfo=UTC)),
        ("10 days", datetime(2026, 3, 12, 12, tzinfo=UTC)),
    ],
)
async def test_the_end_is_read_in_the_members_own_time(
    world: World, ann: MemberActor, typed: str, ends_at: datetime
) -> None:
    await ann.slash(world.home, "me timezone", zone="Lagos")
    await find(world, ann, track=FRONTEND)

    assert f"You rest until {stamp(ends_at)}" in told(await pair(world, ann, "pause", until=typed))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("friday", "I don't know your time zone yet"),
        ("soon", "I can't find a time in that"),
        ("2000 days", "more than a year away"),
    ],
)
async def test_an_end_that_says_nothing_is_refused_and_no_rest_begins(
    world: World, ann: MemberActor, typed: str, words: str
) -> None:
    await find(world, ann, track=FRONTEND)

    refused = await pair(world, ann, "pause", until=typed)

    assert refused.ephemeral
    assert words in told(refused)
    assert "You rest" not in told(await pair(world, ann, "status"))


async def test_who_does_not_wait_has_nothing_to_rest_from(world: World, ann: MemberActor) -> None:
    refused = await pair(world, ann, "pause")

    assert "You aren't waiting for a partner, so there is nothing to rest from." in told(refused)


async def test_an_old_button_wakes_nobody_who_has_left_or_found_a_partner(
    world: World, ann: MemberActor
) -> None:
    await find(world, ann, track=FRONTEND)
    rests = await pair(world, ann, "pause")
    await pair(world, ann, "leave")

    await press(ann, rests, "Wake up")
    gone = told(rests)
    await make_pair(world, ann, world.member("Bob"))

    assert "You aren't waiting for a partner." in gone
    assert "You aren't waiting" in told(await pair(world, ann, "status"))


async def test_leaving_ends_a_rest(world: World, ann: MemberActor) -> None:
    await find(world, ann, track=FRONTEND)
    await pair(world, ann, "pause")
    await pair(world, ann, "leave")

    again = await find(world, ann, track=FRONTEND)

    assert "You're in the queue\n" in told(again)
    assert "rest" not in told(again)
