"""What Nexus knows of a member: for now, their time zone."""

from bot.client import Nexus
from cogs.profile.cog import Profile


async def setup(bot: Nexus) -> None:
    await bot.add_cog(Profile(bot))
