"""What moderators announce to the cohort: written, previewed, posted at once or at a time."""

from bot.client import Nexus
from cogs.announcing.cog import Announcing
from cogs.announcing.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Announcing(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
