"""What people do as a pair, for the tests of its rooms."""

from datetime import timedelta

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.domain.availability import Availability, Part
from bot.domain.matching import Api, Match, Track, Why
from db import matches, members, pair_profiles, pairs
from db.pairs import Pair
from tests.world import World

SHOP = "E-Commerce"
MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=7),
)
EVENINGS = Availability(frozenset({Part.EVENING}), frozenset({Part.EVENING}))
LAGOS, NAIROBI = "Africa/Lagos", "Africa/Nairobi"


async def wait_as(
    world: World, who: MemberActor, track: Track, *, api: Api = Api.EITHER
) -> Pair | None:
    """Look for a partner; the pair that came of it."""
    async with world.bot.db.begin() as session:
        now, guild_id = world.bot.now(), world.guild.id
        await pair_profiles.say(
            session, guild_id, who.id, track=track, project=SHOP, api=api, now=now
        )
        return (await matches.look(session, guild_id, who.id, now=now)).pair


async def make_pair(world: World, frontend: MemberActor, backend: MemberActor) -> Pair:
    """Two who found each other; their thread opens with the clock."""
    await wait_as(world, frontend, Track.FRONTEND)
    pair = await wait_as(world, backend, Track.BACKEND)
    assert pair is not None
    return pair


async def meet(world: World, frontend: MemberActor, backend: MemberActor) -> ChannelHandle:
    """Two who found each other, and their thread."""
    pair = await make_pair(world, frontend, backend)
    await world.wait(MINUTE)
    return await thread_of(world, pair.id)


async def make_trio(world: World, *people: MemberActor) -> ChannelHandle:
    """A backend, and two frontends who share them; their thread."""
    backend, *frontends = people
    async with world.bot.db.begin() as session:
        for one in people:
            track = Track.BACKEND if one is backend else Track.FRONTEND
            await pair_profiles.say(
                session, world.guild.id, one.id, track=track, project=SHOP, now=world.bot.now()
            )
        found = Match(SHOP, tuple(one.id for one in frontends), (backend.id,))
        why = Why(Api.REST, None, is_first_time=True)
        pair = await pairs.make(session, world.guild.id, found, why, now=world.bot.now())
    await world.wait(MINUTE)
    return await thread_of(world, pair.id)


async def say_times(world: World, **zones: MemberActor) -> None:
    """Have each of these free in the evenings, of the zone that is named: `Lagos=ann`."""
    async with world.bot.db.begin() as session:
        for city, who in zones.items():
            await members.set_zone(session, world.guild.id, who.id, f"Africa/{city}")
            await members.set_availability(session, world.guild.id, who.id, EVENINGS)


async def now_of(world: World, pair_id: int) -> Pair:
    async with world.bot.db.read() as session:
        pair = await pairs.by_id(session, world.guild.id, pair_id)
    assert pair is not None
    return pair


async def thread_of(world: World, pair_id: int) -> ChannelHandle:
    thread_id = (await now_of(world, pair_id)).thread_id
    return next(one for one in world.home.threads if one.id == thread_id)


def the_card(thread: ChannelHandle) -> discord.Message:
    """The one that introduces them."""
    return next(one for one in said(thread) if "Propose a time" in str(one.components))


def said(channel: ChannelHandle) -> list[discord.Message]:
    """What everybody sees there."""
    shown = [one for one in channel.history(viewer=None) if not one.is_system()]
    return [one for one in shown if not one.flags.ephemeral]


async def press(
    who: MemberActor, shown: InteractionResult | discord.Message, label: str
) -> InteractionResult:
    """Press a button on a card, or on what was answered before."""
    if isinstance(shown, InteractionResult):
        assert shown.response is not None
        return await who.click(shown.response.message, label=label)
    return await who.click(shown, label=label)


async def later(world: World, time: timedelta) -> None:
    """Let time pass, until all is posted that came due in it."""
    await world.wait(time)
    await world.wait(MINUTE)


def pinged(world: World, message: discord.Message) -> set[int]:
    return set(world.env.backend.get_message(message.channel.id, message.id).ping_user_ids)
