"""Who may ask whom to pair, how often, and for how long.

Why somebody can't be asked is theirs to tell: whoever asks hears the same of all reasons.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Track
from db import matches, pairs, queue
from db.pair_profiles import Profile
from db.tables import PairInvitation

LASTS = timedelta(hours=48)
MOST_OPEN, MOST_A_DAY = 3, 5
# Who was asked, and did not want to, is not asked again by the same member before.
_PATIENCE = timedelta(days=7)
_DAY = timedelta(days=1)

_NOT_NOW = (
    "They can't be invited to pair just now. I don't say more, since reasons are private."
    " `/pair find` finds you somebody."
)


class End(StrEnum):
    """What came of an invitation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MOOT = "moot"  # it was accepted when the two could not be a pair any more


async def check(
    session: AsyncSession, guild_id: int, me: Profile, they: Profile, now: datetime
) -> None:
    """Refuse to ask where either is not free to pair, or was asked enough."""
    await _check_together(session, guild_id, me.user_id, they.user_id)
    await _check_own(session, guild_id, me, they.user_id, now)
    if not await _is_open_to(session, guild_id, me, they, now):
        raise Refusal(_NOT_NOW)


async def _check_together(
    session: AsyncSession, guild_id: int, inviter_id: int, invited_id: int
) -> None:
    for pair in await pairs.of_member(session, guild_id, inviter_id):
        if invited_id in pair.people:
            where = f", in <#{pair.thread_id}>" if pair.thread_id else ""
            raise Refusal(f"You two are a pair already{where}.")


async def _check_own(
    session: AsyncSession, guild_id: int, me: Profile, invited_id: int, now: datetime
) -> None:
    """What keeps the inviter from it, of which they may hear."""
    if not await has_room(session, guild_id, me, now):
        raise Refusal(
            "You have as many partners to pair with as you take at once. `/pair profile` changes"
            " how many."
        )
    waiting = await _rows(
        session,
        guild_id,
        PairInvitation.ended_at.is_(None),
        or_(
            PairInvitation.inviter_id == me.user_id,
            PairInvitation.invited_id == me.user_id,
        ),
    )
    for one in waiting:
        if (one.inviter_id, one.invited_id) == (me.user_id, invited_id):
            raise Refusal(
                "They have your invitation to pair already. It waits for them until"
                f" <t:{(one.invited_at + LASTS).timestamp():.0f}:F>."
            )
        if (one.inviter_id, one.invited_id) == (invited_id, me.user_id):
            raise Refusal("They have invited you to pair already: press **Accept** on that card.")
    if sum(one.inviter_id == me.user_id for one in waiting) >= MOST_OPEN:
        raise Refusal(
            f"{MOST_OPEN} invitations to pair of yours wait for an answer. Press **Not now** on"
            " one of them to take it back."
        )
    today = await session.scalar(
        select(func.count()).where(
            PairInvitation.guild_id == guild_id,
            PairInvitation.inviter_id == me.user_id,
            PairInvitation.invited_at > now - _DAY,
        )
    )
    if (today or 0) >= MOST_A_DAY:
        raise Refusal(
            f"You invited {MOST_A_DAY} members to pair within a day, the most there can be."
            " `/pair find` finds you somebody meanwhile."
        )


async def _is_open_to(
    session: AsyncSession, guild_id: int, me: Profile, they: Profile, now: datetime
) -> bool:
    two = (me.user_id, they.user_id)
    known = await matches.history(session, guild_id, two, now)
    sides = (they.track or Track.BOTH, me.track or Track.BOTH)
    declined = await _rows(
        session,
        guild_id,
        PairInvitation.inviter_id == me.user_id,
        PairInvitation.invited_id == they.user_id,
        PairInvitation.end.in_((End.DECLINED, End.EXPIRED)),
        PairInvitation.ended_at > now - _PATIENCE,
    )
    return (
        not declined
        and not known.are_apart(*two)
        and not they.is_paused(now)
        and sides[0].meets(sides[1])
        and await has_room(session, guild_id, they, now)
    )


async def has_room(session: AsyncSession, guild_id: int, profile: Profile, now: datetime) -> bool:
    """Whether a member takes one more partner."""
    busy = await queue.busy(session, guild_id, [profile.user_id], now)
    return busy[profile.user_id] < profile.room


async def _rows(session: AsyncSession, guild_id: int, *which: ColumnElement[bool]) -> Sequence[Any]:
    found = await session.scalars(
        select(PairInvitation).where(PairInvitation.guild_id == guild_id, *which)
    )
    return found.all()
