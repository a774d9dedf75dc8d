"""Hints for newcomers: a private word at the first use of each feature, and never again."""

from bot.client import Nexus
from cogs.hints.cog import Hints


async def setup(bot: Nexus) -> None:
    await bot.add_cog(Hints(bot))
