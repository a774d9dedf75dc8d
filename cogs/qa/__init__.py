"""Questions and answers: ask, answer, accept, search."""

from bot.client import Nexus
from cogs.qa.cog import Qa
from cogs.qa.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Qa(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
