"""What a guild's moderators have to look after is found without looking through what is over."""

import re

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from db import pulse
from db.engine import Database
from db.guilds import Settings
from tests.world import NOON

GUILD = 1


async def test_a_pulse_looks_through_nothing_that_is_over(database: Database) -> None:
    asked: list[tuple[str, object]] = []

    def note(_1: object, _2: object, statement: str, given: object, *_: object) -> None:
        asked.append((statement, given))

    async with database.read() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await pulse.look(session, GUILD, Settings(), NOON)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        plans = [await _plan(session, statement) for statement, _ in asked]

    said = "\n".join(plans)
    # Lists of nothing are scanned as well.
    assert re.findall(r"SCAN (?!CONSTANT ROW|\(subquery).*", said) == [], said
    for index in (
        "ix_questions_guild_id_asked_at (guild_id=? AND asked_at<?",
        "uq_queue_entries_waiting (guild_id=?",
        "ix_pairs_guild_id_made_at (guild_id=? AND made_at>?",
        "ix_study_sessions_guild_id_starts_at (guild_id=? AND starts_at>?",
        "ix_parked_channels_guild_id (guild_id=?",
        "ix_outbox_guild_id_state (guild_id=? AND state=?",
    ):
        assert index in said, said
    assert len(asked) <= 15, "a pulse asks the database less often"


async def _plan(session: AsyncSession, statement: str) -> str:
    connection = await session.connection()
    found = await connection.exec_driver_sql(
        f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?")
    )
    return "\n".join(str(row) for row in found)
