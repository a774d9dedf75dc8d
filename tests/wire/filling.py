"""What a person may fill in: options of commands and fields of forms, as Discord lets them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.wire import payloads
from tests.wire.errors import Json
from tests.wire.permissions import in_channel, in_guild
from tests.wire.world import Channel, Guild, Member, Role, World

_SUBCOMMAND, _GROUP = 1, 2
_STRING, _NUMBERS, _BOOLEAN = 3, (4, 10), 5
_SELECT, _TEXT_INPUT, _RADIO, _CHECKBOX = 3, 4, 21, 23


class NotThere(AssertionError):  # noqa: N818
    """The person sees no such thing, or Discord's client doesn't let them do it."""


def walked(
    world: World, known: Sequence[Json], who: Member, command: str
) -> tuple[Json, list[Json]]:
    """The command as it was registered, and the way down to the subcommand, that included."""
    name, *below = command.split()
    top = next((one for one in known if (one["name"], one["type"]) == (name, 1)), None)
    if top is None:
        raise NotThere(f"there is no command /{name}")
    needed = top["default_member_permissions"]
    if needed is not None and int(needed) & ~in_guild(world, who.guild_id, who.id):
        raise NotThere(f"{who.user.name} isn't offered /{name}")
    path = [top]
    for part in below:
        found = next((one for one in _subcommands(path[-1]) if one["name"] == part), None)
        if found is None:
            raise NotThere(f"there is no command /{command}")
        path.append(found)
    if _subcommands(path[-1]):
        raise NotThere(f"/{command} is a group")
    return top, path


def _subcommands(command: Json) -> list[Json]:
    options: list[Json] = command.get("options") or []
    return [one for one in options if one["type"] in (_SUBCOMMAND, _GROUP)]


def options_of(command: Json, given: Mapping[str, Any], typing: str = "") -> list[Json]:
    """The options in the order of the command; a half-typed command may lack required ones."""
    declared: list[Json] = command.get("options") or []
    strangers = set(given) - {one["name"] for one in declared}
    if strangers:
        raise NotThere(f"/{command['name']} has no options {sorted(strangers)}")
    filled_in: list[Json] = []
    for one in declared:
        name = one["name"]
        if name not in given:
            if one.get("required") and not typing:
                raise NotThere(f"/{command['name']} needs {name}")
            continue
        value = given[name]
        entry: Json = {"name": name, "type": one["type"]}
        if name == typing:
            if not one.get("autocomplete"):
                raise NotThere(f"{name} offers nothing while one types")
            entry |= {"value": str(value), "focused": True}
        else:
            entry["value"] = _checked(one, value)
        filled_in.append(entry)
    return filled_in


def _checked(option: Json, value: Any) -> Any:
    name, kind = option["name"], option["type"]
    choices: list[Json] = option.get("choices") or []
    if choices and value not in [one["value"] for one in choices]:
        raise NotThere(f"{value!r} is no choice of {name}")
    if kind == _STRING:
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise NotThere(f"{name} takes {least} to {most} characters")
    elif kind in _NUMBERS:
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise NotThere(f"{name} takes {least} to {most}")
    elif kind != _BOOLEAN:
        return str(value.id)
    return value


def filled(field: Json, values: Sequence[Any]) -> Json:
    """A field of a form, or a select, with what was entered; nothing leaves what stands there."""
    entered: Json = {key: field[key] for key in ("type", "custom_id", "id") if key in field}
    kind = field["type"]
    if kind == _TEXT_INPUT:
        return entered | {"value": _typed(field, values)}
    if kind == _CHECKBOX:
        return entered | {"value": bool(values[0]) if values else bool(field.get("default"))}
    chosen = [str(getattr(one, "id", one)) for one in values]
    options: list[Json] = field.get("options") or []
    if not values:
        chosen = [one["value"] for one in options if one.get("default")]
    if options and not set(chosen) <= {one["value"] for one in options}:
        raise NotThere(f"{field['custom_id']} has no {chosen}")
    if kind == _RADIO:
        return entered | {"value": chosen[0] if chosen else None}
    least, most = field.get("min_values", 1), field.get("max_values", 1)
    least = least if field.get("required", True) else 0
    if not least <= len(chosen) <= most:
        raise NotThere(f"{field['custom_id']} takes {least} to {most} choices")
    return entered | {"values": chosen}


def _typed(field: Json, values: Sequence[Any]) -> str:
    text = str(values[0]) if values else field.get("value") or ""
    least = field.get("min_length") or (1 if field.get("required", True) else 0)
    most = field.get("max_length") or 4000
    if not (least <= len(text) <= most or (not text and not field.get("required", True))):
        raise NotThere(f"{field['custom_id']} takes {least} to {most} characters")
    return text


def resolved(world: World, guild: Guild, values: Iterable[Any]) -> Json:
    """The members, roles and channels that were given, as Discord sends them along."""
    found: dict[str, Json] = {}
    for one in values:
        if isinstance(one, Member):
            bare = payloads.member(one, in_guild(world, guild.id, one.id))
            del bare["user"]
            found.setdefault("users", {})[str(one.id)] = payloads.user(one.user)
            found.setdefault("members", {})[str(one.id)] = bare
        elif isinstance(one, Role):
            found.setdefault("roles", {})[str(one.id)] = payloads.role(one, guild)
        elif isinstance(one, Channel):
            may = str(in_channel(world, one, world.bot.id))
            body = payloads.channel(world, one) | {"permissions": may}
            found.setdefault("channels", {})[str(one.id)] = body
    return found
