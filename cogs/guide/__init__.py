"""The guide: what one can do with Nexus, feature by feature."""

from bot.client import Nexus
from cogs.guide.cog import Guide
from cogs.guide.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Guide())


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
