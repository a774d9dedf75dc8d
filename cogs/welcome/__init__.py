"""The card that welcomes members, with a button for each thing that they come for."""

from bot.client import Nexus
from cogs.welcome.cog import Welcome
from cogs.welcome.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Welcome(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
