"""What moderators do with Nexus: for now, setting it up."""

from bot.client import Nexus
from cogs.admin.cog import Admin
from cogs.admin.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Admin(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
