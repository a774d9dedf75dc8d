"""Scheduled events over REST: what is on, who comes, and the hundred that a guild may have."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.wire import payloads
from tests.wire.errors import (
    Form,
    Json,
    event_is_over,
    missing_permissions,
    too_many_events,
    unknown_event,
)
from tests.wire.intents import Intent
from tests.wire.permissions import P, in_channel, in_guild, require
from tests.wire.rest import Call, Routes, snowflake
from tests.wire.world import Channel, ChannelKind, EventStatus, Guild, ScheduledEvent, World

routes = Routes()

MOST = 100
_STAGE, _VOICE, _EXTERNAL = 1, 2, 3
_KINDS = {_STAGE: ChannelKind.STAGE, _VOICE: ChannelKind.VOICE}
# Beyond the right to make events at all, in the channel where one takes place.
_TO_HOST = {
    _STAGE: P.MANAGE_CHANNELS | P.MUTE_MEMBERS | P.MOVE_MEMBERS,
    _VOICE: P.CONNECT,
}
_NEXT = {
    EventStatus.SCHEDULED: (EventStatus.ACTIVE, EventStatus.CANCELED),
    EventStatus.ACTIVE: (EventStatus.COMPLETED,),
}
_ALL = "/guilds/{guild_id}/scheduled-events"
_ONE = "/guilds/{guild_id}/scheduled-events/{event_id}"


@routes("GET", _ALL)
def listed(call: Call) -> list[Json]:
    """Without those that are over, or in a channel that one does not see."""
    return [
        payloads.event(call.world, one)
        for one in _guild(call).events.values()
        if one.is_open and _is_seen(call, one)
    ]


@routes("POST", _ALL)
def create(call: Call) -> Json:
    guild = _guild(call)
    body: Json = call.json
    kind = _check(call, body)
    _require(call, guild, body, P.CREATE_EVENTS)
    if sum(one.is_open for one in guild.events.values()) >= MOST:
        raise too_many_events()
    made = ScheduledEvent(call.world.ids.next(), guild.id, call.me, _kept(body, kind))
    guild.events[made.id] = made
    call.created("event", made.id)
    return tell(call.world, "GUILD_SCHEDULED_EVENT_CREATE", made)


@routes("GET", _ONE)
def get(call: Call) -> Json:
    event = _event(call)
    if not _is_seen(call, event):
        raise unknown_event()
    return payloads.event(call.world, event)


@routes("PATCH", _ONE)
def edit(call: Call) -> Json:
    event = _event(call)
    _require_hold_on(call, event)
    changes: Json = call.json
    if not event.is_open:
        raise event_is_over()
    body = event.body | {key: it for key, it in changes.items() if key != "status"}
    kind = _check(call, body, is_new="scheduled_start_time" in changes)
    if "entity_type" in changes or "channel_id" in changes:
        _require(call, _guild(call), body, P.CREATE_EVENTS | P.MANAGE_EVENTS)
    status = _status(event, changes)
    event.status = status
    event.body = _kept(body, kind)
    return tell(call.world, "GUILD_SCHEDULED_EVENT_UPDATE", event)


@routes("DELETE", _ONE)
def delete(call: Call) -> None:
    event = _event(call)
    _require_hold_on(call, event)
    remove(call.world, event)


@routes("GET", "/guilds/{guild_id}/scheduled-events/{event_id}/users")
def users(call: Call) -> list[Json]:
    event = _event(call)
    return [
        {
            "guild_scheduled_event_id": str(event.id),
            "user_id": str(one),
            "user": payloads.user(call.world.users[one]),
            "response": 1,
        }
        for one in event.user_ids
    ]


def tell(world: World, name: str, event: ScheduledEvent) -> Json:
    data = payloads.event(world, event)
    world.emit(name, data, Intent.SCHEDULED_EVENTS)
    return data


def remove(world: World, event: ScheduledEvent) -> None:
    """Discord's clients call this "cancel" too; its status is told as it was."""
    del world.guilds[event.guild_id].events[event.id]
    tell(world, "GUILD_SCHEDULED_EVENT_DELETE", event)


def _guild(call: Call) -> Guild:
    return call.world.guild(call.id("guild_id"))


def _event(call: Call) -> ScheduledEvent:
    found = _guild(call).events.get(call.id("event_id"))
    if found is None:
        raise unknown_event()
    return found


def _is_seen(call: Call, event: ScheduledEvent) -> bool:
    return payloads.is_event_seen(call.world, event, call.me)


def _require_hold_on(call: Call, event: ScheduledEvent) -> None:
    """To change or delete it where it is now: whoever manages events, or made it."""
    own = P.CREATE_EVENTS if event.creator_id == call.me else 0
    _require(call, _guild(call), event.body, P.MANAGE_EVENTS | own)


def _require(call: Call, guild: Guild, body: Json, one_of: int) -> None:
    """One of these rights, in the channel if there is one, and what it takes to host there."""
    channel_id = body.get("channel_id")
    if channel_id is None:
        bits = in_guild(call.world, guild.id, call.me)
    else:
        channel = call.world.channel(int(channel_id))
        require(call.world, channel, call.me, _TO_HOST[int(body["entity_type"])])
        bits = in_channel(call.world, channel, call.me)
    if not bits & one_of:
        raise missing_permissions()


def _kept(body: Json, kind: int) -> Json:
    """Where an event is on Discord, anything else that is said of its place is passed over."""
    return body if kind == _EXTERNAL else body | {"entity_metadata": None}


def _status(event: ScheduledEvent, changes: Json) -> EventStatus:
    given = changes.get("status")
    if given is None:
        return event.status
    form = Form()
    _one_of(form, "status", given, list(EventStatus))
    form.close()
    status = EventStatus(given)
    if status not in _NEXT[event.status]:
        words = "Invalid Guild Scheduled Event Status Update"
        form.fault("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", words)
        form.close()
    return status


def _check(call: Call, body: Json, *, is_new: bool = True) -> int:
    """Refuse what is wrong in it; the kind of the place where it will be."""
    form = Form()
    for name in ("name", "privacy_level", "scheduled_start_time", "entity_type"):
        form.required(name, body.get(name))
    form.longest("name", body.get("name"), 100)
    form.longest("description", body.get("description"), 1000)
    _one_of(form, "privacy_level", body.get("privacy_level"), [2])
    kind = body.get("entity_type")
    _one_of(form, "entity_type", kind, [_STAGE, _VOICE, _EXTERNAL])
    if kind == _EXTERNAL:
        _check_external(form, body)
    elif kind in _KINDS:
        form.required("channel_id", body.get("channel_id"))
    form.close()
    _check_times(call, form, body, is_new=is_new)
    if kind in _KINDS:
        channel_id = snowflake(body["channel_id"], "channel_id")
        _check_channel(form, call.world.channel(channel_id), _guild(call), kind)
    return int(body["entity_type"])


def _check_external(form: Form, body: Json) -> None:
    form.required("scheduled_end_time", body.get("scheduled_end_time"))
    about: Json = body.get("entity_metadata") or {}
    place = about.get("location")
    form.required("entity_metadata.location", place)
    form.longest("entity_metadata.location", place, 100)
    if body.get("channel_id") is not None:
        words = "This field must be null for an external event"
        form.fault("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_ID_NOT_NULL", words)


def _check_channel(form: Form, channel: Channel, guild: Guild, kind: int) -> None:
    if channel.kind is not _KINDS[kind] or channel.guild_id != guild.id:
        words = "The channel is of another type than the event"
        form.fault("channel_id", "GUILD_SCHEDULED_EVENT_INVALID_CHANNEL", words)
    form.close()


def _check_times(call: Call, form: Form, body: Json, *, is_new: bool) -> None:
    starts_at = _moment(form, "scheduled_start_time", body)
    ends_at = _moment(form, "scheduled_end_time", body)
    form.close()
    if is_new and starts_at and starts_at <= call.world.clock.now():
        words = "Cannot schedule event in the past."
        form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", words)
    if starts_at and ends_at and ends_at <= starts_at:
        words = "Cannot schedule event end time before the start time"
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", words)
    form.close()


def _moment(form: Form, name: str, body: Json) -> datetime | None:
    given = body.get(name)
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        form.fault(name, "DATE_TIME_TYPE_PARSE", f"Could not parse {given}.")
        return None
    return moment


def _one_of(form: Form, name: str, given: Any, known: Iterable[int]) -> None:
    if given is not None and given not in known:
        words = f"Value must be one of {list(map(int, known))}."
        form.fault(name, "BASE_TYPE_CHOICES", words)
