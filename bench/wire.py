"""Interactions from click to answer over a socket: Nexus, beside a bot that does nothing at all."""

import asyncio
import gc
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bursts, rush
from bench.bots import BARE, NEXUS, RESPONDER, Bot, Click, Town, seconds, town
from bench.peers import COMMAND
from bench.tables import Size, Table, median, number, percentile, ratio, times, verdict
from tests.wire.people import Act

CLICKS = 400
IN_FLIGHT = (1, 10, 100)
PATIENCE = 20.0  # seconds; nobody waits so long
SESSIONS = 3


@dataclass(slots=True)
class Figures:
    """What was found in each round, with so many interactions in flight; times in ms."""

    p50: list[float] = field(default_factory=list[float])
    p95: list[float] = field(default_factory=list[float])
    p99: list[float] = field(default_factory=list[float])
    rate: list[float] = field(default_factory=list[float])
    worked: list[float] = field(default_factory=list[float])
    """The bot's CPU for one interaction."""
    busy: list[float] = field(default_factory=list[float])
    """The share of its core that the wire itself, which is in this process, was at work."""


@dataclass(slots=True)
class Case:
    """One kind of interaction with one bot; and how many times the no-op it may be."""

    name: str
    town: Town
    bot: Bot
    click: Click
    most_p50: float | None = None
    least_rate: float | None = None
    found: dict[int, Figures] = field(default_factory=dict[int, Figures])

    async def round(self, in_flight: int, clicks: int) -> None:
        self.town.forget()
        gc.collect()
        worked, here, started = self.bot.worked(), time.process_time(), time.perf_counter()
        acts = await sustained(self.click, clicks, in_flight)
        took = time.perf_counter() - started
        waits = [seconds(one) * 1000 for one in acts]
        figures = self.found.setdefault(in_flight, Figures())
        figures.p50.append(percentile(waits, 50))
        figures.p95.append(percentile(waits, 95))
        figures.p99.append(percentile(waits, 99))
        figures.rate.append(clicks / took)
        figures.worked.append((self.bot.worked() - worked) / clicks * 1000)
        figures.busy.append((time.process_time() - here) / took)


def run(size: Size) -> Sequence[Table]:
    # The collector would stop the wire for longer and longer, the more has been said on it.
    gc.disable()
    try:
        return asyncio.run(_measure(size))
    finally:
        gc.enable()


async def _measure(size: Size) -> Sequence[Table]:
    async with _cases() as cases:
        for _ in range(size.rounds):
            for in_flight in IN_FLIGHT:
                for case in cases:
                    await case.round(in_flight, size.of(CLICKS, least=2))
        limit, noop, *_, press = cases
        burst = await bursts.measured([noop, press], size)
        seats = await rush.measured(press.town, size)
    return [_one_at_a_time(limit, noop, cases), _sustained(limit, noop, cases), burst, seats]


@asynccontextmanager
async def _cases() -> AsyncGenerator[list[Case]]:
    """The bots, each connected to its own Discord, and what people do there."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nexus-bench-")))

        async def come(target: str, *args: str) -> tuple[Town, Bot]:
            place = await stack.enter_async_context(town(folder))
            return place, await stack.enter_async_context(place.bot(target, *args))

        limit, responder = await come(RESPONDER)
        plain, bare = await come(BARE)
        home, nexus = await come(NEXUS, "run")
        card = await home.plan_sessions(SESSIONS)
        zones, answers = ("Africa/Lagos", "Africa/Accra"), ("Going", "Can't")

        def answer(turn: int) -> Act:
            """Everybody presses the one, then everybody the other: each press changes a row."""
            which = answers[turn // len(home.people) % 2]
            return home.wire.people.press(home.person(turn), card, which)

        yield [
            Case("no library: what the wire allows", limit, responder, limit.calling(COMMAND)),
            Case("discord.py, a no-op", plain, bare, plain.calling(COMMAND)),
            Case(
                *("`/session list`, a read", home, nexus, home.calling("session list")),
                most_p50=2,
                least_rate=1 / 2,
            ),
            Case(
                *("`/me timezone`, a write", home, nexus),
                lambda turn: home.calling("me timezone", zone=zones[turn % 2])(turn),
                most_p50=2.5,
                least_rate=1 / 3,
            ),
            Case(
                *("**Going** on a card, a write", home, nexus, answer),
                most_p50=2.5,
                least_rate=1 / 3,
            ),
        ]


async def sustained(click: Click, clicks: int, in_flight: int) -> list[Act]:
    """Never more than `in_flight` people wait; each answer brings the next click."""
    acts: list[Act] = []
    turns = iter(range(clicks))

    async def one_after_the_other() -> None:
        for turn in turns:
            act = click(turn)
            acts.append(act)
            await act.answered(within=PATIENCE)

    await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
    return acts


def _one_at_a_time(limit: Case, noop: Case, cases: Sequence[Case]) -> Table:
    theirs = noop.found[1]
    rows: list[tuple[str, ...]] = []
    for case in cases:
        ours = case.found[1]
        slower = ratio(ours.p50, theirs.p50)
        rows.append(
            (
                case.name,
                *(number(median(one)) for one in (ours.p50, ours.p95, ours.p99)),
                times(slower),
                number(median(ours.worked)),
                times(ratio(ours.worked, theirs.worked)),
                verdict(slower, most=case.most_p50) if case.most_p50 else "",
            )
        )
    columns = ("click to answer, ms", "p50", "p95", "p99", "p50 of the no-op's", "CPU")
    columns = (*columns, "of the no-op's", "aim for p50")
    note = (
        "A Discord on a socket of this machine, and each bot in a process of its own; CPU is that"
        " of the bot's process for one interaction, all its threads together."
    )
    return Table("Wire: one at a time", columns, rows, [note])


def _sustained(limit: Case, noop: Case, cases: Sequence[Case]) -> Table:
    rows: list[tuple[str, ...]] = []
    for case in cases:
        shares = [ratio(case.found[one].rate, noop.found[one].rate) for one in IN_FLIGHT]
        rows.append(
            (
                case.name,
                *(number(median(case.found[one].rate)) for one in IN_FLIGHT),
                *(times(one) for one in shares),
                verdict(min(shares), least=case.least_rate) if case.least_rate else "",
            )
        )
    columns = (
        "answered per second, so many in flight",
        *(f"{one}" for one in IN_FLIGHT),
        *(f"{one}: of the no-op's" for one in IN_FLIGHT),
        "aim for all",
    )
    most = max(IN_FLIGHT)
    busy = {case.name: median(case.found[most].busy) for case in (limit, noop, *cases[-1:])}
    note = (
        "The wire itself, on the other core, is busy for"
        f" {busy[limit.name]:.0%} of the time under the first row at {most} in flight,"
        f" {busy[noop.name]:.0%} under the no-op and {busy[cases[-1].name]:.0%} under the last:"
        " where it nears 100 %, it is what limits the rate, and CPU above is the better measure."
    )
    return Table("Wire: sustained", columns, rows, [note])
