"""Who finds the same problem again, and who takes another for it: every way judged alike.

A way says how near each solved question is to each new one. Its cut-off is the one that finds most
on the tuning part while at most `ALARMS` of the other problems there are taken for the same; the
other parts are then judged with that very cut-off.
"""

import heapq
import importlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.problems import Post, Problem, background, fresh, problems
from bot.domain import similarity, words
from bot.domain.stems import stem
from db import search
from db.engine import Database
from db.migrate import migrate

LIMIT = 3
GUILD = 1
ALARMS = 0.15
# Whatever is found, however far; and how near is what isn't found at all.
EVERYTHING = FAR = float("-inf")

# For each new question, how near each of the solved ones is: in whatever measure, by their places.
Nearness = dict[Post, Sequence[float]]
# The places of what is offered for a new question, each with how near it is; the nearest first.
Offers = dict[Post, Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1: of the same problems that were found, and of other ones offered."""

    reworded: float
    misspelt: float
    by_title: float
    alarms: float

    @property
    def recall(self) -> float:
        return (self.reworded + self.misspelt) / 2


@cache
def solved() -> list[Post]:
    """What a guild has solved."""
    return [*(one.asked for one in (*problems(), *fresh())), *background()]


@cache
def asked_again() -> list[Post]:
    return [
        post
        for one in (*problems(), *fresh())
        for post in (one.reworded, one.misspelt, one.by_title, one.other)
    ]


def offers(near: Nearness) -> Offers:
    return {
        post: [
            (at, row[at])
            for at in heapq.nlargest(LIMIT, range(len(row)), row.__getitem__)
            if row[at] > FAR
        ]
        for post, row in near.items()
    }


def score(offered: Offers, part: Iterable[Problem], cut_off: float = EVERYTHING) -> Score:
    """How well they do for these problems if only what is as near as `cut_off` is offered."""
    return _score([_found(offered, one) for one in part], cut_off)


def best_cut_off(offered: Offers, part: Iterable[Problem]) -> float:
    """Where most is found with no more than `ALARMS`; of those, the one with the fewest alarms."""
    found = [_found(offered, one) for one in part]
    best = (0.0, float("inf"))
    for cut_off in {near for row in found for near in row if near > FAR}:
        it = _score(found, cut_off)
        if it.alarms <= ALARMS:
            best = max(best, (it.recall, cut_off))
    return best[1]


def _found(offered: Offers, one: Problem) -> list[float]:
    """For each way to ask again, how near the solved one was offered."""
    place = _places()[one.asked]
    every = (one.reworded, one.misspelt, one.by_title, one.other)
    return [dict(offered[again]).get(place, FAR) for again in every]


def _score(found: Sequence[Sequence[float]], cut_off: float) -> Score:
    shares = (sum(FAR < near >= cut_off for near in kind) for kind in zip(*found, strict=True))
    return Score(*(share / len(found) for share in shares))


@cache
def _places() -> dict[Post, int]:
    return {post: at for at, post in enumerate(solved())}


def by_bm25() -> Nearness:
    """FTS5 with the stems of all words, a title's twice as heavy, and nothing more."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE bm25 USING fts5(title, body)")
        rows = ((at, _stems(one.title), _stems(one.details)) for at, one in enumerate(solved()))
        index.executemany("INSERT INTO bm25 (rowid, title, body) VALUES (?, ?, ?)", rows)
        find = "SELECT rowid, -bm25(bm25, 2.0, 1.0) FROM bm25 WHERE bm25 MATCH ?"
        return {
            one: _by_place(
                index.execute(
                    find, (" OR ".join(_stems(f"{one.title} {one.details}").split()),)
                ).fetchall()
            )
            for one in asked_again()
        }


def _stems(text: str) -> str:
    return " ".join(stem(one) for one in words.tokens(text) if one not in words.COMMON)


def _by_place(found: Iterable[tuple[int, float]]) -> list[float]:
    near = [FAR] * len(solved())
    for at, one in found:
        near[at] = one
    return near


def by_trigrams() -> Nearness:
    """Dice's measure of the runs of three letters in title and details together."""
    known = [similarity.runs(f"{one.title} {one.details}") for one in solved()]

    def near(post: Post) -> list[float]:
        new = similarity.runs(f"{post.title} {post.details}")
        return [2 * len(new & one) / (len(new) + len(one)) for one in known]

    return {one: near(one) for one in asked_again()}


async def by_nexus() -> Nearness:
    """What the index brings, and how alike Nexus takes it to be."""
    known = [similarity.sketch(one.title, one.details) for one in solved()]
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/nexus.db")
        try:
            await migrate(database)
            fill(database.path, ((GUILD, one, True) for one in solved()))
            await migrate(database)
            found: Nearness = {}
            async with database.read() as session:
                for one in asked_again():
                    ids = await search.find_look_alikes(
                        *(session, GUILD, one.title, one.details), limit=99, threshold=EVERYTHING
                    )
                    new = similarity.sketch(one.title, one.details)
                    places = (key - 1 for key in ids)
                    found[one] = _by_place(
                        (at, similarity.likeness(new, known[at])) for at in places
                    )
            return found
        finally:
            await database.close()


def by_vectors() -> Nearness | None:
    """wordllama's static vectors of title and details; None where it is not installed."""
    try:
        wordllama: Any = importlib.import_module("wordllama")
    except ImportError:
        return None
    # Its weights and its tokenizer lie beside its code; by itself it would look for them elsewhere.
    made = wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )

    def embedded(posts: Sequence[Post]) -> Any:
        return made.embed([f"{one.title}. {one.details}" for one in posts], norm=True)

    again = asked_again()
    near = (embedded(again) @ embedded(solved()).T).tolist()
    return dict(zip(again, near, strict=True))


def added(one: Nearness, other: Nearness, weight: float) -> Nearness:
    """Both measures, the other one with this weight from 0 to 1."""
    return {
        post: [
            (1 - weight) * mine + weight * theirs
            for mine, theirs in zip(one[post], other[post], strict=True)
        ]
        for post in one
    }


def by_ranks(*ways: Nearness) -> Nearness:
    """Reciprocal rank fusion: who comes early in many of them comes first."""

    def fused(rows: Iterable[Sequence[float]]) -> list[float]:
        near = [0.0] * len(solved())
        for row in rows:
            in_turn = sorted(range(len(row)), key=row.__getitem__, reverse=True)
            for rank, at in enumerate(in_turn, 1):
                near[at] += 1 / (60 + rank)
        return near

    return {post: fused(way[post] for way in ways) for post in ways[0]}


def fill(path: Path, posts: Iterable[tuple[int, Post, bool]]) -> None:
    """Store questions as (guild, post, is solved), each with an answer; their ids count from 1.

    The next `migrate` indexes them.
    """
    at = "2026-03-02 09:00:00.000000"
    with closing(sqlite3.connect(path)) as connection, connection:
        needed = {
            name: ""
            for _, name, _, is_needed, default, _ in connection.execute(
                "PRAGMA table_info(questions)"
            )
            if is_needed and default is None
        }
        for key, (guild_id, post, is_solved) in enumerate(posts, 1):
            row = needed | {
                "id": key,
                "guild_id": guild_id,
                "number": key,
                "asker_id": 1,
                "title": post.title,
                "details": post.details,
                "topic": "Git",
                "asked_at": at,
                "accepted_answer_id": key if is_solved else None,
            }
            places = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO questions ({', '.join(row)}) VALUES ({places})", [*row.values()]
            )
            connection.execute(
                "INSERT INTO answers (id, guild_id, question_id, author_id, text, answered_at)"
                " VALUES (?, ?, ?, 2, ?, ?)",
                (key, guild_id, key, post.details, at),
            )
        connection.execute("PRAGMA user_version = 0")
