"""Threads over REST: under a message, on their own, in a forum; their members and their end."""

from collections.abc import Iterable

from tests.wire import compose, forms, payloads
from tests.wire.errors import (
    Form,
    Json,
    missing_access,
    missing_permissions,
    tag_needed,
    thread_archived,
    thread_exists,
    too_many_threads,
    unknown_member,
    wrong_kind_of_channel,
)
from tests.wire.intents import Intent
from tests.wire.permissions import P, in_channel, require
from tests.wire.rest import Call, Routes
from tests.wire.world import THREAD_STARTER, Channel, ChannelKind, Thread, World

routes = Routes()

_NEEDS_TAG = 1 << 4
_CREATED = 18  # the kind of message by which a channel tells of a thread in it
_DURATIONS = (60, 1440, 4320, 10080)


@routes("POST", "/channels/{channel_id}/messages/{message_id}/threads", status=201)
def under_message(call: Call) -> Json:
    require(call.world, call.channel, call.me, P.CREATE_PUBLIC_THREADS)
    if call.channel.kind not in (ChannelKind.TEXT, ChannelKind.NEWS):
        raise wrong_kind_of_channel()
    message = call.message
    _check(call)
    if message.id in call.world.channels:
        raise thread_exists()
    thread = _open(call, ChannelKind.PUBLIC_THREAD, thread_id=message.id)
    starter = compose.say(call.world, thread, call.me, {}, {}, kind=THREAD_STARTER)
    starter.replies_to = message.id
    compose.mark_thread(call.world, message)
    return payloads.channel(call.world, thread)


@routes("POST", "/channels/{channel_id}/threads", status=201)
def alone(call: Call) -> Json:
    body: Json = call.json
    if call.channel.kind is ChannelKind.FORUM:
        return _post(call, body)
    if call.channel.kind not in (ChannelKind.TEXT, ChannelKind.NEWS):
        raise wrong_kind_of_channel()
    kind = ChannelKind(body.get("type", ChannelKind.PRIVATE_THREAD))
    is_private = kind is ChannelKind.PRIVATE_THREAD
    right = P.CREATE_PRIVATE_THREADS if is_private else P.CREATE_PUBLIC_THREADS
    require(call.world, call.channel, call.me, right)
    _check(call)
    thread = _open(call, kind)
    if not is_private:
        said: Json = {"content": thread.name}
        compose.say(call.world, call.channel, call.me, said, {}, kind=_CREATED)
    return payloads.channel(call.world, thread)


def _post(call: Call, body: Json) -> Json:
    """A post of a forum: the thread and its first message have one id."""
    require(call.world, call.channel, call.me, P.SEND_MESSAGES)
    _check(call)
    first: Json = body.get("message") or {}
    forms.new_message(first, files=len(call.files))
    if call.channel.flags & _NEEDS_TAG and not body.get("applied_tags"):
        raise tag_needed()
    thread = _open(call, ChannelKind.PUBLIC_THREAD)
    message = compose.say(call.world, thread, call.me, first, call.files, message_id=thread.id)
    call.created("message", message.id)
    answer = payloads.channel(call.world, thread)
    return answer | {"message": payloads.message(call.world, message)}


def _check(call: Call) -> None:
    """The form of a new or changed thread, and whether the guild has room for one more."""
    body: Json = call.json
    form = Form()
    _check_fields(form, body, call.channel)
    if not str(body.get("name") or "").strip():
        form.fault("name", "BASE_TYPE_REQUIRED", "This field is required")
    form.close()
    active = [
        one
        for one in call.world.channels.values()
        if one.guild_id == call.channel.guild_id and one.thread and not one.thread.is_archived
    ]
    if len(active) >= call.world.most_threads:
        raise too_many_threads()


def _check_fields(form: Form, body: Json, forum: Channel) -> None:
    form.longest("name", body.get("name"), 100)
    if body.get("auto_archive_duration") not in (None, *_DURATIONS):
        words = f"Value must be one of {_DURATIONS}."
        form.fault("auto_archive_duration", "BASE_TYPE_CHOICES", words)
    tags: list[int | str] = body.get("applied_tags") or []
    form.longest("applied_tags", tags, 5)
    if {str(one) for one in tags} - {str(one["id"]) for one in forum.tags}:
        form.fault("applied_tags", "INVALID_TAG", "Unknown tag")


def _open(call: Call, kind: ChannelKind, thread_id: int | None = None) -> Channel:
    world, body = call.world, call.body
    thread = Channel(
        thread_id or world.ids.next(),
        kind,
        str(body["name"]),
        guild_id=call.channel.guild_id,
        parent_id=call.channel.id,
        slowmode=int(body.get("rate_limit_per_user") or 0),
        thread=Thread(
            owner_id=call.me,
            archive_at=world.clock.now(),
            auto_archive_minutes=body.get("auto_archive_duration") or 1440,
            is_invitable=body.get("invitable") is not False,
            member_ids={call.me: world.clock.now()},
            tag_ids=[int(one) for one in body.get("applied_tags") or ()],
        ),
    )
    world.channels[thread.id] = thread
    call.created("thread", thread.id)
    data = payloads.channel(world, thread) | {"newly_created": True}
    world.emit("THREAD_CREATE", data, Intent.GUILDS)
    return thread


def change(call: Call) -> Json:
    """PATCH of a channel that is a thread."""
    world, channel, body = call.world, call.channel, call.json
    thread = channel.thread
    assert thread is not None
    require(world, channel, call.me)
    bits = in_channel(world, channel, call.me)
    may_all = bits & P.MANAGE_THREADS
    reopens = body.get("archived") is False and bits & P.SEND_MESSAGES_IN_THREADS
    if thread.is_locked or "locked" in body:
        is_fine = may_all
    else:
        is_fine = may_all or thread.owner_id == call.me or (set(body) == {"archived"} and reopens)
    if not is_fine:
        raise missing_permissions()
    if thread.is_archived and body.get("archived") is not False:
        raise thread_archived()
    form = Form()
    _check_fields(form, body, world.channels[channel.parent_id or 0])
    form.close()
    channel.name = body.get("name", channel.name)
    channel.flags = body.get("flags", channel.flags)
    channel.slowmode = body.get("rate_limit_per_user", channel.slowmode)
    thread.is_locked = body.get("locked", thread.is_locked)
    thread.is_invitable = body.get("invitable", thread.is_invitable)
    thread.auto_archive_minutes = body.get("auto_archive_duration", thread.auto_archive_minutes)
    if "applied_tags" in body:
        thread.tag_ids = [int(one) for one in body["applied_tags"]]
    if "archived" in body:
        archive(world, channel, is_archived=body["archived"])
    else:
        world.emit("THREAD_UPDATE", payloads.channel(world, channel), Intent.GUILDS)
    return payloads.channel(world, channel)


def archive(world: World, channel: Channel, *, is_archived: bool) -> None:
    assert channel.thread is not None
    channel.thread.is_archived = is_archived
    channel.thread.archive_at = world.clock.now()
    world.emit("THREAD_UPDATE", payloads.channel(world, channel), Intent.GUILDS)


@routes("PUT", "/channels/{channel_id}/thread-members/{user_id}")
def add_member(call: Call) -> None:
    world, channel, user_id = call.world, call.channel, call.id("user_id")
    thread = _thread_of(call)
    require(world, channel, call.me, 0 if user_id == call.me else P.SEND_MESSAGES_IN_THREADS)
    if thread.is_archived:
        raise thread_archived()
    if user_id not in world.guild(channel.guild_id or 0).members:
        raise unknown_member()
    parent = world.channel(channel.parent_id or 0)
    if not in_channel(world, parent, user_id) & P.VIEW_CHANNEL:
        raise missing_access()
    thread.member_ids.setdefault(user_id, world.clock.now())
    _tell_members(world, channel, added=[user_id])


@routes("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
def remove_member(call: Call) -> None:
    world, channel, user_id = call.world, call.channel, call.id("user_id")
    thread = _thread_of(call)
    require(world, channel, call.me)
    is_own = channel.kind is ChannelKind.PRIVATE_THREAD and thread.owner_id == call.me
    if user_id != call.me and not is_own:
        require(world, channel, call.me, P.MANAGE_THREADS)
    if thread.is_archived:
        raise thread_archived()
    if thread.member_ids.pop(user_id, None) is None:
        raise unknown_member()
    _tell_members(world, channel, removed=[user_id])


def _tell_members(
    world: World, channel: Channel, added: Iterable[int] = (), removed: Iterable[int] = ()
) -> None:
    assert channel.thread is not None
    data: Json = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": len(channel.thread.member_ids),
        "added_members": [payloads.thread_member(channel, one) for one in added],
        "removed_member_ids": [str(one) for one in removed],
    }
    world.emit("THREAD_MEMBERS_UPDATE", data, Intent.GUILD_MEMBERS)


@routes("GET", "/channels/{channel_id}/thread-members")
def members(call: Call) -> list[Json]:
    thread = _thread_of(call)
    require(call.world, call.channel, call.me)
    return [payloads.thread_member(call.channel, one) for one in thread.member_ids]


def _thread_of(call: Call) -> Thread:
    if call.channel.thread is None:
        raise wrong_kind_of_channel()
    return call.channel.thread


@routes("GET", "/guilds/{guild_id}/threads/active")
def active(call: Call) -> Json:
    guild = call.world.guild(call.id("guild_id"))
    found = [one for one in call.world.channels.values() if one.guild_id == guild.id and one.thread]
    return _listed(call, [one for one in found if one.thread and not one.thread.is_archived])


@routes("GET", "/channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Json:
    return _archived(call, ChannelKind.PUBLIC_THREAD)


@routes("GET", "/channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Json:
    require(call.world, call.channel, call.me, P.MANAGE_THREADS)
    return _archived(call, ChannelKind.PRIVATE_THREAD)


def _archived(call: Call, kind: ChannelKind) -> Json:
    require(call.world, call.channel, call.me, P.READ_MESSAGE_HISTORY)
    found = call.world.threads_of(call.channel)
    found = [one for one in found if one.thread and one.thread.is_archived and one.kind is kind]
    return _listed(call, found)


def _listed(call: Call, found: Iterable[Channel]) -> Json:
    seen = [one for one in found if in_channel(call.world, one, call.me) & P.VIEW_CHANNEL]
    mine = [one for one in seen if one.thread and call.me in one.thread.member_ids]
    return {
        "threads": [payloads.channel(call.world, one) for one in seen],
        "members": [payloads.thread_member(one, call.me) for one in mine],
        "has_more": False,
    }
