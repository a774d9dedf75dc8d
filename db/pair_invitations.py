"""Invitations to pair: one member asks another, who takes it, or not, or lets it pass."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, Track, match
from bot.domain.people import who
from db import matches, outbox, pair_askings, pair_lists, pair_profiles, pairs, stale
from db.outbox import Post, Sent
from db.pair_askings import LASTS, End
from db.pair_profiles import Profile
from db.pairs import Pair
from db.tables import PairInvitation

# The kind of the post, and of the card to be redrawn.
CARD = "pair invitation"
_KEPT = timedelta(days=30)
_OVER = "This invitation is over. `/pair find` finds you a partner."


@dataclass(frozen=True, slots=True)
class Invitation:
    """`end` is None as long as it waits for a word; the ids are None until it is posted."""

    id: int
    inviter_id: int
    invited_id: int
    project: str
    invited_at: datetime
    end: End | None
    channel_id: int | None
    message_id: int | None

    @property
    def ends_at(self) -> datetime:
        return self.invited_at + LASTS


def key(invitation_id: int) -> str:
    return f"{CARD}:{invitation_id}"


async def by_id(session: AsyncSession, guild_id: int, invitation_id: int) -> Invitation | None:
    row = await session.get(PairInvitation, invitation_id)
    return _view(row) if row is not None and row.guild_id == guild_id else None


async def invite(
    session: AsyncSession,
    guild_id: int,
    inviter_id: int,
    invited_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> Invitation:
    """Have a member asked, in a card that mentions them; the inviter's profile is to be ready."""
    two = (inviter_id, invited_id)
    profiles = await pair_profiles.of(session, guild_id, two)
    me, they = profiles[inviter_id], profiles[invited_id]
    if me.track is None or me.project is None:
        raise Refusal("Say what you build first, with `/pair profile`.")
    await pair_askings.check(session, guild_id, me, they, now)
    row = PairInvitation(
        guild_id=guild_id,
        inviter_id=inviter_id,
        invited_id=invited_id,
        project=me.project,
        invited_at=now,
    )
    session.add(row)
    await session.flush()
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=CARD,
        dedupe_key=key(row.id),
        payload={"id": row.id},
        due_at=now,
        expires_at=now + LASTS,
    )
    return _view(row)


async def accept(
    session: AsyncSession, guild_id: int, invitation_id: int, user_id: int, now: datetime
) -> Pair | None:
    """Make the two a pair; None where that is not possible any more, and the invitation is over.

    Whoever accepts needs no profile, and may rest: they want this one.
    """
    row = await _open(session, guild_id, invitation_id, now)
    if user_id != row.invited_id:
        raise Refusal(f"Only {who(row.invited_id)} can answer this.")
    two = (row.inviter_id, row.invited_id)
    profiles = await pair_profiles.of(session, guild_id, two)
    known = await matches.history(session, guild_id, two, now)
    inviter, invited = (_candidate(profiles[one], row.project, now) for one in two)
    is_possible = (
        not known.are_apart(*two)
        and inviter.track.meets(invited.track)
        and await pair_askings.has_room(session, guild_id, profiles[row.inviter_id], now)
    )
    await _end(session, row, End.ACCEPTED if is_possible else End.MOOT, now)
    if not is_possible:
        return None
    why = await pair_lists.why_these(
        session, guild_id, two, project=row.project, known=known, now=now
    )
    return await pairs.make(session, guild_id, match(inviter, invited), why, now=now)


async def decline(
    session: AsyncSession, guild_id: int, invitation_id: int, user_id: int, now: datetime
) -> End:
    """Whoever was asked does not want to now; or whoever asked takes it back."""
    row = await _open(session, guild_id, invitation_id, now)
    if user_id not in (row.inviter_id, row.invited_id):
        raise Refusal(f"Only {who(row.invited_id)} can answer this.")
    end = End.DECLINED if user_id == row.invited_id else End.WITHDRAWN
    await _end(session, row, end, now)
    return end


async def expire(session: AsyncSession, now: datetime) -> set[int]:
    """End what nobody answered in time; the guilds in which there was any."""
    found = await session.scalars(
        select(PairInvitation).where(
            PairInvitation.ended_at.is_(None), PairInvitation.invited_at <= now - LASTS
        )
    )
    rows = found.all()
    for row in rows:
        await _end(session, row, End.EXPIRED, now)
    return {row.guild_id for row in rows}


async def forget(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(PairInvitation).where(PairInvitation.ended_at < now - _KEPT))


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    await session.execute(
        update(PairInvitation)
        .where(PairInvitation.id == post.payload["id"], PairInvitation.guild_id == post.guild_id)
        .values(channel_id=post.channel_id, message_id=sent.message_id)
    )


async def gone(session: AsyncSession, guild_id: int, invitation_id: int, now: datetime) -> None:
    """Somebody deleted the card: nobody can answer it any more."""
    row = await session.get(PairInvitation, invitation_id)
    if row is not None and row.guild_id == guild_id:
        row.channel_id = row.message_id = None
        if row.ended_at is None:
            row.ended_at, row.end = now, End.WITHDRAWN


async def _open(
    session: AsyncSession, guild_id: int, invitation_id: int, now: datetime
) -> PairInvitation:
    row = await session.get(PairInvitation, invitation_id)
    if row is None or row.guild_id != guild_id:
        raise Refusal(_OVER)
    if row.ended_at is not None or now >= row.invited_at + LASTS:
        raise Refusal(_OVER)
    return row


async def _end(session: AsyncSession, row: PairInvitation, end: End, now: datetime) -> None:
    row.ended_at, row.end = now, end
    await stale.mark(session, row.guild_id, CARD, row.id, now)
    await session.flush()


def _candidate(profile: Profile, project: str, now: datetime) -> Candidate:
    """Of who has not said which side they build, it may be either."""
    return Candidate(profile.user_id, profile.track or Track.BOTH, project, now, profile.api)


def _view(row: PairInvitation) -> Invitation:
    return Invitation(
        row.id,
        row.inviter_id,
        row.invited_id,
        row.project,
        row.invited_at,
        End(row.end) if row.end else None,
        row.channel_id,
        row.message_id,
    )
