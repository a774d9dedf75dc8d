"""Weeks of a cohort, as they stand in the database when their digest is due."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.weekly import WEEK, Due
from db import tables
from db.guilds import Settings
from db.tables import Base

GUILD, CHANNEL = 900, 901
DUE = Due("2026-W11", datetime(2026, 3, 9, 8, tzinfo=UTC))
SETTINGS = Settings(zone="Africa/Lagos", first_day=date(2026, 2, 9), weeks=12)
START = DUE.due_at - WEEK
HOUR = timedelta(hours=1)
PEOPLE = range(101, 141)
UNLISTED = 101


async def thin(session: AsyncSession) -> None:
    """One question, and nothing else but what is true of any week."""
    await _cohort(session)
    await _questions(session, 1)


async def full(session: AsyncSession) -> None:
    """A few of everything."""
    await _cohort(session)
    await _questions(session, 12)
    await _answers(session, 9)
    await _entries(session, 5)
    await _sessions(session, 6)
    await _reviews(session, 6)
    await _queue(session)
    await _news(session, 2)


async def crowded(session: AsyncSession) -> None:
    """Five thousand events: questions, answers, votes, notes, reviews and people at sessions."""
    await _cohort(session)
    await _questions(session, 1_000)
    await _answers(session, 1_500)
    await _entries(session, 500)
    await _sessions(session, 50)
    await _reviews(session, 500)
    await _queue(session)
    await _news(session, 30)


def _at(place: int, count: int) -> datetime:
    """Spread over the week, more of them towards its end."""
    share = ((place + 1) / (count + 1)) ** 0.5
    return START + timedelta(seconds=int(share * WEEK.total_seconds()))


def _who(place: int) -> int:
    return PEOPLE[place * 7 % len(PEOPLE)]


async def _add(session: AsyncSession, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    await session.execute(insert(table), [{"guild_id": GUILD, **one} for one in rows])


async def _cohort(session: AsyncSession) -> None:
    await _add(session, tables.Member, [{"user_id": UNLISTED, "is_unlisted": True}])
    await _add(session, tables.CohortWeek, [{"week": 5, "focus": "Background jobs and queues"}])
    final = {"name": "Final presentation", "day": date(2026, 5, 3), "is_final": True}
    await _add(
        session,
        tables.CohortMilestone,
        [{"name": "Database design", "day": date(2026, 3, 15), "is_final": False}, final],
    )


async def _questions(session: AsyncSession, count: int) -> None:
    await _add(
        session,
        tables.Question,
        (
            {
                "id": place + 1,
                "number": place + 1,
                "asker_id": _who(place),
                "title": f"Why does **step {place + 1}** of the deployment say no?",
                "details": "It does.",
                "topic": "Other",
                "asked_at": _at(place, count),
                "channel_id": CHANNEL,
                "message_id": 5_000 + place,
                "thread_id": 5_000 + place,
            }
            for place in range(count)
        ),
    )


async def _answers(session: AsyncSession, count: int) -> None:
    """To the first of the questions; half of these are solved by them."""
    answered = count // 2 + 1
    await _add(
        session,
        tables.Answer,
        (
            {
                "id": place + 1,
                "question_id": place % answered + 1,
                "author_id": _who(place + 3),
                "text": "Set it.",
                "answered_at": _at(place, count),
                "message_id": 90_000 + place,
                "helpful_count": place % 4,
            }
            for place in range(count)
        ),
    )
    votes = [
        {"answer_id": place + 1, "user_id": _who(place + 11 + turn), "voted_at": _at(place, count)}
        for place in range(count)
        for turn in range(place % 4)
    ]
    await _add(session, tables.HelpfulVote, votes)
    solved = [
        {"id": place + 1, "accepted_answer_id": place + 1, "accepted_at": _at(place, answered)}
        for place in range(answered // 2 + 1)
    ]
    await session.execute(update(tables.Question), solved)


async def _entries(session: AsyncSession, count: int) -> None:
    await _add(
        session,
        tables.LogEntry,
        (
            {
                "user_id": _who(place + 5),
                "kind": "challenge" if place % 2 == 0 else "takeaway",
                "title": f"Migration {place + 1} locked the table",
                "solution": f"```sql\nSET lock_timeout = '{place + 1}s';\n```",
                "day": START.date(),
                "added_at": _at(place, count),
                "shared_at": _at(place, count),
            }
            for place in range(count)
        ),
    )


async def _sessions(session: AsyncSession, count: int) -> None:
    """Two thirds of them are over, and three to twelve were at each."""
    past = count * 2 // 3
    starts = [_at(place, past) for place in range(past)]
    starts += [DUE.due_at + (place + 1) * 20 * HOUR for place in range(count - past)]
    await _add(
        session,
        tables.StudySession,
        (
            {
                "id": place + 1,
                "number": place + 1,
                "stage": "open",
                "host_id": PEOPLE[0],
                "topic": f"Read a plan of query {place + 1} together",
                "minutes": 60,
                "typed_when": "",
                "starts_at": at,
                "drafted_at": START,
                "posted_at": START,
                "channel_id": CHANNEL,
                "message_id": 70_000 + place,
                "settled_at": at + HOUR if place < past else None,
                "recap": "We found the missing index.\nJoins" if place % 2 else "",
            }
            for place, at in enumerate(starts)
        ),
    )
    there = [
        {
            "session_id": place + 1,
            "user_id": PEOPLE[turn],
            "noted_by_id": PEOPLE[turn],
            "noted_at": starts[place],
        }
        for place in range(past)
        for turn in range(3 + place % 10)
    ]
    await _add(session, tables.Attendance, there)


async def _reviews(session: AsyncSession, count: int) -> None:
    """Half of them are done."""
    await _add(
        session,
        tables.Review,
        (
            {
                "id": place + 1,
                "asker_id": _who(place + 1),
                "link": "https://git.example.org/shop",
                "look_at": "Is my token refresh safe? Begin with auth/views.py",
                "asked_at": START - HOUR,
                "waits_since": START - HOUR + place * timedelta(minutes=1),
                "reviewer_id": _who(place + 9) if place % 2 else None,
                "done_at": _at(place, count) if place % 2 else None,
                "channel_id": CHANNEL,
                "message_id": 80_000 + place,
            }
            for place in range(count)
        ),
    )


async def _queue(session: AsyncSession) -> None:
    waiting = (
        ("E-Commerce", "backend", 3),
        ("E-Commerce", "frontend", 1),
        ("Online Poll", "both", 2),
    )
    await _add(
        session,
        tables.QueueEntry,
        (
            {
                "user_id": 10 * place + turn + 1_000,
                "track": track,
                "project": project,
                "room": 1,
                "is_first": False,
                "joined_at": START,
            }
            for place, (project, track, count) in enumerate(waiting)
            for turn in range(count)
        ),
    )


async def _news(session: AsyncSession, count: int) -> None:
    await _add(
        session,
        tables.Announcement,
        (
            {
                "author_id": PEOPLE[0],
                "title": f"[Office hours] move to room {place + 1}",
                "text": "So.",
                "drafted_at": START,
                "post_at": _at(place, count),
                "channel_id": CHANNEL,
                "message_id": 60_000 + place,
            }
            for place in range(count)
        ),
    )
