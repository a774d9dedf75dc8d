"""Scheduled events over REST: what is on, who comes, and the hundred that a guild may have."""

from datetime import datetime

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
from tests.wire.permissions import P, in_guild, require
from tests.wire.rest import Call, Routes
from tests.wire.world import EventStatus, Guild, ScheduledEvent, World

routes = Routes()

MOST = 100
_STAGE, _VOICE, _EXTERNAL = 1, 2, 3
_OPEN = (EventStatus.SCHEDULED, EventStatus.ACTIVE)
_NEXT = {
    EventStatus.SCHEDULED: (EventStatus.ACTIVE, EventStatus.CANCELED),
    EventStatus.ACTIVE: (EventStatus.COMPLETED,),
}
_ALL = "/guilds/{guild_id}/scheduled-events"
_ONE = "/guilds/{guild_id}/scheduled-events/{event_id}"


@routes("GET", _ALL)
def listed(call: Call) -> list[Json]:
    return [
        payloads.event(call.world, one) for one in _guild(call).events.values() if _is_open(one)
    ]


@routes("POST", _ALL)
def create(call: Call) -> Json:
    guild = _guild(call)
    if not in_guild(call.world, guild.id, call.me) & (P.CREATE_EVENTS | P.MANAGE_EVENTS):
        raise missing_permissions()
    body: Json = call.json
    _check(call, body)
    if sum(map(_is_open, guild.events.values())) >= MOST:
        raise too_many_events()
    made = ScheduledEvent(call.world.ids.next(), guild.id, call.me, body)
    guild.events[made.id] = made
    call.created("event", made.id)
    return tell(call.world, "GUILD_SCHEDULED_EVENT_CREATE", made)


@routes("GET", _ONE)
def get(call: Call) -> Json:
    return payloads.event(call.world, _event(call))


@routes("PATCH", _ONE)
def edit(call: Call) -> Json:
    event = _event(call)
    _require_hold_on(call, event)
    changes: Json = call.json
    if not _is_open(event):
        raise event_is_over()
    _check(call, event.body | changes, is_new="scheduled_start_time" in changes)
    status = EventStatus(changes.get("status") or event.status)
    if status is not event.status and status not in _NEXT[event.status]:
        form = Form()
        words = "Invalid Guild Scheduled Event Status Update"
        form.fault("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", words)
        form.close()
    event.status = status
    event.body = event.body | {key: it for key, it in changes.items() if key != "status"}
    return tell(call.world, "GUILD_SCHEDULED_EVENT_UPDATE", event)


@routes("DELETE", _ONE)
def delete(call: Call) -> None:
    event = _event(call)
    _require_hold_on(call, event)
    del _guild(call).events[event.id]
    tell(call.world, "GUILD_SCHEDULED_EVENT_DELETE", event)


@routes("GET", "/guilds/{guild_id}/scheduled-events/{event_id}/users")
def users(call: Call) -> list[Json]:
    event = _event(call)
    return [
        {"guild_scheduled_event_id": str(event.id), "user": payloads.user(call.world.users[one])}
        for one in event.user_ids
    ]


def tell(world: World, name: str, event: ScheduledEvent) -> Json:
    data = payloads.event(world, event)
    world.emit(name, data, Intent.SCHEDULED_EVENTS)
    return data


def _guild(call: Call) -> Guild:
    return call.world.guild(call.id("guild_id"))


def _event(call: Call) -> ScheduledEvent:
    found = _guild(call).events.get(call.id("event_id"))
    if found is None:
        raise unknown_event()
    return found


def _is_open(event: ScheduledEvent) -> bool:
    return event.status in _OPEN


def _require_hold_on(call: Call, event: ScheduledEvent) -> None:
    bits = in_guild(call.world, event.guild_id, call.me)
    own = P.CREATE_EVENTS if event.creator_id == call.me else 0
    if not bits & (P.MANAGE_EVENTS | own):
        raise missing_permissions()


def _check(call: Call, body: Json, *, is_new: bool = True) -> None:
    form = Form()
    for name in ("name", "privacy_level", "scheduled_start_time", "entity_type"):
        form.required(name, body.get(name))
    form.longest("name", body.get("name"), 100)
    form.longest("description", body.get("description"), 1000)
    kind = body.get("entity_type")
    if kind == _EXTERNAL:
        form.required("scheduled_end_time", body.get("scheduled_end_time"))
        about: Json = body.get("entity_metadata") or {}
        place = about.get("location")
        form.required("entity_metadata.location", place)
        form.longest("entity_metadata.location", place, 100)
    elif kind in (_STAGE, _VOICE):
        form.required("channel_id", body.get("channel_id"))
    form.close()
    _check_times(call, form, body, is_new=is_new)
    if kind in (_STAGE, _VOICE):
        channel = call.world.channel(int(body["channel_id"]))
        require(call.world, channel, call.me, P.CONNECT)


def _check_times(call: Call, form: Form, body: Json, *, is_new: bool) -> None:
    starts_at = datetime.fromisoformat(body["scheduled_start_time"])
    if is_new and starts_at <= call.world.clock.now():
        words = "Cannot schedule event in the past."
        form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", words)
    ends = body.get("scheduled_end_time")
    if ends and datetime.fromisoformat(ends) <= starts_at:
        words = "Cannot schedule event end time before the start time"
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", words)
    form.close()
