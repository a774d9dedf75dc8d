"""A server that removes Nexus may come back for a month; then all that it had is erased."""

import logging
from datetime import timedelta

import pytest
from simcord import GuildHandle

from bot.jobs import FORGETTING
from db import departures, erasures
from tests.cogs.qa_acts import ask
from tests.world import World, seen

DAY = timedelta(days=1)


@pytest.fixture
async def beyond(world: World) -> GuildHandle:
    """A second server, in which Kit has asked something."""
    beyond = world.another_guild("Next door")
    home = beyond.create_text_channel("prodevprojectnexus")
    kit = world.member("Kit", guild=beyond)
    form = await kit.slash(home, "qa ask")
    await kit.submit_modal(form, {"title": "Why?", "details": "So.", "topic": ["Git"]})
    await ask(world, world.member("Ann"))
    return beyond


async def remove(world: World, guild: GuildHandle) -> None:
    world.env.backend.remove_guild(guild.id)
    await world.env.settle()


async def kept(world: World) -> set[int]:
    async with world.bot.db.read() as session:
        return await erasures.guilds(session)


async def gone(world: World) -> set[int]:
    async with world.bot.db.read() as session:
        return await departures.gone(session)


async def test_a_server_that_removes_nexus_is_kept_for_a_month_and_no_longer(
    world: World, beyond: GuildHandle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.erasing")
    await remove(world, beyond)

    await world.wait(departures.KEPT - DAY)
    before = await kept(world)
    await world.wait(DAY)
    await world.wait(FORGETTING)

    assert before == {world.guild.id, beyond.id}
    assert await kept(world) == {world.guild.id}
    assert await gone(world) == set()
    assert "a server removed Nexus 30 days" in caplog.text
    assert str(beyond.id) not in caplog.text


async def test_one_that_comes_back_in_time_has_all_that_it_had(
    world: World, beyond: GuildHandle
) -> None:
    async with world.bot.db.begin() as session:
        await departures.left(session, beyond.id, world.bot.now())
    assert await gone(world) == {beyond.id}

    await world.wait(FORGETTING)
    await world.wait(departures.KEPT + DAY)

    assert await gone(world) == set()
    assert beyond.id in await kept(world)


async def test_one_that_left_while_nexus_was_away_is_noticed_at_the_start(
    world: World, beyond: GuildHandle
) -> None:
    await world.bot.close()
    world.env.backend.remove_guild(beyond.id)

    await world.restart()
    await world.wait(timedelta(minutes=1))

    assert await gone(world) == {beyond.id}
    assert beyond.id in await kept(world)


async def test_what_is_erased_by_then_stays_erased(world: World, beyond: GuildHandle) -> None:
    await remove(world, beyond)
    await world.wait(departures.KEPT + DAY)
    await world.wait(FORGETTING)

    [stone] = world.bot.erasing.tombstones.standing()
    async with world.bot.db.read() as session:
        known = await erasures.known(session)

    assert stone.kind == "guild"
    assert stone.serial in known
    told = await world.member("Cy").slash(world.home, "qa unanswered")
    assert "#1" in seen(told)
