"""Where in a guild Nexus speaks: the channel that was set up, or the one named like the project.

Everything said here about a channel ends in words that a moderator can act on.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, overload

import discord

from bot.domain.errors import SERVERS_ONLY, Refusal
from bot.domain.people import FORMER
from db import guilds
from db.guilds import Settings

if TYPE_CHECKING:
    from bot.client import Nexus, NexusInteraction

HOME = "prodevprojectnexus"


class Purpose(StrEnum):
    """What a channel is for; the value is its setting's column without `_channel_id`."""

    DIGEST = "digest"
    QA = "qa"
    SESSIONS = "sessions"
    MODERATORS = "moderators"


# Questions alone may live in a forum.
TextPurpose = Literal[Purpose.DIGEST, Purpose.SESSIONS, Purpose.MODERATORS]
Place = discord.TextChannel | discord.ForumChannel

_SPEAK = ("view_channel", "send_messages", "embed_links", "read_message_history")
_THREADS = ("create_public_threads", "send_messages_in_threads")
NEEDS: dict[Purpose, tuple[str, ...]] = {
    Purpose.DIGEST: (*_SPEAK, "create_private_threads", "send_messages_in_threads"),
    Purpose.QA: (*_SPEAK, *_THREADS),
    Purpose.SESSIONS: (*_SPEAK, *_THREADS),
    Purpose.MODERATORS: _SPEAK,
}
# Who may send messages in a forum creates posts there; its own settings say so.
_FORUM_NEEDS = (*_SPEAK, "send_messages_in_threads")
_FORUM_WORDS = {
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
    "manage_threads": "Manage Posts",
}


def missing(channel: Place, purpose: Purpose) -> list[str]:
    """The permissions that Nexus lacks in `channel`, named as Discord's settings name them.

    Without View Channel everything else counts as denied too, and without Send Messages so do
    embedded links: only the one that was really taken away is named.
    """
    allowed = channel.permissions_for(channel.guild.me)
    is_forum = isinstance(channel, discord.ForumChannel)
    needs = _FORUM_NEEDS if is_forum else NEEDS[purpose]
    denied = [name for name in needs if not getattr(allowed, name)]
    if "view_channel" in denied:
        denied = ["view_channel"]
    elif "send_messages" in denied:
        denied = [name for name in denied if name != "embed_links"]
    return [words(name, in_forum=is_forum) for name in denied]


def may_make_events(guild: discord.Guild) -> bool:
    """Whether study sessions can be in the server's own list of events; they work without."""
    return guild.me.guild_permissions.create_events


def words(permission: str, *, in_forum: bool = False) -> str:
    """`create_public_threads` as people read it: Create Public Threads."""
    if in_forum and permission in _FORUM_WORDS:
        return _FORUM_WORDS[permission]
    return permission.replace("_", " ").title().replace(" In ", " in ")


@overload
def find(
    guild: discord.Guild, settings: Settings, purpose: TextPurpose
) -> discord.TextChannel | None: ...
@overload
def find(guild: discord.Guild, settings: Settings, purpose: Purpose) -> Place | None: ...
def find(guild: discord.Guild, settings: Settings, purpose: Purpose) -> Place | None:
    """The channel set up for `purpose`; else the digest's; else the one named like the project."""
    for chosen in (getattr(settings, f"{purpose}_channel_id"), settings.digest_channel_id):
        channel = guild.get_channel(chosen) if chosen else None
        if channel and suits(channel, purpose):
            return channel
    return next((one for one in guild.text_channels if _is_home(one.name)), None)


def suits(channel: discord.abc.GuildChannel, purpose: Purpose) -> TypeGuard[Place]:
    """Whether it is a channel of a kind that Nexus can use for `purpose`."""
    if isinstance(channel, discord.ForumChannel):  # media channels are of this class as well
        return purpose is Purpose.QA and not channel.is_media()
    return isinstance(channel, discord.TextChannel)


def _is_home(name: str) -> bool:
    return HOME in "".join(char for char in name.casefold() if char.isalnum())


async def place(interaction: "NexusInteraction", purpose: Purpose) -> Place:
    """The channel for `purpose` in the caller's guild, or a Refusal that says what is missing."""
    return await place_in(interaction.client, guild_of(interaction), purpose)


@overload
async def place_in(
    bot: "Nexus", guild: discord.Guild, purpose: TextPurpose
) -> discord.TextChannel: ...
@overload
async def place_in(bot: "Nexus", guild: discord.Guild, purpose: Purpose) -> Place: ...
async def place_in(bot: "Nexus", guild: discord.Guild, purpose: Purpose) -> Place:
    channel = await channel_for(bot, guild, purpose)
    reason = lacking(channel, purpose)
    if reason:
        raise Refusal(reason)
    return channel


@overload
async def channel_for(
    bot: "Nexus", guild: discord.Guild, purpose: TextPurpose
) -> discord.TextChannel: ...
@overload
async def channel_for(bot: "Nexus", guild: discord.Guild, purpose: Purpose) -> Place: ...
async def channel_for(bot: "Nexus", guild: discord.Guild, purpose: Purpose) -> Place:
    """The channel for `purpose`, whatever is missing there; a Refusal if there is none."""
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
    channel = find(guild, settings, purpose)
    if channel is None:
        raise Refusal(
            "No channel is set up for this yet. Ask a moderator to choose one with"
            f" {bot.mention('nexus setup')}."
        )
    return channel


def unseen(kind: str) -> str:
    """What helps whoever chose a channel that Nexus does not know."""
    return (
        f"That is no {kind} that I can see. If it is private, let me in (**Edit Channel**,"
        " **Permissions**) and choose it again."
    )


def writable(interaction: "NexusInteraction", channel_id: int) -> discord.TextChannel:
    """A channel in which the caller may write as well: Nexus opens nobody a door."""
    channel = guild_of(interaction).get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise Refusal(unseen("text channel"))
    member = interaction.user
    allowed = channel.permissions_for(member) if isinstance(member, discord.Member) else None
    if allowed is None or not (allowed.view_channel and allowed.send_messages):
        raise Refusal(f"You may not write in {channel.mention} yourself. Choose another channel.")
    return channel


def lacking(channel: Place, purpose: Purpose) -> str:
    """What is missing there, in words for a member; empty if nothing is."""
    names = missing(channel, purpose)
    if not names:
        return ""
    return (
        f"I can't work in {channel.mention} yet. Ask a moderator to allow me there:"
        f" **{', '.join(names)}**."
    )


def guild_of(interaction: "NexusInteraction") -> discord.Guild:
    """The caller's guild. Commands and roads never get here without one."""
    if interaction.guild is None:
        raise Refusal(SERVERS_ONLY)
    return interaction.guild


async def post(
    channel: discord.abc.Messageable,
    card: discord.ui.LayoutView,
    *,
    ping: Sequence[int] = (),
    nonce: str | None = None,
    files: Sequence[discord.File] = (),
) -> discord.Message:
    """Send a card; only the members of `ping` are notified, and only if the card mentions them.

    Within a few minutes Discord takes one message for each `nonce`, and answers with that one.
    """
    card.stop()
    given: Any = nonce  # discord.py takes None and makes one up, whatever its overloads say
    return await channel.send(view=card, nonce=given, files=files, allowed_mentions=_only(ping))


async def post_in_forum(
    forum: discord.ForumChannel,
    name: str,
    card: discord.ui.LayoutView,
    *,
    ping: Sequence[int] = (),
    tags: Sequence[discord.ForumTag] = (),
) -> discord.channel.ThreadWithMessage:
    """Open a thread there that begins with the card; Discord knows no nonce for it."""
    card.stop()
    return await forum.create_thread(
        name=name, view=card, applied_tags=tags, allowed_mentions=_only(ping)
    )


def _only(ping: Sequence[int]) -> discord.AllowedMentions:
    users: Any = [discord.Object(one) for one in ping if one != FORMER]
    return discord.AllowedMentions(everyone=False, roles=False, users=users)


def moderates(interaction: "NexusInteraction", settings: Settings) -> bool:
    """Whether the caller is a moderator here: Manage Server, or the role that setup chose."""
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    roles: Sequence[discord.Role] = getattr(interaction.user, "roles", ())
    return any(role.id == settings.moderator_role_id for role in roles)


async def require_moderator(interaction: "NexusInteraction") -> Settings:
    """The guild's settings, or a Refusal for a caller who is no moderator."""
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_of(interaction).id)
    if not moderates(interaction, settings):
        raise Refusal("Only moderators can do that. Ask one of them for help.")
    return settings
