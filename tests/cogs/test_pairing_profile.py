"""Members say of themselves what they want to, see it alone, change it and erase it."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.pairing_acts import (
    BACKEND,
    FRONTEND,
    JOBS,
    SHOP,
    choose,
    choose_roles,
    find,
    make_pair,
    pair,
    press,
    say,
    the_thread,
    told,
)
from tests.world import World, fields

MINUTE = timedelta(minutes=1)
LINK = "https://github.com/ann/alx-project-nexus"


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


def can_find(shown: InteractionResult) -> bool:
    """Whether [Find a partner] can be pressed."""
    assert shown.response is not None
    buttons = [
        one
        for row in shown.response.components[0]["components"]
        for one in row.get("components", ())
        if one.get("label") == "Find a partner"
    ]
    return not buttons[0].get("disabled", False)


def chosen(shown: InteractionResult, part: str) -> list[str]:
    """What stands chosen in a select of the profile."""
    assert shown.response is not None
    return [
        option["value"]
        for row in shown.response.components[0]["components"]
        for one in row.get("components", ())
        if one.get("custom_id") == f"pairing:{part}"
        for option in one["options"]
        if option.get("default")
    ]


async def write(
    who: MemberActor, shown: InteractionResult, goals: str = "", links: str = ""
) -> InteractionResult:
    form = await press(who, shown, "Goals and links")
    return await who.submit_modal(form, {"goals": goals, "links": links})


async def test_an_empty_profile_says_what_is_missing(world: World, ann: MemberActor) -> None:
    shown = await pair(world, ann, "profile")

    assert shown.ephemeral
    assert "still say your **side** and your **project**." in told(shown)
    assert "Time zone: not said: </me timezone:" in told(shown)
    assert "When you have time: not said: </me availability:" in told(shown)
    assert not can_find(shown)
    assert "Erase" not in told(shown)


async def test_each_choice_is_saved_at_once_and_two_are_enough_to_find(
    world: World, ann: MemberActor
) -> None:
    shown = await pair(world, ann, "profile")
    await choose(ann, shown, "track", FRONTEND)
    assert "still say your **project**." in told(shown)
    await choose(ann, shown, "project", JOBS)
    assert can_find(shown)

    await choose(ann, shown, "api", "graphql")
    await choose(ann, shown, "partners", "2")
    again = await pair(world, ann, "profile")

    parts = ("track", "project", "api", "partners")
    assert [chosen(again, one) for one in parts] == [[FRONTEND], [JOBS], ["graphql"], ["2"]]
    await press(ann, again, "Find a partner")
    assert "**Job Board**, frontend: you are **number 1** in line" in told(again)


async def test_the_button_finds_a_partner_who_waits(world: World, ann: MemberActor) -> None:
    bob = world.member("Bob")
    await find(world, bob, track=BACKEND)

    shown = await say(world, ann, track=FRONTEND, project=SHOP)
    await press(ann, shown, "Find a partner")

    assert f"You and {bob.mention} are a pair for **E-Commerce**!" in told(shown)
    assert f"Say hello in {the_thread(world).mention}" in told(shown)


async def test_find_without_options_goes_by_the_profile_or_asks_for_it(
    world: World, ann: MemberActor
) -> None:
    asked = await pair(world, ann, "find")
    await say(world, ann, track=FRONTEND, project=SHOP)
    waits = await pair(world, ann, "find")

    assert "still say your **side** and your **project**." in told(asked)
    assert "**E-Commerce**, frontend: you are **number 1** in line" in told(waits)


async def test_what_find_is_told_is_saved_in_the_profile(world: World, ann: MemberActor) -> None:
    await find(world, ann, JOBS, BACKEND)

    shown = await pair(world, ann, "profile")

    assert (chosen(shown, "project"), chosen(shown, "track")) == ([JOBS], [BACKEND])


async def test_the_role_stands_chosen_until_the_member_says_otherwise(world: World) -> None:
    painters = world.guild.create_role("Painters")
    await choose_roles(world, frontend=painters.id)
    ann = world.member("Ann", painters)

    shown = await pair(world, ann, "profile")
    assert chosen(shown, "track") == [FRONTEND]
    await choose(ann, shown, "project", SHOP)
    assert can_find(shown)
    await choose(ann, shown, "track", "both")

    assert chosen(await pair(world, ann, "profile"), "track") == ["both"]


async def test_zone_and_times_are_those_of_me(world: World, ann: MemberActor) -> None:
    await ann.slash(world.home, "me timezone", zone="Lagos")
    free = await ann.slash(world.home, "me availability")
    assert free.response is not None
    await ann.select(free.response, ["evening"], custom_id="profile:weekdays")

    assert "Time zone: Lagos (Africa)\nWhen you have time: said" in told(
        await pair(world, ann, "profile")
    )


async def test_goals_and_links_are_shown_and_come_back_in_the_form(
    world: World, ann: MemberActor
) -> None:
    shown = await pair(world, ann, "profile")
    await write(ann, shown, "Deploy *it*\nby Sunday", f" {LINK} \n\nhttps://ann.dev")

    assert "Goals: Deploy *it* by Sunday" in told(shown)
    assert f"Links: [github.com]({LINK}), [ann.dev](https://ann.dev)" in told(shown)
    form = fields(await press(ann, shown, "Goals and links"))
    assert form["goals"]["value"] == "Deploy *it*\nby Sunday"
    assert form["links"]["value"] == f"{LINK}\nhttps://ann.dev"


@pytest.mark.parametrize(
    "bad",
    [
        "http://ann.dev",
        "ann.dev",
        "javascript:alert(1)",
        "https://bank.com@evil.dev",
        "https://a.b/)[x",
        "\n".join(f"https://ann.dev/{one}" for one in range(4)),
    ],
)
async def test_a_bad_link_is_refused_and_what_was_typed_comes_back(
    world: World, ann: MemberActor, bad: str
) -> None:
    shown = await pair(world, ann, "profile")

    refused = await write(ann, shown, "Deploy it", f"{bad}")

    assert refused.ephemeral
    assert "Deploy it" in world.file_in(refused)
    assert bad.strip() in world.file_in(refused)
    assert "Deploy it" not in told(await pair(world, ann, "profile"))


async def test_nobody_else_sees_a_profile_but_the_partner_sees_goals_and_links(
    world: World, ann: MemberActor
) -> None:
    bob, cleo = world.member("Bob"), world.member("Cleo")
    shown = await say(world, ann, track=FRONTEND, project=SHOP)
    await write(ann, shown, "Marry the API", LINK)
    await press(ann, shown, "Find a partner")

    alone = await find(world, cleo, JOBS, BACKEND)
    before = [alone, await pair(world, bob, "profile"), await pair(world, bob, "why")]
    await find(world, bob, track=BACKEND)
    his = await pair(world, bob, "why")
    hers = await pair(world, cleo, "why")
    own = await pair(world, ann, "why")

    for answer in (*before, hers, own):
        assert answer.ephemeral
        assert "Marry" not in told(answer)
        assert LINK not in told(answer)
    assert f"{ann.mention} says:\nMarry the API\n[github.com]({LINK})" in told(his)


async def test_a_change_while_waiting_is_said_before_it_costs_the_place(
    world: World, ann: MemberActor
) -> None:
    await find(world, world.member("Bob"), JOBS, FRONTEND)
    await find(world, ann, SHOP, FRONTEND)
    await world.wait(MINUTE)
    shown = await pair(world, ann, "profile")
    warned = told(shown)

    await choose(ann, shown, "api", "rest")
    stayed = told(shown)
    await choose(ann, shown, "project", JOBS)
    moved = told(shown)

    said = "You wait for **E-Commerce**, frontend. Another side or project starts at the back of"
    assert said in warned
    assert said in stayed
    assert "You wait for **Job Board**, frontend now, at the back of its line." in moved
    assert "you are **number 2** in line" in told(await pair(world, ann, "status"))


async def test_a_change_while_paired_changes_nothing_in_the_pair_and_says_so(
    world: World, ann: MemberActor
) -> None:
    bob = world.member("Bob")
    await make_pair(world, ann, bob)
    shown = await pair(world, ann, "profile")
    warned = told(shown)

    await choose(ann, shown, "project", JOBS)
    await choose(ann, shown, "track", BACKEND)

    said = "Your pair for **E-Commerce** stays as it is: what you change counts for the next."
    assert said in warned
    assert said in told(shown)
    for who in (ann, bob):
        assert f"**E-Commerce** in {the_thread(world).mention}" in told(
            await pair(world, who, "status")
        )


async def test_erasing_asks_once_leaves_the_queue_and_says_what_stays(
    world: World, ann: MemberActor
) -> None:
    bob = world.member("Bob")
    await make_pair(world, ann, bob)
    await find(world, ann, JOBS, FRONTEND)
    shown = await pair(world, ann, "profile")
    await write(ann, shown, "Deploy it", LINK)

    await press(ann, shown, "Erase")
    asked = told(shown)
    await press(ann, shown, "Erase it")
    erased = told(shown)
    again = await pair(world, ann, "profile")

    thread = the_thread(world).mention
    assert "Erase your profile?" in asked
    assert "You leave the queue." in asked
    assert f"What stays: your pair that is on ({thread}), whom you block" in asked
    assert "is erased, and you don't wait for a partner" in erased
    assert thread in erased
    assert "still say your **side** and your **project**." in told(again)
    assert "Deploy it" not in told(await pair(world, bob, "why"))
    assert "You aren't waiting" in told(await pair(world, ann, "status"))
    alone = await find(world, world.member("Cleo"), JOBS, BACKEND)
    assert "nobody yet" in told(alone)


async def test_whoever_keeps_the_profile_after_all_loses_nothing(
    world: World, ann: MemberActor
) -> None:
    await find(world, ann, JOBS, FRONTEND)
    shown = await pair(world, ann, "profile")

    await press(ann, shown, "Erase")
    await press(ann, shown, "Keep it")

    assert chosen(shown, "project") == [JOBS]
    assert "you are **number 1** in line" in told(await pair(world, ann, "status"))


async def test_a_profile_holds_after_a_restart(world: World, ann: MemberActor) -> None:
    shown = await say(world, ann, track=FRONTEND)

    await world.restart()
    await choose(ann, shown, "project", SHOP)
    await press(ann, shown, "Find a partner")

    assert "**E-Commerce**, frontend: you are **number 1** in line" in told(shown)
