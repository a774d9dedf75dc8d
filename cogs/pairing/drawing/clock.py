"""Match who waits, all of them at once, every few minutes; and make a third of the odd one."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.client import Nexus
from bot.domain.patience import is_hopeless
from bot.drawing import draw_apart
from cogs.pairing.meeting.threads import bring, threads_of
from db import pair_ends, queue, rounds, trios
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
        if bot.get_guild(guild_id) is None:
            continue  # nobody there could be told
        try:
            made = await draw(bot, guild_id)
            if made:
                await threads_of(bot).open_all()
            if made is not None:
                await add_thirds(bot, guild_id)
        except Exception:
            log.exception("guild %s: no round was drawn", guild_id)


async def draw(bot: Nexus, guild_id: int) -> Sequence[Pair] | None:
    """The pairs of a round, perhaps none; None if somebody came or went while it was drawn."""
    seed, now = bot.rng.getrandbits(_SEED_BITS), bot.now()
    async with bot.db.read() as session:
        taking = await rounds.entrants(session, guild_id, is_patient=True, now=now)
    if is_hopeless(taking.people, taking.history):
        return []
    drawn = await draw_apart(taking.people, taking.history, seed, now)
    async with bot.db.begin() as session:
        if taking != await rounds.entrants(session, guild_id, is_patient=True, now=now):
            return None  # the next round has them as they are
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
        posts = (one.key,)
        if not await bring(bot, one.pair, one.user_id):
            async with bot.db.begin() as session:
                posts = await pair_ends.lose(session, guild_id, one.pair.id, one.user_id, bot.now())
        await bot.delivery.send_now(*posts)
