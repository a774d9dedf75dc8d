"""What Discord tells of a server's own events, and of all that they depend on."""

from datetime import timedelta

import discord
from discord.ext import commands

from cogs.study.mirroring.rounds import Mirror

TEND = "study:events"
PAUSE = timedelta(seconds=2)


class Mirroring(commands.Cog):
    mirror: Mirror

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        await self.mirror.look_again()

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.mirror.look_again(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.mirror.look_again(guild)

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        del before
        await self.mirror.heard(after, is_gone=False)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        await self.mirror.heard(event, is_gone=True)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        del before
        await self.mirror.channel_changed(after, is_gone=False)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.mirror.channel_changed(channel, is_gone=True)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self.mirror.try_again(after.guild)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Of all members' changes Discord tells a bot without privileges its own: its roles."""
        del before
        await self.mirror.try_again(after.guild)
