"""What Discord does not take in a body: lengths, counts, and parts that don't go together."""

from collections.abc import Sequence
from typing import Any

from tests.wire.errors import Form, Json, empty_message
from tests.wire.world import IS_V2, nested

_PARTS = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")
_V2_ONLY = {9, 10, 11, 12, 13, 14, 17}
_SELECTS = {3, 5, 6, 7, 8}
_ROW, _BUTTON, _TEXT_INPUT, _TEXT, _LABEL = 1, 2, 4, 10, 18
_LINK, _PREMIUM = 5, 6


def new_message(body: Json, *, files: int = 0) -> None:
    """Refuse what can't be posted: 50006 for nothing at all, 50035 with every wrong field."""
    form = Form()
    _message(form, body)
    form.longest("nonce", str(body.get("nonce") or ""), 25)
    form.close()
    if not files and not any(_is_said(body.get(part)) for part in _PARTS):
        raise empty_message()


def edited_message(body: Json, *, was: Json, files: int = 0) -> None:
    """`was` is the message before: an edit that empties it is refused, as is leaving V2."""
    form = Form()
    flags = int(body.get("flags") or 0) | (was["flags"] & IS_V2)
    _message(form, body | {"flags": flags})
    form.close()
    after = {part: body.get(part, was.get(part)) for part in _PARTS}
    if not files and not any(_is_said(one) for one in after.values()):
        raise empty_message()


def _is_said(part: Any) -> bool:
    return bool(part.strip() if isinstance(part, str) else part)


def _message(form: Form, body: Json) -> None:
    form.longest("content", body.get("content"), 2000)
    _embeds(form, body.get("embeds") or [])
    _mentions(form, body.get("allowed_mentions") or {})
    components: list[Json] = body.get("components") or []
    if int(body.get("flags") or 0) & IS_V2:
        _modern(form, body, components)
    else:
        _classic(form, components)
    _each_component(form, "components", components)
    _unique(form, components)


def _mentions(form: Form, allowed: Json) -> None:
    parse: list[str] = allowed.get("parse") or []
    for kind in ("users", "roles"):
        named: list[Any] = allowed.get(kind) or []
        form.longest(f"allowed_mentions.{kind}", named, 100)
        if kind in parse and named:
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.fault("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _embeds(form: Form, embeds: Sequence[Json]) -> None:
    form.longest("embeds", embeds, 10)
    size = 0
    for number, one in enumerate(embeds):
        at = f"embeds.{number}"
        fields: list[Json] = one.get("fields") or []
        form.longest(f"{at}.fields", fields, 25)
        footer: Json = one.get("footer") or {}
        author: Json = one.get("author") or {}
        said: list[tuple[str, str | None, int]] = [
            (f"{at}.title", one.get("title"), 256),
            (f"{at}.description", one.get("description"), 4096),
            (f"{at}.footer.text", footer.get("text"), 2048),
            (f"{at}.author.name", author.get("name"), 256),
        ]
        for index, field in enumerate(fields):
            for key, most in (("name", 256), ("value", 1024)):
                form.required(f"{at}.fields.{index}.{key}", field.get(key))
                said.append((f"{at}.fields.{index}.{key}", field.get(key), most))
        for path, text, most in said:
            form.longest(path, text, most)
            size += len(text or "")
    if size > 6000:
        words = "Embed size exceeds maximum size of 6000"
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", words)


def _modern(form: Form, body: Json, components: list[Json]) -> None:
    for part in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(part):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            words = f"The '{part}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.fault(part, code, words)
    everything = list(nested(components))
    if len(everything) > 40:
        words = "Total number of components exceeds 40"
        form.fault("components", "BASE_TYPE_BAD_LENGTH", words)
    if sum(len(one.get("content", "")) for one in everything if one.get("type") == _TEXT) > 4000:
        words = "The total length of displayable text exceeds the maximum size of 4000"
        form.fault("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)


def _classic(form: Form, components: list[Json]) -> None:
    form.longest("components", components, 5)
    for number, one in enumerate(components):
        if one.get("type") != _ROW:
            words = f'Value of field "type" must be one of ({_ROW},).'
            form.fault(f"components.{number}.type", "UNION_TYPE_CHOICES", words)


def _each_component(form: Form, path: str, components: Sequence[Json]) -> None:
    for number, one in enumerate(components):
        at = f"{path}.{number}"
        inner: list[Json] = one.get("components") or []
        match one.get("type"):
            case 1:
                _row(form, at, inner)
            case 2:
                _button(form, at, one)
            case kind if kind in _SELECTS:
                _select(form, at, one)
            case 9 if not 1 <= len(inner) <= 3 or not one.get("accessory"):
                words = "A section has 1 to 3 texts and an accessory."
                form.fault(at, "BASE_TYPE_BAD_LENGTH", words)
            case 10:
                form.required(f"{at}.content", one.get("content"))
            case _:
                pass
        _each_component(form, f"{at}.components", inner)
        if one.get("accessory"):
            _each_component(form, f"{at}.accessory", [one["accessory"]])


def _row(form: Form, at: str, inner: list[Json]) -> None:
    selects = [one for one in inner if one.get("type") in _SELECTS]
    if not inner or len(inner) > 5 or (selects and len(inner) > 1):
        words = "The specified component exceeds the maximum width"
        form.fault(f"{at}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)


def _button(form: Form, at: str, one: Json) -> None:
    form.longest(f"{at}.label", one.get("label"), 80)
    form.longest(f"{at}.custom_id", one.get("custom_id"), 100)
    if one.get("style") == _LINK:
        form.required(f"{at}.url", one.get("url"))
    elif one.get("style") != _PREMIUM:
        form.required(f"{at}.custom_id", one.get("custom_id"))
    if not one.get("label") and not one.get("emoji") and one.get("style") != _PREMIUM:
        words = "A label or emoji is required"
        form.fault(at, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", words)


def _select(form: Form, at: str, one: Json) -> None:
    form.required(f"{at}.custom_id", one.get("custom_id"))
    form.longest(f"{at}.custom_id", one.get("custom_id"), 100)
    form.longest(f"{at}.placeholder", one.get("placeholder"), 150)
    if one.get("type") != 3:
        return
    options: list[Json] = one.get("options") or []
    if not 1 <= len(options) <= 25:
        words = "Must be between 1 and 25 in length."
        form.fault(f"{at}.options", "BASE_TYPE_BAD_LENGTH", words)
    for number, option in enumerate(options):
        for key in ("label", "value", "description"):
            form.longest(f"{at}.options.{number}.{key}", option.get(key), 100)


def _unique(form: Form, components: list[Json]) -> None:
    seen: set[str] = set()
    for one in nested(components):
        custom_id = one.get("custom_id")
        if custom_id in seen:
            words = "Component custom id cannot be duplicated"
            form.fault("components", "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        if custom_id:
            seen.add(custom_id)


def modal(body: Json) -> None:
    form = Form()
    form.required("data.title", body.get("title"))
    form.longest("data.title", body.get("title"), 45)
    form.required("data.custom_id", body.get("custom_id"))
    form.longest("data.custom_id", body.get("custom_id"), 100)
    components: list[Json] = body.get("components") or []
    if not 1 <= len(components) <= 5:
        words = "Must be between 1 and 5 in length."
        form.fault("data.components", "BASE_TYPE_BAD_LENGTH", words)
    for number, one in enumerate(components):
        at = f"data.components.{number}"
        if one.get("type") not in (_ROW, _TEXT, _LABEL):
            form.fault(f"{at}.type", "UNION_TYPE_CHOICES", "No component for a modal.")
        form.longest(f"{at}.label", one.get("label"), 45)
        form.longest(f"{at}.description", one.get("description"), 100)
    for one in nested(components):
        if one.get("type") == _TEXT_INPUT:
            form.longest("data.components.placeholder", one.get("placeholder"), 100)
            form.longest("data.components.value", one.get("value"), one.get("max_length") or 4000)
    _unique(form, components)
    form.close()
