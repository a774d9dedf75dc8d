"""Whoever is in the demo's story knows Nexus from the weeks before it."""

from bot.client import Nexus
from bot.demo.cohort import Cohort
from bot.domain.features import Feature
from db import hints


async def know_nexus(bot: Nexus, cohort: Cohort) -> None:
    """None of them is given a hint in it, nor by whoever plays them."""
    async with bot.db.begin() as session:
        for one in cohort.people.values():
            await hints.note(session, cohort.guild.id, one.actor.id, list(Feature))
