"""Which sessions there are: lists, and one with all that a member can do."""

from datetime import timedelta
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.study_acts import again, choose, post, press
from tests.world import World, seen


async def listed(world: World, who: MemberActor, which: str) -> str:
    return seen(await who.slash(world.home, "session list", which=which))


async def shown(world: World, who: MemberActor, session: str = "1") -> InteractionResult:
    return await who.slash(world.home, "session show", session=session)


async def test_mine_are_those_that_i_host_or_said_a_word_of(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    for topic in ("Going", "Maybe", "Can't"):
        await ben.click(await post(world, ann, "fri 18:00 Lagos", f"{topic} there"), label=topic)
    await post(world, ben, "sat 18:00 Lagos", "Hosted")

    mine = await listed(world, ben, "mine")

    assert "Going there · **you go**" in mine
    assert "Maybe there · **maybe**" in mine
    assert "Hosted · **you host**" in mine
    assert "Can't there" not in mine


async def test_the_next_seven_days_leave_out_what_is_later(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann, "in 6 days", "Soon")
    await post(world, ann, "in 8 days", "Later on")

    week, every = await listed(world, ann, "week"), await listed(world, ann, "all")

    assert ["Soon" in week, "Later on" in week, "Later on" in every] == [True, False, True]


@pytest.mark.parametrize(
    ("which", "words"),
    [("mine", "You go to no session yet"), ("week", "Nothing in the next seven days")],
)
async def test_a_list_of_nothing_says_where_to_look(world: World, which: str, words: str) -> None:
    assert words in await listed(world, world.member("Ann"), which)


async def test_a_list_stays_the_one_that_was_asked_for_from_page_to_page(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    for day in range(1, 5):
        await post(world, ann, f"in {day} days", f"Evening {day}")
        await post(world, ben, f"in {day} days", f"Elsewhere {day}")

    first = await ann.slash(world.home, "session list", which="mine")
    await world.restart()
    second = await press(ann, first, "Later")

    assert "Your sessions" in seen(second)
    assert "Evening 4" in seen(second)
    assert "Elsewhere" not in seen(second)


async def test_one_is_opened_from_the_list_and_answered_there(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann, seats=2)

    opened = await choose(ben, await ben.slash(world.home, "session list"), "1")
    before = seen(opened)
    going = await press(ben, opened, "Going")

    assert opened.ephemeral
    assert "**1 of 2 going**" in before
    assert "**2 of 2 going** · **you go**" in seen(going)
    assert "**2 of 2 going**" in await again(world, message)


async def test_whoever_waits_sees_their_place(world: World) -> None:
    ann, ben, cia = (world.member(name) for name in ("Ann", "Ben", "Cia"))
    message = await post(world, ann, seats=1)
    for one in (ben, cia):
        await one.click(message, label="Going")

    first, second = seen(await shown(world, ben)), seen(await shown(world, cia))

    assert "**1 of 1 going**, 2 waiting · **you have the next seat**" in first
    assert "**you wait**, 1 other before you" in second


async def test_all_that_was_said_of_a_session_is_shown(world: World) -> None:
    ann = world.member("Ann")
    draft = await ann.slash(
        world.home,
        "session create",
        topic="JWT from scratch",
        when="fri 18:00 Lagos",
        repeats="weekly",
    )
    form = await press(ann, draft, "Details")
    detailed = await ann.submit_modal(
        form,
        {
            "description": "We read RFC 7519 and write a verifier.",
            "track": ["backend"],
            "link": "https://meet.example.org/jwt",
            "warm_up": "Where do you keep your secrets?",
        },
    )
    await press(ann, detailed, "Post it")

    told = seen(await shown(world, world.member("Ben")))

    for words in (
        "1 hour, every week, hosted by",
        "We read RFC 7519 and write a verifier.",
        "[meet.example.org](https://meet.example.org/jwt)",
        "for Backend",
        "Warm-up: Where do you keep your secrets?",
    ):
        assert words in told


async def test_a_session_that_has_started_can_still_be_left_and_no_longer_joined(
    world: World,
) -> None:
    ann = world.member("Ann")
    await post(world, ann, "in 10 minutes")
    await world.wait(timedelta(minutes=11))

    told = seen(await shown(world, ann))

    assert told.endswith("Can't")
    assert "Maybe" not in told


async def test_in_its_thread_the_session_need_not_be_named(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    (thread,) = world.home.threads

    there = await ann.slash(thread, "session show")
    elsewhere = await ann.slash(world.home, "session show")

    assert "**#1 · JWT from scratch**" in seen(there)
    assert "Which session do you mean?" in seen(elsewhere)


async def test_suggestions_are_in_ones_own_time(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    before = await ann.autocomplete(world.home, "session show", "session", "jwt")
    await ann.slash(world.home, "me timezone", zone="Tokyo")
    after = await ann.autocomplete(world.home, "session show", "session", "#1")

    assert [one["name"] for one in before] == ["#1 Fri 6 Mar 17:00 UTC · JWT from scratch"]
    assert [one["name"] for one in after] == ["#1 Sat 7 Mar 02:00 · JWT from scratch"]


async def test_its_host_does_all_from_there_and_nobody_else_is_offered_it(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann, repeats="weekly")
    await ben.click(message, label="Going")

    hers, his = await shown(world, ann), await shown(world, ben)
    asked = await press(ann, hers, "Move")
    moved = await ann.submit_modal(asked, {"when": "sat 19:00", "scope": ["one"]})
    await press(ann, moved, "Move it")
    asked = await press(ann, await shown(world, ann), "Cancel it")
    told = await ann.submit_modal(asked, {"reason": "I am ill", "scope": ["all"]})

    assert "Edit\nMove\nCancel it\nNo reminders" in seen(hers)
    assert "Cancel it" not in seen(his)
    assert "The same goes for 3 sessions after it" in seen(told)
    assert f"**Cancelled** by {ann.mention}: I am ill" in await again(world, message)


async def test_its_host_chooses_when_it_is_reminded_of(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    hers = await shown(world, ann)

    noted = await choose(ann, hers, "60")
    now = await shown(world, ann)

    assert "is reminded an hour before" in seen(noted)
    assert now.response is not None
    assert [one["value"] for one in chosen_in(now)] == ["60"]


def chosen_in(result: InteractionResult) -> list[dict[str, Any]]:
    """What is preselected in the one select of an answer."""
    assert result.response is not None
    (container,) = result.response.components
    rows = [one["components"] for one in container["components"] if "components" in one]
    (options,) = [one["options"] for row in rows for one in row if "options" in one]
    return [one for one in options if one.get("default")]
