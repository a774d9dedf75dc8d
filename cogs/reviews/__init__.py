"""Reviews: members look at each other's code."""

from bot.client import Nexus
from cogs.reviews.cog import Reviews
from cogs.reviews.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Reviews(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
