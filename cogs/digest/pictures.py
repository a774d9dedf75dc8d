"""The pictures of weeks: drawn by a process of its own, all that are wanted at an hour together.

That process takes a second before it draws anything, and each picture a small part of one.
"""

import json
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Iterable

from bot.domain.bars import Bars
from bot.workers import WorkFailed, in_process

DRAW = "bot.domain.pictures:draw_packed"
SECONDS = 20.0
# At the most common hour so many guilds' are on their way at once; each takes some 30 kB.
_KEPT = 256


class Pictures:
    """What was drawn last, by what it shows; `work` is what draws it, as `bot.workers` has it."""

    def __init__(self, work: str = DRAW) -> None:
        self._work = work
        self._drawn: OrderedDict[str, bytes | None] = OrderedDict()

    async def draw(self, weeks: Iterable[Bars]) -> None:
        """Have the pictures of these at hand; where drawing fails, they stay without."""
        wanted = {one.packed() for one in weeks if one.is_worth_a_picture} - {*self._drawn}
        if not wanted:
            return
        order = sorted(wanted)
        try:
            told = json.loads(await in_process(self._work, json.dumps(order), seconds=SECONDS))
        except WorkFailed:  # it is logged; a digest goes without rather than not at all
            told = [None] * len(order)
        for key, png in zip(order, told, strict=True):
            self._drawn[key] = b64decode(png) if png else None
        while len(self._drawn) > max(_KEPT, len(order)):
            self._drawn.popitem(last=False)

    async def of(self, week: Bars) -> bytes | None:
        """Its picture; None where there is nothing to draw, or where that failed."""
        await self.draw([week])
        return self._drawn.get(week.packed())
