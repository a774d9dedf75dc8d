"""The learning log: kept by its member, shared entry by entry, and taken along."""

from bot.client import Nexus
from cogs.learning.cog import Log
from cogs.learning.prompting import presses as prompting
from cogs.learning.reading import presses as reading
from cogs.learning.readme import moderating
from cogs.learning.readme import presses as readmes
from cogs.learning.streaks import presses as streaks
from cogs.learning.writing import presses as writing
from cogs.learning.writing.cog import save_to_my_log

ROADS = (
    writing.roads,
    reading.roads,
    streaks.roads,
    prompting.roads,
    readmes.roads,
    moderating.roads,
)
# Discord knows these by themselves, outside of any group.
MENUS = (save_to_my_log,)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    for menu in MENUS:
        bot.tree.add_command(menu)
    await bot.add_cog(Log(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
    for menu in MENUS:
        bot.tree.remove_command(menu.name, type=menu.type)
