"""What tests of the weekly digest do and look at."""

from datetime import UTC, datetime, timedelta

import discord
from simcord import ChannelHandle, MemberActor

from tests.world import World, card, seen

DIGEST = "The week at a glance"
# 09:00 in Lagos on the Monday after the tests' NOON.
DUE = datetime(2026, 3, 9, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
IN_LAGOS = "Lagos"


async def in_lagos(world: World) -> MemberActor:
    mo = world.moderator()
    await mo.slash(world.home, "nexus setup", zone=IN_LAGOS)
    return mo


async def pass_to(world: World, moment: datetime) -> None:
    await world.wait(moment - world.env.now())


def messages_in(channel: ChannelHandle) -> list[discord.Message]:
    return [one for one in channel.history(viewer=None) if DIGEST in card(one)]


def digests_in(channel: ChannelHandle) -> list[str]:
    return [card(one) for one in messages_in(channel)]


async def preview(world: World, mo: MemberActor) -> str:
    return seen(await mo.slash(world.home, "nexus digest preview"))
