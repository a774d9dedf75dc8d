"""The cohort's calendar: its weeks, its milestones and the final presentation."""

from bot.client import Nexus
from cogs.calendar.cog import Calendar
from cogs.calendar.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Calendar(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
