"""Study sessions: plan one in your own time, and see who comes."""

from bot.client import Nexus
from cogs.study.cog import Study
from cogs.study.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Study(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
