"""What members want to be asked of their week, and when: on their own clocks, if at all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.weekly import Rhythm, following, latest
from db import letters, members, outbox
from db.tables import LogHabit

# The kinds of the posts.
PROMPT = "log prompt"
HELLO = "log hello"
UTC = "UTC"


@dataclass(frozen=True, slots=True)
class Prompt:
    """When a member is asked; empty parts are those of who is not."""

    weekday: int | None
    hour: int | None
    next_at: datetime | None
    zone: str | None

    @property
    def is_wanted(self) -> bool:
        return self.next_at is not None


async def prompt(session: AsyncSession, guild_id: int, user_id: int) -> Prompt:
    habit = await session.get(LogHabit, (guild_id, user_id))
    zone = await members.zone(session, guild_id, user_id)
    if habit is None:
        return Prompt(None, None, None, zone)
    return Prompt(habit.prompt_weekday, habit.prompt_hour, habit.prompt_at, zone)


async def want(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    weekday: int,
    hour: int,
    channel_id: int,
    now: datetime,
) -> Prompt:
    """Have the member asked on that weekday and hour of theirs, in their direct messages."""
    habit = await letters.habit(session, guild_id, user_id)
    habit.prompt_weekday, habit.prompt_hour = weekday, hour
    habit.dm_channel_id = channel_id
    await _plan(session, habit, now)
    return await prompt(session, guild_id, user_id)


async def stop(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    """Ask them no more; False where they were not asked anyway."""
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is None or habit.prompt_at is None:
        return False
    habit.prompt_weekday = habit.prompt_hour = habit.prompt_at = None
    return True


async def zone_changed(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> None:
    """Their clocks are others from now on."""
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is not None and habit.prompt_at is not None:
        await _plan(session, habit, now)


async def claim(session: AsyncSession, now: datetime) -> int:
    """Queue the questions that are due, once for each week of a member's; how many there are."""
    due = await session.scalars(
        select(LogHabit).where(LogHabit.prompt_at.is_not(None), LogHabit.prompt_at <= now)
    )
    queued = 0
    for habit in due.all():
        this = latest(await _rhythm(session, habit), now)
        if habit.dm_channel_id is not None and now < this.due_at + letters.LASTS:
            queued += await outbox.enqueue(
                session,
                habit.guild_id,
                habit.dm_channel_id,
                kind=PROMPT,
                dedupe_key=f"{PROMPT}:{habit.guild_id}:{habit.user_id}:{this.iso_week}",
                payload={"user": habit.user_id},
                due_at=this.due_at,
                expires_at=this.due_at + letters.LASTS,
            )
        await _plan(session, habit, now)
    return queued


async def _plan(session: AsyncSession, habit: LogHabit, now: datetime) -> None:
    await session.flush()
    habit.prompt_at = following(await _rhythm(session, habit), now).due_at


async def _rhythm(session: AsyncSession, habit: LogHabit) -> Rhythm:
    zone = await members.zone(session, habit.guild_id, habit.user_id)
    return Rhythm(habit.prompt_weekday or 0, habit.prompt_hour or 0, zone or UTC)
