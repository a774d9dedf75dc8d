"""A moderator sets Nexus up, and everyone else is kept from it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError

from tests.cogs.forum_acts import give_tags, make_forum, tag_id
from tests.guards import forge
from tests.world import World, fields, seen


async def open_setup(world: World, who: MemberActor, **options: str) -> InteractionResult:
    return await who.slash(world.home, "nexus setup", **options)


async def open_roles(world: World, who: MemberActor) -> InteractionResult:
    """The second page."""
    shown = await open_setup(world, who)
    assert shown.response is not None
    await who.click(shown.response, label="Roles and cohort")
    return shown


async def test_a_moderator_sees_that_nexus_found_its_channel_by_name(world: World) -> None:
    card = await open_setup(world, world.moderator())

    assert card.ephemeral
    assert seen(card).count(f"✅ **Digest**: {world.home.mention}") == 1
    assert f"✅ **Q&A**: {world.home.mention}" in seen(card)


async def test_a_chosen_channel_is_saved_and_shown(world: World) -> None:
    mo = world.moderator()
    questions = world.guild.create_text_channel("questions")
    card = await open_setup(world, mo)

    assert card.response is not None
    await mo.select(card.response, [questions], custom_id="admin:channel:qa")

    assert f"**Q&A**: {questions.mention}" in seen(card)
    assert f"**Q&A**: {questions.mention}" in seen(await open_setup(world, mo))


async def test_missing_permissions_are_told_in_words(world: World) -> None:
    mo = world.moderator()
    closed = world.guild.create_text_channel(
        "closed",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(
                send_messages=False, create_public_threads=False
            ),
            world.bot_role: discord.PermissionOverwrite(
                send_messages=False, create_public_threads=False
            ),
        },
    )
    card = await open_setup(world, mo)

    assert card.response is not None
    await mo.select(card.response, [closed], custom_id="admin:channel:qa")

    assert (
        f"⚠️ **Q&A**: allow me in {closed.mention}: **Send Messages, Create Public Threads**"
        in seen(card)
    )


async def test_clearing_a_channel_falls_back_to_the_one_found_by_name(world: World) -> None:
    mo = world.moderator()
    questions = world.guild.create_text_channel("questions")
    card = await open_setup(world, mo)
    assert card.response is not None
    await mo.select(card.response, [questions], custom_id="admin:channel:qa")

    await mo.select(card.response, [], custom_id="admin:channel:qa")

    assert f"**Q&A**: {world.home.mention}" in seen(card)


async def test_the_role_that_was_chosen_makes_a_moderator(world: World) -> None:
    mo = world.moderator()
    helpers = world.guild.create_role("Helpers")
    ann = world.member("Ann", helpers)
    world.open_to_all("nexus")
    before = await open_setup(world, ann)
    card = await open_roles(world, mo)

    assert card.response is not None
    await mo.select(card.response, [helpers], custom_id="admin:role:moderator")
    after = await open_setup(world, ann)

    assert "Only moderators can do that" in seen(before)
    assert "Set up Nexus" in seen(after)


async def test_everyone_is_no_role_to_choose(world: World) -> None:
    mo = world.moderator()
    card = await open_roles(world, mo)

    assert card.response is not None
    refused = await mo.select(
        card.response, [world.guild.default_role], custom_id="admin:role:moderator"
    )

    assert "Choose a role that only some people have" in seen(refused)


async def test_the_zone_is_found_by_city(world: World) -> None:
    mo = world.moderator()

    offered = await mo.autocomplete(world.home, "nexus setup", "zone", "nairo")
    card = await open_setup(world, mo, zone=offered[0]["value"])
    refused = await open_setup(world, mo, zone="Atlantis")

    assert "Africa/Nairobi · each choice is saved" in seen(card)
    assert "I don't know that time zone" in seen(refused)


async def test_the_cohort_is_named_in_a_form_that_survives_a_restart(world: World) -> None:
    mo = world.moderator()
    card = await open_roles(world, mo)
    assert card.response is not None
    form = await mo.click(card.response, label="Cohort name and first day")

    await world.restart()
    await mo.submit_modal(form, {"name": "**Cohort** 5", "first_day": "2026-02-09"})
    again = await mo.click(card.response, label="Cohort name and first day")

    assert r"Cohort: \*\*Cohort\*\* 5, since 09 February 2026" in seen(card)
    assert fields(again)["first_day"]["value"] == "2026-02-09"


@pytest.mark.parametrize("day", ["9 Feb", "2026-02-31", "1926-02-09", "<@1>"])
async def test_an_unreadable_first_day_keeps_the_name_and_says_how_to_type_it(
    world: World, day: str
) -> None:
    mo = world.moderator()
    card = await open_roles(world, mo)
    assert card.response is not None
    form = await mo.click(card.response, label="Cohort name and first day")

    answer = await mo.submit_modal(form, {"name": "Cohort 5", "first_day": day})

    assert "type it like **2026-09-07**" in seen(answer)
    assert "Cohort: Cohort 5\n" in seen(await open_roles(world, mo))


async def test_without_any_channel_the_setup_asks_for_one(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")
    mo = world.moderator(guild=other)

    card = await mo.slash(lobby, "nexus setup")

    assert "⚠️ **Digest**: choose a channel below" in seen(card)


async def test_members_do_not_even_see_the_command(world: World) -> None:
    with pytest.raises(SetupError):
        await open_setup(world, world.member("Ann"))


# Questions in a forum.


async def choose_make_forum(
    world: World, mo: MemberActor, forum: ChannelHandle
) -> InteractionResult:
    shown = await open_setup(world, mo)
    assert shown.response is not None
    await mo.select(shown.response, [forum], custom_id="admin:channel:qa")
    return shown


async def test_questions_may_live_in_a_forum_whose_tag_for_what_is_solved_is_found_by_name(
    world: World,
) -> None:
    made = make_forum(world, "Django", "Unsolved", "✅ Solved")

    shown = await choose_make_forum(world, world.moderator(), made)

    assert f"✅ **Q&A**: {made.mention}" in seen(shown)
    assert "Solved questions get the tag **✅ Solved**" in seen(shown)
    assert chosen_tag(shown) == "✅ Solved"


async def test_another_tag_is_chosen_and_kept(world: World) -> None:
    mo = world.moderator()
    made = make_forum(world, "Solved", "Done")
    shown = await choose_make_forum(world, mo, made)
    assert shown.response is not None

    await mo.select(shown.response, [tag_id(world, made, "Done")], custom_id="admin:solved")
    again = await open_setup(world, mo)

    assert "Solved questions get the tag **Done**" in seen(shown)
    assert chosen_tag(again) == "Done"


async def test_without_a_tag_that_is_named_so_moderators_are_asked_for_one(world: World) -> None:
    shown = await choose_make_forum(world, world.moderator(), make_forum(world, "Django"))

    assert "Which tag do **solved** questions get?" in seen(shown)
    assert chosen_tag(shown) is None


async def test_without_any_tag_it_is_said_how_to_make_one(world: World) -> None:
    mo = world.moderator()
    made = make_forum(world)

    shown = await choose_make_forum(world, mo, made)
    give_tags(world, made, "Solved")
    await world.env.settle()
    again = await open_setup(world, mo)

    assert "under **Edit Channel**, **Tags**: name it **Solved**" in seen(shown)
    assert chosen_tag(again) == "Solved"


async def test_what_is_missing_in_a_forum_is_named_as_discord_names_it_there(world: World) -> None:
    made = make_forum(world, "Solved", moderated="Solved")
    await world.forbid(
        made, send_messages=False, send_messages_in_threads=False, manage_threads=False
    )

    shown = await choose_make_forum(world, world.moderator(), made)

    assert (
        f"⚠️ **Q&A**: allow me in {made.mention}:"
        " **Create Posts, Send Messages in Posts, Manage Posts**"
    ) in seen(shown)


async def test_only_questions_live_in_a_make_forum(world: World) -> None:
    """The select offers none; a forged choice is refused."""
    mo = world.moderator()
    made = make_forum(world)

    refused = await forge.press(mo, world.home, "admin:channel:digest", str(made.id))

    assert "That is no text channel that I can see" in seen(refused)


async def test_a_tag_that_was_deleted_meanwhile_is_refused(world: World) -> None:
    mo = world.moderator()
    made = make_forum(world, "Solved", "Done")
    shown = await choose_make_forum(world, mo, made)
    gone = tag_id(world, made, "Done")
    give_tags(world, made, "Solved")
    await world.env.settle()

    refused = await forge.press(mo, world.home, "admin:solved", gone)

    assert "That tag is no longer there" in seen(refused)
    assert chosen_tag(shown) == "Solved"


def chosen_tag(shown: InteractionResult) -> str | None:
    """Which tag the select shows as chosen."""
    assert shown.response is not None
    menus = [one for one in _nested(shown.response.components) if "options" in one]
    return next((it["label"] for one in menus for it in one["options"] if it.get("default")), None)


def _nested(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        yield one
        yield from _nested(one.get("components", ()))
