"""Sessions: how they begin, break, go on and end."""

import asyncio

import discord
import pytest

from tests.wire.clients import Plain
from tests.wire.conftest import Town
from tests.wire.described import about_requests
from tests.wire.launch import launched, pointed_at
from tests.wire.sessions import Op


def heard(town: Town, op: Op) -> int:
    return len(town.wire.transcript.received(op))


async def resumed(town: Town, times: int = 1) -> None:
    await town.wire.until(lambda: len(town.wire.transcript.sent("RESUMED")) == times)


async def test_a_bot_in_a_process_of_its_own_gets_ready_and_answers(town: Town) -> None:
    async with launched(town.wire.url, "tests.wire.clients:login") as child:
        await town.wire.until(lambda: town.wire.transcript.sent("GUILD_CREATE"), within=30)
        act = town.wire.people.slash(town.ana, town.home, "echo", text="hello")
        shown = await act.followed_up()
        message = shown.message
        assert message
        await town.wire.until(lambda: message.edited_at)
        assert act.shown.text.startswith("hello, edited")
        assert act.shown.followups[0].is_ephemeral
        assert town.said() == [message]
        assert about_requests(town.wire.transcript.calls) == []
    assert child.process.returncode == -9


async def test_a_wrong_token_ends_the_process_at_the_login(town: Town) -> None:
    env = {"WIRE_TOKEN": "wrong"}
    async with launched(town.wire.url, "tests.wire.clients:login", env=env) as child:
        assert await child.ended() == 2
        assert "refused: LoginFailure" in child.output


async def test_a_cut_connection_is_resumed_and_what_was_missed_is_replayed(
    town: Town, bot: Plain
) -> None:
    town.wire.gateway.drop()
    await town.wire.until(lambda: not town.wire.gateway.is_connected)
    meanwhile = town.wire.stage.add_channel(town.guild, "meanwhile")
    assert bot.get_channel(meanwhile.id) is None
    joined = asyncio.create_task(bot.wait_for("resumed", check=lambda: True, timeout=5))
    await resumed(town)
    await joined
    assert bot.get_channel(meanwhile.id) is not None
    assert (heard(town, Op.IDENTIFY), heard(town, Op.RESUME)) == (1, 1)


async def test_a_press_during_a_cut_reaches_the_bot_after_it(town: Town, bot: Plain) -> None:
    town.wire.gateway.drop()
    await town.wire.until(lambda: not town.wire.gateway.is_connected)
    shown = await town.wire.people.slash(town.ana, town.home, "slow")
    assert shown.text == "thought"
    assert not bot.is_closed()


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4008])
async def test_a_close_that_is_not_final_is_resumed(town: Town, bot: Plain, code: int) -> None:
    town.wire.gateway.close(code)
    await resumed(town)
    assert bot.is_ready()


async def test_op_7_is_followed_by_a_resume(town: Town, bot: Plain) -> None:
    town.wire.gateway.reconnect()
    await resumed(town)
    assert heard(town, Op.IDENTIFY) == 1
    assert bot.is_ready()


async def test_op_9_that_says_so_is_resumed(town: Town, bot: Plain) -> None:
    town.wire.gateway.invalidate(is_resumable=True)
    await resumed(town)
    assert heard(town, Op.IDENTIFY) == 1
    assert bot.is_ready()


async def test_op_9_is_followed_by_a_new_session(town: Town, bot: Plain) -> None:
    again = asyncio.create_task(bot.wait_for("ready", timeout=5))
    town.wire.gateway.invalidate(is_resumable=False)
    later = town.wire.stage.add_channel(town.guild, "later")
    await again
    assert heard(town, Op.IDENTIFY) == 2
    assert bot.get_channel(later.id) is not None


async def test_a_resume_of_a_forgotten_session_is_refused(town: Town, bot: Plain) -> None:
    again = asyncio.create_task(bot.wait_for("ready", timeout=5))
    town.wire.gateway.forget()
    town.wire.gateway.drop()
    await again
    assert (heard(town, Op.RESUME), heard(town, Op.IDENTIFY)) == (1, 2)


@pytest.mark.parametrize("code", [4004, 4010, 4013])
async def test_a_final_close_ends_the_bot(town: Town, code: int) -> None:
    with pointed_at(town.wire.url):
        async with Plain() as bot:
            running = asyncio.create_task(bot.start(town.wire.token))
            await town.wire.until(lambda: town.wire.transcript.sent("GUILD_CREATE"))
            town.wire.gateway.close(code)
            with pytest.raises(discord.ConnectionClosed) as closed:
                await running
            assert closed.value.code == code


async def test_a_reset_token_is_refused_by_the_gateway_too(town: Town) -> None:
    with pointed_at(town.wire.url):
        async with Plain() as bot:
            await bot.login(town.wire.token)
            town.wire.world.app.token = "another"
            with pytest.raises(discord.ConnectionClosed) as closed:
                await bot.connect()
            assert closed.value.code == 4004


async def test_intents_that_were_not_granted_are_refused(town: Town) -> None:
    with pointed_at(town.wire.url):
        intents = discord.Intents(guilds=True, members=True)
        async with discord.Client(intents=intents) as client:
            with pytest.raises(discord.PrivilegedIntentsRequired):
                await client.start(town.wire.token)


async def test_an_outage_of_a_guild_passes(town: Town, bot: Plain) -> None:
    gone = asyncio.create_task(bot.wait_for("guild_unavailable", timeout=5))
    town.wire.gateway.withdraw(town.guild)
    assert (await gone).unavailable
    back = asyncio.create_task(bot.wait_for("guild_available", timeout=5))
    town.wire.gateway.bring_back(town.guild)
    assert not (await back).unavailable


async def test_a_guild_that_throws_the_bot_out_is_left(town: Town, bot: Plain) -> None:
    left = asyncio.create_task(bot.wait_for("guild_remove", timeout=5))
    town.wire.stage.kick_bot(town.guild)
    assert (await left).id == town.guild.id
    with pytest.raises(discord.NotFound) as refused:
        await bot.fetch_guild(town.guild.id)
    assert refused.value.code == 10004


async def test_a_server_that_is_out_of_reach_for_a_while_is_found_again(
    town: Town, bot: Plain
) -> None:
    town.wire.gateway.drop()
    town.wire.gateway.refuses_with = 503
    lost = asyncio.create_task(bot.wait_for("disconnect", timeout=5))
    await lost
    town.wire.gateway.refuses_with = None
    await resumed(town)


async def test_each_identify_is_counted(town: Town, bot: Plain) -> None:
    town.wire.world.app.starts_left = 49
    _, url, limit = await bot.http.get_bot_gateway()
    assert limit["remaining"] == 49
    assert url == town.wire.world.app.gateway_url
    again = asyncio.create_task(bot.wait_for("ready", timeout=5))
    town.wire.gateway.invalidate(is_resumable=False)
    await again
    assert town.wire.world.app.starts_left == 48


async def test_a_heartbeat_that_is_asked_for_comes(town: Town, bot: Plain) -> None:
    before = heard(town, Op.HEARTBEAT)
    town.wire.gateway.ask_heartbeat()
    await town.wire.until(lambda: heard(town, Op.HEARTBEAT) == before + 1)
    assert bot.latency < 5
