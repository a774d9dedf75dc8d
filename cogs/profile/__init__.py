"""What Nexus knows of a member: zone, free time, reminders, and what they did here."""

from bot.client import Nexus
from cogs.profile.cog import Profile
from cogs.profile.deeds.presses import roads as deeds
from cogs.profile.presses import roads

ROADS = (roads, deeds)


async def setup(bot: Nexus) -> None:
    for one in ROADS:
        bot.roads.add(one)
    await bot.add_cog(Profile(bot))


async def teardown(bot: Nexus) -> None:
    for one in ROADS:
        bot.roads.remove(one)
