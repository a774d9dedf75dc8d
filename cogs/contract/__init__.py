"""The API contract of a pair: what the backend promises, what the frontend needs, how far it is.

It is for the members of the pair alone. Both sides may change it: see `db.contract_acts`.
"""

from bot.client import Nexus
from cogs.contract.cog import Contract
from cogs.contract.endpoints import presses as endpoints
from cogs.contract.feedback import presses as feedback
from cogs.contract.files import presses as files
from cogs.contract.telling import presses as telling

ROADS = (endpoints.roads, feedback.roads, files.roads, telling.roads)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    await bot.add_cog(Contract(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
