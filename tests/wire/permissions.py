"""Who may do what: Discord's permission bits and how roles and overwrites add up."""

from enum import IntFlag

from tests.wire.errors import missing_access, missing_permissions
from tests.wire.world import Channel, ChannelKind, World


class P(IntFlag):
    """The permissions that this server looks at, with Discord's own bits."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CONNECT = 1 << 20
    MUTE_MEMBERS = 1 << 22
    MOVE_MEMBERS = 1 << 24
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44


ALL = (1 << 53) - 1
# What @everyone has in a fresh server, as far as it matters here.
EVERYONE = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.CONNECT
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.CREATE_PRIVATE_THREADS
    | P.SEND_MESSAGES_IN_THREADS
)
# Nothing that is said goes without the right to say it.
_SPEECH = P.EMBED_LINKS | P.ATTACH_FILES | P.MENTION_EVERYONE


def in_guild(world: World, guild_id: int, user_id: int) -> int:
    """The permissions by roles alone; 0 for who is no member."""
    guild = world.guilds[guild_id]
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.owner_id == user_id:
        return ALL
    bits = 0
    for role_id in (guild.id, *member.role_ids):
        bits |= guild.roles[role_id].permissions if role_id in guild.roles else 0
    return ALL if bits & P.ADMINISTRATOR else bits


def in_channel(world: World, channel: Channel, user_id: int) -> int:
    """The permissions in a channel; a thread has those of the channel it stands in."""
    if channel.guild_id is None:
        return ALL if user_id in channel.recipient_ids else 0
    bits = in_guild(world, channel.guild_id, user_id)
    if bits == ALL or user_id not in world.guilds[channel.guild_id].members:
        return bits
    home = world.channels.get(channel.parent_id or 0) if channel.thread else channel
    bits = _overwritten(world, home or channel, user_id, bits)
    if not bits & P.VIEW_CHANNEL or not _sees_thread(channel, user_id, bits):
        return 0
    speaks = P.SEND_MESSAGES_IN_THREADS if channel.thread else P.SEND_MESSAGES
    return bits if bits & speaks else bits & ~_SPEECH


def _overwritten(world: World, channel: Channel, user_id: int, bits: int) -> int:
    assert channel.guild_id is not None
    role_ids = world.guilds[channel.guild_id].members[user_id].role_ids
    everyone = [one for one in channel.overwrites if one.target_id == channel.guild_id]
    roles = [one for one in channel.overwrites if one.target_id in role_ids]
    own = [one for one in channel.overwrites if one.target_id == user_id]
    for layer in (everyone, roles, own):
        for one in layer:
            bits &= ~one.deny
        for one in layer:
            bits |= one.allow
    return bits


def _sees_thread(channel: Channel, user_id: int, bits: int) -> bool:
    if channel.kind is not ChannelKind.PRIVATE_THREAD or channel.thread is None:
        return True
    return user_id in channel.thread.member_ids or bool(bits & P.MANAGE_THREADS)


def require(world: World, channel: Channel, user_id: int, needed: int = 0) -> None:
    """Refuse as Discord does: 50001 for a channel one doesn't see, else 50013."""
    bits = in_channel(world, channel, user_id)
    if not bits & P.VIEW_CHANNEL:
        raise missing_access()
    if needed & ~bits:
        raise missing_permissions()
