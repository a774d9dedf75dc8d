"""A small world for tests: a guild on a simulated Discord, people who act, and the real bot.

People do what people do (`slash`, `click`, `choose`, `submit`) and tests read what they then see,
as text: `seen` for an answer, `card` for a message.
"""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZipFile

import discord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, RoleHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.__main__ import build
from bot.client import Nexus
from bot.config import Settings
from bot.demo.stage import as_invited, stage
from cogs import EXTENSIONS
from tests.contract.check import complaints

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
# Whoever acts in a test knows Nexus already: to tell newcomers what to do is one feature's own.
WITHOUT_HINTS = tuple(one for one in EXTENSIONS if one != "cogs.hints")
_FILE = discord.ComponentType.file.value


def build_bot(
    settings: Settings, now: Callable[[], datetime], features: Sequence[str] = WITHOUT_HINTS
) -> Nexus:
    return build(settings, now=now, rng=Random(7), features=features)


def texts(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every text and every label in a message's components, from top to bottom."""
    for one in components:
        for key in ("content", "label", "placeholder"):
            if one.get(key):
                yield str(one[key])
        yield from texts(one.get("components", ()))
        for nested in ("accessory", "component"):
            if nested in one:
                yield from texts([one[nested]])


def seen(result: InteractionResult) -> str:
    """All that the person sees in answer: text, cards, and follow-ups."""
    said = [one for one in (result.response, *result.followups) if one is not None]
    return "\n".join(line for one in said for line in (one.content, *texts(one.components)) if line)


def card(message: discord.Message) -> str:
    """All that everybody sees of a message."""
    parts = texts([one.to_dict() for one in message.components])  # pyright: ignore[reportArgumentType]
    return "\n".join(line for line in (message.content, *parts) if line)


def fields(shown: InteractionResult) -> dict[str, dict[str, Any]]:
    """The inputs of the form that was opened, by `custom_id`."""
    assert shown.modal is not None, seen(shown)
    found: dict[str, dict[str, Any]] = {}
    for label in shown.modal["components"]:
        one = label.get("component") or label["components"][0]
        found[one["custom_id"]] = one
    return found


class World:
    """One guild, with `#ProDevProjectNexus` in it, and whoever a test brings along."""

    def __init__(self, env: Env, settings: Settings, features: Sequence[str]) -> None:
        self.env = env
        self.settings = settings
        self.features = features
        self.guild = self.another_guild("ALX ProDev")
        self.home: ChannelHandle = self.guild.create_text_channel("prodevprojectnexus")

    @classmethod
    @asynccontextmanager
    async def start(
        cls, settings: Settings, features: Sequence[str] = WITHOUT_HINTS
    ) -> AsyncGenerator["World"]:
        async with stage(lambda now: build_bot(settings, now, features), starts_at=NOON) as env:
            world = cls(env, settings, features)
            await env.settle()
            try:
                yield world
            finally:
                await world.bot.db.close()
            # So every test that acts on Discord is a test of what Nexus sends there.
            refused = complaints(env.http_requests)
            assert not refused, "\n".join(refused)

    @property
    def bot(self) -> Nexus:
        assert isinstance(self.env.bot, Nexus)
        return self.env.bot

    def another_guild(self, name: str) -> GuildHandle:
        """A guild that invited the bot as it asks to be."""
        guild = self.env.create_guild(name)
        as_invited(self.env, guild)
        return guild

    def member(
        self, name: str, *roles: RoleHandle, guild: GuildHandle | None = None
    ) -> MemberActor:
        user = self.env.create_user(name.lower(), global_name=name)
        return (guild or self.guild).add_member(user, roles=roles)

    def moderator(self, name: str = "Mo", *, guild: GuildHandle | None = None) -> MemberActor:
        """A member who may manage the server."""
        guild = guild or self.guild
        allowed = discord.Permissions(manage_guild=True)
        return self.member(name, guild.create_role("Staff", permissions=allowed), guild=guild)

    @property
    def bot_role(self) -> RoleHandle:
        """The role that the bot's invitation made."""
        return next(
            RoleHandle(self.env, self.guild, one)
            for one in self.env.backend.guilds[self.guild.id].roles.values()
            if one.managed
        )

    def open_to_all(self, command: str) -> None:
        """Let everyone see a command that is hidden by default, as Integrations can."""
        found = self.env.backend.commands[None][command, discord.AppCommandType.chat_input.value]
        self.guild.set_command_permissions(int(found["id"]), {self.guild.default_role: True})

    def file_in(self, result: InteractionResult) -> str:
        """What stands in the text file that came with an answer."""
        (text,) = self.files_in(result).values()
        return text

    def files_in(self, result: InteractionResult) -> dict[str, str]:
        """What stands in the text files that came with an answer, by their names."""
        said = [one for one in (result.response, *result.followups) if one is not None]
        message = next(one for one in said if one.attachments)
        shown = [one for one in message.components if one["type"] == _FILE]
        assert message.content or len(shown) == len(message.attachments), (
            "a card hides the files that it does not name"
        )
        found: dict[str, str] = {}
        for file in message.attachments:
            stored = self.env.backend.cdn.get(file.url)
            assert stored is not None
            found[file.filename] = stored.decode()
        return found

    def archive_in(self, result: InteractionResult) -> dict[str, str]:
        """What stands in the texts of the zip file that came with an answer, by their paths."""
        said = [one for one in (result.response, *result.followups) if one is not None]
        [file] = [one for message in said for one in message.attachments]
        stored = self.env.backend.cdn.get(file.url)
        assert stored is not None
        with ZipFile(BytesIO(stored)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    async def forbid(self, channel: ChannelHandle, **permissions: bool) -> None:
        """Take permissions away from the bot in a channel: `forbid(home, send_messages=False)`."""
        _, deny = discord.PermissionOverwrite(**permissions).pair()
        kind = OverwriteType.MEMBER
        overwrite = Overwrite(self.env.backend.bot_user.id, kind, allow=0, deny=deny.value)
        self.env.backend.set_overwrite(channel.id, overwrite)
        await self.env.settle()

    async def allow_again(self, channel: ChannelHandle) -> None:
        """Give the bot back what `forbid` took away."""
        self.env.backend.delete_overwrite(channel.id, self.env.backend.bot_user.id)
        await self.env.settle()

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database, as an operator would."""
        old = self.bot
        await self.env.restart_bot(build_bot(self.settings, self.env.now, self.features))
        await old.db.close()

    async def wait(self, time: timedelta) -> None:
        """Let time pass, and the due chores run."""
        await self.env.advance_time(time.total_seconds())
        await self.bot.jobs.run_due()
        await self.env.settle()
