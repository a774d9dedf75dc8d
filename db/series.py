"""Sessions that repeat: a few of them are made ahead, and the next one's card is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import recurrence
from bot.domain.recurrence import Rule
from bot.domain.seats import Answer
from db import guilds, rsvps, session_posts, study
from db.plans import plan_of, put_plan
from db.study import Posted, Stage
from db.tables import StudySeries, StudySession

AHEAD = 4
# A series whose slots all lie in a time that was down is caught up with, and not for ever.
_MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Repeating:
    """A series: its rule, counted from `first`, on the clocks of its zone."""

    id: int
    first: datetime
    zone: str
    rule: Rule
    is_over: bool
    """Whether no more sessions are made of it."""
    sequence: int
    changed_at: datetime


def wall(at: datetime, zone: str) -> datetime:
    """An instant as a clock in `zone` shows it; naive."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


async def begin(session: AsyncSession, first: StudySession, rule: Rule, now: datetime) -> None:
    """Make a session the first of a series, and the next few with it."""
    assert first.starts_at is not None
    assert first.zone is not None
    slot = wall(first.starts_at, first.zone)
    series = StudySeries(
        guild_id=first.guild_id,
        host_id=first.host_id,
        minutes=first.minutes,
        first=slot,
        zone=first.zone,
        rule=rule.text(),
        made_until=slot,
        sequence=0,
        changed_at=now,
    )
    put_plan(series, plan_of(first))
    session.add(series)
    await session.flush()
    first.series_id, first.slot = series.id, slot
    await extend(session, series.id, now)


async def running(session: AsyncSession) -> Sequence[tuple[int, int]]:
    """(guild, series) of those that may have sessions still to come."""
    rows = await session.execute(
        select(StudySeries.guild_id, StudySeries.id).where(StudySeries.ended_at.is_(None))
    )
    return [(guild_id, series_id) for guild_id, series_id in rows]


async def extend(session: AsyncSession, series_id: int, now: datetime) -> None:
    """Make sessions ahead, until the next few slots have one; end the series behind its last."""
    series = await session.get_one(StudySeries, series_id)
    parsed = Rule.parse(series.rule)
    missing = AHEAD - await _coming(session, series_id, now)
    moments = recurrence.moments(parsed, series.first, series.zone, after=series.made_until)
    for _ in range(_MOST_AT_ONCE):
        if missing <= 0:
            return
        slot, starts_at = next(moments, (None, None))
        if slot is None or starts_at is None:
            await _end_if_over(session, series, now)
            return
        series.made_until = slot
        if starts_at > now:  # what fell into a time that was down is not made up for
            await _make(session, series, slot, starts_at, now)
            missing -= 1


async def show_next(
    session: AsyncSession, series_id: int, channel_id: int | None, now: datetime
) -> str | None:
    """Have the next session's card posted, unless it was; the key of its post, if it is now.

    In the channel of the one before; else in `channel_id`. One that was cancelled holds it back
    for as long as that can be undone.
    """
    row = await session.scalar(
        select(StudySession)
        .where(
            StudySession.series_id == series_id,
            study.STANDING,
            StudySession.starts_at > now,
        )
        .order_by(StudySession.starts_at, StudySession.id)
        .limit(1)
    )
    if row is None or row.message_id is not None or row.stage != Stage.OPEN:
        return None
    place = row.channel_id or channel_id
    if place is None or not await session_posts.show(session, row, place, now):
        return None
    row.channel_id = place
    return session_posts.card_key(row.id)


async def by_id(session: AsyncSession, series_id: int | None) -> Repeating | None:
    found = None if series_id is None else await session.get(StudySeries, series_id)
    if found is None:
        return None
    return Repeating(
        id=found.id,
        first=found.first,
        zone=found.zone,
        rule=Rule.parse(found.rule),
        is_over=found.ended_at is not None,
        sequence=found.sequence,
        changed_at=found.changed_at,
    )


async def all_of(session: AsyncSession, guild_id: int, series_id: int) -> Sequence[Posted]:
    """Every session that it has had so far, in the order of their slots."""
    rows = await session.scalars(
        select(StudySession)
        .where(StudySession.guild_id == guild_id, StudySession.series_id == series_id)
        .order_by(StudySession.slot)
    )
    return await study.all_as_posted(session, rows.all())


async def end(session: AsyncSession, series_id: int, now: datetime) -> None:
    """Make no more sessions of it; those that are made stay as they are."""
    await session.execute(
        update(StudySeries)
        .where(StudySeries.id == series_id, StudySeries.ended_at.is_(None))
        .values(ended_at=now, changed_at=now, sequence=StudySeries.sequence + 1)
    )


async def following(session: AsyncSession, posted: Posted) -> Sequence[StudySession]:
    """A session and those behind it in its series, in order; it alone where it has none."""
    if posted.series_id is None or posted.slot is None:
        return [await study.row(session, posted.guild_id, posted.number)]
    rows = await session.scalars(
        select(StudySession)
        .where(
            StudySession.series_id == posted.series_id,
            StudySession.slot >= posted.slot,
            StudySession.stage == Stage.OPEN,
        )
        .order_by(StudySession.slot)
    )
    return rows.all()


async def _coming(session: AsyncSession, series_id: int, now: datetime) -> int:
    count = await session.scalar(
        select(func.count()).where(
            StudySession.series_id == series_id, study.STANDING, StudySession.starts_at > now
        )
    )
    return count or 0


async def _make(
    session: AsyncSession, series: StudySeries, slot: datetime, starts_at: datetime, now: datetime
) -> None:
    row = StudySession(
        guild_id=series.guild_id,
        host_id=series.host_id,
        minutes=series.minutes,
        number=await guilds.next_number(session, series.guild_id, "last_session"),
        stage=Stage.OPEN,
        typed_when="",
        starts_at=starts_at.astimezone(UTC),
        zone=series.zone,
        series_id=series.id,
        slot=slot,
        drafted_at=now,
        posted_at=now,
        changed_at=now,
        event_retry_at=now,
        channel_id=await _channel(session, series.id),
    )
    put_plan(row, plan_of(series))
    session.add(row)
    await session.flush()
    await rsvps.note(session, row.guild_id, row.id, row.host_id, answer=Answer.GOING, now=now)


async def _channel(session: AsyncSession, series_id: int) -> int | None:
    """Where the newest of its cards was posted."""
    found: int | None = await session.scalar(
        select(StudySession.channel_id)
        .where(StudySession.series_id == series_id, StudySession.channel_id.is_not(None))
        .order_by(StudySession.slot.desc())
        .limit(1)
    )
    return found


async def _end_if_over(session: AsyncSession, series: StudySeries, now: datetime) -> None:
    if await _coming(session, series.id, now) == 0:
        series.ended_at = now
