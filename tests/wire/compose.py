"""How a message comes to stand in a channel, or to read otherwise, whoever writes it."""

import re
from collections.abc import Mapping
from typing import Any

from tests.wire import payloads
from tests.wire.errors import Form, Json, thread_archived, thread_locked
from tests.wire.intents import Intent
from tests.wire.permissions import P, in_channel
from tests.wire.rest import File, snowflake
from tests.wire.world import (
    HAS_THREAD,
    IS_V2,
    LOADING,
    Attachment,
    Channel,
    ChannelKind,
    Message,
    World,
    nested,
)

_MENTION = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_SUPPRESS_EMBEDS = 1 << 2
_SUPPRESS_NOTIFICATIONS = 1 << 12
_REPLY = 19  # a kind of message
_OURS_TO_SET = _SUPPRESS_EMBEDS | _SUPPRESS_NOTIFICATIONS | IS_V2

Files = Mapping[str, File]


def say(
    world: World,
    channel: Channel,
    author_id: int,
    body: Json,
    files: Files,
    *,
    flags: int = 0,
    kind: int = 0,
    message_id: int | None = None,
    interaction_id: int | None = None,
    viewer_id: int | None = None,
) -> Message:
    """Post what was found to be in good form. An archived thread wakes; only a locked one not."""
    replies_to = _replied(world, channel, body)
    message = Message(
        message_id or world.ids.next(),
        channel.id,
        author_id,
        flags=flags | (int(body.get("flags") or 0) & _OURS_TO_SET),
        kind=kind if replies_to is None else _REPLY,
        nonce=None if body.get("nonce") is None else str(body["nonce"]),
        replies_to=replies_to,
        interaction_id=interaction_id,
        viewer_id=viewer_id,
        poll=body.get("poll"),
    )
    write(world, message, body, files)
    ping(world, message, body)
    world.messages[message.id] = message
    channel.last_message_id = message.id
    if channel.thread and not message.is_ephemeral:
        _wake(world, channel, author_id, message.pinged_ids)
    if not message.is_ephemeral:
        announce(world, "MESSAGE_CREATE", message)
    return message


def rewrite(world: World, message: Message, body: Json, files: Files) -> None:
    """Edit what was found to be in good form; the first words behind "thinking" ping."""
    was_loading = message.is_loading
    message.flags |= int(body.get("flags") or 0) & _OURS_TO_SET
    message.flags &= ~LOADING
    write(world, message, body, files)
    if was_loading:
        ping(world, message, body)
    else:
        message.edited_at = world.clock.now()
    if not message.is_ephemeral:
        announce(world, "MESSAGE_UPDATE", message)


def write(world: World, message: Message, body: Json, files: Files) -> None:
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = body["embeds"] or []
    if "components" in body:
        message.components = body["components"] or []
        _number(message.components)
    described: list[Json] = body.get("attachments") or []
    if "attachments" in body:
        kept = {str(one.get("id")) for one in described}
        message.attachments = [one for one in message.attachments if str(one.id) in kept]
    message.attachments += [
        Attachment(world.ids.next(), one.filename, one.content) for one in files.values()
    ]


def ping(world: World, message: Message, body: Json) -> None:
    """Whom the message calls; all whom it names, unless `allowed_mentions` says otherwise."""
    allowed: Json | None = body.get("allowed_mentions")
    text = message.content + "\n".join(
        str(it.get("content", "")) for it in nested(message.components)
    )
    named = list(dict.fromkeys(int(one) for one in _MENTION.findall(text)))
    if allowed is not None and "users" not in (allowed.get("parse") or ()):
        chosen = {int(one) for one in allowed.get("users") or ()}
        named = [one for one in named if one in chosen]
    if message.replies_to is not None and (allowed is None or allowed.get("replied_user")):
        named.append(world.messages[message.replies_to].author_id)
    message.pinged_ids = [one for one in dict.fromkeys(named) if one in world.users]
    may_all = allowed is None or "everyone" in (allowed.get("parse") or ())
    channel = world.channels[message.channel_id]
    bits = in_channel(world, channel, message.author_id)
    is_called = bool(_EVERYONE.search(text)) and bool(bits & P.MENTION_EVERYONE)
    message.pings_everyone = may_all and is_called


def announce(world: World, event: str, message: Message) -> None:
    channel = world.channels[message.channel_id]
    data = payloads.message(world, message)
    intent = Intent.DIRECT_MESSAGES
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
        member = world.guilds[channel.guild_id].members.get(message.author_id)
        if member:
            data["member"] = {
                key: it for key, it in payloads.member(member).items() if key != "user"
            }
        intent = Intent.GUILD_MESSAGES
    world.emit(event, data, intent)


def delete(world: World, message: Message) -> None:
    message.deleted_at = world.clock.now()
    channel = world.channels[message.channel_id]
    data: Json = {"id": str(message.id), "channel_id": str(message.channel_id)}
    if channel.guild_id is None:
        world.emit("MESSAGE_DELETE", data, Intent.DIRECT_MESSAGES)
    elif not message.is_ephemeral:
        data["guild_id"] = str(channel.guild_id)
        world.emit("MESSAGE_DELETE", data, Intent.GUILD_MESSAGES)


def speakable(world: World, channel: Channel, author_id: int) -> None:
    """Refuse to speak where a moderator has locked the thread."""
    thread = channel.thread
    may = in_channel(world, channel, author_id)
    if thread and thread.is_locked and not may & P.MANAGE_THREADS:
        raise thread_archived() if thread.is_archived else thread_locked()


def editable(world: World, channel: Channel, author_id: int) -> None:
    """Refuse to change anything in a thread that is archived, or locked."""
    if channel.thread and channel.thread.is_archived:
        raise thread_archived()
    speakable(world, channel, author_id)


def _wake(world: World, channel: Channel, author_id: int, pinged_ids: list[int]) -> None:
    thread = channel.thread
    assert thread is not None
    for user_id in (author_id, *pinged_ids):  # who is called comes in
        thread.member_ids.setdefault(user_id, world.clock.now())
    if thread.is_archived:
        thread.is_archived = False
        thread.archive_at = world.clock.now()
        world.emit("THREAD_UPDATE", payloads.channel(world, channel), Intent.GUILDS)


def _replied(world: World, channel: Channel, body: Json) -> int | None:
    reference: Json = body.get("message_reference") or {}
    if not reference.get("message_id"):
        return None
    replied_id = snowflake(reference["message_id"], "message_reference.message_id")
    found = world.messages.get(replied_id)
    if found and found.channel_id == channel.id and not found.deleted_at:
        return replied_id
    if reference.get("fail_if_not_exists", True):
        form = Form()
        code, words = "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"
        form.fault("message_reference", code, words)
        form.close()
    return None


def _number(components: list[Json]) -> None:
    """Discord gives every component of a message a number of its own."""
    taken = {one["id"] for one in nested(components) if one.get("id")}
    number = 0
    for one in nested(components):
        if one.get("id"):
            continue
        number += 1
        while number in taken:
            number += 1
        one["id"] = number


def is_text(channel: Channel) -> bool:
    no_text: tuple[Any, ...] = (ChannelKind.CATEGORY, ChannelKind.FORUM)
    return channel.kind not in no_text


def mark_thread(world: World, message: Message) -> None:
    """The message under which a thread stands says so."""
    message.flags |= HAS_THREAD
    announce(world, "MESSAGE_UPDATE", message)
