"""Who finds the same problem again, and who takes another for it: three ways, judged alike."""

import importlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.problems import Post, Problem, background, problems
from bot.domain import words
from bot.domain.stems import stem
from db import search
from db.engine import Database
from db.migrate import migrate

LIMIT = 3
GUILD = 1
# Whatever is found, however far.
EVERYTHING = float("-inf")

# The ids that are offered for a question, each with how near it is; the nearest first.
Offers = dict[Post, Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1: of the same problems that were found, and of other ones offered."""

    reworded: float
    misspelt: float
    alarms: float

    @property
    def recall(self) -> float:
        return (self.reworded + self.misspelt) / 2


def solved() -> list[Post]:
    """What a guild has solved: a question's id is its place, from 1 on."""
    return [*(one.asked for one in problems()), *background()]


def asked_again() -> list[Post]:
    return [post for one in problems() for post in (one.reworded, one.misspelt, one.other)]


def score(offers: Offers, part: Iterable[Problem], cut_off: float = EVERYTHING) -> Score:
    """How well `offers` do for these problems if only what is as near as `cut_off` is offered."""
    ids = {post: at for at, post in enumerate(solved(), 1)}
    these = list(part)

    def share(again: Callable[[Problem], Post]) -> float:
        found = [
            any(key == ids[one.asked] and near >= cut_off for key, near in offers[again(one)])
            for one in these
        ]
        return sum(found) / len(found)

    return Score(
        share(lambda one: one.reworded),
        share(lambda one: one.misspelt),
        share(lambda one: one.other),
    )


def best_cut_off(offers: Offers, part: Sequence[Problem]) -> float:
    """Where most of the same problems are found for the fewest false alarms."""
    steps = sorted({near for found in offers.values() for _, near in found})

    def worth(cut_off: float) -> float:
        it = score(offers, part, cut_off)
        return it.recall - it.alarms

    return max(steps[:: max(1, len(steps) // 200)], key=lambda one: (worth(one), one))


def by_bm25() -> Offers:
    """FTS5 with the stems of all words, a title's twice as heavy, and nothing more."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE bm25 USING fts5(title, body)")
        rows = ((_stems(one.title), _stems(one.details)) for one in solved())
        index.executemany("INSERT INTO bm25 (title, body) VALUES (?, ?)", rows)
        find = (
            "SELECT rowid, -bm25(bm25, 2.0, 1.0) AS near FROM bm25 WHERE bm25 MATCH ?"
            f" ORDER BY near DESC LIMIT {LIMIT}"
        )
        return {
            one: index.execute(
                find, (" OR ".join(_stems(f"{one.title} {one.details}").split()),)
            ).fetchall()
            for one in asked_again()
        }


def _stems(text: str) -> str:
    return " ".join(stem(one) for one in words.tokens(text) if one not in words.COMMON)


async def by_nexus(threshold: float) -> Offers:
    """What a member would be offered; how near a question is, Nexus keeps to itself."""
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/nexus.db")
        try:
            await migrate(database)
            fill(database.path, ((GUILD, one, True) for one in solved()))
            await migrate(database)
            found: Offers = {}
            async with database.read() as session:
                for one in asked_again():
                    ids = await search.find_look_alikes(
                        session, GUILD, one.title, one.details, limit=LIMIT, threshold=threshold
                    )
                    found[one] = [(key, 0.0) for key in ids]
            return found
        finally:
            await database.close()


def by_vectors() -> Offers | None:
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
    near = embedded(again) @ embedded(solved()).T
    return {
        one: [(int(at) + 1, float(row[at])) for at in (-row).argsort()[:LIMIT]]
        for one, row in zip(again, near, strict=True)
    }


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
