"""The server's own events, on a Discord that is strict, and on a line that loses requests."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.process.conftest import INVITED, Street, lively
from tests.process.killing import stored
from tests.wire.faults import DROP_AFTER, Fault, answers
from tests.wire.permissions import P
from tests.wire.world import ChannelKind, EventStatus, ScheduledEvent

ALL = "/guilds/{}/scheduled-events"
ONE = "/guilds/{}/scheduled-events/{}"
WITHIN = 30


def events(street: Street) -> list[ScheduledEvent]:
    """What is in the server's list."""
    return [one for one in street.guild.events.values() if one.is_open]


def starts(event: ScheduledEvent) -> datetime:
    return datetime.fromisoformat(event.body["scheduled_start_time"])


def query(street: Street, text: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(street.database, timeout=30)) as reader:
        return reader.execute(text, values).fetchall()


def set_session(street: Street, **fields: Any) -> None:
    """The session is another one now, and its event is to be looked at."""
    given = {**fields, "event_retry_at": datetime.now(UTC)}
    values = {
        name: stored(one) if isinstance(one, datetime) else one for name, one in given.items()
    }
    columns = ", ".join(f"{name} = :{name}" for name in values)
    with closing(sqlite3.connect(street.database, timeout=30)) as writer, writer:
        writer.execute(f"UPDATE study_sessions SET {columns}", values)


async def noted(street: Street, text: str) -> None:
    """Until the bot has it in its database: that is after Discord knows, and nothing rings."""
    async with asyncio.timeout(WITHIN):
        while not query(street, f"SELECT 1 FROM study_sessions WHERE {text}"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def plan(street: Street, topic: str = "Indexes") -> None:
    act = street.wire.people.slash(
        street.ana, street.home, "session create", topic=topic, when="tomorrow 18:00 Lagos"
    )
    draft = (await act).message
    assert draft is not None
    await street.wire.people.press(street.ana, draft, "Post it")
    await street.wire.until(lambda: "is posted" in draft.text)


async def planned(street: Street, *, within: float = WITHIN) -> ScheduledEvent:
    """The event of a session that Ana plans, once the bot knows of it too."""
    await plan(street)
    await street.wire.until(lambda: events(street), within=within)
    (event,) = events(street)
    await noted(street, f"event_id = {event.id}")
    return event


async def an_event_stands_once_though_its_answer_was_lost(street: Street) -> None:
    faults = (DROP_AFTER, answers(503, is_after=True))
    for fault in faults:
        street.wire.faults.script("POST", ALL, fault)

    for topic in ("Indexes", "Locks"):
        await plan(street, topic)
    for topic in ("Indexes", "Locks"):
        await noted(street, f"topic = '{topic}' AND event_id IS NOT NULL")

    assert street.wire.faults.count == len(faults)
    assert sorted(one.body["name"] for one in events(street)) == ["Indexes", "Locks"]


async def test_an_event_stands_once_though_the_bot_was_killed_when_discord_had_it(
    street: Street,
) -> None:
    wire = street.wire
    wire.faults.script("POST", ALL, Fault(is_after=True, seconds=60))

    await plan(street)
    await wire.until(lambda: events(street), within=WITHIN)
    (event,) = events(street)
    await street.bot.kill()
    before = query(street, "SELECT event_id FROM study_sessions")
    async with street.started_again():
        await noted(street, f"event_id = {event.id}")

    assert before == [(None,)]
    assert events(street) == [event]


async def a_server_whose_list_is_full_is_told_once_and_gets_it_when_there_is_room(
    street: Street,
) -> None:
    wire = street.wire
    theirs = [wire.stage.add_event(street.ben, f"Party {number}") for number in range(100)]
    # One of them is in a channel that the bot does not see: it cannot count to a hundred.
    hidden = wire.stage.add_channel(street.guild, "hidden", ChannelKind.VOICE)
    wire.stage.forbid_bot(hidden, P.VIEW_CHANNEL)
    wire.stage.edit_event(theirs[1], entity_type=2, channel_id=str(hidden.id))

    await plan(street)
    await noted(street, "event_shown LIKE '%/1'")
    await wire.until(
        lambda: any("is full" in one.text for one in wire.world.messages_in(street.home))
    )
    wire.stage.delete_event(theirs[0])
    await noted(street, "event_id IS NOT NULL")

    assert len(events(street)) == 100
    assert "Indexes" in [one.body["name"] for one in events(street)]
    told = [one for one in wire.world.messages_in(street.home) if "is full" in one.text]
    assert len(told) == 1
    assert [one.code for one in wire.transcript.to("POST", ALL)] == [30038, None]


async def without_the_right_nothing_is_asked_until_there_is_one(street: Street) -> None:
    wire = street.wire
    role = wire.stage.bot_role(street.guild)
    wire.stage.permit(street.guild, role, INVITED & ~P.CREATE_EVENTS & ~P.MANAGE_EVENTS)

    await plan(street)
    await noted(street, "event_shown LIKE '%/1'")
    in_vain = wire.transcript.to("POST", ALL)
    wire.stage.permit(street.guild, role, P.CREATE_EVENTS)
    await noted(street, "event_id IS NOT NULL")

    assert in_vain == []
    assert len(events(street)) == 1


async def what_people_do_to_an_event_is_put_right_and_a_second_deletion_is_meant(
    street: Street,
) -> None:
    wire = street.wire
    event = await planned(street)
    anas = wire.stage.add_event(street.ana, "Ana's party")
    start = event.body["scheduled_start_time"]

    wire.stage.edit_event(
        event, name="Party", scheduled_start_time=anas.body["scheduled_start_time"]
    )
    await wire.until(lambda: event.body["name"] == "Indexes", within=WITHIN)
    set_right = event.body["scheduled_start_time"]
    wire.stage.delete_event(event)
    await wire.until(lambda: len(events(street)) == 2, within=WITHIN)
    anew = next(one for one in events(street) if one is not anas)
    await noted(street, f"event_id = {anew.id}")
    wire.stage.delete_event(anew)
    await noted(street, "event_id IS NULL AND event_shown = '/2/0' AND event_retry_at IS NULL")

    assert (set_right, anew.body["scheduled_start_time"]) == (start, start)
    assert events(street) == [anas]


async def while_a_server_is_out_of_sight_nothing_is_done_and_then_everything(
    street: Street,
) -> None:
    wire = street.wire
    event = await planned(street)
    asked = len(wire.transcript.to("GET", ALL))

    wire.gateway.withdraw(street.guild)
    del street.guild.events[event.id]
    set_session(street, topic="Locks")
    await noted(street, "event_retry_at IS NULL")
    meanwhile = len(wire.transcript.to("GET", ALL)) - asked
    wire.gateway.bring_back(street.guild)
    await wire.until(lambda: events(street), within=WITHIN)
    (anew,) = events(street)
    await noted(street, f"event_id = {anew.id} AND event_shown LIKE '%/1/0'")

    assert meanwhile == 0
    assert anew.body["name"] == "Locks"


async def an_event_in_a_voice_channel_is_begun_and_ended_and_leaves_a_channel_that_goes(
    street: Street,
) -> None:
    wire = street.wire
    await planned(street)
    voice = wire.stage.add_channel(street.guild, "Study hall", ChannelKind.VOICE)
    set_session(street, voice_channel_id=voice.id)
    await wire.until(lambda: events(street)[0].channel_id == voice.id, within=WITHIN)
    await noted(street, "event_retry_at IS NOT NULL AND event_shown LIKE '%/0/0'")

    wire.stage.delete_channel(voice)
    await wire.until(lambda: events(street), within=WITHIN)
    (event,) = events(street)
    outside = (event.channel_id, event.location)
    await noted(street, f"event_id = {event.id} AND event_shown LIKE '%/0/0'")
    voice = wire.stage.add_channel(street.guild, "Study hall", ChannelKind.VOICE)
    set_session(street, voice_channel_id=voice.id)
    await wire.until(lambda: event.channel_id == voice.id, within=WITHIN)
    await noted(street, "event_retry_at > datetime('now', '+1 minute')")
    set_session(street, starts_at=datetime.now(UTC) - timedelta(seconds=1))
    await wire.until(lambda: event.status is EventStatus.ACTIVE, within=WITHIN)
    await noted(street, "event_retry_at > datetime('now', '+1 minute')")
    set_session(street, starts_at=datetime.now(UTC) - timedelta(hours=2))
    await wire.until(lambda: event.status is EventStatus.COMPLETED, within=WITHIN)

    assert outside == (None, "#prodevprojectnexus")


STORIES = (
    an_event_stands_once_though_its_answer_was_lost,
    a_server_whose_list_is_full_is_told_once_and_gets_it_when_there_is_room,
    without_the_right_nothing_is_asked_until_there_is_one,
    what_people_do_to_an_event_is_put_right_and_a_second_deletion_is_meant,
    while_a_server_is_out_of_sight_nothing_is_done_and_then_everything,
    an_event_in_a_voice_channel_is_begun_and_ended_and_leaves_a_channel_that_goes,
)


async def test_events_say_what_sessions_are_whatever_comes_between(
    migrated: Path, tmp_path: Path
) -> None:
    """Each on a street of its own, and all at once: most of it is waiting."""

    async def live(story: Callable[[Street], Awaitable[None]]) -> None:
        async with lively(migrated, tmp_path / f"{story.__name__}.db") as street:
            await story(street)

    await asyncio.gather(*map(live, STORIES))
