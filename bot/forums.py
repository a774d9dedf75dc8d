"""Forums: which of its tags a post bears, and which of them says that it is solved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from db.guilds import Settings

if TYPE_CHECKING:
    from bot.client import Nexus

MOST_TAGS = 5  # on a post
_SOLVED = {"solved", "answered", "resolved"}
# What a post of no known topic bears where the forum requires a tag.
_GENERAL = ("other", "general", "question", "help")


def solved_tag(forum: discord.ForumChannel, settings: Settings) -> discord.ForumTag | None:
    """The tag that setup chose; else the one that is called so."""
    chosen = settings.solved_tag_id
    called_so = (one for one in forum.available_tags if _plain(one.name) in _SOLVED)
    return (forum.get_tag(chosen) if chosen else None) or next(called_so, None)


def may_give(forum: discord.ForumChannel, tag: discord.ForumTag) -> bool:
    """Whether Nexus may: some tags are for those alone who manage posts."""
    return not tag.moderated or forum.permissions_for(forum.guild.me).manage_threads


def first_tags(
    forum: discord.ForumChannel, settings: Settings, names: Iterable[str]
) -> Sequence[discord.ForumTag]:
    """The forum's tags that are called so; some tag in any case where the forum requires one."""
    wanted = {name.casefold() for name in names}
    found = [one for one in _open_tags(forum, settings) if one.name.strip().casefold() in wanted]
    return found[:MOST_TAGS] or _least_tags(forum, settings)


def with_solved(
    forum: discord.ForumChannel,
    settings: Settings,
    applied: Sequence[discord.ForumTag],
    *,
    is_solved: bool,
) -> Sequence[discord.ForumTag]:
    """`applied` with the tag for what is solved, or without it; the others stay."""
    tag = solved_tag(forum, settings)
    if tag is None:
        return applied
    others = [one for one in applied if one.id != tag.id]
    if is_solved:
        return [*others[: MOST_TAGS - 1], tag]
    return others or _least_tags(forum, settings)


@dataclass(frozen=True, slots=True)
class SolvedTag:
    """Whether a forum's thread has to bear the tag for what is solved; see `bot.redraws`."""

    channel_id: int | None
    settings: Settings
    is_solved: bool

    @property
    def is_there(self) -> bool:
        return self.channel_id is not None

    async def show(self, bot: "Nexus", guild: discord.Guild) -> None:
        del bot
        # What the cache says may be older than our own last change.
        thread = await guild.fetch_channel(self.channel_id or 0)
        if not isinstance(thread, discord.Thread) or not isinstance(
            thread.parent, discord.ForumChannel
        ):
            return
        applied = thread.applied_tags
        tags = with_solved(thread.parent, self.settings, applied, is_solved=self.is_solved)
        if {one.id for one in tags} != {one.id for one in applied}:
            await thread.edit(applied_tags=tags)


def _open_tags(forum: discord.ForumChannel, settings: Settings) -> list[discord.ForumTag]:
    """Those that Nexus may give to what is not solved."""
    solved = solved_tag(forum, settings)
    return [one for one in forum.available_tags if one != solved and may_give(forum, one)]


def _least_tags(forum: discord.ForumChannel, settings: Settings) -> Sequence[discord.ForumTag]:
    if not forum.flags.require_tag:
        return ()
    choices = _open_tags(forum, settings)
    return sorted(choices, key=lambda one: _plain(one.name) not in _GENERAL)[:1]


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
