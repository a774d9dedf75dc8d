"""Moderators say which projects their learners build."""

import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.pairing_acts import BACKEND, FRONTEND, SHOP, find, pair, press, say, told
from tests.world import World, fields, seen


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


async def settings(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.home, "nexus pair settings")


async def write(mo: MemberActor, shown: InteractionResult, projects: str) -> InteractionResult:
    form = await press(mo, shown, "Change the list")
    return await mo.submit_modal(form, {"projects": projects})


async def test_a_list_of_ones_own_is_what_members_choose_from(
    world: World, mo: MemberActor
) -> None:
    ann = world.member("Ann")
    shown = await settings(world, mo)
    before = told(shown)

    await write(mo, shown, " Space  Rocket \n\nTelescope")

    assert shown.ephemeral
    assert "among 5 projects, the programme's list: E-Commerce," in before
    assert "Use the programme's list" not in before
    assert "among 2 projects, your own list: Space Rocket, Telescope" in told(shown)
    offered = await ann.autocomplete(world.home, "pair find", "project", "")
    assert [one["name"] for one in offered] == ["Space Rocket", "Telescope"]
    assert "**Telescope**, frontend:" in told(await find(world, ann, "Telescope", FRONTEND))
    assert "isn't on this server's list" in told(await find(world, ann, SHOP, FRONTEND))
    assert "changed **the projects**" in told(await mo.slash(world.home, "nexus audit"))


async def test_the_programmes_list_comes_back_by_a_button(world: World, mo: MemberActor) -> None:
    shown = await settings(world, mo)
    await write(mo, shown, "Telescope")

    await press(mo, shown, "Use the programme's list")

    assert "among 5 projects, the programme's list" in told(shown)
    assert "reset **the projects**" in told(await mo.slash(world.home, "nexus audit"))


async def test_a_project_that_is_gone_is_asked_for_anew(world: World, mo: MemberActor) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await find(world, ann, track=FRONTEND)
    await say(world, bob, track=BACKEND, project=SHOP)
    shown = await settings(world, mo)
    await write(mo, shown, "Telescope")

    asked = await pair(world, bob, "find")
    card = await pair(world, ann, "profile")

    assert "2 members named a project that is no longer here." in told(shown)
    for answer in (asked, card):
        assert "**E-Commerce** is no longer on this server's list: choose your project" in told(
            answer
        )
    assert "you are **number 1** in line" in told(await pair(world, ann, "status"))  # for now
    assert world.home.threads == []
    form = fields(await press(mo, shown, "Change the list"))
    assert form["projects"]["value"] == "Telescope"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (" \n ", "Name one project at least"),
        ("Telescope\ntelescope", "one of them is there twice"),
        ("x" * 41, "longer than 40 characters"),
        ("\n".join(f"Project {one}" for one in range(26)), "25 projects are the most"),
    ],
)
async def test_a_bad_list_is_refused_and_comes_back(
    world: World, mo: MemberActor, typed: str, words: str
) -> None:
    shown = await settings(world, mo)

    refused = await write(mo, shown, typed)

    assert refused.ephemeral
    assert words in told(refused)
    if typed.strip():
        assert typed in world.file_in(refused)
    assert "the programme's list" in told(await settings(world, mo))


async def test_the_other_servers_list_stays(world: World, mo: MemberActor) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("prodevprojectnexus")
    stranger = world.member("Stranger", guild=other)

    await write(mo, await settings(world, mo), "Telescope")

    offered = await stranger.autocomplete(lobby, "pair find", "project", "")
    assert "Telescope" not in [one["name"] for one in offered]


async def test_names_are_shown_as_they_were_typed(world: World, mo: MemberActor) -> None:
    shown = await settings(world, mo)
    await write(mo, shown, "**Loud** @everyone")
    ann = world.member("Ann")

    waits = await find(world, ann, "**Loud** @everyone", FRONTEND)

    assert "\\*\\*Loud\\*\\*" in seen(waits)
    assert "@everyone" not in seen(waits)
