"""What the client does by itself: it tells Discord its commands once per change."""

import pytest

from db import commands as command_syncs
from tests.world import World


def syncs(world: World) -> int:
    return sum(
        one.method == "PUT" and one.path.endswith("/commands") for one in world.env.http_requests
    )


async def test_a_restart_does_not_sync_the_same_commands_again(world: World) -> None:
    mention = world.bot.mention("me timezone")

    await world.restart()

    assert syncs(world) == 1
    assert mention.startswith("</me timezone:")
    assert world.bot.mention("me timezone") == mention


async def test_changed_commands_are_synced(world: World) -> None:
    assert world.bot.application_id is not None
    async with world.bot.db.begin() as session:
        await command_syncs.remember(session, world.bot.application_id, "another tree", {"me": 1})

    await world.restart()

    assert syncs(world) == 2
    assert not world.bot.mention("me timezone").endswith(":1>")


async def test_a_command_that_is_not_synced_is_mentioned_in_plain_text(world: World) -> None:
    assert world.bot.mention("dance") == "`/dance`"


@pytest.mark.parametrize("name", ["members", "presences", "message_content"])
async def test_no_privileged_intent_is_asked_for(world: World, name: str) -> None:
    assert not getattr(world.bot.intents, name)
