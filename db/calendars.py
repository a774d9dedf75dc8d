"""A cohort's calendar: its weeks and its milestones, as moderators said them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import cohort, days
from bot.domain.cohort import MOST_MILESTONES, Calendar, Milestone
from bot.domain.errors import Refusal
from bot.domain.record import Kind, change
from db import audit, guilds
from db.tables import CohortMilestone, CohortWeek

GONE = "That milestone is no longer there. Open the calendar again to see what is."


async def calendar(session: AsyncSession, guild_id: int) -> Calendar:
    settings = await guilds.settings(session, guild_id)
    weeks = await session.scalars(select(CohortWeek).where(CohortWeek.guild_id == guild_id))
    milestones = await session.scalars(
        select(CohortMilestone)
        .where(CohortMilestone.guild_id == guild_id)
        .order_by(CohortMilestone.day, CohortMilestone.id)
    )
    return Calendar(
        settings.first_day,
        settings.weeks,
        {one.week: one.focus for one in weeks},
        tuple(map(_view, milestones)),
    )


async def milestone(session: AsyncSession, guild_id: int, milestone_id: int) -> Milestone:
    return _view(await _row(session, guild_id, milestone_id))


async def say_weeks(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    *,
    weeks: int | None,
    focuses: Mapping[int, str],
    seen: int,
    now: datetime,
) -> None:
    """Set all weeks anew; `seen` is the mark of those that the moderator had before them."""
    before = await calendar(session, guild_id)
    if cohort.mark(before) != seen:
        raise Refusal(
            "Somebody else changed the weeks meanwhile. Open the calendar again and look what they"
            " are now."
        )
    if (before.weeks, before.focuses) == (weeks, focuses):
        return
    await guilds.change(session, guild_id, weeks=weeks)
    await session.execute(delete(CohortWeek).where(CohortWeek.guild_id == guild_id))
    rows = [{"guild_id": guild_id, "week": week, "focus": one} for week, one in focuses.items()]
    if rows:
        await session.execute(insert(CohortWeek), rows)
    said = [change(before.weeks, weeks, what="weeks")] if before.weeks != weeks else []
    said += ["what they are about"] if before.focuses != focuses else []
    await audit.note(
        session,
        guild_id,
        actor_id,
        kind=Kind.CALENDAR,
        act="changed",
        subject="the cohort's weeks",
        reason=", ".join(said),
        now=now,
    )


async def add_milestone(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    name: str,
    day: date,
    *,
    is_final: bool = False,
    now: datetime,
) -> Milestone:
    """There is one final presentation, and as many milestones as a list can show."""
    mine = CohortMilestone.guild_id == guild_id
    count = await session.scalar(select(func.count()).where(mine)) or 0
    if count >= MOST_MILESTONES:
        raise Refusal(f"There are {count} milestones already: remove one that is over first.")
    if is_final:
        final = await session.scalar(
            select(CohortMilestone).where(mine, CohortMilestone.is_final.is_(True)).limit(1)
        )
        if final is not None:
            raise Refusal(
                f"The final presentation is on {days.shown(final.day)} already. Choose it in the"
                " calendar to move it."
            )
    row = CohortMilestone(guild_id=guild_id, name=name, day=day, is_final=is_final)
    session.add(row)
    await audit.note(
        session,
        guild_id,
        actor_id,
        kind=Kind.CALENDAR,
        act="added",
        subject="a milestone",
        reason=_words(name, day),
        now=now,
    )
    return _view(row)


async def change_milestone(
    session: AsyncSession,
    guild_id: int,
    actor_id: int,
    milestone_id: int,
    *,
    name: str,
    day: date,
    now: datetime,
) -> Milestone:
    row = await _row(session, guild_id, milestone_id)
    if (row.name, row.day) != (name, day):
        said = change(_words(row.name, row.day), _words(name, day))
        row.name, row.day = name, day
        await audit.note(
            session,
            guild_id,
            actor_id,
            kind=Kind.CALENDAR,
            act="changed",
            subject="a milestone",
            reason=said,
            now=now,
        )
    return _view(row)


async def remove_milestone(
    session: AsyncSession, guild_id: int, actor_id: int, milestone_id: int, now: datetime
) -> Milestone:
    row = await _row(session, guild_id, milestone_id)
    removed = _view(row)
    await session.delete(row)
    said = _words(removed.name, removed.day)
    await audit.note(
        session,
        guild_id,
        actor_id,
        kind=Kind.CALENDAR,
        act="removed",
        subject="a milestone",
        reason=said,
        now=now,
    )
    return removed


async def _row(session: AsyncSession, guild_id: int, milestone_id: int) -> CohortMilestone:
    row = await session.get(CohortMilestone, milestone_id)
    if row is None or row.guild_id != guild_id:
        raise Refusal(GONE)
    return row


def _words(name: str, day: date) -> str:
    return f"{name}, {days.shown(day)}"


def _view(row: CohortMilestone) -> Milestone:
    return Milestone(row.id, row.name, row.day, row.is_final)
