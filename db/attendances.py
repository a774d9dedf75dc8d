"""Who was at a study session: they said so, or its host did. Nothing here tells who was not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import rollcall
from bot.domain.errors import Refusal
from db import hosting, recaps, study
from db.study import Posted, Stage
from db.tables import Attendance, StudySession


@dataclass(frozen=True, slots=True)
class Roll:
    """A session, and who was noted to be there, in that order."""

    posted: Posted
    noted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    number: int
    topic: str
    starts_at: datetime
    minutes: int


async def arrive(
    session: AsyncSession, guild_id: int, number: int, user_id: int, now: datetime
) -> Posted:
    """A member says that they are there; to say it again changes nothing."""
    row = await study.row(session, guild_id, number, reader_id=user_id)
    posted = await _open(session, row, now)
    await note(session, row, [user_id], noted_by_id=user_id, now=now)
    return posted


async def roll(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Roll:
    """Who is noted so far, for whoever may note others."""
    row = await _row(session, guild_id, number, user_id, is_moderator=is_moderator)
    return Roll(await _open(session, row, now), await of(session, row.id))


async def save(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    shown: Collection[int],
    chosen: Sequence[int],
    is_moderator: bool,
    now: datetime,
) -> Roll:
    """Note who was chosen, and take back who was shown as chosen before and is so no longer."""
    row = await _row(session, guild_id, number, user_id, is_moderator=is_moderator)
    posted = await _open(session, row, now)
    await note(session, row, chosen, noted_by_id=user_id, now=now)
    await unnote(session, row, set(shown) - set(chosen), now)
    await hosting.record(session, row, user_id, act="noted who was at", now=now)
    return Roll(posted, await of(session, row.id))


async def note(
    session: AsyncSession,
    row: StudySession,
    people: Collection[int],
    *,
    noted_by_id: int,
    now: datetime,
) -> None:
    """For storage alone: that these people were there; who first noted somebody stands."""
    values = [
        {
            "session_id": row.id,
            "user_id": one,
            "guild_id": row.guild_id,
            "noted_by_id": noted_by_id,
            "noted_at": now,
        }
        for one in people
    ]
    if not values:
        return
    news = await session.scalars(
        insert(Attendance).on_conflict_do_nothing().returning(Attendance.user_id), values
    )
    if news.all():
        await recaps.changed(session, row, now)


async def unnote(
    session: AsyncSession, row: StudySession, people: Collection[int], now: datetime
) -> None:
    """For storage alone: take back that these people were there."""
    gone = await session.scalars(
        delete(Attendance)
        .where(Attendance.session_id == row.id, Attendance.user_id.in_(people))
        .returning(Attendance.user_id)
    )
    if gone.all():
        await recaps.changed(session, row, now)


async def of(session: AsyncSession, session_id: int) -> tuple[int, ...]:
    """Who was there, in the order in which they were noted."""
    found = await session.scalars(
        select(Attendance.user_id)
        .where(Attendance.session_id == session_id)
        .order_by(Attendance.noted_at, Attendance.user_id)
    )
    return tuple(found)


async def attended(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[Attended]:
    """The sessions at which a member was, the newest first."""
    found = await session.execute(
        select(
            StudySession.number, StudySession.topic, StudySession.starts_at, StudySession.minutes
        )
        .join(Attendance, Attendance.session_id == StudySession.id)
        .where(Attendance.guild_id == guild_id, Attendance.user_id == user_id)
        .order_by(StudySession.starts_at.desc(), StudySession.id.desc())
    )
    return [
        Attended(number, topic, starts_at, minutes)
        for number, topic, starts_at, minutes in found
        if number is not None and starts_at is not None and minutes is not None
    ]


async def _row(
    session: AsyncSession, guild_id: int, number: int, user_id: int, *, is_moderator: bool
) -> StudySession:
    return await hosting.row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="note who is there"
    )


async def _open(session: AsyncSession, row: StudySession, now: datetime) -> Posted:
    """The session, as long as who is there can be noted; or a Refusal."""
    posted = await study.as_posted(session, row)
    which = f"Session **#{posted.number}**"
    if posted.stage is not Stage.OPEN:
        raise Refusal(f"{which} does not take place, so nobody can be there.")
    if now < rollcall.opens_at(posted.starts_at):
        raise Refusal(
            f"{which} starts <t:{posted.starts_at.timestamp():.0f}:R>. Press this once you are"
            " there, from fifteen minutes before."
        )
    if now >= rollcall.closes_at(posted.ends_at):
        raise Refusal(f"{which} ended over two hours ago: who was there is not noted any more.")
    return posted
