"""The answers to interactions: the first within three seconds, more within fifteen minutes."""

from datetime import timedelta

from tests.wire import compose, forms, payloads
from tests.wire.errors import (
    Form,
    Json,
    already_acknowledged,
    invalid_webhook_token,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.wire.rest import Call, Routes
from tests.wire.world import (
    EPHEMERAL,
    LOADING,
    Channel,
    Interaction,
    InteractionKind,
    Message,
    World,
)

routes = Routes()

TO_ANSWER = timedelta(seconds=3)
TO_FOLLOW_UP = timedelta(minutes=15)
SAY, THINK, STAY, REDRAW, SUGGEST, ASK = 4, 5, 6, 7, 8, 9
# A form that was opened by a command has no message to redraw.
_ANSWERS = {
    InteractionKind.COMMAND: {SAY, THINK, ASK},
    InteractionKind.COMPONENT: {SAY, THINK, STAY, REDRAW, ASK},
    InteractionKind.AUTOCOMPLETE: {SUGGEST},
    InteractionKind.FORM: {SAY, THINK, STAY, REDRAW},
}
_WEBHOOK = "/webhooks/{webhook_id}/{token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_MESSAGE = f"{_WEBHOOK}/messages/{{message_id}}"


@routes("POST", "/interactions/{interaction_id}/{token}/callback", needs_token=False)
def answer(call: Call) -> Json | None:
    world = call.world
    given = world.interactions.get(call.id("interaction_id"))
    if given is None or given.token != call.params["token"]:
        raise unknown_interaction()
    call.exchange.interaction_id = given.id
    if given.acknowledged_at:
        raise already_acknowledged()
    if world.clock.now() - given.created_at > TO_ANSWER:
        raise unknown_interaction()
    body: Json = call.json
    kind = int(body.get("type") or 0)
    has_nothing_to_redraw = kind in (STAY, REDRAW) and given.message_id is None
    if kind not in _ANSWERS[given.kind] or has_nothing_to_redraw:
        form = Form()
        words = f"Value must be one of {_ANSWERS[given.kind]}."
        form.fault("type", "BASE_TYPE_CHOICES", words)
        form.close()
    _act(call, given, kind, body.get("data") or {})
    given.callback = kind
    given.acknowledged_at = world.clock.now()
    call.exchange.created += [("message", given.response_id)] if given.response_id else []
    return _told(world, given) if call.query.get("with_response") in ("1", "true") else None


def _act(call: Call, given: Interaction, kind: int, data: Json) -> None:
    """Show the person what the callback says, or refuse with nothing changed."""
    channel = call.world.channel(given.channel_id)
    if kind in (SAY, THINK):
        compose.speakable(call.world, channel, call.me)
    if kind == SAY:
        forms.new_message(data, files=len(call.files))
        given.response_id = _say(call, given, data, _privacy(data)).id
    elif kind == THINK:
        given.response_id = _say(call, given, {}, LOADING | _privacy(data)).id
    elif kind == ASK:
        forms.modal(data)
        given.form = data
    elif kind == SUGGEST:
        _suggest(given, data)
    else:
        if kind == REDRAW:
            _rewrite(call, call.world.messages[given.message_id or 0], data)
        given.response_id = given.message_id


def _suggest(given: Interaction, data: Json) -> None:
    choices: list[Json] = data.get("choices") or []
    form = Form()
    form.longest("data.choices", choices, 25)
    for number, one in enumerate(choices):
        form.required(f"data.choices.{number}.name", one.get("name"))
        form.longest(f"data.choices.{number}.name", one.get("name"), 100)
        form.longest(f"data.choices.{number}.value", str(one.get("value")), 100)
    form.close()
    given.choices = choices


def _say(call: Call, given: Interaction, body: Json, flags: int) -> Message:
    is_private = bool(flags & EPHEMERAL)
    return compose.say(
        call.world,
        call.world.channel(given.channel_id),
        call.me,
        body,
        call.files,
        flags=flags,
        kind=20 if given.kind is InteractionKind.COMMAND else 0,
        interaction_id=given.id,
        viewer_id=given.user_id if is_private else None,
    )


def _privacy(body: Json) -> int:
    return int(body.get("flags") or 0) & EPHEMERAL


def _rewrite(call: Call, message: Message, body: Json) -> Message:
    if message.deleted_at:
        raise unknown_message()
    was = payloads.message(call.world, message)
    forms.edited_message(body, was=was, files=len(call.files))
    if not message.is_ephemeral:
        compose.editable(call.world, _channel(call.world, message), call.me)
    compose.rewrite(call.world, message, body, call.files)
    return message


def _channel(world: World, message: Message) -> Channel:
    return world.channel(message.channel_id)


def _told(world: World, given: Interaction) -> Json:
    """What a callback answers that asks `with_response`."""
    response = world.messages.get(given.response_id or 0)
    body: Json = {"interaction": {"id": str(given.id), "type": int(given.kind)}}
    if response is None:
        return body
    body["interaction"] |= {
        "response_message_id": str(response.id),
        "response_message_loading": response.is_loading,
        "response_message_ephemeral": response.is_ephemeral,
    }
    if given.callback in (SAY, REDRAW):
        body["resource"] = {"type": given.callback, "message": payloads.message(world, response)}
    return body


@routes("POST", _WEBHOOK, needs_token=False)
def follow_up(call: Call) -> Json:
    given = _by_token(call)
    body: Json = call.json
    forms.new_message(body, files=len(call.files))
    response = call.world.messages.get(given.response_id or 0)
    if given.callback == THINK and response and response.is_loading and not response.deleted_at:
        # The first one fills the "thinking" message, which stays as private as it was.
        return payloads.message(call.world, _rewrite(call, response, body))
    compose.speakable(call.world, call.world.channel(given.channel_id), call.me)
    message = _say(call, given, body, _privacy(body))
    given.followup_ids.append(message.id)
    call.created("message", message.id)
    return payloads.message(call.world, message)


@routes("GET", _ORIGINAL, needs_token=False)
@routes("GET", _MESSAGE, needs_token=False)
def get(call: Call) -> Json:
    return payloads.message(call.world, _own(call))


@routes("PATCH", _ORIGINAL, needs_token=False)
@routes("PATCH", _MESSAGE, needs_token=False)
def edit(call: Call) -> Json:
    return payloads.message(call.world, _rewrite(call, _own(call), call.json))


@routes("DELETE", _ORIGINAL, needs_token=False)
@routes("DELETE", _MESSAGE, needs_token=False)
def delete(call: Call) -> None:
    compose.delete(call.world, _own(call))


def _by_token(call: Call) -> Interaction:
    """The acknowledged interaction whose token this is, as long as the token lasts."""
    world = call.world
    token = call.params["token"]
    given = world.tokens.get(token)
    if call.id("webhook_id") != world.bot.id or given is None:
        raise unknown_webhook()
    call.exchange.interaction_id = given.id
    if world.clock.now() - given.created_at > TO_FOLLOW_UP:
        raise invalid_webhook_token()
    if not given.acknowledged_at:
        raise unknown_webhook()
    world.channel(given.channel_id)  # by now it may be deleted
    return given


def _own(call: Call) -> Message:
    """A message that this interaction has shown: the original, or a follow-up."""
    given = _by_token(call)
    wanted = call.id("message_id") if "message_id" in call.params else given.response_id
    if wanted not in (given.response_id, *given.followup_ids) or wanted is None:
        raise unknown_message()
    message = call.world.messages[wanted]
    if message.deleted_at:
        raise unknown_message()
    return message
