"""Search: how fast it is beside the bare query, and how well look-alikes are told apart."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from bench.judging import (
    ALARMS,
    GUILD,
    Nearness,
    added,
    asked_again,
    best_cut_off,
    by_bm25,
    by_nexus,
    by_ranks,
    by_trigrams,
    by_vectors,
    fill,
    offers,
    score,
    solved,
)
from bench.problems import Post, background, fresh, parts, problems
from bench.tables import Size, Table, median, number, percentile, ratio, times, verdict
from bot.domain import words
from bot.domain.stems import stem
from db import drafts, questions, tables
from db.drafts import Draft
from db.engine import Database
from db.found import search_for
from db.migrate import migrate

SIZES = (10_000, 100_000)
LONG_SIZES = (*SIZES, 1_000_000)
# One question of ten is the guild's; three of five are solved.
SHARE = 10
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUND = 40
QUERIES = (
    *("JWT expires after login", "docker compose postgres", "paginate a list", "useEffect loop"),
    *("select_related N+1 queries", "CORS error fetch", "celery task twice", "permission denied"),
)
TYPED = ("pag", "jwt exp", "docker comp", "how do i", "select_re", "C++", "12", "celery task t")
_BARE = text(
    "SELECT rowid FROM question_search WHERE question_search MATCH :query"
    " ORDER BY bm25(question_search, 0.0, 8.0, 2.0, 1.0) LIMIT 10"
)


@dataclass(slots=True)
class Form:
    """One thing to do, at most so many times as slow as the bare query."""

    name: str
    most: float | None
    do: Callable[[int], Awaitable[object]]
    rounds: list[float] = field(default_factory=list[float])
    each: list[float] = field(default_factory=list[float])

    async def round(self, count: int) -> None:
        took: list[float] = []
        for turn in range(count):
            started = time.perf_counter()
            await self.do(turn)
            took.append(time.perf_counter() - started)
        self.rounds.append(sum(took) / count)
        self.each += took


def run(size: Size) -> Sequence[Table]:
    return [_latency(size), _quality()]


def _latency(size: Size) -> Table:
    rows: list[tuple[str, ...]] = []
    smallest: list[float] = []
    for usual in LONG_SIZES if size.is_long else SIZES:
        count = size.of(usual, least=200)
        with TemporaryDirectory(prefix="nexus-bench-") as folder:
            forms, inserted = asyncio.run(_measure(Path(folder) / "search.db", count, size))
        bare = forms[0]
        for one in forms:
            against = ratio(one.rounds, bare.rounds)
            rows.append(
                (
                    f"{count:,}: {one.name}",
                    number(percentile(one.each, 50) * 1e3),
                    number(percentile(one.each, 95) * 1e3),
                    "" if one is bare else times(against),
                    "" if one.most is None else verdict(against, most=one.most),
                )
            )
        smallest = smallest or inserted
        against = median(inserted) / median(smallest)
        told = ("", "") if inserted is smallest else (times(against), verdict(against, most=1.5))
        rows.append(
            (
                f"{count:,}: ask a question",
                number(percentile(inserted, 50) * 1e3),
                number(percentile(inserted, 95) * 1e3),
                *told,
            )
        )
    columns = ("questions in all", "p50 ms", "p95 ms", "of the bare", "aim")
    notes = (
        f"In a guild that holds one of {SHARE}. The bare query: `scope: guild AND (word OR ...)`,"
        " the best 10 by bm25, by sqlite3 alone; all else as the commands do it,"
        " with session and transaction: search with the first page of what it finds, look-alikes"
        " with all that their cards show. Asking is held against asking among the fewest.",
    )
    return Table("Search: what it takes to find a question", columns, rows, notes)


async def _measure(path: Path, count: int, size: Size) -> tuple[list[Form], list[float]]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        await migrate(database)
        fill(path, _cohorts(count))
        await migrate(database)
        with closing(sqlite3.connect(path)) as connection:
            forms = _forms(database, connection)
            for _ in range(size.rounds):
                for one in forms:
                    await one.round(size.of(ROUND, least=8))
        return forms, await _asked(database, count, size)
    finally:
        await database.close()


def _match(turn: int) -> str:
    typed = words.tokens(QUERIES[turn % len(QUERIES)])
    wanted = " OR ".join(stem(one) for one in typed if one not in words.COMMON)
    return f"scope: g{GUILD} AND {{title body answers}}: ({wanted})"


def _forms(database: Database, connection: sqlite3.Connection) -> list[Form]:
    again = asked_again()

    async def bare(turn: int) -> None:
        connection.execute(_BARE.text, {"query": _match(turn)}).fetchall()

    async def in_session(turn: int) -> None:
        async with database.read() as session:
            await session.execute(_BARE, {"query": _match(turn)})

    async def found(turn: int) -> None:
        async with database.read() as session:
            await search_for(session, GUILD, QUERIES[turn % len(QUERIES)])

    async def offered(turn: int) -> None:
        async with database.read() as session:
            await questions.suggest(session, GUILD, TYPED[turn % len(TYPED)], limit=25)

    async def alike(turn: int) -> None:
        draft = _draft(again[turn * 7 % len(again)])
        async with database.read() as session:
            await drafts.look_alikes(session, draft)

    return [
        Form("the bare query", None, bare),
        Form("the same in a session", None, in_session),
        Form("search", 3, found),
        Form("autocomplete", 3, offered),
        Form("look-alikes", 10, alike),
    ]


def _draft(post: Post) -> Draft:
    return Draft(
        title=post.title,
        details=post.details,
        tried="",
        code="",
        topic="Git",
        id=1,
        guild_id=GUILD,
        asker_id=1,
        written_by_id=1,
        saved_at=NOW,
    )


async def _asked(database: Database, count: int, size: Size) -> list[float]:
    """How long it takes to ask a question, until it is stored, found and on its way."""
    took: list[float] = []
    again = asked_again()
    async with database.begin() as session:
        session.add(tables.Guild(guild_id=GUILD, last_question=count))
    for turn in range(size.of(ROUND, least=8) * size.rounds):
        post = again[turn * 7 % len(again)]
        started = time.perf_counter()
        async with database.begin() as session:
            await questions.ask(
                session,
                GUILD,
                count + turn,  # everyone once: nobody asks the same twice in a row
                title=post.title,
                details=post.details,
                topic="Git",
                channel_id=GUILD,
                now=NOW,
            )
        took.append(time.perf_counter() - started)
    return took


def _cohorts(count: int) -> Iterator[tuple[int, Post, bool]]:
    """Questions of many guilds; each has words of its own, some rare and some not, as names are."""
    chance = random.Random(1)
    names = [
        "".join(chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(3))
        for _ in range(20_000)
    ]
    posts = [*solved(), *asked_again(), *background()]
    for at in range(count):
        post = chance.choice(posts)
        own = [names[min(int(chance.paretovariate(0.7)) * 3, 19_999)] for _ in range(8)]
        yield (
            GUILD if at % SHARE == 0 else 2 + at % 50,
            Post(f"{post.title} {' '.join(own[:2])}", f"{post.details} {' '.join(own[2:])}"),
            at // SHARE % 5 < 3,
        )


def _quality() -> Table:
    tuning, apart = parts(problems())
    every = {"tuning": tuning, "apart": apart, "fresh": fresh()}
    rows: list[tuple[str, ...]] = []
    ways = _ways()
    for name, near in ways.items():
        offered = offers(near)
        cut_off = best_cut_off(offered, tuning)
        for part, these in every.items():
            it = score(offered, these, cut_off)
            shares = (it.reworded, it.misspelt, it.recall, it.by_title, it.alarms)
            rows.append((f"{name}: {part}", *(f"{one:.0%}" for one in shares)))
    columns = (
        *("up to 3 look-alikes", "reworded", "misspelt", "recall@3 of both"),
        *("same title", "false alarms"),
    )
    missing = " Static vectors: wordllama is not here (`--group bench`)."
    note = (
        f"{len(tuning)} problems for tuning, {len(apart)} kept apart and {len(fresh())} fresh ones,"
        " written before what ships was and judged when it stood, among"
        f" {len(background())} other solved questions. Of each problem, one that rewords it, one"
        " that misspells it and one with its title alone are to find the solved one among the three"
        " offered; one that asks for something else in much the same words is not to: a false"
        " alarm. Each way has the cut-off with the highest recall@3 whose false alarms are at most"
        f" {ALARMS:.0%} on the tuning part; where none keeps that, as ranks don't, nothing is"
        f" offered.{'' if len(ways) > 3 else missing}"
    )
    return Table("Search: the same problem, or only the same words", columns, rows, [note])


def _ways() -> dict[str, Nearness]:
    bm25, trigrams, nexus = by_bm25(), by_trigrams(), asyncio.run(by_nexus())
    ways = {"bm25 alone": bm25, "trigrams alone": trigrams, "what ships": nexus}
    vectors = by_vectors()
    if vectors is not None:
        ways |= {
            "static vectors": vectors,
            "what ships + 0.1 of the vectors": added(nexus, vectors, 0.1),
            "bm25, trigrams and vectors by rank": by_ranks(bm25, trigrams, vectors),
        }
    return ways
