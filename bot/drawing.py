"""Draw a round beside the bot, which goes on answering meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.matching import Candidate, History
from bot.domain.patience import is_hopeless
from bot.domain.replays import DRAW, Pool, unpack_round
from bot.domain.rounds import Round
from bot.workers import in_process


@dataclass(frozen=True, slots=True)
class Drawn:
    """A round, and all that went into it in writing: `draw_packed` makes the same of it again."""

    round: Round
    pool: str
    """Has nobody's id: whose turn was which is what `in_turn` says of the candidates."""
    told: str
    """The round in writing, as `unpack_round` reads it."""


async def draw_apart(
    pool: Sequence[Candidate], history: History, seed: int, now: datetime
) -> Drawn:
    """The round of this pool, in a process of its own; may fail as `in_process` does.

    None is started where no two of them suit each other.
    """
    # In a thread, since thousands take longer than a click should wait.
    text = await asyncio.to_thread(lambda: Pool.of(pool, history, seed, now).packed())
    told = "[]" if is_hopeless(pool, history) else await in_process(DRAW, text)
    return Drawn(await asyncio.to_thread(unpack_round, told, pool), text, told)
