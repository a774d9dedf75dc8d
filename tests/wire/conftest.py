"""A server with a guild in it, and a plain bot that is connected."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import discord
import pytest

from tests.wire.clients import Plain, connected
from tests.wire.described import about_answers
from tests.wire.server import WireServer
from tests.wire.world import Channel, ChannelKind, Guild, Member, Message


@dataclass(slots=True)
class Town:
    """The guild of a test, the bot's view of its channel, and one person."""

    wire: WireServer
    guild: Guild
    home: Channel
    ana: Member

    def channel(self, bot: Plain, channel: Channel | None = None) -> discord.TextChannel:
        found = bot.get_channel((channel or self.home).id)
        assert isinstance(found, discord.TextChannel)
        return found

    async def another(
        self,
        bot: Plain,
        name: str,
        kind: ChannelKind = ChannelKind.TEXT,
        *,
        tags: Sequence[str] = (),
    ) -> Channel:
        """One more channel, once the bot knows of it."""
        heard = asyncio.create_task(bot.wait_for("guild_channel_create", timeout=5))
        await asyncio.sleep(0)
        made = self.wire.stage.add_channel(self.guild, name, kind, tags=tags)
        await heard
        return made

    def said(self, channel: Channel | None = None) -> list[Message]:
        """What the bot has said there."""
        world = self.wire.world
        return world.messages_in(channel or self.home, by=world.bot.id)


@pytest.fixture
async def wire() -> AsyncIterator[WireServer]:
    async with WireServer() as wire:
        yield wire
    # So every test here is a test of our answers against Discord's own description of them.
    assert about_answers(wire.transcript.calls) == []


@pytest.fixture
def town(wire: WireServer) -> Town:
    guild = wire.stage.add_guild()
    home = wire.stage.add_channel(guild, "home")
    return Town(wire, guild, home, wire.stage.add_member(guild, "Ana"))


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Plain]:
    async with connected(town.wire) as bot:
        yield bot
