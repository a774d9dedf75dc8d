"""Moderators announce something: previewed, posted now or later, withdrawn while it waits."""

from collections.abc import Sequence
from datetime import timedelta

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.cogs import qa_acts
from tests.guards import forge
from tests.world import World, card, fields, seen

TITLE, TEXT = "Demo day", "Bring your **laptop**, @everyone: https://demo.example.org"
HOUR = timedelta(hours=1)


async def set_up(world: World) -> MemberActor:
    mo = world.moderator()
    await mo.slash(world.home, "nexus setup", zone="Lagos")
    return mo


async def begin(world: World, mo: MemberActor) -> InteractionResult:
    return await mo.slash(world.home, "nexus announce")


async def write(
    world: World, mo: MemberActor, *, title: str = TITLE, text: str = TEXT, when: str = ""
) -> InteractionResult:
    """The preview of what was written."""
    form = await begin(world, mo)
    if form.modal is None:
        form = await press(mo, form, "Write a new one")
    return await mo.submit_modal(form, {"title": title, "text": text, "when": when})


async def press(mo: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await mo.click(shown.response, label=label)


async def choose(mo: MemberActor, shown: InteractionResult, title: str) -> None:
    """Open one of the list."""
    assert shown.response is not None
    [value] = [
        option["value"]
        for row in shown.response.components[0]["components"]
        for one in row.get("components", ())
        for option in one.get("options", ())
        if title in option["label"]
    ]
    await mo.select(shown.response, [value], custom_id="announcing:open")


def posted_in(channel: ChannelHandle) -> Sequence[discord.Message]:
    return [one for one in channel.history(viewer=None) if "### Demo day" in card(one)]


async def test_it_is_posted_as_it_was_previewed_and_pings_nobody(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo)
    before = posted_in(world.home)
    shown = seen(preview)

    await press(mo, preview, "Post now")

    [posted] = posted_in(world.home)
    assert before == []
    assert preview.ephemeral
    assert shown.startswith(card(posted))
    assert r"\*\*laptop\*\*" in card(posted)
    assert "https://demo.example.org" in card(posted)
    assert f"-# From <@{mo.id}>" in card(posted)
    assert qa_acts.pinged(world, posted) == []
    assert f"is posted in {world.home.mention}" in seen(preview)


async def test_it_waits_for_its_time_on_the_servers_clocks(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, when="tomorrow 9:00")
    shown = seen(preview)
    await press(mo, preview, "Post on Tue 3 Mar, 09:00")  # eight in UTC
    planned = seen(preview)

    await world.wait(20 * HOUR - timedelta(minutes=1))
    early = posted_in(world.home)
    await world.wait(timedelta(minutes=2))

    assert "Later means <t:1772524800:F>" in shown
    assert f"I post it in {world.home.mention}: <t:1772524800:F>" in planned
    assert early == []
    assert len(posted_in(world.home)) == 1


async def test_it_is_posted_late_and_says_so_or_not_at_all(world: World) -> None:
    mo = await set_up(world)
    await press(mo, await write(world, mo, when="in 2 hours"), "Post on Mon 2 Mar, 15:00")
    await world.forbid(world.home, send_messages=False)
    await world.wait(3 * HOUR)
    await world.allow_again(world.home)
    await world.wait(HOUR)
    [late] = posted_in(world.home)

    await press(mo, await write(world, mo, when="in 2 hours"), "Post on Mon 2 Mar, 19:00")
    await world.forbid(world.home, send_messages=False)
    await world.wait(30 * HOUR)
    await world.allow_again(world.home)
    await world.wait(HOUR)

    assert "Late by" in card(late)
    assert len(posted_in(world.home)) == 1
    assert "the announcement; it was too late" in seen(await mo.slash(world.home, "nexus setup"))


async def test_one_that_waits_is_listed_for_all_moderators_and_can_be_withdrawn(
    world: World,
) -> None:
    mo, rita = await set_up(world), world.moderator("Rita")
    await press(mo, await write(world, mo, when="in 2 hours"), "Post on Mon 2 Mar, 15:00")

    waiting = await begin(world, rita)
    listed = seen(waiting)
    await choose(rita, waiting, TITLE)
    opened = seen(waiting)
    await press(rita, waiting, "Withdraw")
    await world.wait(3 * HOUR)

    assert f"<t:1772460000:F> in {world.home.mention}" in listed
    assert r"Bring your \*\*laptop\*\*" in opened
    assert "is withdrawn: it will not be posted" in seen(waiting)
    assert posted_in(world.home) == []
    assert (await begin(world, rita)).modal is not None


async def test_what_was_withdrawn_can_be_written_anew(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, when="in 2 hours")
    await press(mo, preview, "Post on Mon 2 Mar, 15:00")
    await press(mo, preview, "Withdraw")

    await press(mo, preview, "Write it again")
    await press(mo, preview, "Post now")

    assert len(posted_in(world.home)) == 1


async def test_what_is_posted_already_cannot_be_withdrawn_any_more(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, when="in 2 hours")
    await press(mo, preview, "Post on Mon 2 Mar, 15:00")
    await world.wait(3 * HOUR)

    answer = await press(mo, preview, "Withdraw")

    assert "It is posted already" in seen(answer)


async def test_a_draft_can_be_edited_and_keeps_its_time(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, title="Deno day", when="tomorrow 9:00")
    form = await press(mo, preview, "Edit")

    await mo.submit_modal(
        form, {"title": TITLE, "text": TEXT, "when": fields(form)["when"]["value"]}
    )

    assert fields(form)["title"]["value"] == "Deno day"
    assert fields(form)["when"]["value"] == "2026-03-03 09:00"
    assert "### Demo day" in seen(preview)
    assert "Post on Tue 3 Mar, 09:00" in seen(preview)


async def test_a_draft_is_found_again_by_its_author_alone_and_can_be_discarded(
    world: World,
) -> None:
    mo, rita = await set_up(world), world.moderator("Rita")
    await write(world, mo)

    ritas = await begin(world, rita)
    again = await begin(world, mo)
    await choose(mo, again, TITLE)
    await press(mo, again, "Discard")

    assert ritas.modal is not None
    assert "Discarded; nobody else saw it" in seen(again)
    assert (await begin(world, mo)).modal is not None


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("some day", "I can't find a time in that"),
        ("yesterday 9:00", "has already passed"),
        ("fri 6", "in the morning (`6am`) or in the evening"),
    ],
)
async def test_a_time_that_cannot_be_read_loses_nothing(world: World, when: str, says: str) -> None:
    mo = await set_up(world)

    preview = await write(world, mo, when=when)

    assert "### Demo day" in seen(preview)
    assert says.casefold() in seen(preview).casefold()
    await press(mo, preview, "Post now")
    assert len(posted_in(world.home)) == 1


async def test_a_time_that_may_be_read_in_two_ways_has_a_button_for_each(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, when="fri 6")

    await press(mo, preview, "Post on Fri 6 Mar, 18:00")

    assert "<t:1772816400:F>" in seen(preview)


async def test_without_a_time_zone_a_time_needs_one(world: World) -> None:
    mo = world.moderator()

    nowhere = await write(world, mo, when="fri 18:00")
    somewhere = await write(world, mo, when="fri 18:00 Lagos")

    assert "This server has no time zone yet" in seen(nowhere)
    assert "Post on Fri 6 Mar, 17:00" in seen(somewhere)  # in UTC


async def test_a_time_that_passed_while_it_was_thought_over_is_refused(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo, when="in 2 hours")
    await world.wait(3 * HOUR)

    answer = await press(mo, preview, "Post on Mon 2 Mar, 15:00")

    assert "That time is over" in seen(answer)
    assert posted_in(world.home) == []


async def test_it_goes_to_another_channel_where_that_is_chosen(world: World) -> None:
    mo = await set_up(world)
    news = world.guild.create_text_channel("news")
    preview = await write(world, mo, when="tomorrow 9:00")
    assert preview.response is not None
    [custom_id] = [
        one["custom_id"]
        for row in preview.response.components
        for one in row.get("components", ())
        if "announcing:channel" in one.get("custom_id", "")
    ]
    await mo.select(preview.response, [news], custom_id=custom_id)
    shown = seen(preview)
    await press(mo, preview, "Post now")

    assert f"It goes to {news.mention}" in shown
    assert "Post on Tue 3 Mar, 09:00" in shown
    assert len(posted_in(news)) == 1
    assert posted_in(world.home) == []


async def test_nobody_announces_where_they_may_not_write_themselves(world: World) -> None:
    mo = await set_up(world)
    closed = world.guild.create_text_channel(
        "closed",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(send_messages=False),
            world.bot_role: discord.PermissionOverwrite(send_messages=True),
        },
    )
    preview = await write(world, mo)
    assert preview.response is not None

    answer = await forge.press(mo, world.home, "announcing:channel:1", str(closed.id))

    assert "You may not write in" in seen(answer)


async def test_without_a_channel_it_is_kept_and_asked_for_one(world: World) -> None:
    mo = await set_up(world)
    world.env.backend.delete_channel(world.home.id)
    other = world.guild.create_text_channel("other")
    await world.env.settle()

    form = await mo.slash(other, "nexus announce")
    preview = await mo.submit_modal(form, {"title": TITLE, "text": TEXT, "when": ""})
    answer = await press(mo, preview, "Post now")

    assert "Choose a channel for it below" in seen(preview)
    assert "No channel is set up for this yet" in seen(answer)


async def test_where_nexus_may_not_speak_it_says_what_is_missing(world: World) -> None:
    mo = await set_up(world)
    await world.forbid(world.home, send_messages=False)
    preview = await write(world, mo)

    answer = await press(mo, preview, "Post now")

    assert "**Send Messages**" in seen(answer)


async def test_words_that_say_nothing_come_back(world: World) -> None:
    mo = await set_up(world)

    answer = await write(world, mo, title="\u200b\u200b")

    assert "needs a title and a text" in seen(answer)
    assert TEXT in world.file_in(answer)


async def test_pressing_twice_and_a_restart_post_it_once(world: World) -> None:
    mo = await set_up(world)
    preview = await write(world, mo)
    await world.restart()

    await forge.press(mo, world.home, "announcing:post:1")
    await forge.press(mo, world.home, "announcing:post:1")
    await world.wait(HOUR)

    assert seen(preview)
    assert len(posted_in(world.home)) == 1


async def test_what_moderators_announce_is_on_record(world: World) -> None:
    mo = await set_up(world)
    await press(mo, await write(world, mo), "Post now")

    record = seen(await mo.slash(world.home, "nexus audit"))

    assert "posted **an announcement**" in record
    assert TITLE in record
