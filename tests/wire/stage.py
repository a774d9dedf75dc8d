"""What people and moderators do on this Discord besides using the bot."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tests.wire import compose, events, guilds, payloads, threads
from tests.wire.gateway import Gateway
from tests.wire.intents import Intent
from tests.wire.permissions import EVERYONE
from tests.wire.world import (
    Channel,
    ChannelKind,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    ScheduledEvent,
    Thread,
    World,
)


class Stage:
    """Makes and changes what is there, and lets the gateway tell the bot of it."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def add_guild(self, name: str = "ALX ProDev", *, bot_may: int = 0) -> Guild:
        """A guild that has invited the bot, with what `bot_may` adds to @everyone's rights."""
        world = self.world
        owner = world.add_user(f"{name} owner")
        guild = Guild(world.ids.next(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(EVERYONE), position=0)
        own = Role(world.ids.next(), world.bot.name, bot_may, is_managed=True)
        guild.roles[own.id] = own
        for user, role_ids in ((owner, []), (world.bot, [own.id])):
            guild.members[user.id] = Member(user, guild.id, world.clock.now(), role_ids)
        world.guilds[guild.id] = guild
        self.gateway.tell_guild(guild, is_new=True)
        return guild

    def kick_bot(self, guild: Guild) -> None:
        del guild.members[self.world.bot.id]
        self.world.emit("GUILD_DELETE", {"id": str(guild.id)}, Intent.GUILDS)

    def add_role(self, guild: Guild, name: str, permissions: int = 0) -> Role:
        role = Role(self.world.ids.next(), name, permissions, position=len(guild.roles))
        guild.roles[role.id] = role
        self._tell_role("GUILD_ROLE_CREATE", guild, role)
        return role

    def permit(self, guild: Guild, role: Role, permissions: int) -> None:
        """Give a role exactly these rights."""
        role.permissions = int(permissions)
        self._tell_role("GUILD_ROLE_UPDATE", guild, role)

    def _tell_role(self, event: str, guild: Guild, role: Role) -> None:
        data: dict[str, Any] = {"guild_id": str(guild.id), "role": payloads.role(role, guild)}
        self.world.emit(event, data, Intent.GUILDS)

    def bot_role(self, guild: Guild) -> Role:
        """The role that the bot's invitation made."""
        return next(one for one in guild.roles.values() if one.is_managed)

    def add_member(self, guild: Guild, name: str, *roles: Role) -> Member:
        user = self.world.add_user(name)
        role_ids = [one.id for one in roles]
        member = Member(user, guild.id, self.world.clock.now(), role_ids)
        guild.members[user.id] = member
        data = payloads.member(member) | {"guild_id": str(guild.id)}
        self.world.emit("GUILD_MEMBER_ADD", data, Intent.GUILD_MEMBERS)
        return member

    def remove_member(self, member: Member) -> None:
        del self.world.guilds[member.guild_id].members[member.id]
        data: dict[str, Any] = {
            "guild_id": str(member.guild_id),
            "user": payloads.user(member.user),
        }
        self.world.emit("GUILD_MEMBER_REMOVE", data, Intent.GUILD_MEMBERS)

    def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: ChannelKind = ChannelKind.TEXT,
        *,
        tags: Iterable[str] = (),
        flags: int = 0,
    ) -> Channel:
        ids = self.world.ids
        made = Channel(ids.next(), kind, name, guild_id=guild.id, flags=flags)
        made.tags = [
            {"id": str(ids.next()), "name": one, "moderated": False, "emoji_name": None}
            for one in tags
        ]
        self.world.channels[made.id] = made
        self._tell_channel("CHANNEL_CREATE", made)
        return made

    def delete_channel(self, channel: Channel) -> None:
        guilds.remove_channel(self.world, channel)

    def overwrite(
        self, channel: Channel, target: Role | Member | Guild, *, allow: int = 0, deny: int = 0
    ) -> None:
        """In place of what the target had there before; a guild stands for @everyone."""
        kept = [one for one in channel.overwrites if one.target_id != target.id]
        is_member = isinstance(target, Member)
        one = Overwrite(target.id, is_member=is_member, allow=int(allow), deny=int(deny))
        channel.overwrites = [*kept, one]
        self._tell_channel("CHANNEL_UPDATE", channel)

    def forbid_bot(self, channel: Channel, deny: int) -> None:
        """Take rights from the bot's role in a channel."""
        self.overwrite(channel, self.bot_role(self.world.guilds[channel.guild_id or 0]), deny=deny)

    def _tell_channel(self, event: str, channel: Channel) -> None:
        self.world.emit(event, payloads.channel(self.world, channel), Intent.GUILDS)

    def say(self, member: Member, channel: Channel, content: str) -> Message:
        """A person writes; in an archived thread that opens it again."""
        return compose.say(self.world, channel, member.id, {"content": content}, {})

    def delete(self, message: Message) -> None:
        compose.delete(self.world, message)

    def add_thread(self, member: Member, channel: Channel, name: str) -> Channel:
        """A person opens a thread."""
        now = self.world.clock.now()
        thread = Thread(owner_id=member.id, archive_at=now, member_ids={member.id: now})
        made = Channel(self.world.ids.next(), ChannelKind.PUBLIC_THREAD, name, channel.guild_id)
        made.parent_id, made.thread = channel.id, thread
        self.world.channels[made.id] = made
        self._tell_channel("THREAD_CREATE", made)
        return made

    def add_event(self, member: Member, name: str) -> ScheduledEvent:
        """A person plans something for tomorrow, outside of Discord."""
        starts_at = self.world.clock.now() + timedelta(days=1)
        body: dict[str, Any] = {
            "name": name,
            "privacy_level": 2,
            "scheduled_start_time": payloads.iso(starts_at),
            "scheduled_end_time": payloads.iso(starts_at + timedelta(hours=1)),
            "entity_type": 3,
            "entity_metadata": {"location": "somewhere"},
        }
        made = ScheduledEvent(self.world.ids.next(), member.guild_id, member.id, body)
        self.world.guilds[member.guild_id].events[made.id] = made
        events.tell(self.world, "GUILD_SCHEDULED_EVENT_CREATE", made)
        return made

    def edit_event(self, event: ScheduledEvent, **changes: Any) -> None:
        event.body = event.body | changes
        events.tell(self.world, "GUILD_SCHEDULED_EVENT_UPDATE", event)

    def delete_event(self, event: ScheduledEvent) -> None:
        events.remove(self.world, event)

    def archive(
        self, thread: Channel, *, is_archived: bool = True, is_locked: bool = False
    ) -> None:
        assert thread.thread is not None
        thread.thread.is_locked = is_locked
        threads.archive(self.world, thread, is_archived=is_archived)
