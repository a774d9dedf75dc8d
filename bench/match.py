"""One round of matching: how long it takes, what it leaves free, and how good it is."""

import asyncio
import importlib.util
import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bench import queues, worked
from bench.queues import NOW
from bench.rivals import Graph, Measure, Plan, Problem, by_greed, by_project, by_scipy
from bench.tables import Size, Table, median, number, ratio, times, verdict
from bot.domain.matching import Candidate, History
from bot.domain.replays import Pool, unpack_round
from bot.domain.rounds import Round, draw
from bot.workers import in_process

A_SIDE = (100, 1_000, 5_000)
DENSE_TO, NETWORKX_TO = 1_000, 100
LEAST_WEIGHT, MOST_TIME, MOST_BLOCK_MS = 0.999, 4, 50
SEED = 1
_TICK = 0.001


@dataclass(slots=True)
class Way:
    """A way to match, which gives the plan once it has been timed."""

    name: str
    find: Callable[[], Callable[[], Plan]]
    took: list[float] = field(default_factory=list[float])
    plan: Plan = ()

    def round(self) -> None:
        started = time.perf_counter()
        told = self.find()
        self.took.append(time.perf_counter() - started)
        self.plan = told()


def run(size: Size) -> Sequence[Table]:
    crowds = [size.of(a_side) for a_side in A_SIDE]
    matching = [
        row
        for usual, crowd in zip(A_SIDE, crowds, strict=True)
        for row in _rows(usual, crowd, size)
    ]
    apart = [asyncio.run(_apart(crowd, size)) for crowd in crowds]
    return [_table(matching), _apart_table(apart)]


def _rows(usual: int, a_side: int, size: Size) -> list[tuple[str, ...]]:
    people, history = queues.queue(a_side)
    measure = Measure(people)
    parts = by_project(measure, people, history)
    for one in parts:
        _ = one.matrix  # only what is done with it is measured

    def nexus() -> Callable[[], Plan]:
        drawn = draw(people, history, SEED, NOW)
        return lambda: _pairs(drawn)

    def each(find: Callable[[Any], Any]) -> Callable[[], Callable[[], Plan]]:
        def all_of_them() -> Callable[[], Plan]:
            found = [(part, find(part.matrix)) for part in parts]
            return lambda: [pair for part, pairs in found for pair in part.plan(pairs)]

        return all_of_them

    ways = [Way("Nexus", nexus), Way("scipy, a project at a time", each(by_scipy))]
    whole = Problem(measure, people, history)
    if usual <= DENSE_TO:
        matrix = whole.matrix

        def dense() -> Callable[[], Plan]:
            found = by_scipy(matrix)
            return lambda: whole.plan(found)

        ways.append(Way("scipy, all in one dense matrix", dense))
    if usual <= NETWORKX_TO and importlib.util.find_spec("networkx"):
        graph = Graph(whole)

        def networkx() -> Callable[[], Plan]:
            found = graph.find()
            return lambda: graph.plan(found)

        ways.append(Way("networkx, the graph of all", networkx))
    ways.append(Way("greedy, a project at a time", each(by_greed)))
    for _ in range(size.rounds):
        for way in ways:
            way.round()
    return [_row(way, ways, measure, a_side, is_aim=usual == DENSE_TO) for way in ways]


def _row(
    way: Way, ways: Sequence[Way], measure: Measure, a_side: int, *, is_aim: bool
) -> tuple[str, ...]:
    best = max(ways, key=lambda it: measure.of(it.plan))
    weight = measure.of(way.plan) / measure.of(best.plan)
    ours = way.name == "Nexus"
    against = next((it for it in ways if "dense" in it.name), None)
    aims = [f"{LEAST_WEIGHT}: {_met(weight >= LEAST_WEIGHT)}"] if ours else []
    if ours and is_aim and against:
        aims.append(verdict(ratio(way.took, against.took), most=MOST_TIME))
    return (
        f"{a_side:,}: {way.name}",
        number(median(way.took) * 1e3),
        "" if against is None or way is against else times(ratio(way.took, against.took)),
        f"{len({it for pair in way.plan for it in pair}):,}",
        f"{weight:.6f}",
        f"{measure.suit(way.plan) / measure.suit(best.plan):.4f}",
        "; ".join(aims),
    )


def _pairs(drawn: Round) -> Plan:
    """Without those who joined a pair as its third."""
    return [(one.frontend_ids[0], one.backend_ids[0]) for one in drawn.matches]


def _table(rows: Sequence[tuple[str, ...]]) -> Table:
    columns = (
        *("people a side: matched by", "ms", "of scipy's dense", "people with a partner"),
        *("weight, of the best", "of it, API and hours", "aim"),
    )
    notes = [
        "Five projects, one of ten builds either side, three of ten take two or three partners, two"
        " of ten do not share. All see the same people; for Nexus also the preparation counts, for"
        " the others what they do with the finished matrix or graph. scipy's bound lets who does"
        " not share be one of several, networkx also decides who builds which side. The weight is"
        " nearly all days waited; API and hours are what is left of it once those are taken out.",
    ]
    if not importlib.util.find_spec("networkx"):
        notes.append("networkx is not here (`--group bench`).")
    return Table("Match: one round", columns, rows, notes)


@dataclass(slots=True)
class Apart:
    """Rounds in a process of their own: seconds, megabytes, and the loop's longest block."""

    a_side: int
    took: list[float] = field(default_factory=list[float])
    drew: list[float] = field(default_factory=list[float])
    peak: list[float] = field(default_factory=list[float])
    blocked: list[float] = field(default_factory=list[float])
    late: list[float] = field(default_factory=list[float])


async def _apart(a_side: int, size: Size) -> Apart:
    people, history = queues.queue(a_side)
    found = Apart(a_side)
    for _ in range(size.rounds):
        async with blocks() as seen:
            started = time.perf_counter()
            drew, peak = await _drawn(people, history)
            found.took.append(time.perf_counter() - started)
        found.drew.append(drew)
        found.peak.append(peak)
        found.blocked.append(seen.longest)
        found.late.append(seen.latest)
    return found


async def _drawn(people: Sequence[Candidate], history: History) -> tuple[float, float]:
    """As `bot.drawing` does it, but for what the process tells of itself."""
    text = await asyncio.to_thread(lambda: Pool.of(people, history, SEED, NOW).packed())
    drawn, drew, peak = json.loads(await in_process(worked.DRAW, text))
    await asyncio.to_thread(unpack_round, drawn, people)
    return drew, peak


@dataclass(slots=True)
class Blocks:
    """How long the loop was blocked at most, and how late it was: seconds."""

    longest: float = 0
    latest: float = 0


@asynccontextmanager
async def blocks() -> AsyncGenerator[Blocks]:
    """Meanwhile the loop looks at the clock each millisecond."""
    found = Blocks()
    watching = asyncio.create_task(_watch(found))
    await asyncio.sleep(0.01)
    yield found
    await asyncio.sleep(0)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _watch(found: Blocks) -> None:
    """How much later than it wanted to the loop came back here, and how much of that is our doing.

    It was at most what our process worked meanwhile; else the machine did something else.
    """
    while True:
        slept, worked_before = time.perf_counter(), time.process_time()
        await asyncio.sleep(_TICK)
        late = time.perf_counter() - slept - _TICK
        found.latest = max(found.latest, late)
        found.longest = max(found.longest, min(late, time.process_time() - worked_before))


def _apart_table(found: Sequence[Apart]) -> Table:
    rows = [
        (
            f"{one.a_side:,}",
            number(median(one.took)),
            number(median(one.drew)),
            f"{median(one.peak):,.0f}",
            number(median(one.blocked) * 1e3),
            number(median(one.late) * 1e3),
            f"{MOST_BLOCK_MS} ms: {_met(median(one.blocked) * 1e3 <= MOST_BLOCK_MS)}",
        )
        for one in found
    ]
    columns = (
        *("people a side, in a process of its own", "s in all", "s of it, the round"),
        *("peak memory there, MB", "longest block of the loop, ms", "longest lateness", "aim"),
    )
    note = (
        "From the candidates until the round is read, while the bot's loop looks at the clock each"
        " millisecond. It is late whenever the machine is busy, and blocked for no longer than the"
        " bot's process worked meanwhile, in whichever thread. The rest of the time is the start of"
        " Python, the import of scipy, and writing and reading, both in threads. Memory is given"
        " back when the process ends."
    )
    return Table("Match: beside the bot", columns, rows, [note])


def _met(is_met: bool) -> str:  # noqa: FBT001 - it says what it is
    return "met" if is_met else "missed"
