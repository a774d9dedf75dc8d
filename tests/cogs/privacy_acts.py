"""What people do with their own data, for the tests of all that follows from it."""

from datetime import timedelta

from simcord import InteractionResult, MemberActor

from tests.cogs.qa_acts import press
from tests.world import World

DELETE, KEEP = "Delete it too", "Keep it as a former member's"
MINUTES = timedelta(minutes=2)


async def erase(
    world: World, who: MemberActor, label: str = DELETE, *, word: str = "delete"
) -> InteractionResult:
    """Delete all of it, and let the cards follow."""
    form = await press(who, await who.slash(world.home, "privacy delete"), label)
    told = await who.submit_modal(form, {"word": word})
    await world.wait(MINUTES)
    return told
