"""The world as Discord writes it: each thing as the JSON object that its API sends."""

from datetime import datetime

from tests.wire.clock import made_at
from tests.wire.errors import Json
from tests.wire.fillers import GUILD
from tests.wire.permissions import P, in_channel
from tests.wire.world import (
    THREAD_STARTER,
    Attachment,
    Channel,
    ChannelKind,
    Guild,
    Interaction,
    InteractionKind,
    Member,
    Message,
    Role,
    ScheduledEvent,
    User,
    World,
)


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def user(one: User) -> Json:
    return {
        "id": str(one.id),
        "username": one.name.lower(),
        "global_name": None if one.is_bot else one.name,
        "discriminator": "0000" if one.is_bot else "0",
        "avatar": None,
        "bot": one.is_bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def me(one: User) -> Json:
    return user(one) | {
        "verified": True,
        "mfa_enabled": True,
        "email": None,
        "locale": "en-US",
        "premium_type": 0,
    }


def role(one: Role, guild: Guild) -> Json:
    return {
        "id": str(one.id),
        "name": "@everyone" if one.id == guild.id else one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "managed": one.is_managed,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(one: Member, permissions: int | None = None) -> Json:
    body: Json = {
        "user": user(one.user),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in one.role_ids],
        "joined_at": iso(one.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    return body if permissions is None else body | {"permissions": str(permissions)}


def channel(world: World, one: Channel) -> Json:
    if one.kind is ChannelKind.DM:
        people = [world.users[it] for it in one.recipient_ids if it != world.bot.id]
        recipients = [user(it) for it in people]
        body = {key: it for key, it in _named(one).items() if key not in ("name", "parent_id")}
        return body | {"recipients": recipients}
    if one.thread:
        return _thread(world, one)
    body = _named(one) | {
        "guild_id": str(one.guild_id),
        "topic": one.topic,
        "position": one.position,
        "nsfw": False,
        "rate_limit_per_user": one.slowmode,
        "permission_overwrites": [
            {
                "id": str(it.target_id),
                "type": int(it.is_member),
                "allow": str(it.allow),
                "deny": str(it.deny),
            }
            for it in one.overwrites
        ],
    }
    if one.kind in (ChannelKind.VOICE, ChannelKind.STAGE):
        body |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if one.kind is ChannelKind.FORUM:
        body |= {"available_tags": one.tags, "default_reaction_emoji": None}
        body |= {"default_sort_order": None, "default_forum_layout": 0, "template": ""}
    return body


def _named(one: Channel) -> Json:
    return {
        "id": str(one.id),
        "type": int(one.kind),
        "name": one.name,
        "parent_id": None if one.parent_id is None else str(one.parent_id),
        "last_message_id": None if one.last_message_id is None else str(one.last_message_id),
        "flags": one.flags,
    }


def _thread(world: World, one: Channel) -> Json:
    thread = one.thread
    assert thread is not None
    count = sum(it.kind != THREAD_STARTER for it in world.messages_in(one))
    body = _named(one) | {
        "guild_id": str(one.guild_id),
        "owner_id": str(thread.owner_id),
        "rate_limit_per_user": one.slowmode,
        "message_count": count,
        "total_message_sent": count,
        "member_count": len(thread.member_ids),
        "thread_metadata": {
            "archived": thread.is_archived,
            "locked": thread.is_locked,
            "auto_archive_duration": thread.auto_archive_minutes,
            "archive_timestamp": iso(thread.archive_at),
            "create_timestamp": iso(made_at(one.id)),
            "invitable": thread.is_invitable,
        },
    }
    if thread.tag_ids:
        body["applied_tags"] = [str(it) for it in thread.tag_ids]
    if world.bot.id in thread.member_ids:
        body["member"] = thread_member(one, world.bot.id)
    return body


def thread_member(one: Channel, user_id: int) -> Json:
    assert one.thread is not None
    joined = iso(one.thread.member_ids[user_id])
    return {"id": str(one.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}


def guild(world: World, one: Guild, *, all_members: bool) -> Json:
    """A guild as GUILD_CREATE tells it: without privileged intents, of the bot alone."""
    channels = [it for it in world.channels.values() if it.guild_id == one.id]
    seen = [it for it in channels if in_channel(world, it, world.bot.id) & P.VIEW_CHANNEL]
    people = [it for it in one.members.values() if all_members or it.id == world.bot.id]
    return {
        "id": str(one.id),
        "name": one.name,
        **GUILD,
        "owner_id": str(one.owner_id),
        "roles": [role(it, one) for it in one.roles.values()],
        "joined_at": iso(made_at(one.id)),
        "large": False,
        "member_count": len(one.members),
        "members": [member(it) for it in people],
        "channels": [channel(world, it) for it in channels if not it.thread],
        "threads": [channel(world, it) for it in seen if it.thread and not it.thread.is_archived],
        "guild_scheduled_events": [
            event(world, it)
            for it in one.events.values()
            if it.is_open and is_event_seen(world, it, world.bot.id)
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "soundboard_sounds": [],
    }


def message(world: World, one: Message) -> Json:
    author = world.users[one.author_id]
    where = world.channels[one.channel_id]
    body: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "type": one.kind,
        "author": user(author),
        "content": one.content,
        "timestamp": iso(made_at(one.id)),
        "edited_timestamp": None if one.edited_at is None else iso(one.edited_at),
        "tts": False,
        "mention_everyone": one.pings_everyone,
        "mentions": [user(world.users[it]) for it in one.pinged_ids],
        "mention_roles": [],
        "attachments": [attachment(it) for it in one.attachments],
        "embeds": [{"type": "rich"} | it for it in one.embeds],
        "components": one.components,
        "pinned": False,
        "flags": one.flags,
    }
    if one.nonce is not None:
        body["nonce"] = one.nonce
    if one.replies_to is not None:
        body["message_reference"] = {
            "type": 0,
            "message_id": str(one.replies_to),
            "channel_id": str(world.messages[one.replies_to].channel_id),
            "guild_id": str(where.guild_id),
        }
    if one.interaction_id is not None:
        caused_by = world.interactions[one.interaction_id]
        body["application_id"] = body["webhook_id"] = str(world.bot.id)
        body["interaction_metadata"] = _cause(world, caused_by)
    if one.id in world.channels and world.channels[one.id].thread:
        body["thread"] = channel(world, world.channels[one.id])
    return body


def _cause(world: World, one: Interaction) -> Json:
    """What led to a message; behind a form stands what has opened it."""
    body: Json = {
        "id": str(one.id),
        "type": int(one.kind),
        "user": user(world.users[one.user_id]),
        "authorizing_integration_owners": {"0": str(one.guild_id)},
    }
    if one.kind is InteractionKind.COMPONENT:
        body["interacted_message_id"] = str(one.message_id)
    if one.opened_by is not None:
        body["triggering_interaction_metadata"] = _cause(world, world.interactions[one.opened_by])
    return body


def attachment(one: Attachment) -> Json:
    url = f"https://cdn.discordapp.com/attachments/{one.id}/{one.filename}"
    return {
        "id": str(one.id),
        "filename": one.filename,
        "size": len(one.content),
        "url": url,
        "proxy_url": url.replace("cdn.discordapp.com", "media.discordapp.net"),
        "content_type": "application/octet-stream",
    }


def is_event_seen(world: World, one: ScheduledEvent, user_id: int) -> bool:
    """One in a channel is seen by whoever sees that."""
    where = world.channels.get(one.channel_id or 0)
    return where is None or bool(in_channel(world, where, user_id) & P.VIEW_CHANNEL)


def event(world: World, one: ScheduledEvent) -> Json:
    body = one.body
    return {
        "id": str(one.id),
        "guild_id": str(one.guild_id),
        "channel_id": None if one.channel_id is None else str(one.channel_id),
        "creator_id": str(one.creator_id),
        "creator": user(world.users[one.creator_id]),
        "name": body["name"],
        "description": body.get("description"),
        "image": None,
        "scheduled_start_time": body["scheduled_start_time"],
        "scheduled_end_time": body.get("scheduled_end_time"),
        "privacy_level": body["privacy_level"],
        "status": int(one.status),
        "entity_type": body["entity_type"],
        "entity_id": None,
        "entity_metadata": body.get("entity_metadata"),
        "recurrence_rule": body.get("recurrence_rule"),
        "user_count": len(one.user_ids),
        "guild_scheduled_event_exceptions": [],
    }
