"""What Discord tells of a server's own events, and of all that they depend on.

It is only written down here; the chore reads it, seconds later.
"""

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
        self.mirror.news.everything = True

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.mirror.news.guilds.add(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.mirror.news.guilds.add(guild.id)

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        del before
        self.mirror.news.events.add((after.guild_id, after.id))

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        self.mirror.news.events.add((event.guild_id, event.id))

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        del before
        self.mirror.news.channels.add((after.guild.id, after.id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.mirror.news.channels.add((channel.guild.id, channel.id))

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            self.mirror.news.rights.add(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Of all members' changes Discord tells a bot without privileges its own: its roles."""
        del before
        self.mirror.news.rights.add(after.guild.id)
