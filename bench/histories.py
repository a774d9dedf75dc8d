"""What a cohort has done over years, or many cohorts in a week, as rows of their databases."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

GUILD = 1
YEARS = timedelta(days=7 * 200)
_PEOPLE = 400


def fill(path: Path, count: int, until: datetime) -> None:
    """So many rows of one guild, evenly over 200 weeks, the last of which ends then."""
    chance = random.Random(1)
    questions = count // 5

    def at() -> str:
        return _stored(until - chance.random() * YEARS)

    def who() -> int:
        return chance.randrange(_PEOPLE) + 1

    with closing(sqlite3.connect(path)) as writer, writer:
        _insert(
            writer,
            "questions (id, guild_id, number, asker_id, title, details, topic, asked_at,"
            " accepted_answer_id, accepted_at, channel_id, message_id)",
            (
                (one, GUILD, one, who(), f"Why {one}?", "So.", "Git", moment)
                + ((one, moment) if one % 10 < 7 else (None, None))
                + (1, one)
                for one, moment in ((one, at()) for one in range(1, questions + 1))
            ),
        )
        _insert(
            writer,
            "answers (id, guild_id, question_id, author_id, text, answered_at, helpful_count)",
            # One question of a hundred is still without any.
            (
                (one, GUILD, one if one % 100 else 1, who(), "Thus.", at(), one % 5)
                for one in range(1, questions * 3 // 2 + 1)
                if one <= questions
            ),
        )
        _insert(
            writer,
            "helpful_votes (answer_id, user_id, guild_id, voted_at)",
            (
                (one, person, GUILD, at())
                for one in range(1, questions + 1)
                for person in (who(), _PEOPLE + 1)
            ),
        )
        _insert(
            writer,
            "log_entries (guild_id, user_id, kind, title, solution, day, added_at, shared_at)",
            (
                (GUILD, who(), "challenge", "It broke", "Mend it.", "2026-01-01", at(), at())
                for _ in range(questions // 2)
            ),
        )
        _insert(
            writer,
            "reviews (guild_id, asker_id, link, look_at, asked_at, waits_since, reviewer_id,"
            " done_at, channel_id)",
            (
                (GUILD, who(), "https://a.example", "So?", moment, moment, who(), moment, 1)
                for moment in (at() for _ in range(questions // 4))
            ),
        )
        sessions = max(questions // 100, 1)
        _insert(
            writer,
            "study_sessions (id, guild_id, number, stage, host_id, topic, minutes, typed_when,"
            " starts_at, drafted_at, settled_at)",
            (
                (one, GUILD, one, "open", 1, "Queues", 60, "", moment, moment, moment)
                for one, moment in ((one, at()) for one in range(1, sessions + 1))
            ),
        )
        _insert(
            writer,
            "attendances (session_id, user_id, guild_id, noted_by_id, noted_at)",
            (
                (one, person, GUILD, 1, "2026-01-01 00:00:00.000000")
                for one in range(1, sessions + 1)
                for person in range(25)
            ),
        )
        writer.execute("ANALYZE")


def fill_guilds(path: Path, guild_ids: Sequence[int], now: datetime) -> None:
    """A small week in each of them, and a digest that is due in this very hour."""
    moment = _stored(now - timedelta(days=2))
    with closing(sqlite3.connect(path)) as writer, writer:
        _insert(
            writer,
            "guilds (guild_id, zone, digest_weekday, digest_hour, last_question, last_session,"
            " last_pair)",
            ((one, "UTC", now.weekday(), now.hour, 5, 0, 0) for one in guild_ids),
        )
        questions = [(guild_id, number) for guild_id in guild_ids for number in range(1, 6)]
        _insert(
            writer,
            "questions (id, guild_id, number, asker_id, title, details, topic, asked_at,"
            " accepted_answer_id, accepted_at, channel_id, message_id, thread_id)",
            (
                (place, guild_id, number, number, f"Why {number}?", "So.", "Git", moment)
                + ((place, moment) if number < 3 else (None, None))
                + (1, place, place)
                for place, (guild_id, number) in enumerate(questions, start=1)
            ),
        )
        _insert(
            writer,
            "answers (id, guild_id, question_id, author_id, text, answered_at, message_id)",
            (
                (place, guild_id, place, 9, "Thus.", moment, place)
                for place, (guild_id, number) in enumerate(questions, start=1)
                if number < 3
            ),
        )


def _insert(writer: sqlite3.Connection, into: str, rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * (into.count(",") + 1))
    writer.executemany(f"INSERT OR IGNORE INTO {into} VALUES ({marks})", rows)


def _stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
