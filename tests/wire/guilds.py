"""Guilds, channels, members and people over REST."""

from tests.wire import payloads, threads
from tests.wire.errors import (
    Form,
    Json,
    missing_access,
    unknown_member,
    unknown_user,
)
from tests.wire.intents import Intent
from tests.wire.permissions import P, require
from tests.wire.rest import Call, Routes, snowflake
from tests.wire.world import Channel, ChannelKind, Guild, World

routes = Routes()

_FIELDS = {
    "name": "name",
    "topic": "topic",
    "position": "position",
    "flags": "flags",
    "parent_id": "parent_id",
    "rate_limit_per_user": "slowmode",
    "available_tags": "tags",
}


@routes("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> Json:
    return payloads.guild(call.world, _guild(call), all_members=False)


@routes("GET", "/guilds/{guild_id}/channels")
def channels(call: Call) -> list[Json]:
    found = call.world.channels.values()
    mine = [one for one in found if one.guild_id == _guild(call).id and not one.thread]
    return [payloads.channel(call.world, one) for one in mine]


@routes("GET", "/guilds/{guild_id}/roles")
def roles(call: Call) -> list[Json]:
    guild = _guild(call)
    return [payloads.role(one, guild) for one in guild.roles.values()]


@routes("GET", "/guilds/{guild_id}/members")
def members(call: Call) -> list[Json]:
    guild = _guild(call)
    if not call.world.app.privileged & Intent.GUILD_MEMBERS:
        raise missing_access()
    after, limit = int(call.query.get("after", "0")), int(call.query.get("limit", "1"))
    found = sorted(one for one in guild.members if one > after)
    return [payloads.member(guild.members[one]) for one in found[:limit]]


@routes("GET", "/guilds/{guild_id}/members/{user_id}")
def member(call: Call) -> Json:
    guild = _guild(call)
    user_id = call.id("user_id")
    if user_id not in call.world.users:
        raise unknown_user()
    if user_id not in guild.members:
        raise unknown_member()
    return payloads.member(guild.members[user_id])


@routes("DELETE", "/users/@me/guilds/{guild_id}")
def leave(call: Call) -> None:
    guild = _guild(call)
    del guild.members[call.me]
    call.world.emit("GUILD_DELETE", {"id": str(guild.id)}, Intent.GUILDS)


@routes("GET", "/channels/{channel_id}")
def channel(call: Call) -> Json:
    require(call.world, call.channel, call.me)
    return payloads.channel(call.world, call.channel)


@routes("PATCH", "/channels/{channel_id}")
def edit_channel(call: Call) -> Json:
    if call.channel.thread:
        return threads.change(call)
    require(call.world, call.channel, call.me, P.MANAGE_CHANNELS)
    body: Json = call.json
    form = Form()
    form.longest("name", body.get("name"), 100)
    form.longest("topic", body.get("topic"), 1024)
    form.close()
    for key, value in body.items():
        if key in _FIELDS:
            setattr(call.channel, _FIELDS[key], value)
    data = payloads.channel(call.world, call.channel)
    call.world.emit("CHANNEL_UPDATE", data, Intent.GUILDS)
    return data


@routes("DELETE", "/channels/{channel_id}")
def delete_channel(call: Call) -> Json:
    needed = P.MANAGE_THREADS if call.channel.thread else P.MANAGE_CHANNELS
    require(call.world, call.channel, call.me, needed)
    data = payloads.channel(call.world, call.channel)
    remove_channel(call.world, call.channel)
    return data


def remove_channel(world: World, gone: Channel) -> None:
    """With its threads and its events, of which Discord does not tell one by one."""
    data = payloads.channel(world, gone)
    if gone.guild_id is not None and not gone.thread:
        events = world.guilds[gone.guild_id].events
        for event in [one for one in events.values() if one.channel_id == gone.id]:
            del events[event.id]
    for one in (gone, *world.threads_of(gone)):
        del world.channels[one.id]
    kind = "THREAD" if gone.thread else "CHANNEL"
    world.emit(f"{kind}_DELETE", data, Intent.GUILDS)


@routes("GET", "/users/@me")
def me(call: Call) -> Json:
    return payloads.me(call.world.bot)


@routes("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> list[Json]:
    mine = [one for one in call.world.guilds.values() if call.me in one.members]
    return [{"id": str(one.id), "name": one.name, "icon": None, "features": []} for one in mine]


@routes("GET", "/users/{user_id}")
def user(call: Call) -> Json:
    found = call.world.users.get(call.id("user_id"))
    if found is None:
        raise unknown_user()
    return payloads.user(found)


@routes("POST", "/users/@me/channels")
def direct_channel(call: Call) -> Json:
    """Opens for everybody; whether the person takes messages shows when one is sent."""
    who = snowflake(call.json.get("recipient_id"), "recipient_id")
    if who not in call.world.users:
        raise unknown_user()
    pair = (call.me, who)
    for known in call.world.channels.values():
        if known.recipient_ids == pair:
            return payloads.channel(call.world, known)
    made = Channel(call.world.ids.next(), ChannelKind.DM, "", recipient_ids=pair)
    call.world.channels[made.id] = made
    call.created("channel", made.id)
    return payloads.channel(call.world, made)


def _guild(call: Call) -> Guild:
    return call.world.guild(call.id("guild_id"))
