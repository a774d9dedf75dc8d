"""Pairing: frontend learners meet backend learners of the same project."""

from bot.client import Nexus
from cogs.pairing.cog import Pairing
from cogs.pairing.seeking.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Pairing(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
