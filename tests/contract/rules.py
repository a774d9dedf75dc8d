"""What Discord refuses although its own description lets it pass, as plain functions over bodies.

`problems` takes one request as it goes over the wire and answers with sentences; none for a good
one. The description (`described.py`) is a floor; only what it misses stands here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

from tests.contract import fields

Thing = Mapping[str, Any]

IS_V2 = 1 << 15
MOST_COMPONENTS, MOST_TEXT = 40, 4000
_V2_COMPONENTS = {9, 10, 11, 12, 13, 14, 17}
_BUTTON, _LINK_STYLE, _PREMIUM_STYLE = 2, 5, 6
_EXTERNAL_EVENT = 3
_URLS = {"url", "icon_url", "avatar_url"}
_SCHEMES = ("http://", "https://", "discord://", "attachment://")
_DATES = {"timestamp", "scheduled_start_time", "scheduled_end_time"}
_NAME = re.compile(r"[-_'\w]{1,32}")
_PARTS = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")


def problems(method: str, path: str, body: Any) -> list[str]:
    """What Discord would not take, or would not show, in one request."""
    if method in ("GET", "DELETE"):
        return list(_no_body(body))
    for known_method, pattern, check in _ROUTES:
        if method == known_method and pattern.fullmatch(path):
            return [*check(cast("Any", body or {})), *_anywhere(body)]
    return ["no rule knows this route: teach it to tests/contract/rules.py"]


def _things(one: Thing, key: str) -> Sequence[Thing]:
    return one.get(key) or ()


def _thing(one: Thing, key: str) -> Thing:
    return one.get(key) or {}


def _is_said(part: Any) -> bool:
    return bool(part.strip() if isinstance(part, str) else part)


def _twice(names: Sequence[str]) -> list[str]:
    return sorted({one for one in names if names.count(one) > 1})


def _unknown(what: str, one: Thing, known: frozenset[str]) -> Iterator[str]:
    if strays := sorted(set(one) - known):
        yield f"{what} has no field {', '.join(strays)}"


def _no_body(body: Any) -> Iterator[str]:
    if body:
        yield "a body goes with a request that has none"


def _anywhere(body: Any) -> Iterator[str]:
    """What holds wherever it stands: links that open nothing dangerous, moments with a zone."""
    for key, value in _members(body):
        if key in _URLS and value and not str(value).startswith(_SCHEMES):
            yield f"{key} does not open in a browser: {value}"
        if key in _DATES and value and not _has_zone(str(value)):
            yield f"{key} has no time zone: {value}"


def _members(body: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(body, Mapping):
        for key, value in cast("Thing", body).items():
            yield key, value
            yield from _members(value)
    elif isinstance(body, list):
        for one in cast("list[Any]", body):
            yield from _members(one)


def _has_zone(date: str) -> bool:
    try:
        return datetime.fromisoformat(date).tzinfo is not None
    except ValueError:
        return False


# Messages


def _message(one: Thing, *, known: frozenset[str], is_new: bool = False) -> Iterator[str]:
    yield from _unknown("a message", one, known)
    if not any(_is_said(one.get(part)) for part in _PARTS) if is_new else not one:
        yield "the message is empty"
    if len(one.get("content") or "") > 2000:
        yield "content is over 2000 characters"
    yield from _layout(one)
    yield from _components(one)
    yield from _embeds(_things(one, "embeds"))
    yield from _mentions(_thing(one, "allowed_mentions"))
    for answer in _things(_thing(one, "poll"), "answers"):
        if len(_thing(answer, "poll_media").get("text") or "") > 55:
            yield "a poll's answer is over 55 characters"


def _layout(one: Thing) -> Iterator[str]:
    components = _things(one, "components")
    is_v2 = bool((one.get("flags") or 0) & IS_V2)
    if is_v2 and any(one.get(part) for part in ("content", "embeds", "poll", "sticker_ids")):
        yield "a V2 message has only components"
    if not is_v2 and any(inner.get("type") in _V2_COMPONENTS for inner in _nested(components)):
        yield "V2 components go without their flag"
    if not is_v2 and len(components) > 5:
        yield "there are over 5 action rows"
    nested = list(_nested(components))
    if len(nested) > MOST_COMPONENTS:
        yield f"there are {len(nested)} components, and {MOST_COMPONENTS} are the most"
    if sum(len(one["content"]) for one in nested if one.get("content")) > MOST_TEXT:
        yield f"all its texts are over {MOST_TEXT} characters together"


def _nested(components: Sequence[Thing]) -> Iterator[Thing]:
    for one in components:
        yield one
        yield from _nested(_things(one, "components"))
        yield from _nested([one[key] for key in ("accessory", "component") if one.get(key)])


def _components(parent: Thing) -> Iterator[str]:
    nested = list(_nested(_things(parent, "components")))
    for name in _twice([one["custom_id"] for one in nested if one.get("custom_id")]):
        yield f"custom_id {name} is there twice"
    for one in nested:
        kind = int(one.get("type", 0))
        if not fields.of_component(kind):
            yield f"there is no component of type {kind}"
        yield from _unknown(f"a component of type {kind}", one, fields.of_component(kind))
        for option in _things(one, "options"):
            yield from _unknown("an option to choose", option, fields.SELECT_OPTION)
        is_elsewhere = one.get("style") in (_LINK_STYLE, _PREMIUM_STYLE)
        if kind == _BUTTON and not is_elsewhere and not one.get("custom_id"):
            yield f"the button {one.get('label')} has no custom_id"


def _embeds(embeds: Sequence[Thing]) -> Iterator[str]:
    for one in embeds:
        yield from _unknown("an embed", one, fields.EMBED)
        for field in _things(one, "fields"):
            yield from _unknown("an embed's field", field, fields.EMBED_FIELD)
            if not (_is_said(field.get("name")) and _is_said(field.get("value"))):
                yield "an embed's field is empty"
    if sum(map(_embed_size, embeds)) > 6000:
        yield "the embeds are over 6000 characters in sum"


def _embed_size(one: Thing) -> int:
    said = [one.get("title"), one.get("description")]
    said += [_thing(one, "footer").get("text"), _thing(one, "author").get("name")]
    said += [field.get(key) for field in _things(one, "fields") for key in ("name", "value")]
    return sum(len(text or "") for text in said)


def _mentions(allowed: Thing) -> Iterator[str]:
    yield from _unknown("allowed_mentions", allowed, fields.MENTIONS)
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            yield f"allowed_mentions parses all {kind} and names some"


def _callback(one: Thing) -> Iterator[str]:
    yield from _unknown("a callback", one, fields.CALLBACK)
    data = _thing(one, "data")
    match one.get("type"):
        case 4:
            yield from _message(data, known=fields.ANSWER, is_new=True)
        case 7:
            yield from _message(data, known=fields.EDIT)
        case 5 | 6:
            yield from _unknown("a deferral", data, fields.DEFERRAL)
        case 8:
            yield from _unknown("a list of suggestions", data, fields.SUGGESTIONS)
            yield from _choices(data)
        case 9:
            yield from _unknown("a modal", data, fields.MODAL)
            yield from _components(data)
        case kind:
            yield f"no rule knows a callback of type {kind}"


# Threads, channels and events


def _thread(one: Thing) -> Iterator[str]:
    yield from _unknown("a thread", one, fields.THREAD)
    if "message" in one:
        yield from _message(_thing(one, "message"), known=fields.POST, is_new=True)


def _channel(one: Thing) -> Iterator[str]:
    yield from _unknown("a channel", one, fields.CHANNEL)
    if not one:
        yield "the edit is empty"


def _event(one: Thing) -> Iterator[str]:
    yield from _unknown("an event", one, fields.EVENT)
    if not one:
        yield "the event is empty"
    if one.get("entity_type") == _EXTERNAL_EVENT and not one.get("scheduled_end_time"):
        yield "an event outside of Discord has no end"


# Commands


def _commands(all_of_them: Sequence[Thing]) -> Iterator[str]:
    for name in _twice([f"{one.get('name')} ({one.get('type', 1)})" for one in all_of_them]):
        yield f"the command {name} is there twice"
    for one in all_of_them:
        yield from _command(one)


def _command(one: Thing) -> Iterator[str]:
    yield from _unknown("a command", one, fields.COMMAND)
    if _size(one) > 8000:
        yield f"/{one.get('name')} is over 8000 characters"
    if one.get("type", 1) == 1:
        yield from _named(one)
    yield from _options(one)


def _named(one: Thing) -> Iterator[str]:
    name = str(one.get("name", ""))
    if not _NAME.fullmatch(name) or name != name.lower():
        yield f"{name} is no name for a command or an option"


def _options(parent: Thing) -> Iterator[str]:
    options = _things(parent, "options")
    for name in _twice([str(one.get("name")) for one in options]):
        yield f"the option {name} is there twice"
    is_optional_before = False
    for one in options:
        yield from _unknown("an option", one, fields.OPTION)
        yield from _named(one)
        yield from _choices(one)
        if one.get("choices") and one.get("autocomplete"):
            yield f"{one.get('name')} has choices and autocompletion"
        if one.get("required") and is_optional_before:
            yield f"{one.get('name')} is required and stands behind an optional one"
        is_optional_before = is_optional_before or not one.get("required")
        yield from _options(one)


def _choices(parent: Thing) -> Iterator[str]:
    for one in _things(parent, "choices"):
        yield from _unknown("a choice", one, fields.CHOICE)
        if len(str(one.get("value"))) > 100:
            yield f"the choice {one.get('name')} has a value over 100 characters"


def _size(one: Thing) -> int:
    """Names, descriptions and values together; of translations the longest counts."""
    size = len(str(one.get("value", "")))
    for key in ("name", "description"):
        said = (one.get(key) or "", *_thing(one, f"{key}_localizations").values())
        size += max(map(len, said))
    return size + sum(_size(inner) for key in ("options", "choices") for inner in _things(one, key))


def _direct(body: Thing) -> Iterator[str]:
    yield from _unknown("a channel with one member", body, fields.DIRECT)
    if not body.get("recipient_id"):
        yield "a channel with one member does not say with whom"


_TEMPLATES: tuple[tuple[str, str, Callable[[Any], Iterator[str]]], ...] = (
    ("POST", "/interactions/{}/{}/callback", _callback),
    ("POST", "/webhooks/{}/{}", partial(_message, known=fields.WEBHOOK, is_new=True)),
    ("PATCH", "/webhooks/{}/{}/messages/{}", partial(_message, known=fields.WEBHOOK_EDIT)),
    ("POST", "/channels/{}/messages", partial(_message, known=fields.POST, is_new=True)),
    ("PATCH", "/channels/{}/messages/{}", partial(_message, known=fields.EDIT)),
    ("POST", "/channels/{}/messages/{}/threads", _thread),
    ("POST", "/channels/{}/threads", _thread),
    ("PATCH", "/channels/{}", _channel),
    ("PUT", "/channels/{}/thread-members/{}", _no_body),
    ("POST", "/users/@me/channels", _direct),
    ("PUT", "/channels/{}/messages/pins/{}", _no_body),
    ("POST", "/guilds/{}/scheduled-events", _event),
    ("PATCH", "/guilds/{}/scheduled-events/{}", _event),
    ("PUT", "/applications/{}/commands", _commands),
    ("PUT", "/applications/{}/guilds/{}/commands", _commands),
    ("POST", "/applications/{}/commands", _command),
    ("PATCH", "/applications/{}/commands/{}", _command),
)
_ROUTES = [
    (method, re.compile(template.replace("{}", "[^/]+")), check)
    for method, template, check in _TEMPLATES
]
