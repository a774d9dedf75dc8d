"""What is kept of members, and what they decide about it: their own data, and what is shown."""

from bot.client import Nexus
from cogs.privacy.cog import Privacy
from cogs.privacy.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Privacy(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
