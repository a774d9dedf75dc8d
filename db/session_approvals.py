"""New study sessions that moderators look at before anybody else does: approved, or not."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from bot.domain.text import fit
from db import audit, outbox, session_acts, session_drafts, session_posts, study
from db.session_acts import SUBJECT, Done
from db.study import Posted, Stage
from db.tables import StudySession

ANSWERED = "answer to a host"  # the kind of the post that tells a host what moderators said
REASON_LIMIT = 80  # of a line that an act leaves


class Ruling(StrEnum):
    """What moderators may say of a new session."""

    APPROVED = "approved"
    CHANGE = "change"
    DECLINED = "declined"


_ACTS = {
    Ruling.APPROVED: "approved",
    Ruling.CHANGE: "asked to change",
    Ruling.DECLINED: "declined",
}


async def to_rule(
    session: AsyncSession, guild_id: int, number: int, sequence: int, now: datetime
) -> Posted:
    """A session that waits for moderators, as they were shown it; or a Refusal."""
    posted = await study.by_number(session, guild_id, number)
    which = f"Session **#{number}**"
    if posted.stage is Stage.DECLINED:
        raise Refusal(f"{which} was declined already.")
    if posted.stage is Stage.CANCELLED:
        raise Refusal(f"{which} is cancelled: there is nothing left to decide.")
    if posted.stage is not Stage.HELD:
        raise Refusal(f"{which} was approved already.")
    if posted.moderators_word:
        raise Refusal(
            f"{who(posted.host_id)} was asked to change **#{number}** already. I ask you again once"
            " that is done."
        )
    if posted.sequence != sequence:
        raise Refusal(f"{which} was changed since: the newer card below shows it as it is now.")
    if posted.starts_at <= now:
        raise Refusal(session_acts.passed(posted))
    return posted


async def rule(
    session: AsyncSession,
    guild_id: int,
    number: int,
    sequence: int,
    moderator_id: int,
    *,
    ruling: Ruling,
    word: str = "",
    now: datetime,
) -> Done:
    """Publish it, decline it, or ask for a change; its host is told that there is an answer."""
    await to_rule(session, guild_id, number, sequence, now)
    row = await study.row(session, guild_id, number)
    assert row.channel_id is not None
    posts = [await _tell_host(session, row, row.channel_id, ruling, now)]
    row.moderators_word = word or None
    if ruling is Ruling.APPROVED:
        row.stage = Stage.OPEN
        await session_drafts.publish(session, row, row.channel_id, now)
        posts.append(session_posts.card_key(row.id))
    elif ruling is Ruling.DECLINED:
        row.stage = Stage.DECLINED
    await session.flush()
    await audit.note(
        session,
        guild_id,
        moderator_id,
        kind=Kind.SESSIONS,
        act=_ACTS[ruling],
        subject=SUBJECT,
        number=number,
        reason=fit(word, REASON_LIMIT),
        now=now,
    )
    return Done(await study.as_posted(session, row), 1, tuple(posts))


async def waiting(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[int]:
    """The numbers of those that wait for moderators, and not for their host."""
    return [one.number for one in await held(session, guild_id, now)]


async def held(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Posted]:
    """The same as they stand, the next one first."""
    rows = await session.scalars(_waiting(guild_id, now))
    return await study.all_as_posted(session, rows.all())


async def ask_again(session: AsyncSession, guild_id: int, channel_id: int, now: datetime) -> int:
    """Show moderators anew what waits for them: how many that are."""
    rows = (await session.scalars(_waiting(guild_id, now))).all()
    for row in rows:
        await session_acts.changed(session, row, ask_in=channel_id, now=now)
    return len(rows)


async def _tell_host(
    session: AsyncSession, row: StudySession, channel_id: int, ruling: Ruling, now: datetime
) -> str:
    assert row.starts_at is not None
    key = f"{ANSWERED}:{row.id}:{row.sequence}"
    await outbox.enqueue(
        session,
        row.guild_id,
        channel_id,
        kind=ANSWERED,
        dedupe_key=key,
        payload={"id": row.id, "ruling": ruling},
        due_at=now,
        expires_at=row.starts_at,
    )
    return key


def _waiting(guild_id: int, now: datetime) -> Select[StudySession]:
    return (
        select(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.stage == Stage.HELD,
            StudySession.moderators_word.is_(None),
            StudySession.starts_at > now,
        )
        .order_by(StudySession.starts_at)
    )
