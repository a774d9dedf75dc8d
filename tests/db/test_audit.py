"""Every act of a moderator leaves a line, which is read back newest first."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.record import REASON_LIMIT, Kind
from db import audit
from db.audit import Entry, Filter

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUILD, MO, RITA = 10, 1, 2


async def line(
    session: AsyncSession,
    number: int,
    *,
    actor_id: int = MO,
    kind: Kind = Kind.SESSIONS,
    minute: int = 0,
    guild_id: int = GUILD,
    reason: str = "ill",
) -> None:
    at = NOON + timedelta(minutes=minute)
    await audit.note(
        *(session, guild_id, actor_id),
        kind=kind,
        act="moved",
        subject="session",
        number=number,
        reason=reason,
        now=at,
    )


async def numbers(session: AsyncSession, which: Filter) -> list[int | None]:
    return [one.number for one in await audit.recent(session, GUILD, which, limit=10)]


async def test_a_line_says_who_did_what_when_and_why(session: AsyncSession) -> None:
    await line(session, 5)
    await audit.note(
        *(session, GUILD, RITA),
        kind=Kind.SETUP,
        act="turned on",
        subject="approval",
        now=NOON,
    )

    found = await audit.recent(session, GUILD, limit=10)

    assert found == [
        Entry(RITA, Kind.SETUP, "turned on", "approval", None, "", NOON),
        Entry(MO, Kind.SESSIONS, "moved", "session", 5, "ill", NOON),
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


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (Filter(), [4, 3, 2, 1]),
        (Filter(actor_id=RITA), [4, 2]),
        (Filter(kind=Kind.PAIRS), [4, 3]),
        (Filter(since=NOON + HOUR), [4, 3, 2]),
        (Filter(until=NOON + HOUR), [1]),
        (Filter(RITA, Kind.PAIRS, NOON + 3 * HOUR, NOON + 4 * HOUR), [4]),
        (Filter(RITA, Kind.QUESTIONS), []),
    ],
)
async def test_lines_are_found_by_person_kind_and_time(
    session: AsyncSession, which: Filter, found: list[int]
) -> None:
    await line(session, 1)
    await line(session, 2, actor_id=RITA, minute=60)
    await line(session, 3, kind=Kind.PAIRS, minute=120)
    await line(session, 4, actor_id=RITA, kind=Kind.PAIRS, minute=180)

    assert await numbers(session, which) == found
    assert await audit.count(session, GUILD, which) == len(found)


async def test_another_guilds_lines_stay_there(session: AsyncSession) -> None:
    await line(session, 1, guild_id=GUILD + 1)

    assert await audit.recent(session, GUILD, limit=10) == []
    assert await audit.count(session, GUILD) == 0


async def test_a_long_reason_is_cut(session: AsyncSession) -> None:
    await line(session, 1, reason="so " * REASON_LIMIT)

    [found] = await audit.recent(session, GUILD, limit=10)

    assert len(found.reason) <= REASON_LIMIT
    assert found.reason.endswith("…")
