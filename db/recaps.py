"""The recap of a study session: what it was about, who came, and two lines of its host's."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import hosting, outbox, stale, study
from db.outbox import Post, Sent
from db.study import Posted, Stage
from db.tables import Attendance, StudySession

RECAP = "recap"  # the kind of its post, and of its card to be redrawn
LASTS = timedelta(days=1)


async def queue(session: AsyncSession, posted: Posted, due_at: datetime) -> None:
    """Have it posted, once; not where nobody but its host was to come, and nobody was there."""
    if posted.place_id is None:
        return
    if {*posted.going} <= {posted.host_id} and not await _was_anybody_there(session, posted.id):
        return
    await outbox.enqueue(
        session,
        posted.guild_id,
        posted.place_id,
        kind=RECAP,
        dedupe_key=f"{RECAP}:{posted.id}",
        payload={"id": posted.id},
        due_at=due_at,
        expires_at=posted.ends_at + LASTS,
    )


async def changed(session: AsyncSession, row: StudySession, now: datetime) -> None:
    """Have the recap show what changed; before the end there is none yet."""
    if row.settled_at is None:
        return
    await session.flush()
    await queue(session, await study.as_posted(session, row), now)
    await stale.mark(session, row.guild_id, RECAP, row.id, now)


async def to_write(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> tuple[str, str]:
    """The two lines as they are: what was done, and what comes next."""
    row = await _row(session, guild_id, number, user_id, is_moderator=is_moderator, now=now)
    return lines(row.recap)


async def write(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    done: str,
    coming: str,
    is_moderator: bool,
    now: datetime,
) -> None:
    row = await _row(session, guild_id, number, user_id, is_moderator=is_moderator, now=now)
    row.recap = f"{done}\n{coming}"
    await hosting.record(session, row, user_id, act="wrote the recap of", now=now)
    await changed(session, row, now)


def lines(recap: str) -> tuple[str, str]:
    done, _, coming = recap.partition("\n")
    return done, coming


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where it stands; nowhere, if it was deleted at once."""
    row = await session.get_one(StudySession, post.payload["id"])
    row.recap_message_id = sent.message_id


async def _row(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> StudySession:
    row = await hosting.row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="write its recap"
    )
    posted = await study.as_posted(session, row)
    if posted.stage is not Stage.OPEN:
        raise Refusal(f"Session **#{number}** did not take place, so it has no recap.")
    if now < posted.ends_at:
        raise Refusal(f"Session **#{number}** is not over yet. Its recap comes at the end.")
    return row


async def _was_anybody_there(session: AsyncSession, session_id: int) -> bool:
    found = await session.scalar(
        select(Attendance.user_id).where(Attendance.session_id == session_id).limit(1)
    )
    return found is not None
