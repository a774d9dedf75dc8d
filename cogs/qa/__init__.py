"""Questions and answers: asked, answered, accepted, found and looked after."""

from bot.client import Nexus
from cogs.qa.answering import presses as answering
from cogs.qa.answering.cog import mark_as_answer
from cogs.qa.asking import presses as asking
from cogs.qa.asking.menu import ask_as_question
from cogs.qa.cog import Qa
from cogs.qa.finding import presses as finding
from cogs.qa.tending import presses as tending

ROADS = (asking.roads, answering.roads, finding.roads, tending.roads)
# Discord knows these by themselves, outside of any group.
MENUS = (ask_as_question, mark_as_answer)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    for menu in MENUS:
        bot.tree.add_command(menu)
    await bot.add_cog(Qa(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
    for menu in MENUS:
        bot.tree.remove_command(menu.name, type=menu.type)
