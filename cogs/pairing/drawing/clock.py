"""Match who waits, all of them at once, every few minutes; and make a third of the odd one."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.client import Nexus
from bot.domain.patience import is_hopeless
from bot.drawing import draw_apart
from cogs.pairing.meeting.threads import bring, threads_of
from db import queue, rounds, trios
from db.pairs import Pair
from db.rounds import CONFIRMABLE, Seen

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=3)
_SEED_BITS = 32


async def draw_all(bot: Nexus) -> None:
    """Each guild by itself: one that fails keeps no other waiting."""
    async with bot.db.read() as session:
        waiting = await queue.guilds_that_wait(session)
    for guild_id in waiting:
        try:
            if await draw(bot, guild_id):
                await threads_of(bot).open_all()
            await add_thirds(bot, guild_id)
        except Exception:
            log.exception("guild %s: no round was drawn", guild_id)


async def draw(bot: Nexus, guild_id: int) -> Sequence[Pair]:
    """The pairs of a round; none where nobody suits, or where somebody came or went meanwhile."""
    seed, now = bot.rng.getrandbits(_SEED_BITS), bot.now()
    async with bot.db.read() as session:
        taking = await rounds.entrants(session, guild_id, is_patient=True, now=now)
    if is_hopeless(taking.people, taking.history):
        return []
    drawn = await draw_apart(taking.people, taking.history, seed, now)
    async with bot.db.begin() as session:
        if taking != await rounds.entrants(session, guild_id, is_patient=True, now=now):
            return []  # the next round has them as they are
        round_id = await rounds.keep(
            session, guild_id, taking.people, pool=drawn.pool, told=drawn.told, now=now
        )
        return await rounds.apply(session, guild_id, round_id, drawn.round, now)


async def look(bot: Nexus, guild_id: int) -> Seen:
    """A round for moderators to look at, by which nobody is paired yet."""
    seed, now = bot.rng.getrandbits(_SEED_BITS), bot.now()
    async with bot.db.read() as session:
        taking = await rounds.entrants(session, guild_id, is_patient=False, now=now)
    drawn = await draw_apart(taking.people, taking.history, seed, now)
    async with bot.db.begin() as session:
        round_id = await rounds.keep(
            session, guild_id, taking.people, pool=drawn.pool, told=drawn.told, now=now
        )
    return Seen(round_id, drawn.round, now + CONFIRMABLE)


async def add_thirds(bot: Nexus, guild_id: int) -> None:
    """Let who waited long join a pair. If this is cut off, the mention of them lets them in."""
    async with bot.db.begin() as session:
        joined = await trios.join(session, guild_id, bot.now())
    for one in joined:
        await bring(bot, one.pair, one.user_id)
    await bot.delivery.send_now(*(one.key for one in joined))
