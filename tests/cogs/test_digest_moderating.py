"""What moderators make of a digest: seen before, posted at once, skipped, changed, run again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from cogs.digest.posts import posts_of
from tests.cogs import qa_acts
from tests.cogs.digest_acts import (
    DIGEST,
    DUE,
    MINUTE,
    digests_in,
    in_lagos,
    messages_in,
    pass_to,
    preview,
)
from tests.world import World, card, seen

TITLES = ("Why does JWT expire?", "Where do I host it?")


@pytest.fixture
async def mo(world: World) -> MemberActor:
    """A week in which Ann and Ben have asked."""
    mo = await in_lagos(world)
    for name, title in zip(("Ann", "Ben"), TITLES, strict=True):
        await qa_acts.ask(world, world.member(name), title)
    return mo


@pytest.fixture
async def staff(world: World, mo: MemberActor) -> ChannelHandle:
    """The moderators' own channel."""
    channel = world.guild.create_text_channel("staff")
    shown = await mo.slash(world.home, "nexus setup")
    assert shown.response is not None
    await mo.select(shown.response, [channel], custom_id="admin:channel:moderators")
    return channel


async def look(world: World, mo: MemberActor) -> InteractionResult:
    return await mo.slash(world.home, "nexus digest preview")


async def press(mo: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await mo.click(shown.response.message, label=label)


async def leave_out(mo: MemberActor, shown: InteractionResult, *names: str) -> str:
    assert shown.response is not None
    return seen(await mo.select(shown.response.message, list(names)))


async def audit(world: World, mo: MemberActor) -> str:
    return seen(await mo.slash(world.home, "nexus audit"))


async def test_post_now_posts_what_was_seen_and_monday_brings_no_second_one(
    world: World, mo: MemberActor
) -> None:
    shown = await look(world, mo)

    told = seen(await press(mo, shown, "Post now"))
    [posted] = digests_in(world.home)
    await pass_to(world, DUE + MINUTE)

    assert "on its way" in told
    assert all(title in posted for title in TITLES)
    assert "Late" not in posted
    assert digests_in(world.home) == [posted]
    assert "posted **digest of 2026-W11**" in await audit(world, mo)


async def test_what_came_up_after_an_early_one_is_told_by_the_next(
    world: World, mo: MemberActor
) -> None:
    await press(mo, await look(world, mo), "Post now")
    ben = world.member("Cy")
    await qa_acts.answer(world, ben, "Sign it in UTC.", at=0)
    await mo.slash(world.home, "qa accept", question="1", answer="1")

    await pass_to(world, DUE + timedelta(weeks=1))

    [_, second] = digests_in(world.home)
    assert "Best answers" in second
    assert ben.mention in second


async def test_a_week_that_is_skipped_has_none_until_it_is_wanted_after_all(
    world: World, mo: MemberActor
) -> None:
    skipped = await press(mo, await look(world, mo), "Skip this week")
    assert "There will be no digest" in seen(skipped)
    assert "is skipped" in await preview(world, mo)

    back = seen(await press(mo, await look(world, mo), "Don't skip it"))
    await press(mo, await look(world, mo), "Skip this week")
    await pass_to(world, DUE + MINUTE)

    assert TITLES[0] in back
    assert digests_in(world.home) == []
    told = await audit(world, mo)
    assert "brought back **digest of 2026-W11**" in told
    assert "skipped **digest of 2026-W11**" in told


async def test_an_item_is_left_out_and_put_back(world: World, mo: MemberActor) -> None:
    shown = await look(world, mo)

    without = await leave_out(mo, shown, "help:1")
    again = await preview(world, mo)
    await leave_out(mo, shown)
    back = await preview(world, mo)
    await leave_out(mo, shown, "help:1")
    await pass_to(world, DUE)

    [posted] = digests_in(world.home)
    for text in (without, again, posted):
        assert TITLES[0] not in text
        assert TITLES[1] in text
    assert TITLES[0] in back
    assert "1 item left out" in await audit(world, mo)


async def test_run_again_the_posted_one_is_changed_where_it_stands(
    world: World, mo: MemberActor
) -> None:
    await pass_to(world, DUE)
    [before] = messages_in(world.home)
    await qa_acts.answer(world, world.member("Cy"), "Because.", at=0)

    posted = await press(mo, await look(world, mo), "The one that is posted")
    told = seen(await press(mo, posted, "Run it again"))

    [after] = messages_in(world.home)
    assert "says what is true now" in told
    assert after.id == before.id
    assert TITLES[0] in card(before)
    assert TITLES[0] not in card(after)
    assert TITLES[1] in card(after)
    assert "ran again **digest of 2026-W11**" in await audit(world, mo)


async def test_one_that_somebody_deleted_is_posted_anew_when_it_is_run_again(
    world: World, mo: MemberActor
) -> None:
    await pass_to(world, DUE)
    [message] = messages_in(world.home)
    world.env.backend.delete_message(world.home.id, message.id)

    for _ in range(2):  # the first finds out that it is gone
        posted = await press(mo, await look(world, mo), "The one that is posted")
        await press(mo, posted, "Run it again")

    [anew] = messages_in(world.home)
    assert anew.id != message.id


async def test_a_button_of_a_week_that_is_over_says_so(world: World, mo: MemberActor) -> None:
    shown = await look(world, mo)
    await pass_to(world, DUE + timedelta(weeks=2))

    told = seen(await press(mo, shown, "Skip this week"))

    assert "That digest is over" in told
    assert "</nexus digest preview:" in told


async def test_a_week_with_too_little_is_skipped_and_moderators_hear_why(
    world: World, mo: MemberActor, staff: ChannelHandle
) -> None:
    await at_least(world, mo, 3)
    warned = await preview(world, mo)

    await pass_to(world, DUE)
    none_yet = digests_in(world.home)
    [notice] = [one for one in staff.history(viewer=None) if "No digest this week" in card(one)]
    await mo.click(notice, label="Post it all the same")

    assert "So far it would be skipped: 2 items, and you asked for 3 at least" in warned
    assert none_yet == []
    assert "**2 items**, and you asked for 3 at least" in card(notice)
    [posted] = digests_in(world.home)
    assert TITLES[0] in posted


async def at_least(world: World, mo: MemberActor, count: int) -> str:
    shown = await mo.slash(world.home, "nexus digest settings")
    assert shown.response is not None
    return seen(await mo.select(shown.response.message, [str(count)], custom_id="digest:least"))


async def test_without_a_channel_of_their_own_nobody_else_hears_of_a_thin_week(
    world: World, mo: MemberActor
) -> None:
    await at_least(world, mo, 3)

    await pass_to(world, DUE + MINUTE)

    assert not [one for one in world.home.history(viewer=None) if "No digest" in card(one)]


async def test_an_empty_week_is_skipped_in_silence(
    world: World, mo: MemberActor, staff: ChannelHandle
) -> None:
    for number in ("1", "2"):
        form = await mo.slash(world.home, "qa close", question=number)
        await mo.submit_modal(form, {"reason": ["off topic"], "words": ""})
    before = len(list(staff.history(viewer=None)))

    await pass_to(world, DUE + MINUTE)

    assert digests_in(world.home) == []
    assert len(list(staff.history(viewer=None))) == before


async def test_the_evening_before_moderators_see_it_once_and_act_on_it_there(
    world: World, mo: MemberActor, staff: ChannelHandle
) -> None:
    shown = await mo.slash(world.home, "nexus digest settings")
    told = seen(await press(mo, shown, "Preview the evening before"))
    sunday = datetime(2026, 3, 8, 19, tzinfo=UTC)  # 20:00 in Lagos

    await pass_to(world, sunday - MINUTE)
    early = digests_in(staff)
    for _ in range(3):
        await world.wait(MINUTE)
    [message] = messages_in(staff)
    await mo.select(message, ["help:1"])
    await pass_to(world, DUE)

    assert f"at 20:00, you see it in {staff.mention}" in told
    assert early == []
    assert TITLES[0] in card(message)
    assert "Post now" in card(message)
    [seen_there] = digests_in(staff)
    [posted] = digests_in(world.home)
    assert TITLES[0] not in seen_there + posted
    assert TITLES[1] in posted


async def test_what_needs_help_can_be_taken_from_the_digest_itself(
    world: World, mo: MemberActor
) -> None:
    await pass_to(world, DUE)
    [message] = messages_in(world.home)
    cy = world.member("Cy")

    told = seen(await cy.click(message, label="I can take this", custom_id="qa:take:1"))

    assert "is yours for 24 hours" in told
    assert f"{cy.mention} is on it" in card(qa_acts.cards_in(world.home)[0])


async def test_five_ticks_at_once_post_one(world: World, mo: MemberActor) -> None:
    await world.env.advance_time((DUE - world.env.now()).total_seconds())
    await asyncio.gather(*(posts_of(world.bot).plan() for _ in range(5)))
    for _ in range(2):
        await world.wait(MINUTE)

    assert len(digests_in(world.home)) == 1


async def test_a_monday_at_midnight_in_new_york_right_after_the_clocks_changed(
    world: World,
) -> None:
    """They went forward on Sunday the 8th: midnight is four hours behind UTC by then, not five."""
    mo = world.moderator()
    await mo.slash(world.home, "nexus setup", zone="America/New_York")
    shown = await mo.slash(world.home, "nexus digest settings")
    assert shown.response is not None
    await mo.select(shown.response.message, ["0"], custom_id="digest:hour")
    await qa_acts.ask(world, world.member("Ann"))
    midnight = datetime(2026, 3, 9, 4, tzinfo=UTC)

    await pass_to(world, midnight - MINUTE)
    before = digests_in(world.home)
    await pass_to(world, midnight)

    assert before == []
    assert len(digests_in(world.home)) == 1
    assert DIGEST in digests_in(world.home)[0]
