"""What stands on cards and in forms that the bot sent: to be pressed, and to be filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

_BUTTON, _SELECT, _TEXT_INPUT, _USERS, _CHANNELS, _FORM = 2, 3, 4, 5, 8, 9


@dataclass(frozen=True, slots=True)
class Shown:
    """A button or a select; a form, if it has fields."""

    custom_id: str
    takes: str = ""
    """`users` or `channels`, where it is one of them that is chosen."""
    values: tuple[str, ...] = ()
    """What a select offers."""
    fields: Mapping[str, tuple[str, ...]] | None = None
    """What each field of a form offers; nothing is where something is typed."""


def shown_in(body: Any) -> Iterator[Shown]:
    """All that can be pressed or filled in, in one request."""
    if not isinstance(body, Mapping):
        return
    one = cast("Mapping[str, Any]", body)
    if one.get("type") == _FORM and "custom_id" in (one.get("data") or {}):
        data = one["data"]
        fields = {
            field["custom_id"]: _values(field)
            for field in _with_ids(data["components"])
            if field["type"] in (_TEXT_INPUT, _SELECT)
        }
        yield Shown(data["custom_id"], fields=fields)
        return
    for found in _with_ids(one):
        takes = {_USERS: "users", _CHANNELS: "channels"}.get(found["type"], "")
        if takes or found["type"] in (_BUTTON, _SELECT):
            yield Shown(found["custom_id"], takes, _values(found))


def _values(select: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(one["value"]) for one in select.get("options") or ())


def _with_ids(body: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(body, Mapping):
        one = cast("Mapping[str, Any]", body)
        if "custom_id" in one and "type" in one:
            yield one
        for inner in one.values():
            yield from _with_ids(inner)
    elif isinstance(body, list):
        for inner in cast("list[Any]", body):
            yield from _with_ids(inner)
