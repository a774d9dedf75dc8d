"""What Nexus knows of a member: their time zone, when they have time, which reminders they want."""

from bot.client import Nexus
from cogs.profile.cog import Profile
from cogs.profile.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Profile(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
