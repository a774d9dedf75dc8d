"""The simulated Discord that the demo and the tests play on.

Every private name of SimCord's that Nexus touches stands in this file; its version is pinned, and
`tests/demo/test_stage.py` fails when one of them changes.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from simcord import Env, GuildHandle

from bot.client import PERMISSIONS, Nexus

# How long SimCord waits for the bot to go quiet after each act: 50 ms unless told.
_QUIET_SECONDS = 0.002


@asynccontextmanager
async def stage(
    make: Callable[[Callable[[], datetime]], Nexus], *, starts_at: datetime
) -> AsyncGenerator[Env]:
    """A simulated Discord with the bot that `make(now)` builds; its clock begins at `starts_at`.

    Refusals reach SimCord as errors of the bot, so it is told not to raise them; what is really
    our fault is logged as an error.
    """
    made: list[Env] = []
    bot = make(lambda: made[0].now())  # noqa: PLW0108 - the list is still empty here
    env = Env(bot, check_errors=False)
    made.append(env)
    env.backend.clock._epoch = starts_at  # pyright: ignore[reportPrivateUsage]
    defaults = Env._settle_internal.__kwdefaults__  # pyright: ignore[reportPrivateUsage]
    assert defaults is not None
    defaults["idle"] = _QUIET_SECONDS
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()


def as_invited(env: Env, guild: GuildHandle) -> None:
    """Give the bot exactly the permissions of the invite link; SimCord gives it all but one."""
    role = next(one for one in env.backend.guilds[guild.id].roles.values() if one.managed)
    env.backend.edit_role(guild.id, role.id, {"permissions": PERMISSIONS.value})
