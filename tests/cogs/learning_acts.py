"""What people do with their learning logs, for the tests of all its rooms."""

from typing import Any

from simcord import InteractionResult, MemberActor

from bot.domain.log import Entry, LogKind
from db import logs
from tests.world import World

SHARE, PRIVATE = "Share with the cohort", "Keep it private"


async def add(
    world: World,
    who: MemberActor,
    title: str = "Redis",
    text: str = "",
    *,
    kind: LogKind = LogKind.TECHNOLOGY,
    day: str = "today",
    **more: str,
) -> InteractionResult:
    form = await who.slash(world.home, "log add", kind=kind.value)
    return await who.submit_modal(form, {"title": title, "text": text, "day": day, **more})


async def entries(world: World, who: MemberActor) -> list[Entry]:
    async with world.bot.db.read() as session:
        return await logs.entries(session, world.guild.id, who.id)


async def entry(world: World, who: MemberActor) -> Entry:
    (only,) = await entries(world, who)
    return only


async def pick(
    who: MemberActor, shown: InteractionResult, road: str, *values: str
) -> InteractionResult:
    """Choose in one of several selects of what was answered before."""
    assert shown.response is not None
    return await who.select(shown.response.message, list(values), custom_id=road)


def components(shown: InteractionResult) -> list[Any]:
    assert shown.response is not None
    return list(shown.response.components)
