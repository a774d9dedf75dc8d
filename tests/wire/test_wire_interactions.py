"""Interactions: three seconds, fifteen minutes, one first answer, and what the person sees."""

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.wire.clients import Buttons, Plain
from tests.wire.conftest import Town
from tests.wire.faults import DROP_AFTER
from tests.wire.filling import NotThere
from tests.wire.people import Act, NoAnswer

CALLBACK = ("POST", "/interactions/{}/{}/callback")


async def pressed(
    town: Town, bot: Plain, where: discord.abc.Messageable | None = None
) -> tuple[Act, discord.Interaction[Plain]]:
    """A press that nothing answers but the test."""
    view = discord.ui.View()
    view.add_item(discord.ui.Button[Any](label="Press", custom_id="press"))
    message = await (where or town.channel(bot)).send("press this", view=view)
    view.stop()
    heard = asyncio.create_task(bot.wait_for("interaction", timeout=5))
    await asyncio.sleep(0)
    act = town.wire.people.press(town.ana, town.wire.world.messages[message.id], "Press")
    return act, await heard


async def test_a_form_is_opened_and_what_was_entered_arrives(town: Town, bot: Plain) -> None:
    opened = town.wire.people.slash(town.ana, town.home, "form")
    assert (await opened).form
    with pytest.raises(NotThere):
        town.wire.people.submit(town.ana, opened, {"name": "x" * 21, "kind": "a"})
    shown = await town.wire.people.submit(town.ana, opened, {"name": "Ana", "kind": "b"})
    assert shown.text == "Ana is b"
    assert bot.is_ready()


async def test_suggestions_come_while_one_types(town: Town, bot: Plain) -> None:
    act = town.wire.people.autocomplete(town.ana, town.home, "echo", "text", "ab")
    assert (await act).choices == ({"name": "AB", "value": "ab"},)
    assert bot.is_ready()


async def test_the_first_follow_up_fills_the_thinking_message(town: Town, bot: Plain) -> None:
    act = town.wire.people.slash(town.ana, town.home, "slow")
    shown = await act
    assert shown.text == "thought"
    assert shown.is_private
    assert shown.followups == ()
    assert town.said() == []
    assert bot.is_ready()


async def test_a_choice_and_a_member_reach_the_command(town: Town, bot: Plain) -> None:
    asked = await town.wire.people.slash(town.ana, town.home, "choose")
    assert asked.message
    chosen = await town.wire.people.choose(town.ana, asked.message, "Take one", "Two")
    assert chosen.text == "took Two"
    whispered = await town.wire.people.slash(town.ana, town.home, "private", member=town.ana)
    assert whispered.text == f"<@{town.ana.id}>!"
    assert bot.is_ready()


async def test_a_second_answer_is_refused(town: Town, bot: Plain) -> None:
    message = await town.channel(bot).send("two", view=Buttons())
    act = town.wire.people.press(town.ana, town.wire.world.messages[message.id], "Twice")
    assert (await act.followed_up()).text == "first\nrefused with 40060"


async def test_after_three_seconds_there_is_nothing_to_answer(town: Town, bot: Plain) -> None:
    act, interaction = await pressed(town, bot)
    town.wire.clock.move(seconds=4)
    with pytest.raises(discord.NotFound) as refused:
        await interaction.response.send_message("late")
    assert refused.value.code == 10062
    with pytest.raises(NoAnswer):
        await act.answered(within=0.01)


async def test_follow_ups_need_an_answer_first(town: Town, bot: Plain) -> None:
    _, interaction = await pressed(town, bot)
    with pytest.raises(discord.NotFound) as refused:
        await interaction.followup.send("too soon")
    assert refused.value.code == 10015


async def test_after_fifteen_minutes_the_token_is_dead(town: Town, bot: Plain) -> None:
    act, interaction = await pressed(town, bot)
    await interaction.response.send_message("in time")
    town.wire.clock.move(minutes=14)
    await interaction.edit_original_response(content="still in time")
    town.wire.clock.move(minutes=2)
    with pytest.raises(discord.HTTPException) as refused:
        await interaction.followup.send("late")
    assert (refused.value.status, refused.value.code) == (401, 50027)
    assert act.shown.text == "still in time"


async def test_an_answer_that_lost_its_way_back_was_seen(town: Town, bot: Plain) -> None:
    act, interaction = await pressed(town, bot)
    town.wire.faults.script(*CALLBACK, DROP_AFTER)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await interaction.response.send_message("seen")
    assert (await act).text == "seen"


async def test_the_original_can_be_read_and_deleted(town: Town, bot: Plain) -> None:
    act, interaction = await pressed(town, bot)
    await interaction.response.send_message("here")
    original = await interaction.original_response()
    assert original.content == "here"
    await interaction.delete_original_response()
    with pytest.raises(discord.NotFound) as refused:
        await interaction.edit_original_response(content="gone")
    assert refused.value.code == 10008
    assert act.shown.text == ""


async def test_a_command_has_no_message_to_redraw(town: Town, bot: Plain) -> None:
    called = town.wire.people.slash(town.ana, town.home, "nothing").interaction
    # By hand, since discord.py knows better.
    route = Route("POST", f"/interactions/{called.id}/{called.token}/callback")
    for kind in (6, 7, 8, 1):
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(route, json={"type": kind})
        assert refused.value.code == 50035


async def test_people_only_do_what_their_client_lets_them(town: Town, bot: Plain) -> None:
    people = town.wire.people
    whispered = await people.slash(town.ana, town.home, "slow")
    assert whispered.message
    bea = town.wire.stage.add_member(town.guild, "Bea")
    with pytest.raises(NotThere):
        people.press(bea, whispered.message, "any")
    with pytest.raises(NotThere):
        people.slash(town.ana, town.home, "dance")
    with pytest.raises(NotThere):
        people.slash(town.ana, town.home, "echo")
    with pytest.raises(NotThere):
        people.slash(town.ana, town.home, "echo", text="x", colour="red")
    assert bot.is_ready()
