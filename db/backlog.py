"""How the outbox stands: for moderators, and for whoever watches the bot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import Lost, State, as_lost
from db.tables import Outbox, ParkedChannel, StudySession

REMEMBERED = timedelta(days=7)  # for so long moderators are shown what was lost


@dataclass(frozen=True, slots=True)
class Parking:
    channel_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A channel that has due posts, the first of them since then."""

    guild_id: int
    channel_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Troubles:
    """What a guild's moderators should know of its posts."""

    parked: tuple[Parking, ...] = ()
    lost: tuple[Lost, ...] = ()


async def troubles(session: AsyncSession, guild_id: int, now: datetime) -> Troubles:
    """The guild's parked channels, and the posts lost of late, the newest first."""
    parked = await session.scalars(
        select(ParkedChannel)
        .where(ParkedChannel.guild_id == guild_id, ParkedChannel.parked_until > now)
        .order_by(ParkedChannel.channel_id)
    )
    lost = await session.scalars(
        select(Outbox)
        .where(
            Outbox.guild_id == guild_id,
            Outbox.state.in_((State.DEAD, State.UNSURE, State.EXPIRED)),
            Outbox.settled_at > now - REMEMBERED,
        )
        .order_by(Outbox.settled_at.desc(), Outbox.id.desc())
    )
    return Troubles(
        tuple(Parking(one.channel_id, one.parked_until) for one in parked if one.parked_until),
        tuple(as_lost(one) for one in lost),
    )


async def counts(session: AsyncSession) -> dict[State, int]:
    """How many posts of all guilds stand where."""
    found = await session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    return dict.fromkeys(State, 0) | {State(state): count for state, count in found}


async def waiting(session: AsyncSession, now: datetime) -> Sequence[Waiting]:
    """Where due posts wait, but for parked channels; the longest wait first."""
    parked = select(ParkedChannel.channel_id).where(ParkedChannel.parked_until > now)
    since = func.min(Outbox.due_at)
    found = await session.execute(
        select(Outbox.guild_id, Outbox.channel_id, since)
        .where(
            Outbox.state == State.PENDING,
            Outbox.due_at <= now,
            Outbox.channel_id.not_in(parked),
        )
        .group_by(Outbox.guild_id, Outbox.channel_id)
        .order_by(since)
    )
    return [Waiting(*row) for row in found]


async def is_closed(session: AsyncSession, keys: Sequence[str]) -> bool:
    """Whether a post of these keys was not taken by the member whom it was for."""
    which = (Outbox.dedupe_key.in_(keys), Outbox.state == State.CLOSED)
    return await session.scalar(select(Outbox.id).where(*which).limit(1)) is not None


async def next_due_at(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next post or reminder falls due that is not due yet; None where none will."""
    coming = (
        select(func.min(Outbox.due_at)).where(Outbox.state == State.PENDING, Outbox.due_at > now),
        select(func.min(StudySession.remind_at)).where(StudySession.remind_at > now),
    )
    found = [await session.scalar(one) for one in coming]
    return min((at for at in found if at is not None), default=None)
