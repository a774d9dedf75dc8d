"""What people do with study sessions, for the tests of all their rooms."""

from datetime import datetime

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from cogs.study import posts
from tests.world import World, card


def stamp(at: datetime) -> str:
    """A moment as every card says it."""
    return f"<t:{at.timestamp():.0f}:F> · <t:{at.timestamp():.0f}:R>"


async def plan(
    world: World,
    who: MemberActor,
    when: str = "fri 18:00 Lagos",
    topic: str = "JWT from scratch",
    *,
    channel: ChannelHandle | None = None,
    **more: str | int,
) -> InteractionResult:
    return await who.slash(channel or world.home, "session create", topic=topic, when=when, **more)


async def press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    """Press a button on what was answered before."""
    assert shown.response is not None
    return await who.click(shown.response.message, label=label)


async def choose(who: MemberActor, shown: InteractionResult, *values: str) -> InteractionResult:
    """Choose in the one select of what was answered before."""
    assert shown.response is not None
    return await who.select(shown.response.message, list(values))


async def post(world: World, who: MemberActor, *said: str, **more: str | int) -> discord.Message:
    """Plan a session, post it, and find its card."""
    await press(who, await plan(world, who, *said, **more), "Post it")
    return cards_in(world.home)[-1]


def cards_in(channel: ChannelHandle) -> list[discord.Message]:
    """What everybody sees there."""
    said = [one for one in channel.history(viewer=None) if not one.is_system()]
    return [one for one in said if not one.flags.ephemeral]


def pinged(world: World, message: discord.Message) -> list[int]:
    """Who was notified: a mention alone does not."""
    return list(world.env.backend.get_message(message.channel.id, message.id).ping_user_ids)


async def again(world: World, message: discord.Message) -> str:
    """What everybody sees of a card a moment later: in a rush, one picture serves many."""
    await world.wait(posts.PACE)
    return next(card(one) for one in cards_in(world.home) if one.id == message.id)


def thread_of(world: World, message: discord.Message) -> ChannelHandle:
    """The thread under a card."""
    return next(one for one in world.home.threads if one.id == message.id)
