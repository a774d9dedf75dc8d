"""What moderators do with Nexus: setting it up, and looking at what they did."""

from bot.client import Nexus
from cogs.admin.auditing.presses import roads as auditing
from cogs.admin.cog import Admin
from cogs.admin.overview.presses import roads as overview
from cogs.admin.presses import roads

ROADS = (roads, overview, auditing)


async def setup(bot: Nexus) -> None:
    for one in ROADS:
        bot.roads.add(one)
    await bot.add_cog(Admin(bot))


async def teardown(bot: Nexus) -> None:
    for one in ROADS:
        bot.roads.remove(one)
