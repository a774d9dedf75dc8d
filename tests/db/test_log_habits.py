"""The weekly question is due at the member's own hour, also where the clocks are changed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import log_habits, members
from db.tables import LogHabit, Outbox

GUILD, ANN, DM = 1, 11, 5
SUNDAY = 6
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


async def asked_at(session: AsyncSession) -> list[datetime]:
    return list(await session.scalars(select(Outbox.due_at).order_by(Outbox.id)))


async def test_over_a_change_of_the_clocks_each_week_is_asked_once(session: AsyncSession) -> None:
    """In Casablanca and New York hours are skipped and repeated on Sundays."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    await members.set_zone(session, GUILD, ANN, "America/New_York")
    await log_habits.want(session, GUILD, ANN, weekday=SUNDAY, hour=2, channel_id=DM, now=start)
    now = start
    for _ in range(53 * 7):
        now += timedelta(days=1)
        await log_habits.claim(session, now)

    found = await asked_at(session)

    assert len(found) in {52, 53}
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert gaps <= {WEEK, WEEK - timedelta(hours=1), WEEK + timedelta(hours=1)}
    assert datetime(2026, 3, 8, 7, tzinfo=UTC) in found  # 2:00 is skipped: 3:00 there


async def test_two_ticks_at_once_and_a_change_of_mind_ask_once_a_week(
    session: AsyncSession,
) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    await log_habits.want(session, GUILD, ANN, weekday=0, hour=13, channel_id=DM, now=now)
    first = await log_habits.claim(session, now + timedelta(hours=1))
    again = await log_habits.claim(session, now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    await log_habits.want(session, GUILD, ANN, weekday=0, hour=15, channel_id=DM, now=later)

    third = await log_habits.claim(session, now + timedelta(hours=4))

    assert (first, again, third) == (1, 0, 0)


async def test_after_a_long_silence_one_week_is_asked_for_if_any(session: AsyncSession) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    await log_habits.want(session, GUILD, ANN, weekday=0, hour=13, channel_id=DM, now=now)

    assert await log_habits.claim(session, now + 5 * WEEK + timedelta(hours=2)) == 1

    assert await log_habits.claim(session, now + 8 * WEEK + timedelta(days=4)) == 0

    (due_at,) = await asked_at(session)
    assert due_at == now + 5 * WEEK + timedelta(hours=1)
    habit = await session.get_one(LogHabit, (GUILD, ANN))
    assert habit.prompt_at == now + 9 * WEEK + timedelta(hours=1)
