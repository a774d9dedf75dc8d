"""Drafts of polls: the times that a host proposes, until they are posted or thrown away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import proposals, when
from bot.domain.errors import Refusal
from bot.domain.proposals import Unread
from db import members, outbox, polls
from db.polls import Poll
from db.session_posts import POLL
from db.tables import PollTime, StudyPoll

MOST_OPEN = 5  # of a member: each is a card that everybody sees


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll that only its host sees."""

    id: int
    topic: str
    minutes: int
    zone: str | None
    """The host's; as long as it is not known, nothing is read of what they typed."""
    times: tuple[datetime, ...]
    unread: tuple[str, ...]
    """What they typed and is no time yet."""
    told: tuple[Unread, ...] = ()
    """What was just tried to be read, and could not."""


async def draft(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    *,
    topic: str,
    minutes: int,
    typed: str,
    now: datetime,
) -> Draft:
    """Keep what was typed; the times are read in the host's zone, or once that is known."""
    row = StudyPoll(
        guild_id=guild_id, host_id=host_id, topic=topic, minutes=minutes, drafted_at=now
    )
    session.add(row)
    return await _read(session, row, typed, now)


async def find(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> Draft:
    return await _draft(session, await _own(session, guild_id, host_id, draft_id))


async def read(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int, now: datetime
) -> Draft:
    """Try again to read what could not be read before."""
    row = await _own(session, guild_id, host_id, draft_id)
    return await _read(session, row, row.unread, now)


async def type_in(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int, *, typed: str, now: datetime
) -> Draft:
    """Add the times that were typed, in the place of what could not be read before."""
    row = await _own(session, guild_id, host_id, draft_id)
    return await _read(session, row, typed, now)


async def add(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    times: Collection[datetime],
    now: datetime,
) -> Draft:
    row = await _own(session, guild_id, host_id, draft_id)
    new = set(times) - set(await _times(session, row))
    if any(not now < one <= now + when.FARTHEST for one in new):
        raise Refusal("That time has passed meanwhile. Choose another one, or type it.")
    await _put(session, row, new)
    return await _draft(session, row)


async def take_out(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    times: Collection[datetime],
) -> Draft:
    row = await _own(session, guild_id, host_id, draft_id)
    gone = (PollTime.poll_id == row.id, PollTime.starts_at.in_(times))
    await session.execute(delete(PollTime).where(*gone))
    return await _draft(session, row)


async def drop(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> None:
    row = await _own(session, guild_id, host_id, draft_id)
    await session.execute(delete(PollTime).where(PollTime.poll_id == row.id))
    await session.delete(row)


async def drop_old(session: AsyncSession, before: datetime) -> None:
    old = (StudyPoll.posted_at.is_(None), StudyPoll.drafted_at < before)
    theirs = PollTime.poll_id.in_(select(StudyPoll.id).where(*old))
    await session.execute(delete(PollTime).where(theirs))
    await session.execute(delete(StudyPoll).where(*old))


async def post(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> Poll:
    """Have the poll posted for everybody. One that is posted already stays as it is."""
    row = await session.get(StudyPoll, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.posted_at is None:
        times = await _times(session, row)
        await _check(session, row, times, now)
        row.zone = await members.zone(session, guild_id, host_id)
        row.posted_at, row.channel_id = now, channel_id
        await session.flush()
        await outbox.enqueue(
            session,
            guild_id,
            channel_id,
            kind=POLL,
            dedupe_key=card_key(row.id),
            payload={"id": row.id},
            due_at=now,
            expires_at=times[-1],  # by then there is nothing left to tick
        )
    return await polls.as_poll(session, row)


def card_key(poll_id: int) -> str:
    return f"{POLL}:{poll_id}"


async def _check(
    session: AsyncSession, row: StudyPoll, times: tuple[datetime, ...], now: datetime
) -> None:
    passed = [one for one in times if one <= now]
    if passed:
        raise Refusal(
            f"<t:{passed[0].timestamp():.0f}:F> has passed while this waited. Take it out, then"
            " post the poll."
        )
    if len(times) < proposals.FEWEST:
        raise Refusal(f"A poll needs {proposals.FEWEST} times at least: press **Add times**.")
    mine = await session.scalar(
        select(func.count()).where(
            StudyPoll.guild_id == row.guild_id,
            StudyPoll.host_id == row.host_id,
            StudyPoll.posted_at.is_not(None),
            StudyPoll.closed_at.is_(None),
        )
    )
    if (mine or 0) >= MOST_OPEN:
        raise Refusal(f"You have {mine} open polls already: press **Close** on one of them first.")


async def _own(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> StudyPoll:
    row = await session.get(StudyPoll, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.posted_at is not None:
        raise Refusal("This poll is posted already: its times stay as they are.")
    return row


def _no_draft() -> Refusal:
    return Refusal(
        "There is no such draft of yours: it was discarded, or it lay here for over a day."
        " Begin a new poll with `/session poll`."
    )


async def _read(session: AsyncSession, row: StudyPoll, typed: str, now: datetime) -> Draft:
    lines = proposals.lines(typed)
    row.unread = "\n".join(lines)
    await session.flush()
    zone = await members.zone(session, row.guild_id, row.host_id)
    if zone is None:
        return await _draft(session, row)
    found = proposals.read(lines, zone, now, await _times(session, row))
    await _put(session, row, found.times)
    row.minutes = found.minutes or row.minutes
    row.unread = "\n".join(one.line for one in found.unread if not one.is_double)
    return await _draft(session, row, told=found.unread)


async def _put(session: AsyncSession, row: StudyPoll, times: Collection[datetime]) -> None:
    if len(await _times(session, row)) + len(times) > proposals.MOST:
        raise Refusal(proposals.FULL)
    session.add_all(PollTime(poll_id=row.id, starts_at=one, guild_id=row.guild_id) for one in times)
    await session.flush()


async def _times(session: AsyncSession, row: StudyPoll) -> tuple[datetime, ...]:
    found = await session.scalars(
        select(PollTime.starts_at).filter_by(poll_id=row.id).order_by(PollTime.starts_at)
    )
    return tuple(found)


async def _draft(session: AsyncSession, row: StudyPoll, told: tuple[Unread, ...] = ()) -> Draft:
    return Draft(
        id=row.id,
        topic=row.topic,
        minutes=row.minutes,
        zone=await members.zone(session, row.guild_id, row.host_id),
        times=await _times(session, row),
        unread=tuple(proposals.lines(row.unread)),
        told=told,
    )
