"""Who may look after a study session: its host, and moderators, whose acts are on record."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from db import audit, study
from db.tables import StudySession


async def row_to_tend(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    act: str,
) -> StudySession:
    """For storage alone: the guild's session `number`, or a Refusal for who may not `act` on it."""
    reader_id = None if is_moderator else user_id
    row = await study.row(session, guild_id, number, reader_id=reader_id)
    if user_id != row.host_id and not is_moderator:
        raise Refusal(
            f"Only {who(row.host_id)}, who hosts session **#{number}**, or a moderator can {act}."
        )
    return row


async def record(
    session: AsyncSession, row: StudySession, user_id: int, *, act: str, now: datetime
) -> None:
    """Put on record what a moderator did to somebody else's session: "chose the reminders of"."""
    if user_id != row.host_id:
        await audit.note(
            session,
            row.guild_id,
            user_id,
            kind=Kind.SESSIONS,
            act=act,
            subject="session",
            number=row.number,
            now=now,
        )
