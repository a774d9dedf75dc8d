"""What people do to be paired, and what they then see, for the tests of pairing."""

from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.domain.matching import Track
from tests.world import World, seen

SHOP, JOBS, POLL = "E-Commerce", "Job Board", "Online Poll"
FRONTEND, BACKEND = Track.FRONTEND.value, Track.BACKEND.value


def told(result: InteractionResult) -> str:
    """All that the person sees, as it looks: without the backslashes that keep it so."""
    return seen(result).replace("\\", "")


async def find(
    world: World, who: MemberActor, project: str = SHOP, track: str | None = None
) -> InteractionResult:
    options = {"track": track} if track else {}
    return await who.slash(world.home, "pair find", project=project, **options)


async def pair(world: World, who: MemberActor, verb: str, **options: Any) -> InteractionResult:
    """`/pair verb`, with these options."""
    return await who.slash(world.home, f"pair {verb}", **options)


async def make_pair(
    world: World, one: MemberActor, other: MemberActor, project: str = SHOP
) -> InteractionResult:
    """`one` waits as frontend, and `other` finds them; what `other` is told."""
    await find(world, one, project, FRONTEND)
    return await find(world, other, project, BACKEND)


def the_thread(world: World) -> ChannelHandle:
    (thread,) = world.home.threads
    return thread


async def press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    """Press a button of what was answered before."""
    assert shown.response is not None
    return await who.click(shown.response, label=label)


async def choose(
    who: MemberActor, shown: InteractionResult, part: str, value: str
) -> InteractionResult:
    """Choose in one of the selects of the profile."""
    assert shown.response is not None
    return await who.select(shown.response, [value], custom_id=f"pairing:{part}")


async def say(world: World, who: MemberActor, **parts: str) -> InteractionResult:
    """Fill in the profile: `track`, `project`, `api` and `partners`; the card as it is then."""
    shown = await pair(world, who, "profile")
    for part, value in parts.items():
        await choose(who, shown, part, value)
    return shown


async def choose_roles(world: World, **parts: int) -> None:
    """A moderator's choice of the tracks' roles."""
    mo = world.moderator()
    shown = await mo.slash(world.home, "nexus setup")
    assert shown.response is not None
    await mo.click(shown.response, label="Roles and cohort")
    for part, role_id in parts.items():
        role = next(one for one in world.guild.roles.values() if one.id == role_id)
        await mo.select(shown.response, [role], custom_id=f"admin:role:{part}")
