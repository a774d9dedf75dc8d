"""Messages over REST: post, read, edit, delete."""

from tests.wire import compose, forms, payloads
from tests.wire.clock import made_at
from tests.wire.errors import (
    Form,
    Json,
    missing_access,
    no_text_channel,
    not_your_message,
    takes_no_messages,
)
from tests.wire.permissions import P, in_channel, require
from tests.wire.rest import Call, Routes, snowflake
from tests.wire.world import ChannelKind, Message

routes = Routes()


@routes("POST", "/channels/{channel_id}/messages")
def create(call: Call) -> Json:
    body: Json = call.json
    channel = call.channel
    require(call.world, channel, call.me, _rights_to_say(call, body))
    if not compose.is_text(channel):
        raise no_text_channel()
    forms.new_message(body, files=len(call.files))
    known = _by_nonce(call, body)
    if known:
        # Its deletion answers 404: the post did happen.
        return payloads.message(call.world, call.world.message(channel.id, known.id))
    compose.speakable(call.world, channel, call.me)
    others = [call.world.users[one] for one in channel.recipient_ids if one != call.me]
    if not all(one.takes_messages for one in others):
        raise takes_no_messages()
    message = compose.say(call.world, channel, call.me, body, call.files)
    if body.get("nonce") is not None and body.get("enforce_nonce"):
        call.world.nonces[call.me, channel.id, str(body["nonce"])] = message.id
    call.created("message", message.id)
    return payloads.message(call.world, message)


def _rights_to_say(call: Call, body: Json) -> int:
    needed = P.SEND_MESSAGES_IN_THREADS if call.channel.thread else P.SEND_MESSAGES
    if body.get("embeds"):
        needed |= P.EMBED_LINKS
    if call.files:
        needed |= P.ATTACH_FILES
    if body.get("message_reference"):
        needed |= P.READ_MESSAGE_HISTORY
    return needed


def _by_nonce(call: Call, body: Json) -> Message | None:
    """The message that this nonce has made in the last minutes, deleted or not."""
    if body.get("nonce") is None or not body.get("enforce_nonce"):
        return None
    world = call.world
    known = world.nonces.get((call.me, call.channel.id, str(body["nonce"])))
    if known is None or world.clock.now() - made_at(known) > world.nonces_last:
        return None
    return world.messages[known]


@routes("GET", "/channels/{channel_id}/messages")
def history(call: Call) -> list[Json]:
    """Newest first. Without Read Message History it is empty, and no error says why."""
    channel = call.channel
    require(call.world, channel, call.me)
    limit = _limit(call.query.get("limit", "50"))
    if not in_channel(call.world, channel, call.me) & P.READ_MESSAGE_HISTORY:
        return []
    found = sorted(call.world.messages_in(channel), key=lambda one: one.id)
    bounds = {
        key: snowflake(call.query[key], key)
        for key in ("around", "before", "after")
        if key in call.query
    }
    if "around" in bounds:
        older = [one for one in found if one.id <= bounds["around"]][-(limit // 2 + 1) :]
        newer = [one for one in found if one.id > bounds["around"]][: limit // 2]
        page = older + newer
    elif "before" in bounds:
        page = [one for one in found if one.id < bounds["before"]][-limit:]
    elif "after" in bounds:
        page = [one for one in found if one.id > bounds["after"]][:limit]
    else:
        page = found[-limit:]
    return [payloads.message(call.world, one) for one in reversed(page)]


def _limit(given: str) -> int:
    if given.isdecimal() and 1 <= int(given) <= 100:
        return int(given)
    form = Form()
    form.fault("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    form.close()
    return 0


@routes("GET", "/channels/{channel_id}/messages/{message_id}")
def get(call: Call) -> Json:
    require(call.world, call.channel, call.me)
    if not in_channel(call.world, call.channel, call.me) & P.READ_MESSAGE_HISTORY:
        raise missing_access()
    return payloads.message(call.world, call.message)


@routes("PATCH", "/channels/{channel_id}/messages/{message_id}")
def edit(call: Call) -> Json:
    require(call.world, call.channel, call.me)
    message = call.message
    if message.author_id != call.me:
        raise not_your_message()
    body: Json = call.json
    forms.edited_message(body, was=payloads.message(call.world, message), files=len(call.files))
    compose.editable(call.world, call.channel, call.me)
    compose.rewrite(call.world, message, body, call.files)
    return payloads.message(call.world, message)


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}")
def delete(call: Call) -> None:
    """Allowed in an archived thread, as the only thing."""
    message = call.message
    is_own = message.author_id == call.me
    require(call.world, call.channel, call.me, 0 if is_own else P.MANAGE_MESSAGES)
    compose.delete(call.world, message)


@routes("POST", "/channels/{channel_id}/typing")
def typing(call: Call) -> None:
    channel = call.channel
    speaks = P.SEND_MESSAGES_IN_THREADS if channel.thread else P.SEND_MESSAGES
    require(call.world, channel, call.me, speaks)
    if channel.kind is ChannelKind.CATEGORY:
        raise no_text_channel()
