"""Scheduled events: who may make and see which, a hundred of them, and how each of them ends."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.wire.clients import Plain
from tests.wire.conftest import Town
from tests.wire.permissions import P
from tests.wire.test_wire_threads import code_of
from tests.wire.world import ChannelKind, EventStatus, ScheduledEvent

CREATED = "GUILD_SCHEDULED_EVENT_CREATE"
UPDATED = "GUILD_SCHEDULED_EVENT_UPDATE"
DELETED = "GUILD_SCHEDULED_EVENT_DELETE"
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def permit(town: Town, permissions: int) -> None:
    town.wire.stage.permit(town.guild, town.wire.stage.bot_role(town.guild), permissions)


def seen(town: Town, bot: Plain) -> discord.Guild:
    guild = bot.get_guild(town.guild.id)
    assert guild
    return guild


async def event(town: Town, bot: Plain, number: int = 0) -> discord.ScheduledEvent:
    return await seen(town, bot).create_scheduled_event(
        name=f"Session {number}",
        start_time=TOMORROW,
        end_time=TOMORROW + timedelta(hours=1),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="a link",
    )


async def hosted(
    town: Town, bot: Plain, kind: ChannelKind = ChannelKind.VOICE
) -> discord.ScheduledEvent:
    """An event in a channel for talking."""
    channel: Any = seen(town, bot).get_channel((await town.another(bot, "talk", kind)).id)
    return await seen(town, bot).create_scheduled_event(
        name="A talk",
        start_time=TOMORROW,
        channel=channel,
        privacy_level=discord.PrivacyLevel.guild_only,
    )


def stands(town: Town, one: discord.ScheduledEvent) -> ScheduledEvent:
    return town.guild.events[one.id]


async def test_a_guild_has_a_hundred_events_to_come_and_no_more(town: Town, bot: Plain) -> None:
    permit(town, P.CREATE_EVENTS)
    made = [await event(town, bot, number) for number in range(100)]
    assert await code_of(event(town, bot)) == 30038
    await made[0].cancel()
    await event(town, bot)
    assert await code_of(made[0].start()) == 180000
    await made[1].edit(name="Renamed")
    await made[2].delete()
    assert await code_of(made[2].edit(name="Gone")) == 10070
    listed = await seen(town, bot).fetch_scheduled_events()
    assert len(listed) == 99
    assert [one.name for one in listed][:2] == ["Renamed", "Session 3"]


async def test_who_may_create_events_may_change_their_own_and_no_others(
    town: Town, bot: Plain
) -> None:
    assert await code_of(event(town, bot)) == 50013
    permit(town, P.MANAGE_EVENTS)
    assert await code_of(event(town, bot)) == 50013
    permit(town, P.CREATE_EVENTS)
    own = await event(town, bot)
    anas = town.wire.stage.add_event(town.ana, "Ana's")
    others = await seen(town, bot).fetch_scheduled_event(anas.id)
    await own.edit(name="Better")
    assert await code_of(others.edit(name="Worse")) == 50013
    assert await code_of(others.delete()) == 50013
    permit(town, P.MANAGE_EVENTS)
    await own.edit(name="Best")
    await others.delete()
    assert [one.body["name"] for one in town.guild.events.values()] == ["Best"]
    permit(town, 0)
    assert await code_of(own.delete()) == 50013


async def test_an_event_in_a_channel_takes_the_right_to_host_there(town: Town, bot: Plain) -> None:
    permit(town, P.CREATE_EVENTS)
    made = await hosted(town, bot)
    talk = town.wire.world.channels[made.channel_id or 0]
    town.wire.stage.forbid_bot(talk, P.CONNECT)
    assert await code_of(made.edit(name="Silent")) == 50013
    town.wire.stage.forbid_bot(talk, P.VIEW_CHANNEL)
    assert await code_of(made.delete()) == 50001
    assert await seen(town, bot).fetch_scheduled_events() == []
    assert await code_of(seen(town, bot).fetch_scheduled_event(made.id)) == 10070
    town.wire.stage.forbid_bot(talk, 0)
    assert len(await seen(town, bot).fetch_scheduled_events()) == 1
    assert await code_of(hosted(town, bot, ChannelKind.STAGE)) == 50013
    permit(town, P.CREATE_EVENTS | P.MANAGE_CHANNELS | P.MUTE_MEMBERS | P.MOVE_MEMBERS)
    await hosted(town, bot, ChannelKind.STAGE)


async def test_an_event_goes_with_its_channel_unless_it_moved_out_before(
    town: Town, bot: Plain
) -> None:
    permit(town, P.CREATE_EVENTS)
    stays, moves = await hosted(town, bot), await hosted(town, bot)
    ends_at = TOMORROW + timedelta(hours=1)
    external = discord.EntityType.external
    await moves.edit(entity_type=external, location="a link", end_time=ends_at)
    channels = [town.wire.world.channels[one.channel_id or 0] for one in (stays, moves)]
    for one in channels:
        heard = asyncio.create_task(bot.wait_for("guild_channel_delete", timeout=5))
        await asyncio.sleep(0)
        town.wire.stage.delete_channel(one)
        await heard
    assert await code_of(seen(town, bot).fetch_scheduled_event(stays.id)) == 10070
    assert [one.id for one in seen(town, bot).scheduled_events] == [moves.id]
    assert (stands(town, moves).channel_id, stands(town, moves).location) == (None, "a link")


async def test_the_gateway_tells_of_what_becomes_of_an_event(town: Town, bot: Plain) -> None:
    permit(town, P.CREATE_EVENTS)
    made = await event(town, bot)
    await made.edit(name="Renamed")
    await made.delete()
    anas = town.wire.stage.add_event(town.ana, "Ana's")
    town.wire.stage.edit_event(anas, name="Ana's own")
    heard = asyncio.create_task(bot.wait_for("scheduled_event_delete", timeout=5))
    await asyncio.sleep(0)
    town.wire.stage.delete_event(anas)
    await heard
    sent = town.wire.transcript.sent
    assert [one["name"] for one in sent(CREATED)] == ["Session 0", "Ana's"]
    assert [one["name"] for one in sent(UPDATED)] == ["Renamed", "Ana's own"]
    assert [one["id"] for one in sent(DELETED)] == [str(made.id), str(anas.id)]
    assert {one["status"] for one in sent(DELETED)} == {EventStatus.SCHEDULED}


async def test_a_guild_comes_with_the_events_that_are_not_over(town: Town, bot: Plain) -> None:
    permit(town, P.CREATE_EVENTS)
    over, on = await event(town, bot, 1), await event(town, bot, 2)
    await (await over.start()).end()
    heard = asyncio.create_task(bot.wait_for("guild_available", timeout=5))
    await asyncio.sleep(0)
    town.wire.gateway.withdraw(town.guild)
    town.wire.gateway.bring_back(town.guild)
    await heard
    told = town.wire.transcript.sent("GUILD_CREATE")[-1]["guild_scheduled_events"]
    assert [one["id"] for one in told] == [str(on.id)]


async def test_an_event_has_one_way_to_its_end(town: Town, bot: Plain) -> None:
    permit(town, P.CREATE_EVENTS)
    made = await event(town, bot)
    assert await code_of(made.edit(status=discord.EventStatus.completed)) == 50035
    running = await made.start()
    assert await code_of(running.edit(status=discord.EventStatus.active)) == 50035
    assert await code_of(running.edit(status=discord.EventStatus.cancelled)) == 50035
    assert (await running.end()).status is discord.EventStatus.completed
    assert await code_of(running.edit(name="Too late")) == 180000


GOOD = {
    "name": "A session",
    "privacy_level": 2,
    "scheduled_start_time": TOMORROW.isoformat(),
    "scheduled_end_time": (TOMORROW + timedelta(hours=1)).isoformat(),
    "entity_type": 3,
    "entity_metadata": {"location": "somewhere"},
}
YESTERDAY = (TOMORROW - timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "N" * 101}, "name"),
        ({"description": "D" * 1001}, "description"),
        ({"privacy_level": 1}, "privacy_level"),
        ({"entity_type": 4}, "entity_type"),
        ({"entity_type": 2}, "channel_id"),
        ({"channel_id": "{home}"}, "channel_id"),
        ({"entity_type": 2, "channel_id": "{home}"}, "channel_id"),
        ({"entity_metadata": None}, "entity_metadata"),
        ({"entity_metadata": {"location": "L" * 101}}, "entity_metadata"),
        ({"scheduled_start_time": YESTERDAY}, "scheduled_start_time"),
        ({"scheduled_start_time": "soon"}, "scheduled_start_time"),
        ({"scheduled_end_time": None}, "scheduled_end_time"),
        ({"scheduled_end_time": TOMORROW.isoformat()}, "scheduled_end_time"),
    ],
)
async def test_what_is_wrong_with_an_event_is_refused_by_its_field(
    town: Town, bot: Plain, changes: dict[str, Any], field: str
) -> None:
    permit(town, P.CREATE_EVENTS)
    body = GOOD | changes
    if body.get("channel_id"):
        body["channel_id"] = str(town.home.id)
    route = Route("POST", "/guilds/{guild_id}/scheduled-events", guild_id=town.guild.id)
    assert await code_of(bot.http.request(route, json=body)) == 50035
    assert list(town.wire.transcript.calls[-1].answer["errors"]) == [field]
    assert town.guild.events == {}
