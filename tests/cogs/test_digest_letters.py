"""What somebody missed comes to them as a direct message: if they want it, and were away."""

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.models import Message as Letter

from tests.cogs import qa_acts
from tests.cogs.digest_acts import DUE, MINUTE, in_lagos, messages_in, pass_to
from tests.guards import forge
from tests.world import World, seen, texts

WEEK = timedelta(weeks=1)
SOON = timedelta(minutes=6)
TITLE = "Why does JWT expire?"
STOP = "Stop these messages"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann wants letters, and Ben goes on asking."""
    await in_lagos(world)
    ann = world.member("Ann")
    told = await press(ann, await ann.slash(world.home, "me digest"), "Write to me")
    assert "I write you what you missed" in seen(told)
    return ann


async def press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await who.click(shown.response.message, label=label)


def letters(world: World, member: MemberActor) -> list[Letter]:
    channel = world.env.backend.get_dm_channel(member.id)
    return list(world.env.backend.messages.get(channel.id, {}).values())


def said(letter: Letter) -> str:
    return "\n".join(texts(letter.components))


async def ask(world: World, title: str = TITLE) -> None:
    await qa_acts.ask(world, world.member(f"Ben{world.env.now():%d%H%M}"), title)


async def test_after_a_week_away_comes_what_was_missed_and_leads_to_the_digest(
    world: World, ann: MemberActor
) -> None:
    await pass_to(world, DUE + MINUTE)
    await ask(world)
    await pass_to(world, DUE + WEEK)
    await world.wait(SOON)

    hello, letter = letters(world, ann)
    [digest] = messages_in(world.home)
    assert "Hello!" in said(hello)
    assert "What you missed in ALX ProDev" in said(letter)
    assert TITLE in said(letter)
    assert "I can take this" not in said(letter)
    assert f"/{digest.id}" in str(letter.components)


async def test_who_was_there_that_week_gets_none(world: World, ann: MemberActor) -> None:
    await pass_to(world, DUE + MINUTE)
    await ask(world)
    await ann.slash(world.home, "qa unanswered")  # to look is to be there
    await world.wait(MINUTE)
    await pass_to(world, DUE + WEEK)
    await world.wait(SOON)

    assert len(messages_in(world.home)) == 1
    assert [said(one)[:6] for one in letters(world, ann)] == ["Hello!"]


async def test_who_never_asked_for_letters_gets_none(world: World) -> None:
    await in_lagos(world)
    cy = world.member("Cy")
    await ask(world)
    await pass_to(world, DUE)
    await world.wait(SOON)

    assert letters(world, cy) == []


async def test_one_tap_on_a_letter_ends_them(world: World, ann: MemberActor) -> None:
    """A letter has no guild; its button says which."""
    told = seen(await stop(world, ann))

    await ask(world)
    await pass_to(world, DUE + WEEK)
    await world.wait(SOON)

    assert "No more messages" in told
    assert not any("What you missed" in said(one) for one in letters(world, ann))


async def stop(world: World, who: MemberActor) -> InteractionResult:
    custom_id = f"profile:quiet:{world.guild.id}"
    return await forge.press(who.user, who.user.dm_channel, custom_id)


async def test_a_letters_button_is_of_no_use_to_who_got_none(world: World) -> None:
    assert "older version" in seen(await stop(world, world.member("Cy")))


async def test_whose_messages_are_closed_is_told_how_to_open_them(world: World) -> None:
    cy = world.member("Cy")
    shown = await cy.slash(world.home, "me digest")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

    told = seen(await press(cy, shown, "Write to me"))

    assert "Privacy Settings" in told
    assert "Write to me" in seen(await cy.slash(world.home, "me digest"))


async def test_who_left_gets_none(world: World, ann: MemberActor) -> None:
    await ask(world)
    world.env.inject_error(
        "GET", f"/guilds/{world.guild.id}/members/{ann.id}", status=404, code=10007
    )
    await pass_to(world, DUE + WEEK)
    await world.wait(SOON)

    assert [said(one)[:6] for one in letters(world, ann)] == ["Hello!"]
