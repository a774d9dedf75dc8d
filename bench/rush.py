"""Five hundred members who want one of fifty seats at once: until each has a place."""

import asyncio
import time

from bench.bots import Town
from bench.tables import Size, Table, median, number
from bot.door import BUSY
from tests.wire.messages import Message
from tests.wire.world import Member

CROWD, SEATS = 500, 50
PATIENCE = 60.0  # seconds


async def measured(town: Town, size: Size) -> Table:
    crowd = [
        town.wire.stage.add_member(town.guild, f"Rusher {one}")
        for one in range(size.of(CROWD, least=SEATS + 2))
    ]
    took: list[float] = []
    tries: list[float] = []
    edits: list[float] = []
    for turn in range(size.rounds):
        card = await town.plan_session(crowd[turn], "A rush", seats=SEATS)
        town.forget()
        began, tried = time.perf_counter(), 0
        waiting = crowd
        while waiting:  # whoever is told that it is too busy presses again
            tried += len(waiting)
            waiting = await _press(town, card, waiting)
        took.append(time.perf_counter() - began)
        tries.append(tried)
        rest = f"{len(crowd) - SEATS} waiting"
        await town.wire.until(lambda card=card, rest=rest: rest in card.text, within=PATIENCE)
        path = f"/channels/{card.channel_id}/messages/{card.id}"
        calls = town.wire.transcript.calls
        edits.append(sum((one.method, one.path) == ("PATCH", path) for one in calls))
    row = (
        f"{len(crowd)} members, {SEATS} seats",
        number(median(took)),
        f"{median(tries):,.0f}",
        f"{median(edits):,.0f}",
    )
    columns = ("all at once", "s until each has a place", "presses it took", "edits of the card")
    return Table("Wire: a rush for seats", columns, [row], [_NOTE])


_NOTE = (
    "Fifty are going and the others wait in order, by the database and by the card; a card is drawn"
    " at most once in two seconds."
)


async def _press(town: Town, card: Message, crowd: list[Member]) -> list[Member]:
    acts = [town.wire.people.press(one, card, "Going") for one in crowd]
    shown = await asyncio.gather(*(act.answered(within=PATIENCE) for act in acts))
    return [who for who, one in zip(crowd, shown, strict=True) if BUSY in one.text]
