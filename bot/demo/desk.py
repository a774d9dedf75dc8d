"""What the demo's front page shows, and what can be done there: who looks where, and when."""

import asyncio
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import discord
from simcord import ChannelHandle, Env, MemberActor

from bot.client import Nexus
from bot.demo import stage
from bot.demo.cohort import Cohort, Person
from bot.domain import zones
from bot.domain.text import listed
from db import members

if TYPE_CHECKING:
    from simcord.preview import Preview

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=1)
# The page's "in 3 minutes" and "an hour ago" are as old as what was last shown.
REFRESH = timedelta(seconds=30)
_SNIPPET = 90
_MARKS = re.compile(r"^#{1,3} |\\|\*\*|`")


class Unknown(Exception):  # noqa: N818 - an answer to the page
    """The page asked for a channel, a member or a message that is not there."""


class Desk:
    """One seat in front of the simulated Discord: one member looks at one channel at a time.

    SimCord has one page open at a time, and does one thing at a time: `turn` is held by whoever
    is acting, the front page or the framed one.
    """

    def __init__(self, env: Env, cohort: Cohort, *, framed_by: str, frame_port: int) -> None:
        self.env = env
        self.cohort = cohort
        self.turn = asyncio.Lock()
        self.notice = ""
        self._framed_by = framed_by
        self._frame_port = frame_port
        self._people = {one.actor.id: one for one in cohort.people.values()}
        self._person = next(one for one in cohort.people.values() if not one.is_moderator)
        self._channel_id = cohort.home.id
        self._preview: Preview | None = None
        self._opened = 0
        self._shown_at = 0.0

    @property
    def bot(self) -> Nexus:
        assert isinstance(self.env.bot, Nexus)
        return self.env.bot

    async def start(self) -> None:
        """Sit down as the first learner, in the project's channel."""
        async with self.turn:
            await self._show()

    # What the page shows

    def state(self) -> dict[str, Any]:
        """All that the front page draws; ids as text, for JavaScript has no such numbers."""
        now = self.env.now().astimezone(ZoneInfo(self._person.zone))
        return {
            "server": self.cohort.guild.name,
            "opened": self._opened,
            "frame": self._preview.url if self._preview else None,
            "notice": self.notice,
            "day": f"{now:%a} {now.day} {now:%b %Y}",
            "time": f"{now:%H:%M}",
            "place": zones.city(self._person.zone),
            "channel": str(self._channel_id),
            "member": str(self._person.actor.id),
            "channels": [self._channel_state(one) for one in self._channels()],
            "members": [self._member_state(one) for one in self._people.values()],
            "onMessages": self._menu(discord.AppCommandType.message),
            "onMembers": self._menu(discord.AppCommandType.user),
        }

    def _channels(self) -> list[ChannelHandle]:
        return stage.text_channels(self.env, self.cohort.guild)

    def _channel_state(self, channel: ChannelHandle) -> dict[str, Any]:
        threads = [(stage.last_message_id(self.env, one), one) for one in channel.threads]
        newest_first = sorted(threads, key=lambda pair: pair[0], reverse=True)
        return {
            "id": str(channel.id),
            "name": channel.name,
            "isPrivate": stage.is_private(self.env, channel),
            "isOpen": self._can_see(self._person, channel),
            "last": str(stage.last_message_id(self.env, channel)),
            "threads": [self._channel_state(one) for _, one in newest_first],
        }

    def _member_state(self, person: Person) -> dict[str, Any]:
        return {
            "id": str(person.actor.id),
            "name": person.name,
            "role": person.role,
            "isModerator": person.is_moderator,
        }

    def _menu(self, kind: discord.AppCommandType) -> list[str]:
        return [one.name for one in self.bot.tree.get_commands(type=kind)]

    def messages(self) -> list[dict[str, str]]:
        """The newest messages of the open channel, as targets of message commands."""
        channel = self._channel(self._channel_id)
        if not self._can_see(self._person, channel):
            return []
        said = [one for one in channel.history(viewer=self._person.actor) if not one.is_system()]
        return [
            {"id": str(one.id), "author": one.author.display_name, "text": _snippet(one)}
            for one in reversed(said[-15:])
        ]

    # What can be done there

    async def open(self, channel_id: int, member_id: int) -> None:
        """Look at a channel or a thread as a member."""
        async with self.turn:
            channel = self._channel(channel_id)
            self._person = self._member(member_id)
            self._channel_id = channel.id
            await self._show()

    async def leap(self, time: timedelta) -> None:
        """Move the clock on, as if everybody were away; then look again."""
        async with self.turn:
            await stage.walk(self.env, self.env.now() + time)
            stage.forget_whispers(self.env)
            await self._show()

    async def run_menu(self, command: str, target_id: int) -> None:
        """Run a message command or a user command; SimCord's page cannot."""
        async with self.turn:
            channel = self._channel(self._channel_id)
            result = await self._person.actor.context_menu(
                channel, command, self._target(channel, target_id)
            )
            await self._show(result if result.modal or result.ephemeral else None)

    async def keep_time(self) -> None:
        """Move the clock by the time that really passes, for as long as the demo runs."""
        at = perf_counter()
        while True:
            await asyncio.sleep(BEAT.total_seconds())
            async with self.turn:
                now = perf_counter()
                try:
                    has_acted = await self._pass(timedelta(seconds=now - at))
                    if has_acted or now - self._shown_at > REFRESH.total_seconds():
                        await self._refresh()
                except Exception:
                    log.exception("the demo's clock missed a beat")
                at = now

    async def close(self) -> None:
        async with self.turn:
            await self._leave()

    # How it is done; whoever calls these has the turn

    async def _pass(self, time: timedelta) -> bool:
        """Let time pass and the due chores run; whether the bot did anything on Discord."""
        before = len(self.env.http_requests)
        await stage.walk(self.env, self.env.now() + time)
        return len(self.env.http_requests) > before

    async def _show(self, shown: Any = None) -> None:
        await self._leave()
        self._opened += 1
        channel = self._channel(self._channel_id)
        if not self._can_see(self._person, channel):
            self.notice = self._closed_door(channel)
            return
        self.notice = ""
        self._preview = await stage.open_window(
            self.env,
            channel,
            self._person.actor,
            port=self._frame_port,
            zone=await self._zone(),
            framed_by=self._framed_by,
            turn=self.turn,
            shown=shown,
        )
        self._shown_at = perf_counter()

    async def _leave(self) -> None:
        if self._preview is not None:
            await self._preview.close()
            self._preview = None

    async def _refresh(self) -> None:
        if self._preview is not None:
            await self._preview.refresh()
        self._shown_at = perf_counter()

    async def _zone(self) -> str:
        """The zone in which Discord would show the person their times."""
        async with self.bot.db.read() as session:
            said = await members.zone(session, self.cohort.guild.id, self._person.actor.id)
        return said or self._person.zone

    def _can_see(self, person: Person, channel: ChannelHandle) -> bool:
        return stage.can_see(self.env, channel, person.actor)

    def _closed_door(self, channel: ChannelHandle) -> str:
        others = [one.first_name for one in self._people.values() if self._can_see(one, channel)]
        mark = "" if channel.is_thread else "#"
        return (
            f"{self._person.first_name} can't see {mark}{channel.name}."
            f" {_either(others[:3])} can: choose one of them under “You are”."
        )

    def _all_channels(self) -> Iterator[ChannelHandle]:
        for channel in self._channels():
            yield channel
            yield from channel.threads

    def _channel(self, channel_id: int) -> ChannelHandle:
        found = next((one for one in self._all_channels() if one.id == channel_id), None)
        if found is None:
            raise Unknown("That channel is gone.")
        return found

    def _member(self, member_id: int) -> Person:
        if member_id not in self._people:
            raise Unknown("That member is gone.")
        return self._people[member_id]

    def _target(self, channel: ChannelHandle, target_id: int) -> MemberActor | discord.Message:
        if target_id in self._people:
            return self._people[target_id].actor
        messages = channel.history(viewer=self._person.actor)
        found = next((one for one in messages if one.id == target_id), None)
        if found is None:
            raise Unknown("That message is gone.")
        return found


def _snippet(message: discord.Message) -> str:
    """The first words of a message, or of the card that it is."""
    words = message.content or next(
        (
            one.content
            for top in message.components
            for one in getattr(top, "children", ())
            if isinstance(one, discord.TextDisplay)
        ),
        "",
    )
    line = " ".join(_MARKS.sub("", words).split())
    return line if len(line) <= _SNIPPET else line[: _SNIPPET - 1] + "…"


def _either(names: list[str]) -> str:
    return listed(names, last="or")
