"""/pair rematch, and the clock's side of being a pair."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import fit, one_line
from bot.places import guild_of
from cogs.pairing.meeting import parting, parting_render, posts, silence, threads
from cogs.pairing.meeting.threads import Threads, WithThreads
from db import pairs
from db.pairs import Pair

FINISH = "pairing:finish"
LISTEN = "pairing:listen"


async def pair_choices(interaction: NexusInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """The pairs that the caller is of."""
    guild = guild_of(interaction)
    async with interaction.client.db.read() as session:
        mine = await pairs.of_member(session, guild.id, interaction.user.id)
    wanted = one_line(typed).casefold()
    labels = {str(one.number): _label(guild, one, interaction.user.id) for one in mine}
    return [
        app_commands.Choice(name=fit(label, 100), value=number)
        for number, label in labels.items()
        if wanted in label.casefold()
    ]


def _label(guild: discord.Guild, pair: Pair, me: int) -> str:
    found = [guild.get_member(one) for one in pair.others(me)]
    known = ", ".join(one.display_name for one in found if one)
    return parting_render.choice_label(pair, known)


class Meeting(WithThreads):
    """Some of the verbs of /pair."""

    bot: Nexus
    threads: Threads

    @app_commands.command()
    @app_commands.describe(pair="Your partner's name, or the project; not needed in your thread")
    @app_commands.autocomplete(pair=pair_choices)
    async def rematch(self, interaction: NexusInteraction, pair: str | None = None) -> None:
        """Look for somebody new instead of your partner; you are asked once more before."""
        await parting.confirm(interaction, await _chosen(interaction, pair))

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


async def _chosen(interaction: NexusInteraction, typed: str | None) -> Pair:
    """The pair that was chosen; else the one whose thread this is, else the only one."""
    guild_id, me = guild_of(interaction).id, interaction.user.id
    async with interaction.client.db.read() as session:
        if typed is not None:
            digits = typed.strip().removeprefix("#")
            is_number = digits.isascii() and digits.isdecimal() and len(digits) < 19
            found = await pairs.by_number(session, guild_id, int(digits)) if is_number else None
            if found is None or me not in found.people:
                raise pairs.not_yours()
            return found
        here = await pairs.in_thread(session, guild_id, interaction.channel_id or 0)
        mine = await pairs.of_member(session, guild_id, me)
    if here is not None and me in here.people:
        return here
    if len(mine) != 1:
        raise Refusal(parting_render.which_pair(len(mine)))
    return mine[0]
