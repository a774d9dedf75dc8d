"""What a cohort leaves to the next one: a knowledge base, as a file for moderators."""

from bot.client import Nexus
from cogs.knowledge.cog import Knowledge


async def setup(bot: Nexus) -> None:
    await bot.add_cog(Knowledge(bot))
