"""Study sessions: plan one in your own time, see who comes, and be reminded of it."""

from bot.client import Nexus
from cogs.study.attending import presses as attending
from cogs.study.cog import Study
from cogs.study.finding import presses as finding
from cogs.study.going import presses as going
from cogs.study.hosting import presses as hosting
from cogs.study.inviting import presses as inviting
from cogs.study.inviting.menu import invite_to_session
from cogs.study.moderating import presses as moderating
from cogs.study.planning import presses as planning
from cogs.study.polling import drafts as poll_drafts
from cogs.study.polling import presses as polling
from cogs.study.reminding import presses as reminding
from cogs.study.tending import presses as tending

ROADS = (
    planning.roads,
    going.roads,
    finding.roads,
    reminding.roads,
    attending.roads,
    inviting.roads,
    tending.roads,
    hosting.roads,
    moderating.roads,
    polling.roads,
    poll_drafts.roads,
)


async def setup(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.add(roads)
    bot.tree.add_command(invite_to_session)
    await bot.add_cog(Study(bot))


async def teardown(bot: Nexus) -> None:
    for roads in ROADS:
        bot.roads.remove(roads)
    bot.tree.remove_command(invite_to_session.name, type=invite_to_session.type)
