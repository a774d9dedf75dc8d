"""Members' streaks: the days they kept, the breaks they planned, and who may see it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import days
from bot.domain.errors import Refusal
from bot.domain.log import Source
from bot.domain.streaks import Break, Streak, streak
from db import letters, log_posts, logs
from db.tables import LogBreak, LogEntry, LogHabit

LONGEST_BREAK = 21
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's streak today; `rest` is the break that they are in, or that is to come."""

    streak: Streak
    today: date
    last_kept: date | None
    rest: Break | None
    is_shown: bool


async def standing(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> Standing:
    today = await logs.today(session, guild_id, user_id, now)
    kept = await _kept(session, guild_id, user_id)
    breaks = await _breaks(session, guild_id, user_id)
    habit = await session.get(LogHabit, (guild_id, user_id))
    return Standing(
        streak(kept, breaks, today),
        today,
        max((one for one in kept if one <= today), default=None),
        next((one for one in breaks if one.last >= today), None),
        habit is not None and habit.shows_streak,
    )


async def plan_break(
    session: AsyncSession, guild_id: int, user_id: int, rest: Break, now: datetime
) -> None:
    """Rest on these days, in place of a break that is not over: planned, and so never behind."""
    first, last = rest.first, rest.last
    today = await logs.today(session, guild_id, user_id, now)
    if first < today:
        raise Refusal("A break is planned ahead: it begins today at the earliest.")
    if last < first:
        raise Refusal("The last day of a break can't be before its first. Try again.")
    if last - first >= LONGEST_BREAK * _DAY:
        raise Refusal(
            f"A break takes {LONGEST_BREAK} days at most. Plan the rest once this one is over;"
            f" the last day would be {days.shown(first + (LONGEST_BREAK - 1) * _DAY)}."
        )
    if first - today > 366 * _DAY:
        raise Refusal("That is over a year away. Plan it once it comes nearer.")
    await end_break(session, guild_id, user_id, now)
    row = {"guild_id": guild_id, "user_id": user_id, "first_day": first, "last_day": last}
    # A break that ends yesterday because this one takes its place may begin on the same day.
    await session.execute(
        insert(LogBreak)
        .values(row)
        .on_conflict_do_update(
            index_elements=["guild_id", "user_id", "first_day"], set_={"last_day": last}
        )
    )
    await log_posts.redraw_streak(session, guild_id, user_id, now)


async def end_break(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """Give up what is to come of a break; what has been of it stays one."""
    today = await logs.today(session, guild_id, user_id, now)
    mine = (LogBreak.guild_id == guild_id, LogBreak.user_id == user_id)
    await session.execute(delete(LogBreak).where(*mine, LogBreak.first_day >= today))
    running = await session.scalar(select(LogBreak).where(*mine, LogBreak.last_day >= today))
    if running is not None:
        running.last_day = today - _DAY
    await log_posts.redraw_streak(session, guild_id, user_id, now)


async def show(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int, now: datetime
) -> bool:
    """Show the streak to the cohort, in a card of its own; False where it is shown already."""
    habit = await letters.habit(session, guild_id, user_id)
    if habit.shows_streak:
        return False
    if (await standing(session, guild_id, user_id, now)).streak.current == 0:
        raise Refusal("There is no streak to show yet. `/log add` begins one.")
    habit.shows_streak = True
    # The card of the last time stays empty: this one comes where people look.
    habit.streak_channel_id = habit.streak_message_id = None
    await log_posts.queue_streak(session, guild_id, user_id, channel_id, now)
    return True


async def hide(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """Keep it private again: its card is emptied."""
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is not None:
        habit.shows_streak = False
        await log_posts.redraw_streak(session, guild_id, user_id, now)


async def _kept(session: AsyncSession, guild_id: int, user_id: int) -> set[date]:
    """The days of what was added in time; what a README brought along was written before."""
    found = await session.scalars(
        select(LogEntry.day)
        .where(
            LogEntry.guild_id == guild_id,
            LogEntry.user_id == user_id,
            LogEntry.is_late.is_(False),
            or_(LogEntry.source.is_(None), LogEntry.source != Source.README),
        )
        .distinct()
    )
    return {*found}


async def _breaks(session: AsyncSession, guild_id: int, user_id: int) -> list[Break]:
    found = await session.scalars(
        select(LogBreak)
        .where(LogBreak.guild_id == guild_id, LogBreak.user_id == user_id)
        .order_by(LogBreak.first_day)
    )
    return [Break(one.first_day, one.last_day) for one in found]
