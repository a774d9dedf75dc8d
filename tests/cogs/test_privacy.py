"""Members decide whether they are listed among those who help most."""

import pytest
from simcord import MemberActor

from tests.cogs.qa_acts import answer, ask, cards_in, press, thread_of
from tests.world import World, seen


@pytest.fixture
async def ben(world: World) -> MemberActor:
    """Ben has helped Ann."""
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    return ben


async def ranking(world: World) -> str:
    return seen(await world.member("Cy").slash(world.home, "qa helpers"))


async def test_whoever_opts_out_is_left_out_and_their_answers_stay(
    world: World, ben: MemberActor
) -> None:
    before = await ranking(world)

    told = await ben.slash(world.home, "privacy optout")

    assert told.ephemeral
    assert "</qa helpers:" in seen(told)
    assert "You are left out from now on" in seen(told)
    assert "Your answers and reviews stay where they are" in seen(told)
    assert f"<@{ben.id}>" in before
    assert f"<@{ben.id}>" not in await ranking(world)
    assert f"Solved by <@{ben.id}>" in seen(await ben.slash(world.home, "qa show", question="1"))


async def test_they_are_listed_again_with_a_button_after_a_restart_too(
    world: World, ben: MemberActor
) -> None:
    told = await ben.slash(world.home, "privacy optout")

    await world.restart()
    listed = seen(await press(ben, told, "List me again"))
    after = await ranking(world)
    left_out = seen(await press(ben, told, "Leave me out"))

    assert "You are listed in </qa helpers:" in listed
    assert f"<@{ben.id}>" in after
    assert "You are left out" in left_out
    assert f"<@{ben.id}>" not in await ranking(world)


async def test_opting_out_in_one_server_says_nothing_of_another(
    world: World, ben: MemberActor
) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    abroad = other.add_member(ben.user)

    await abroad.slash(there, "privacy optout")

    assert f"<@{ben.id}>" in await ranking(world)


async def test_nothing_is_published_of_those_who_were_not_asked(world: World) -> None:
    told = await world.member("Ann").slash(world.home, "privacy publish")

    assert told.ephemeral
    assert "Now: **no**, for you have not been asked yet." in seen(told)


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Yes, as Ann", "Now: **yes, as Ann**."),
        ("Yes, without my name", "Now: **yes, without your name**."),
        ("No", "Now: **no**."),
    ],
)
async def test_a_member_says_once_whether_they_are_published_and_changes_it_at_any_time(
    world: World, label: str, says: str
) -> None:
    ann = world.member("Ann")
    told = await ann.slash(world.home, "privacy publish")
    await press(ann, told, "Yes, as Ann")

    await press(ann, told, label)

    assert says in seen(told)
    assert says in seen(await ann.slash(world.home, "privacy publish"))
    assert "have not been asked" in seen(
        await world.member("Ben").slash(world.home, "privacy publish")
    )
