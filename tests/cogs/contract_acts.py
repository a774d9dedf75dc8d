"""What a pair does with its contract, for the tests of all its rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import update

from bot.domain.matching import Api, Match, Why
from db import contracts, pairs, tables
from db.contracts import Shared
from db.pairs import Pair
from tests.world import World, card

GATHERED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Two:
    """A pair in its thread: Ann builds the frontend, Ben the backend."""

    world: World
    ann: MemberActor
    ben: MemberActor
    pair: Pair
    thread: ChannelHandle

    def cards(self) -> list[str]:
        """What both see of Nexus in their thread, oldest first."""
        return [card(one) for one in self.messages()]

    def messages(self) -> list[discord.Message]:
        return [one for one in self.thread.history() if not one.flags.ephemeral]

    def contract_card(self) -> discord.Message:
        (found,) = [one for one in self.messages() if "I need this" in card(one)]
        return found

    async def shared(self) -> Shared:
        async with self.world.bot.db.read() as session:
            return await contracts.of_pair(session, self.pair)

    async def add(
        self, who: MemberActor, path: str, method: str = "GET", **said: str
    ) -> InteractionResult:
        form = await who.slash(self.thread, "contract add")
        return await who.submit_modal(form, {"method": [method], "path": path, **said})

    async def say(self, who: MemberActor, verb: str, /, **options: Any) -> InteractionResult:
        return await who.slash(self.thread, f"contract {verb}", **options)

    async def gather(self) -> None:
        """Wait until the partner is told."""
        await self.world.wait(GATHERED)
        await self.world.wait(timedelta(seconds=15))


async def pair_up(
    world: World, ann: MemberActor, ben: MemberActor, project: str = "E-Commerce", **why: Any
) -> Two:
    """Two who were matched, with their thread open."""
    pair = await make(world, [ann], [ben], project, **why)
    thread = await open_thread(world, pair)
    async with world.bot.db.read() as session:
        opened = await pairs.by_id(session, pair.guild_id, pair.id)
    assert opened is not None
    return Two(world, ann, ben, opened, thread)


async def open_thread(world: World, pair: Pair) -> ChannelHandle:
    cog: Any = world.bot.get_cog("Pairing")  # of a class that was loaded anew, if others ran before
    thread_id = await cog.threads.open(pair)
    await world.env.settle()
    return next(one for one in world.home.threads if one.id == thread_id)


async def make(
    world: World,
    frontend: Sequence[MemberActor],
    backend: Sequence[MemberActor],
    project: str = "E-Commerce",
    api: Api | None = Api.REST,
) -> Pair:
    match = Match(project, tuple(one.id for one in frontend), tuple(one.id for one in backend))
    async with world.bot.db.begin() as session:
        return await pairs.make(
            session,
            world.guild.id,
            match,
            Why(api, None, is_first_time=True),
            now=world.bot.now(),
        )


async def end(world: World, pair: Pair) -> None:
    """As when one of them asked for somebody new."""
    async with world.bot.db.begin() as session:
        await session.execute(
            update(tables.Pair)
            .where(tables.Pair.id == pair.id)
            .values(ended_at=world.bot.now(), end="somebody asked for a new partner")
        )


def pinged(world: World, message: discord.Message) -> set[int]:
    """Who was notified: a mention alone does not."""
    return set(world.env.backend.get_message(message.channel.id, message.id).ping_user_ids)
