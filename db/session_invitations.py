"""Invitations to study sessions: a member brings another along, once for each session.

Why somebody can't be invited is theirs to tell: whoever asks hears the same of all reasons.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.seats import Answer
from db import blocks, outbox, session_lists, study
from db.study import Posted, Stage
from db.tables import Rsvp, SessionInvitation

KIND = "session invitation"
MOST_A_DAY = 5
# So often a day somebody is mentioned for others' sake, whoever they are.
_MOST_OF_ONE = 3
_DAY = timedelta(days=1)

_NOT_NOW = (
    "They can't be invited to this session. I don't say more, since reasons are private."
    " Its card has a link that you can send them."
)
NOT_YOURS = "Only those who go to a session, or host it, invite others to it."


def key(session_id: int, invited_id: int) -> str:
    return f"{KIND}:{session_id}:{invited_id}"


async def offered(
    session: AsyncSession, guild_id: int, inviter_id: int, now: datetime
) -> Sequence[Posted]:
    """The coming sessions to which a member may invite others, the nearest first."""
    found = await session_lists.mine(session, guild_id, inviter_id, now)
    return [one for one in found if _may_invite(one, inviter_id, now)]


async def invite(
    session: AsyncSession,
    guild_id: int,
    number: int,
    inviter_id: int,
    *,
    invited_id: int,
    now: datetime,
) -> tuple[Posted, str]:
    """Have a member mentioned where the session is talked about; the key of that post."""
    posted = await study.by_number(session, guild_id, number, reader_id=inviter_id)
    if posted.place_id is None or not _may_invite(posted, inviter_id, now):
        raise Refusal(NOT_YOURS)
    if invited_id == posted.host_id:
        raise Refusal("They host it themselves.")
    if invited_id in posted.going:
        raise Refusal("They go to it already.")
    if await session.get(SessionInvitation, (posted.id, invited_id)) is not None:
        raise Refusal("They were invited to it already: once is enough.")
    if await _count(session, guild_id, now, SessionInvitation.inviter_id == inviter_id) >= (
        MOST_A_DAY
    ):
        raise Refusal(
            f"You invited {MOST_A_DAY} members to sessions within a day, the most there can be."
            " Try again tomorrow."
        )
    two = {"inviter_id": inviter_id, "invited_id": invited_id}
    if not await _may_be_asked(session, guild_id, posted, **two, now=now):
        raise Refusal(_NOT_NOW)
    session.add(
        SessionInvitation(
            session_id=posted.id,
            invited_id=invited_id,
            guild_id=guild_id,
            inviter_id=inviter_id,
            invited_at=now,
        )
    )
    await outbox.enqueue(
        session,
        guild_id,
        posted.place_id,
        kind=KIND,
        dedupe_key=key(posted.id, invited_id),
        payload={"id": posted.id, "invited": invited_id, "by": inviter_id},
        due_at=now,
        expires_at=posted.starts_at,
    )
    return posted, key(posted.id, invited_id)


async def is_wanted(session: AsyncSession, session_id: int, invited_id: int) -> bool:
    """Whether a post would tell them news: they have said nothing of the session yet."""
    return await session.get(Rsvp, (session_id, invited_id)) is None


def _may_invite(posted: Posted, inviter_id: int, now: datetime) -> bool:
    return (
        posted.stage is Stage.OPEN
        and posted.pair_id is None
        and posted.starts_at > now
        and (posted.host_id == inviter_id or posted.said(inviter_id) is Answer.GOING)
    )


async def _may_be_asked(
    session: AsyncSession,
    guild_id: int,
    posted: Posted,
    *,
    inviter_id: int,
    invited_id: int,
    now: datetime,
) -> bool:
    if await blocks.among(session, guild_id, (inviter_id, invited_id)):
        return False
    if not await is_wanted(session, posted.id, invited_id):
        return False
    of_them = SessionInvitation.invited_id == invited_id
    return await _count(session, guild_id, now, of_them) < _MOST_OF_ONE


async def _count(
    session: AsyncSession, guild_id: int, now: datetime, *which: ColumnElement[bool]
) -> int:
    """Of the last day."""
    found = await session.scalar(
        select(func.count()).where(
            SessionInvitation.guild_id == guild_id,
            SessionInvitation.invited_at > now - _DAY,
            *which,
        )
    )
    return found or 0
