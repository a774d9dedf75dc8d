"""The cohort's pulse: what waits for moderators, on one private screen."""

from bot.client import Nexus
from cogs.pulse.cog import Pulse
from cogs.pulse.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Pulse(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
