"""The weekly digest: what waits for an answer, what was solved, and what is coming."""

from bot.client import Nexus
from cogs.digest.cog import Digest
from cogs.digest.moderating.presses import roads


async def setup(bot: Nexus) -> None:
    bot.roads.add(roads)
    await bot.add_cog(Digest(bot))


async def teardown(bot: Nexus) -> None:
    bot.roads.remove(roads)
