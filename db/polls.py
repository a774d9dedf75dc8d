"""Polls for the time that suits most, and what their members tick."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import stale, study
from db.outbox import Post, Sent
from db.session_posts import POLL
from db.study import Posted
from db.tables import PollTick, PollTime, StudyPoll


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that was posted; the ids are None until Discord has taken its card."""

    id: int
    guild_id: int
    host_id: int
    topic: str
    minutes: int
    zone: str | None
    counts: Mapping[datetime, int]
    """How many each time suits, the soonest first."""
    voters: int
    """How many have ticked any."""
    closed_at: datetime | None
    session: Posted | None
    """What came of it."""
    channel_id: int | None
    message_id: int | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def to_come(self, now: datetime) -> dict[datetime, int]:
        return {at: count for at, count in self.counts.items() if at > now}


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a member's choice came to."""

    poll: Poll
    mine: frozenset[datetime]
    """All that suits them."""
    passed: tuple[datetime, ...]
    """What they chose when it was over already."""


async def find(session: AsyncSession, guild_id: int, poll_id: int) -> Poll:
    """The guild's poll, or a Refusal."""
    return await as_poll(session, await row(session, guild_id, poll_id))


async def by_id(session: AsyncSession, guild_id: int, poll_id: int) -> Poll | None:
    found = await session.get(StudyPoll, poll_id)
    if found is None or found.guild_id != guild_id or found.posted_at is None:
        return None
    return await as_poll(session, found)


async def ticks(session: AsyncSession, poll_id: int, user_id: int) -> frozenset[datetime]:
    """What suits a member."""
    mine = select(PollTick.starts_at).filter_by(poll_id=poll_id, user_id=user_id)
    return frozenset(await session.scalars(mine))


async def tick(
    session: AsyncSession,
    guild_id: int,
    poll_id: int,
    user_id: int,
    *,
    chosen: Collection[datetime],
    now: datetime,
) -> Ticked:
    """Note all that suits a member, of the times to come; what is over stays as they left it."""
    before = await tickable(session, guild_id, poll_id, now)
    if not before.counts.keys() >= set(chosen):
        raise Refusal("That time is not in this poll. Press **Choose times** on its card again.")
    to_come = before.to_come(now)
    had = await ticks(session, poll_id, user_id)
    wanted = to_come.keys() & set(chosen)
    gone = (had & to_come.keys()) - wanted
    if wanted - had or gone:
        await _untick(session, poll_id, user_id, gone)
        await _note(session, before, user_id, wanted - had, now)
        await stale.mark(session, guild_id, POLL, poll_id, now)
    passed = sorted(set(chosen) - to_come.keys() - had)
    after = await find(session, guild_id, poll_id)
    return Ticked(after, (had - gone) | wanted, tuple(passed))


async def tickable(session: AsyncSession, guild_id: int, poll_id: int, now: datetime) -> Poll:
    """The guild's poll, if there is something to tick; else a Refusal."""
    poll = await open_one(session, guild_id, poll_id)
    if not poll.to_come(now):
        raise Refusal("All times of this poll have passed: there is nothing to choose any more.")
    return poll


async def open_one(session: AsyncSession, guild_id: int, poll_id: int) -> Poll:
    """The guild's poll, if it is open; else a Refusal that says what came of it."""
    poll = await find(session, guild_id, poll_id)
    if poll.is_open:
        return poll
    if poll.session is None:
        raise Refusal(
            "This poll is closed, and no time was chosen. `/session poll` begins a new one."
        )
    chosen = f"<t:{poll.session.starts_at.timestamp():.0f}:F>"
    raise Refusal(
        f"This poll is closed: {chosen} was chosen, as session **#{poll.session.number}**."
        " `/session show` has all of it."
    )


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    found = await session.get_one(StudyPoll, post.payload["id"])
    found.channel_id, found.message_id = post.channel_id, sent.message_id


async def as_poll(session: AsyncSession, found: StudyPoll) -> Poll:
    ticked = func.count(PollTick.user_id).label("ticked")
    counts = await session.execute(
        select(PollTime.starts_at, ticked)
        .outerjoin(
            PollTick,
            (PollTick.poll_id == PollTime.poll_id) & (PollTick.starts_at == PollTime.starts_at),
        )
        .where(PollTime.poll_id == found.id)
        .group_by(PollTime.starts_at)
        .order_by(PollTime.starts_at)
    )
    voters = await session.scalar(
        select(func.count(PollTick.user_id.distinct())).where(PollTick.poll_id == found.id)
    )
    made = (
        await study.by_id(session, found.guild_id, found.session_id) if found.session_id else None
    )
    return Poll(
        id=found.id,
        guild_id=found.guild_id,
        host_id=found.host_id,
        topic=found.topic,
        minutes=found.minutes,
        zone=found.zone,
        counts={one.starts_at: one.ticked for one in counts},
        voters=voters or 0,
        closed_at=found.closed_at,
        session=made,
        channel_id=found.channel_id,
        message_id=found.message_id,
    )


async def row(session: AsyncSession, guild_id: int, poll_id: int) -> StudyPoll:
    """The stored poll itself, for the functions of `db` that change it; or a Refusal."""
    found = await session.get(StudyPoll, poll_id)
    if found is None or found.guild_id != guild_id or found.posted_at is None:
        raise Refusal("There is no such poll here. `/session poll` begins a new one.")
    return found


async def _untick(
    session: AsyncSession, poll_id: int, user_id: int, times: Collection[datetime]
) -> None:
    await session.execute(
        delete(PollTick).where(
            PollTick.poll_id == poll_id, PollTick.user_id == user_id, PollTick.starts_at.in_(times)
        )
    )


async def _note(
    session: AsyncSession, poll: Poll, user_id: int, times: Collection[datetime], now: datetime
) -> None:
    """Each tick later than all before it: in that order they will be going."""
    if not times:
        return
    last = await session.scalar(
        select(func.max(PollTick.ticked_at)).where(PollTick.poll_id == poll.id)
    )
    ticked_at = max(now, last + timedelta(microseconds=1)) if last else now
    mine = {"poll_id": poll.id, "user_id": user_id, "guild_id": poll.guild_id}
    await session.execute(
        insert(PollTick),
        [mine | {"starts_at": one, "ticked_at": ticked_at} for one in times],
    )
