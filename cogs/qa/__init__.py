"""Questions and answers: ask, answer, accept, search."""

from bot.client import Nexus
from cogs.qa.answering import presses as answering
from cogs.qa.asking import presses as asking
from cogs.qa.cog import Qa

ROADS = (asking.roads, answering.roads)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    await bot.add_cog(Qa(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
