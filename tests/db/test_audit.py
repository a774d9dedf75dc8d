"""Every act of a moderator leaves a line, which is read back newest first."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db import audit
from db.audit import Entry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUILD, MO, RITA = 10, 1, 2


async def line(
    session: AsyncSession, number: int, *, minute: int = 0, guild_id: int = GUILD
) -> None:
    at = NOON + timedelta(minutes=minute)
    await audit.note(
        session, guild_id, MO, act="moved", subject="session", number=number, reason="ill", now=at
    )


async def test_a_line_says_who_did_what_when_and_why(session: AsyncSession) -> None:
    await line(session, 5)
    await audit.note(session, GUILD, RITA, act="turned on", subject="approval", now=NOON)

    found = await audit.recent(session, GUILD, limit=10)

    assert found == [
        Entry(RITA, "turned on", "approval", None, "", NOON),
        Entry(MO, "moved", "session", 5, "ill", NOON),
    ]


async def test_the_newest_come_first_and_pages_go_on_where_the_last_one_ended(
    session: AsyncSession,
) -> None:
    for number, minute in ((1, 30), (2, 10), (3, 20), (4, 20)):
        await line(session, number, minute=minute)

    first = await audit.recent(session, GUILD, limit=3)
    second = await audit.recent(session, GUILD, limit=3, skip=3)

    assert [one.number for one in first] == [1, 4, 3]
    assert [one.number for one in second] == [2]


async def test_another_guilds_lines_stay_there(session: AsyncSession) -> None:
    await line(session, 1, guild_id=GUILD + 1)

    assert await audit.recent(session, GUILD, limit=10) == []
