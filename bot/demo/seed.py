"""What the cohort did in the days before the demo opens, done again through the bot itself.

Everything here is a person's act: a command, a form, a press. The clock walks on in between, so
that what the demo shows is what the bot made of it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from simcord import Env

from bot.client import Nexus
from bot.demo.cohort import Cohort
from bot.demo.stage import forget_whispers

STORY = timedelta(days=10)


async def play(env: Env, bot: Nexus, cohort: Cohort, *, until: Callable[[], datetime]) -> None:
    """Let everybody act from now to `until()`, which is asked again at the end."""
    for person in cohort.people.values():
        await person.actor.slash(cohort.home, "me timezone", zone=person.zone)
    left = until() - env.now()
    await env.advance_time(max(left.total_seconds(), 0))
    await bot.jobs.run_due()
    await env.settle()
    forget_whispers(env)
