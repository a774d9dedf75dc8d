"""/pair rematch, and the clock's side of being a pair."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot import own_pairs
from bot.client import Nexus, NexusInteraction
from cogs.pairing.meeting import parting, posts, silence, threads
from cogs.pairing.meeting.threads import Threads, WithThreads
from db import pairs

FINISH = "pairing:finish"
LISTEN = "pairing:listen"


class Meeting(WithThreads):
    """Some of the verbs of /pair."""

    bot: Nexus
    threads: Threads

    @app_commands.command()
    @app_commands.describe(pair=own_pairs.WHICH)
    @app_commands.autocomplete(pair=own_pairs.choices)
    async def rematch(self, interaction: NexusInteraction, pair: str | None = None) -> None:
        """Look for somebody new instead of your partner; you are asked once more before."""
        await parting.confirm(interaction, await own_pairs.chosen(interaction, pair))

    def start_meeting(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING, gone=posts.GONE)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)
        self.bot.jobs.every(silence.PAUSE, self._listen, name=LISTEN)

    def stop_meeting(self) -> None:
        self.bot.jobs.drop(LISTEN)
        self.bot.jobs.drop(FINISH)
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(posts.KINDS)

    async def _finish(self) -> None:
        await self.threads.open_all()
        await threads.close_all(self.bot)

    async def _listen(self) -> None:
        await silence.sweep(self.bot)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Another thread is opened for the pair, by the clock or when one of them asks."""
        async with self.bot.db.read() as session:
            pair = await pairs.in_thread(session, payload.guild_id, payload.thread_id)
        if pair is not None:
            async with self.bot.db.begin() as session:
                await pairs.thread_deleted(session, payload.guild_id, payload.thread_id)
