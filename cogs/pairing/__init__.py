"""Pairing: frontend learners meet backend learners of the same project."""

from bot.client import Nexus
from cogs.pairing.cog import Pairing
from cogs.pairing.drawing import presses as drawing
from cogs.pairing.inviting import presses as inviting
from cogs.pairing.inviting.menu import invite_to_pair
from cogs.pairing.meeting import parting
from cogs.pairing.meeting import presses as meeting
from cogs.pairing.moderating import presses as moderating
from cogs.pairing.seeking import presses as seeking

ROADS = (
    seeking.roads,
    meeting.roads,
    parting.roads,
    moderating.roads,
    drawing.roads,
    inviting.roads,
)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    bot.tree.add_command(invite_to_pair)
    await bot.add_cog(Pairing(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
    bot.tree.remove_command(invite_to_pair.name, type=invite_to_pair.type)
