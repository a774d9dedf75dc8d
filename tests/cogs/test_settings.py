"""Moderators see all settings in words, and what is wrong before them, each with its repair."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import update

from db import guilds, outbox
from db.outbox import State
from db.tables import Outbox, ParkedChannel
from tests.cogs.forum_acts import ask_in, give_tags, make_forum
from tests.cogs.qa_acts import as_it_stands, press, rows
from tests.guards import forge
from tests.world import World, seen

WELL = "✅ Nothing is wrong"


@pytest.fixture
async def mo(world: World) -> MemberActor:
    """Nothing is wrong yet, the zone included."""
    mo = world.moderator()
    await chosen(world, zone="Africa/Lagos")
    return mo


async def chosen(world: World, **settings: Any) -> None:
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, **settings)


async def look(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.home, "nexus settings")


async def submit_zone(mo: MemberActor, form: InteractionResult, zone: str) -> InteractionResult:
    return await mo.submit_modal(form, {"zone": zone})


async def delete(world: World, channel: ChannelHandle) -> None:
    world.env.backend.delete_channel(channel.id)
    await world.env.settle()


# All settings


async def test_all_settings_are_shown_in_words_on_two_pages(world: World, mo: MemberActor) -> None:
    helpers = world.guild.create_role("Helpers")
    await chosen(world, moderator_role_id=helpers.id, cohort_name="*Cohort* 5", weeks=12)

    shown = await look(world, mo)
    places = seen(shown)
    features = seen(await press(mo, shown, "Features"))
    back = seen(await press(mo, shown, "Places and people"))

    assert shown.ephemeral
    assert WELL in places
    everything = "Digest, Q&A, Sessions, Moderators"
    assert f"**Channels** · {world.home.mention} for {everything}" in places
    assert f"**Roles** · Moderators {helpers.mention}, Frontend none, Backend none" in places
    assert "**Time zone** · Lagos (Africa)" in places
    assert "**Welcome card** · not posted" in places
    assert r"**Cohort** · \*Cohort\* 5, 12 weeks" in features
    assert "**Sessions** · posted at once; 10 a member, 100 in all" in features
    assert "**Pairing** · 5 projects, the programme's list" in features
    assert "**Digest** · Monday at 09:00, from 1 item on" in features
    assert "**READMEs** · the brief's headings, programme not described" in features
    assert back == places


async def test_what_is_changed_is_told_as_it_is_then(world: World, mo: MemberActor) -> None:
    await chosen(
        world,
        projects="Telescope",
        programme="A course.",
        sessions_need_approval=True,
        sessions_per_member=3,
        digest_weekday=4,
        digest_hour=18,
        digest_threshold=5,
        digest_is_previewed=True,
        welcome_channel_id=world.home.id,
    )
    forum = make_forum(world, "Solved")
    await ask_in(world, forum)

    shown = await look(world, mo)
    places = seen(shown)
    features = seen(await press(mo, shown, "Features"))

    assert f"{forum.mention} for Q&A; " in places
    assert "solved ones get the tag Solved" in places
    assert f"**Welcome card** · in {world.home.mention}" in places
    assert "you approve new ones; 3 a member" in features
    assert "1 project, your own list" in features
    assert "Friday at 18:00, from 5 items on, previewed" in features
    assert "programme described" in features


@pytest.mark.parametrize(
    ("page", "button", "card"),
    [
        ("Places and people", "Channels", "Set up Nexus: channels"),
        ("Places and people", "Roles and cohort", "Set up Nexus: roles and cohort"),
        ("Places and people", "Welcome card", "Welcome! What do you need?"),
        ("Features", "Calendar", "Cohort calendar"),
        ("Features", "Sessions", "Study sessions"),
        ("Features", "Pairing", "Pairing: the projects"),
        ("Features", "Digest", "Weekly digest"),
        ("Features", "READMEs", "READMEs: the words of the brief"),
    ],
)
async def test_each_leads_to_where_it_is_changed_and_back(
    world: World, mo: MemberActor, page: str, button: str, card: str
) -> None:
    shown = await look(world, mo)
    if page == "Features":
        await press(mo, shown, page)

    there = seen(await press(mo, shown, button))
    back = seen(await press(mo, shown, "All settings"))

    assert card in there
    assert "### Settings: places and people" in back


async def test_the_zone_is_typed_in_a_form_that_outlives_a_restart(
    world: World, mo: MemberActor
) -> None:
    shown = await look(world, mo)
    form = await press(mo, shown, "Time zone")
    await world.restart()

    refused = await submit_zone(mo, form, "Atlantis")
    await submit_zone(mo, await press(mo, shown, "Time zone"), "nairobi")

    assert "I don't know that time zone" in seen(refused)
    assert "**Time zone** · Nairobi (Africa)" in as_it_stands(world, shown)
    assert "Africa/Lagos → Africa/Nairobi" in seen(await mo.slash(world.home, "nexus audit"))


async def test_the_zone_can_be_typed_in_the_first_set_up_too(world: World, mo: MemberActor) -> None:
    await chosen(world, zone=None)
    shown = await mo.slash(world.home, "nexus setup")
    before = seen(shown)

    await submit_zone(mo, await press(mo, shown, "Time zone"), "Lagos")

    assert "No time zone yet" in before
    assert "### Set up Nexus: channels\n-# Africa/Lagos" in as_it_stands(world, shown)


# What is wrong, and its repair


async def test_a_channel_that_was_deleted_is_chosen_anew(world: World, mo: MemberActor) -> None:
    gone, other = (world.guild.create_text_channel(name) for name in ("gone", "other"))
    await chosen(world, digest_channel_id=gone.id, sessions_channel_id=gone.id)
    await delete(world, gone)

    shown = await look(world, mo)
    wrong = seen(shown)
    setup = seen(await press(mo, shown, "Choose another"))
    assert shown.response is not None
    await mo.select(shown.response, [other], custom_id="admin:channel:digest")
    await mo.select(shown.response, [other], custom_id="admin:channel:sessions")
    mended = seen(await press(mo, shown, "All settings"))

    assert "### Settings: 1 thing to mend" in wrong
    assert "The channel for **Digest, Sessions** was deleted." in wrong
    assert f"⚠️ **Digest**: the channel was deleted, so it is {world.home.mention} for now." in setup
    assert WELL in mended
    assert f"{other.mention} for Digest, Q&A, Sessions" in mended


async def test_without_any_channel_one_is_asked_for(world: World) -> None:
    beyond = world.another_guild("Elsewhere")
    lobby = beyond.create_text_channel("lobby")
    zed = world.moderator("Zed", guild=beyond)

    shown = await zed.slash(lobby, "nexus settings")
    wrong = seen(shown)
    assert shown.response is not None
    setup = seen(await zed.click(shown.response.message, custom_id="admin:page:channels:0"))

    assert "No channel is chosen for **Digest, Q&A, Sessions, Moderators**." in wrong
    assert "choose a channel below" in setup


async def test_what_nexus_may_not_do_is_named_and_looked_at_again(
    world: World, mo: MemberActor
) -> None:
    await world.forbid(world.home, create_public_threads=False, embed_links=False)

    shown = await look(world, mo)
    wrong = seen(shown)
    still = seen(await press(mo, shown, "Check again"))
    await world.allow_again(world.home)
    mended = seen(await press(mo, shown, "Check again"))

    assert f"Allow me in {world.home.mention}: **Embed Links, Create Public Threads**." in wrong
    assert still == wrong
    assert WELL in mended


async def test_what_waits_for_a_channel_is_kept_until_it_is_allowed(
    world: World, mo: MemberActor
) -> None:
    """In one that serves no purpose any more, but where something is still to be posted."""
    lobby = world.guild.create_text_channel("lobby")
    await world.forbid(lobby, send_messages=False)
    until = world.env.now() + timedelta(hours=1)
    async with world.bot.db.begin() as session:
        session.add(
            ParkedChannel(
                guild_id=world.guild.id, channel_id=lobby.id, refusals=3, parked_until=until
            )
        )

    shown = await look(world, mo)
    wrong = seen(shown)
    await world.allow_again(lobby)
    mended = seen(await press(mo, shown, "Check again"))

    assert f"I may not post in {lobby.mention}, and keep what waits there. I try again <t:" in wrong
    assert WELL in mended


async def test_a_moderators_channel_that_everyone_can_read_is_told(
    world: World, mo: MemberActor
) -> None:
    office = world.guild.create_text_channel("office")
    await chosen(world, moderators_channel_id=office.id)
    hidden = world.guild.create_text_channel(
        "hidden",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            world.bot_role: discord.PermissionOverwrite(view_channel=True),
        },
    )

    shown = await look(world, mo)
    wrong = seen(shown)
    setup = seen(await press(mo, shown, "Choose another"))
    await forge.press(mo, world.home, "admin:channel:moderators", str(hidden.id))
    mended = seen(await press(mo, shown, "All settings"))

    said = f"Everybody can read {office.mention}, the channel for **Moderators**."
    assert said in wrong
    assert f"⚠️ {said}" in setup
    assert WELL in mended


async def test_a_forum_without_a_tag_for_what_is_solved_is_told(
    world: World, mo: MemberActor
) -> None:
    forum = make_forum(world)
    await ask_in(world, forum)

    shown = await look(world, mo)
    without = seen(shown)
    give_tags(world, forum, "Django")
    await world.env.settle()
    unnamed = seen(await press(mo, shown, "Check again"))
    setup = seen(await press(mo, shown, "Choose"))
    give_tags(world, forum, "Django", "Solved")
    await world.env.settle()
    mended = seen(await press(mo, shown, "All settings"))

    assert f"No tag of {forum.mention} says **solved**" in without
    assert f"Which tag of {forum.mention} do **solved** questions get?" in unnamed
    assert "Which tag do **solved** questions get?" in setup
    assert WELL in mended


async def test_a_role_that_was_deleted_is_chosen_anew(world: World, mo: MemberActor) -> None:
    gone, other = (world.guild.create_role(name) for name in ("Gone", "Other"))
    await chosen(world, backend_role_id=gone.id)
    world.env.backend.delete_role(world.guild.id, gone.id)
    await world.env.settle()

    shown = await look(world, mo)
    wrong = seen(shown)
    await press(mo, shown, "Choose another")
    assert shown.response is not None
    await mo.select(shown.response, [other], custom_id="admin:role:backend")
    mended = seen(await press(mo, shown, "All settings"))

    assert "The role for **Backend** was deleted." in wrong
    assert WELL in mended
    assert f"Backend {other.mention}" in mended


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (None, "No **time zone** is chosen, so UTC counts."),
        ("Africa/Atlantis", "I don't know the time zone **Africa/Atlantis** any more."),
    ],
)
async def test_a_zone_that_is_missing_or_unknown_is_chosen(
    world: World, mo: MemberActor, zone: str | None, said: str
) -> None:
    await chosen(world, zone=zone)

    shown = await look(world, mo)
    wrong = seen(shown)
    await submit_zone(mo, await press(mo, shown, "Choose"), "Lagos")

    assert said in wrong
    assert WELL in as_it_stands(world, shown)


async def test_posts_that_are_lost_are_told_with_their_number(
    world: World, mo: MemberActor
) -> None:
    lobby = world.guild.create_text_channel("lobby")
    now = world.env.now()
    async with world.bot.db.begin() as session:
        for key in ("one", "other"):
            await outbox.enqueue(
                *(session, world.guild.id, lobby.id),
                kind="digest",
                dedupe_key=key,
                payload={},
                due_at=now,
                expires_at=now,
            )
        await session.execute(update(Outbox).values(state=State.EXPIRED, settled_at=now))

    shown = await look(world, mo)
    wrong = seen(shown)
    setup = seen(await press(mo, shown, "Choose another"))

    assert f"Not posted in <#{lobby.id}> this week, 2 times: the digest; it was too late." in wrong
    assert "2 times: the digest;" in setup


async def test_much_that_is_wrong_is_told_a_few_at_a_time_on_what_a_phone_shows(
    world: World, mo: MemberActor
) -> None:
    gone = world.guild.create_text_channel("gone")
    role = world.guild.create_role("Gone")
    office = world.guild.create_text_channel("office")
    await chosen(
        world,
        zone=None,
        digest_channel_id=gone.id,
        frontend_role_id=role.id,
        moderators_channel_id=office.id,
    )
    await delete(world, gone)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.forbid(world.home, send_messages=False)

    shown = await look(world, mo)
    first = seen(shown)
    second = seen(await press(mo, shown, "More"))
    again = seen(await press(mo, shown, "More"))
    places = seen(await press(mo, shown, "Places and people"))
    wrong = seen(await press(mo, shown, "5 to mend"))

    assert "5 things to mend" in first
    assert first.count("⚠️") == 3
    assert second.count("⚠️") == 2
    assert again == wrong == first
    assert WELL not in places


async def test_no_page_is_over_twelve_rows_of_a_phone(world: World, mo: MemberActor) -> None:
    names = ("moderator", "frontend", "backend")
    roles = {f"{one}_role_id": world.guild.create_role(f"{one.title()} learners") for one in names}
    await chosen(
        world,
        cohort_name="ProDev Backend Engineering, cohort 12 of the year",
        weeks=12,
        **{name: one.id for name, one in roles.items()},
    )
    await forge.submit(mo, world.home, "admin:dates", {"name": "W" * 80, "first_day": "2026-02-09"})
    shown = await look(world, mo)

    for page in ("Features", "Places and people"):
        await press(mo, shown, page)
        assert shown.response is not None
        assert rows(shown.response.components) <= 12, seen(shown)


# Who may


async def test_learners_are_refused_by_every_door(world: World, mo: MemberActor) -> None:
    ann = world.member("Ann")
    world.open_to_all("nexus")

    for refused in (
        await look(world, ann),
        await forge.press(ann, world.home, "admin:settings"),
        await forge.press(ann, world.home, "admin:check:0"),
        await forge.press(ann, world.home, "admin:zone:settings"),
        await forge.submit(ann, world.home, "admin:zoned:settings", {"zone": "Accra"}),
        await forge.press(ann, world.home, "digest:settings"),
        await forge.press(ann, world.home, "study:settings"),
        await forge.press(ann, world.home, "pairing:settings"),
        await forge.press(ann, world.home, "readme:settings"),
    ):
        assert refused.ephemeral
        assert "Only moderators can do that" in seen(refused)
    assert "Lagos (Africa)" in seen(await look(world, mo))
