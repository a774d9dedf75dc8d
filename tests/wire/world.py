"""What stands on this Discord: plain values that the server changes and tests read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from tests.wire import errors
from tests.wire.clock import Clock, Snowflakes
from tests.wire.errors import Json

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
IS_V2 = 1 << 15
THREAD_STARTER = 21  # the kind of message that opens a thread under another message


class ChannelKind(IntEnum):
    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    NEWS = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15


class InteractionKind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class EventStatus(IntEnum):
    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


@dataclass(slots=True)
class User:
    id: int
    name: str
    is_bot: bool = False
    takes_messages: bool = True  # direct ones


@dataclass(slots=True)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 1
    is_managed: bool = False


@dataclass(slots=True)
class Overwrite:
    target_id: int
    is_member: bool = False
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class Member:
    user: User
    guild_id: int
    joined_at: datetime
    role_ids: list[int] = field(default_factory=list[int])

    @property
    def id(self) -> int:
        return self.user.id


@dataclass(slots=True)
class Thread:
    """What a channel has that is a thread."""

    owner_id: int
    archive_at: datetime  # of the last change
    is_archived: bool = False
    is_locked: bool = False
    auto_archive_minutes: int = 1440
    is_invitable: bool = True
    member_ids: dict[int, datetime] = field(default_factory=dict[int, datetime])
    tag_ids: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class Channel:
    id: int
    kind: ChannelKind
    name: str
    guild_id: int | None = None
    parent_id: int | None = None
    topic: str | None = None
    position: int = 0
    flags: int = 0
    slowmode: int = 0
    overwrites: list[Overwrite] = field(default_factory=list[Overwrite])
    tags: list[Json] = field(default_factory=list[Json])  # those a forum offers
    recipient_ids: tuple[int, ...] = ()  # of a direct channel, the bot included
    thread: Thread | None = None
    last_message_id: int | None = None


@dataclass(slots=True)
class Attachment:
    id: int
    filename: str
    content: bytes


@dataclass(slots=True)
class Message:
    id: int
    channel_id: int
    author_id: int
    content: str = ""
    components: list[Json] = field(default_factory=list[Json])
    embeds: list[Json] = field(default_factory=list[Json])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    flags: int = 0
    kind: int = 0
    nonce: str | None = None
    pinged_ids: list[int] = field(default_factory=list[int])
    pings_everyone: bool = False
    replies_to: int | None = None
    interaction_id: int | None = None
    viewer_id: int | None = None  # the one person who sees an ephemeral message
    poll: Json | None = None
    edited_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def text(self) -> str:
        """All that people read: the content, the texts and the labels, from top to bottom."""
        return "\n".join([line for line in (self.content, *_texts(self.components)) if line])

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        return bool(self.flags & LOADING)


@dataclass(slots=True)
class Interaction:
    """What a person did, and what Discord took in answer."""

    id: int
    token: str
    kind: InteractionKind
    user_id: int
    guild_id: int
    channel_id: int
    data: Json
    created_at: datetime
    message_id: int | None = None
    opened_by: int | None = None  # the interaction whose form this is
    callback: int | None = None  # the type of the callback that was taken
    acknowledged_at: datetime | None = None
    response_id: int | None = None
    form: Json | None = None
    choices: list[Json] | None = None
    followup_ids: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class ScheduledEvent:
    id: int
    guild_id: int
    creator_id: int
    body: Json  # the fields as they were given
    status: EventStatus = EventStatus.SCHEDULED
    user_ids: list[int] = field(default_factory=list[int])

    @property
    def is_open(self) -> bool:
        return self.status in (EventStatus.SCHEDULED, EventStatus.ACTIVE)

    @property
    def channel_id(self) -> int | None:
        given = self.body.get("channel_id")
        return None if given is None else int(given)

    @property
    def location(self) -> str | None:
        about: Json = self.body.get("entity_metadata") or {}
        return about.get("location")


@dataclass(slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    events: dict[int, ScheduledEvent] = field(default_factory=dict[int, ScheduledEvent])
    is_available: bool = True


@dataclass(slots=True)
class App:
    """The bot's own application, as its owner and Discord have set it."""

    token: str = "MTE.wire.token"
    privileged: int = 0  # the privileged intents that it was granted
    starts: int = 1000  # identifies a day
    starts_left: int = 1000
    gateway_url: str = ""


Emit = Callable[[str, Json, int], None]
"""Tells the gateway of an event: its name, its data, and the intents of which it needs one."""


def _nobody_hears(_name: str, _data: Json, _intents: int) -> None:
    """Before a gateway is there."""


class World:
    """Everything there is, by id; messages stay when they are deleted, marked with the moment."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.tokens: dict[str, Interaction] = {}
        self.commands: dict[int | None, list[Json]] = {}  # by guild; None for everywhere
        self.nonces: dict[tuple[int, int, str], int] = {}
        self.nonces_last = timedelta(minutes=3)  # Discord says no more than "a few minutes"
        self.most_threads = 1000  # active ones in a guild
        self.app = App()
        self.bot = self.add_user("nexus", is_bot=True)
        self.emit: Emit = _nobody_hears

    def add_user(self, name: str, *, is_bot: bool = False) -> User:
        user = User(self.ids.next(), name, is_bot=is_bot)
        self.users[user.id] = user
        return user

    # Look-ups that answer as Discord does when there is no such thing.

    def channel(self, channel_id: int) -> Channel:
        if channel_id not in self.channels:
            raise errors.unknown_channel()
        return self.channels[channel_id]

    def guild(self, guild_id: int) -> Guild:
        """A guild that the bot is in."""
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot.id not in guild.members:
            raise errors.unknown_guild()
        return guild

    def message(self, channel_id: int, message_id: int) -> Message:
        """A message that everybody sees who sees the channel."""
        found = self.messages.get(message_id)
        if found is None or found.channel_id != channel_id or found.deleted_at:
            raise errors.unknown_message()
        if found.is_ephemeral:
            raise errors.unknown_message()
        return found

    # What tests ask.

    def messages_in(self, channel: Channel, *, by: int | None = None) -> list[Message]:
        """What everybody sees in a channel, oldest first."""
        return [
            one
            for one in self.messages.values()
            if one.channel_id == channel.id
            and one.deleted_at is None
            and not one.is_ephemeral
            and by in (None, one.author_id)
        ]

    def threads_of(self, channel: Channel) -> list[Channel]:
        found = self.channels.values()
        return [one for one in found if one.thread and one.parent_id == channel.id]

    def shown_to(self, user_id: int) -> list[Message]:
        """The ephemeral messages of one person, oldest first."""
        return [one for one in self.messages.values() if one.viewer_id == user_id]


def nested(components: Sequence[Json]) -> Iterator[Json]:
    """Every component, from top to bottom."""
    for one in components:
        yield one
        yield from nested(one.get("components") or ())
        yield from nested([one[key] for key in ("accessory", "component") if one.get(key)])


def _texts(components: Sequence[Json]) -> Iterator[Any]:
    for one in nested(components):
        yield from (one[key] for key in ("content", "label", "placeholder") if one.get(key))
