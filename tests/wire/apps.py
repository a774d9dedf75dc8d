"""The application over REST: what it is, its commands, and where its gateway is."""

from collections import Counter
from typing import Any

from tests.wire import payloads
from tests.wire.errors import Form, Json, missing_access
from tests.wire.fillers import APPLICATION
from tests.wire.intents import Intent
from tests.wire.rest import Call, Routes
from tests.wire.world import World

routes = Routes()

_EVERYWHERE = "/applications/{application_id}/commands"
_IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_MOST = 100
# A bot in few guilds has the "limited" flags; the portal sets them with the switch.
_FLAGS = {Intent.PRESENCES: 1 << 13, Intent.GUILD_MEMBERS: 1 << 15, Intent.MESSAGE_CONTENT: 1 << 19}


def flags(world: World) -> int:
    return sum(flag for intent, flag in _FLAGS.items() if world.app.privileged & intent)


@routes("GET", "/oauth2/applications/@me")
def application(call: Call) -> Json:
    bot = call.world.bot
    return APPLICATION | {
        "id": str(bot.id),
        "name": bot.name,
        "owner": payloads.user(bot) | {"bot": False},
        "flags": flags(call.world),
        "flags_new": str(flags(call.world)),
        "approximate_guild_count": len(call.world.guilds),
    }


routes("GET", "/applications/@me")(application)


@routes("GET", "/gateway", needs_token=False)
def gateway(call: Call) -> Json:
    return {"url": call.world.app.gateway_url}


@routes("GET", "/gateway/bot")
def gateway_of_bot(call: Call) -> Json:
    app = call.world.app
    return {
        "url": app.gateway_url,
        "shards": 1,
        "session_start_limit": {
            "total": app.starts,
            "remaining": app.starts_left,
            "reset_after": 14400000,
            "max_concurrency": 1,
        },
    }


@routes("GET", _EVERYWHERE)
@routes("GET", _IN_GUILD)
def listed(call: Call) -> list[Json]:
    return call.world.commands.get(_place(call), [])


@routes("PUT", _EVERYWHERE)
@routes("PUT", _IN_GUILD)
def replace(call: Call) -> list[Json]:
    """All commands at once; one that keeps its name keeps its id."""
    place = _place(call)
    given: list[Json] = call.body or []
    _check(given)
    ids = {_key(one): one["id"] for one in call.world.commands.get(place, [])}
    version = str(call.world.ids.next())
    made = [_command(call, one, ids.get(_key(one)), version, place) for one in given]
    call.world.commands[place] = made
    return made


def _place(call: Call) -> int | None:
    if call.id("application_id") != call.me:
        raise missing_access()
    return call.world.guild(call.id("guild_id")).id if "guild_id" in call.params else None


def _key(one: Json) -> tuple[str, int]:
    return one["name"], one.get("type", 1)


def _command(call: Call, one: Json, known: str | None, version: str, place: int | None) -> Json:
    command: Json = {
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "options": [],
    }
    command |= one
    command |= {"id": known or str(call.world.ids.next()), "application_id": str(call.me)}
    command["version"] = version
    command["integration_types"] = command["integration_types"] or [0]
    bits = command["default_member_permissions"]
    command["default_member_permissions"] = None if bits is None else str(bits)
    return command if place is None else command | {"guild_id": str(place)}


def _check(given: list[Json]) -> None:
    form = Form()
    form.longest("", given, _MOST)
    for (name, kind), count in Counter(map(_key, given)).items():
        if count > 1:
            words = f"Application command names must be unique: {name} ({kind})"
            form.fault("", "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
    for number, one in enumerate(given):
        if one.get("type", 1) == 1:
            _check_named(form, f"{number}", one)
        if _size(one) > 8000:
            words = "Command exceeds maximum size (8000)"
            form.fault(f"{number}", "APPLICATION_COMMAND_TOO_LARGE", words)
    form.close()


def _check_named(form: Form, at: str, one: Json) -> None:
    name = str(one.get("name", ""))
    if not (1 <= len(name) <= 32) or name != name.lower() or " " in name:
        form.fault(f"{at}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    form.required(f"{at}.description", one.get("description"))
    form.longest(f"{at}.description", one.get("description"), 100)
    options: list[Json] = one.get("options") or []
    form.longest(f"{at}.options", options, 25)
    form.longest(f"{at}.choices", one.get("choices"), 25)
    optional_before = False
    for number, option in enumerate(options):
        _check_named(form, f"{at}.options.{number}", option)
        if option.get("required") and optional_before:
            words = "Required options must be placed before non-required options"
            form.fault(f"{at}.options.{number}", "APPLICATION_COMMAND_OPTIONS_REQUIRED", words)
        optional_before = optional_before or not option.get("required")


def _size(one: Json) -> int:
    """Names, descriptions and values together."""
    said: list[Any] = [one.get(key) or "" for key in ("name", "description", "value")]
    inner: list[Json] = [*(one.get("options") or []), *(one.get("choices") or [])]
    return sum(len(str(it)) for it in said) + sum(map(_size, inner))
