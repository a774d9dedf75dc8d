"""Very many clicks at once: who is answered, who is told that it is too busy, and who never."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bench.bots import Click, Town
from bench.tables import Size, Table, median, number
from bot.door import BUSY
from tests.wire.people import Act

CROWDS = (500, 2000)
LIMIT_SECONDS = 3.0  # so long does Discord wait for the first answer
SETTLED_SECONDS = 20.0
_A_FEW = 20
_THINKING, _STAYING = 5, 6  # the callbacks that only ask to wait


class Crowded(Protocol):
    """A kind of interaction, as `bench.wire` has it."""

    name: str
    town: Town
    click: Click


@dataclass(slots=True)
class Fates:
    """What became of the clicks, in each round."""

    answered: list[int] = field(default_factory=list[int])
    waited: list[int] = field(default_factory=list[int])
    """Of these, told within three seconds to wait, and answered then."""
    busy: list[int] = field(default_factory=list[int])
    late: list[int] = field(default_factory=list[int])
    """Told nothing within three seconds: Discord says that the bot failed."""
    slowest: list[float] = field(default_factory=list[float])
    """Seconds until the last of those answered had the answer."""

    def note(self, acts: Sequence[Act], answered_at: dict[int, datetime]) -> None:
        late = [one for one in acts if not one.is_acknowledged]
        busy = [one for one in acts if one.is_acknowledged and BUSY in one.shown.text]
        told = {id(one) for one in (*late, *busy)}
        served = [one.interaction for one in acts if id(one) not in told]
        self.answered.append(len(served))
        self.waited.append(sum(one.callback in (_THINKING, _STAYING) for one in served))
        self.busy.append(len(busy))
        self.late.append(len(late))
        waits = ((answered_at[one.id] - one.created_at).total_seconds() for one in served)
        self.slowest.append(max(waits, default=0))


async def measured(cases: Sequence[Crowded], size: Size) -> Table:
    crowds = [size.of(one) for one in CROWDS]
    found = {(case.name, crowd): Fates() for case in cases for crowd in crowds}
    for _ in range(size.rounds):
        for case in cases:
            for crowd in crowds:
                case.town.forget()
                acts = await _all_at_once(case.click, crowd)
                found[case.name, crowd].note(acts, await _answers(case.town, acts))
    rows = [
        (
            f"{name}, {crowd:,} clicks",
            *(f"{median(one):,.0f}" for one in (it.answered, it.waited, it.busy)),
            f"{max(it.late):,}",
            number(median(it.slowest)),
            "" if "no-op" in name else f"0: {'missed' if max(it.late) else 'met'}",
        )
        for (name, crowd), it in found.items()
    ]
    columns = ("all at once", "answered", "of them asked to wait first", "told “busy”")
    columns = (*columns, "told nothing in 3 s (worst round)", "slowest answer, s", "aim: none late")
    note = (
        "Clicks come as fast as the wire can tell them, which shares its core with nobody but"
        " takes the answers in between."
    )
    return Table("Wire: bursts", columns, rows, [note])


async def _all_at_once(click: Click, crowd: int) -> list[Act]:
    acts: list[Act] = []
    for turn in range(crowd):
        acts.append(click(turn))
        if turn % _A_FEW == 0:
            await asyncio.sleep(0)  # the socket's turn
    return acts


async def _answers(town: Town, acts: Sequence[Act]) -> dict[int, datetime]:
    """When each had its last answer, once nothing more is to come."""
    asked_to_wait = {_THINKING, _STAYING}
    said: dict[int, list[datetime]] = {}

    def is_settled() -> bool:
        for one in acts:
            given = one.interaction
            age = town.wire.clock.now() - given.created_at
            if given.callback is None and age.total_seconds() < LIMIT_SECONDS:
                return False
            if given.callback in asked_to_wait and len(said.get(given.id, ())) < 2:
                return False
        return True

    loop = asyncio.get_running_loop()
    ends_at = loop.time() + SETTLED_SECONDS
    seen = 0
    while loop.time() < ends_at:
        entries = town.wire.transcript.calls[seen:]
        seen += len(entries)
        for one in entries:
            if one.interaction_id is not None:
                said.setdefault(one.interaction_id, []).append(one.at)
        if is_settled():
            break
        await asyncio.sleep(0.05)
    return {key: moments[-1] for key, moments in said.items()}
