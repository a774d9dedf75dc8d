"""The demo as a whole, without a browser: it starts on a free port, is true, and ends at once."""

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot.client import Nexus
from bot.config import Settings
from bot.demo.server import serve_demo
from bot.domain.readme import BRIEF, REQUIRED
from bot.domain.readme_writing import write
from db import readmes
from db.engine import Database
from tests.domain.linting import complaints
from tests.domain.readmes import outline
from tests.world import build_bot


async def test_a_taken_port_is_told_before_any_work(settings: Settings) -> None:
    made: list[Nexus] = []

    def make(now: Callable[[], datetime]) -> Nexus:
        made.append(build_bot(settings, now))
        return made[0]

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            await serve_demo(make, port=port, announce=lambda _: None)

    assert made == []


async def test_the_seed_is_all_there_and_the_demo_ends_within_two_seconds(
    settings: Settings, no_faults: None
) -> None:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    demo = asyncio.create_task(
        serve_demo(lambda now: build_bot(settings, now), port=0, announce=ready.set_result)
    )
    await asyncio.wait({demo, ready}, return_when=asyncio.FIRST_COMPLETED)
    async with aiohttp.ClientSession() as browser:
        state: dict[str, Any] = await (await browser.get(f"{ready.result()}state")).json()

        demo.cancel()
        async with asyncio.timeout(2):
            await asyncio.wait({demo})

    assert demo.cancelled()
    assert [one["name"] for one in state["members"]][-1] == "Lerato Molefe"  # has yet to look round
    threads = [one for place in state["channels"] for one in place["threads"]]
    pairs = [one for one in threads if one["isPrivate"]]
    assert (len(threads) - len(pairs), len(pairs)) == (21 + 4, 2)  # questions and sessions
    assert await stored(settings) == {
        "questions": 21,
        "unanswered": 5,
        "solved": 11,
        "waiting": 3,
        "profiles": 8,
        "sessions": 4,
        "to come": 3 + 3,  # a series has three more ahead
        "zones": 17,
        "who know Nexus": 17,
        "reviews that wait": 1,
        "reviews that somebody has": 1,
        "reviews that are done": 1,
    }
    await check_a_readme(settings)


async def check_a_readme(settings: Settings) -> None:
    """Whoever kept a log in the story has a README with every heading of the brief."""
    database = Database(settings.database_url)
    async with database.read() as session:
        guild_id, user_id = (
            await session.execute(
                text("SELECT guild_id, user_id FROM log_entries WHERE title = 'Graphene'")
            )
        ).one()
        facts = await readmes.gather(session, guild_id, user_id)
    await database.close()
    made = write(facts, {}, where="#prodevprojectnexus", today=datetime.now(UTC).date()).text

    headings = [one.lstrip("# ") for one in outline(made)]
    asked_for = [BRIEF[part] for part in REQUIRED]
    assert [one for one in headings if one in asked_for] == asked_for
    assert "One request, forty queries" in made
    assert "twelve weeks" in made
    assert complaints(made) == []


async def stored(settings: Settings) -> dict[str, int]:
    """What the story left in the database, which the bot alone writes."""
    counts = {
        "questions": "questions",
        "unanswered": "questions WHERE id NOT IN (SELECT question_id FROM answers)",
        "solved": "questions WHERE accepted_answer_id IS NOT NULL",
        "waiting": "queue_entries WHERE left_at IS NULL",
        "profiles": "pair_profiles",
        "sessions": "study_sessions WHERE message_id IS NOT NULL",
        "to come": f"study_sessions WHERE starts_at > '{datetime.now(UTC):%Y-%m-%d %H:%M}'",
        "zones": "members WHERE zone IS NOT NULL",
        "who know Nexus": "members WHERE hinted > 0",
        "reviews that wait": "reviews WHERE reviewer_id IS NULL",
        "reviews that somebody has": "reviews WHERE claimed_until IS NOT NULL",
        "reviews that are done": "reviews WHERE done_at IS NOT NULL",
    }
    database = Database(settings.database_url)
    found: dict[str, int] = {}

    def count(connection: Any) -> None:
        for name, rows in counts.items():
            found[name] = connection.exec_driver_sql(f"SELECT count(*) FROM {rows}").scalar_one()

    await database.run_sync(count)
    await database.close()
    return found
