"""Who waits for a partner, who got one, and where the two of them talk."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Candidate, Match, Project, Track, draw
from db import guilds, outbox, tables
from db.outbox import Post
from db.tables import QueueEntry

CARD = "pair"  # the kind of post that introduces a pair
# The programme's joint window: a pair older than this is no longer what its two are busy with.
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who build a project together; `number` runs through their guild."""

    id: int
    guild_id: int
    number: int
    frontend_id: int
    backend_id: int
    project: Project
    made_at: datetime
    thread_id: int | None

    def partner_of(self, user_id: int) -> int:
        return self.backend_id if user_id == self.frontend_id else self.frontend_id


class Arrival(StrEnum):
    """How a member who asked for a partner came to their place in the queue."""

    JOINED = "joined"
    STAYED = "stayed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in the queue; `position` counts their side of their project, from 1.

    `across` is how many wait on the other side, by project. Those of the member's own project
    have all been paired with them before, or there would be a pair. `latest` is the newest pair
    that the member has for this project already.
    """

    arrival: Arrival
    me: Candidate
    position: int
    across: dict[Project, int]
    latest: Pair | None


async def find_partner(
    session: AsyncSession, guild_id: int, me: Candidate, rng: Random
) -> Pair | Place:
    """Put a member into the queue and draw at once: their pair, or their place.

    A member who waits already keeps their place, unless they chose another project or track:
    then they go to the back.
    """
    arrival = await _arrive(session, guild_id, me)
    queue = await _queue(session, guild_id)
    drawn = draw(queue, await _met_before(session, guild_id), rng)
    now = me.joined_at
    made = [await _record(session, guild_id, match, now) for match in drawn.pairs]
    mine = next((one for one in made if me.user_id in (one.frontend_id, one.backend_id)), None)
    if mine is not None:
        return mine
    me = next(one for one in drawn.waiting if one.user_id == me.user_id)
    latest = await latest_pair(session, guild_id, me.user_id, now, project=me.project)
    return _place(arrival, me, drawn.waiting, latest)


async def leave(session: AsyncSession, guild_id: int, user_id: int, now: datetime) -> Project:
    """Take a member out of the queue; returns the project they waited for."""
    entry = await session.get(QueueEntry, (guild_id, user_id))
    if entry is None:
        raise Refusal(_not_waiting(user_id, await latest_pair(session, guild_id, user_id, now)))
    project = Project(entry.project)
    await session.delete(entry)
    await session.flush()
    return project


async def latest_pair(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    now: datetime,
    *,
    project: Project | None = None,
) -> Pair | None:
    """The member's newest pair of the last days, of `project` if one is named."""
    row = tables.Pair
    wanted = (
        select(row)
        .where(
            row.guild_id == guild_id,
            or_(row.frontend_id == user_id, row.backend_id == user_id),
            row.made_at > now - RECENT,
        )
        .order_by(row.id.desc())
        .limit(1)
    )
    if project is not None:
        wanted = wanted.where(row.project == project)
    found = await session.scalar(wanted)
    return _value(found) if found else None


async def unopened(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The recent pairs of all guilds whose thread is still to be opened, oldest first."""
    row = tables.Pair
    found = await session.scalars(
        select(row).where(row.thread_id.is_(None), row.made_at > now - RECENT).order_by(row.id)
    )
    return [_value(one) for one in found]


async def thread_of(session: AsyncSession, guild_id: int, pair_id: int) -> int | None:
    """The thread that was opened for a pair; None while there is none."""
    row = await session.get(tables.Pair, pair_id)
    return row.thread_id if row and row.guild_id == guild_id else None


async def opened(
    session: AsyncSession, guild_id: int, pair_id: int, thread_id: int, now: datetime
) -> None:
    """Remember the thread that Discord opened for a pair, and introduce them in it."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id:
        return
    row.thread_id = thread_id
    await outbox.enqueue(
        session,
        guild_id,
        thread_id,
        kind=CARD,
        dedupe_key=card_key(pair_id, thread_id),
        payload={"id": pair_id},
        due_at=now,
        expires_at=now + RECENT,
    )


def card_key(pair_id: int, thread_id: int) -> str:
    return f"{CARD}:{pair_id}:{thread_id}"


async def by_id(session: AsyncSession, guild_id: int, pair_id: int) -> Pair | None:
    row = await session.get(tables.Pair, pair_id)
    return _value(row) if row and row.guild_id == guild_id else None


async def thread_gone(session: AsyncSession, post: Post) -> None:
    """Somebody deleted the thread before the pair was introduced: it needs another."""
    row = await session.get(tables.Pair, post.payload["id"])
    if row is not None and row.thread_id == post.channel_id:
        row.thread_id = None


async def _arrive(session: AsyncSession, guild_id: int, me: Candidate) -> Arrival:
    entry = await session.get(QueueEntry, (guild_id, me.user_id))
    if entry is None:
        entry = QueueEntry(guild_id=guild_id, user_id=me.user_id)
        session.add(entry)
        arrival = Arrival.JOINED
    elif (entry.project, entry.track) == (me.project, me.track):
        return Arrival.STAYED
    else:
        arrival = Arrival.MOVED
    entry.project, entry.track, entry.joined_at = me.project, me.track, me.joined_at
    return arrival


async def _queue(session: AsyncSession, guild_id: int) -> list[Candidate]:
    entries = await session.scalars(select(QueueEntry).filter_by(guild_id=guild_id))
    return [
        Candidate(one.user_id, Track(one.track), Project(one.project), one.joined_at)
        for one in entries
    ]


async def _met_before(session: AsyncSession, guild_id: int) -> set[frozenset[int]]:
    """Those two by two, of all who wait in the guild, who have been a pair."""
    row = tables.Pair
    waiting = select(QueueEntry.user_id).where(QueueEntry.guild_id == guild_id)
    found = await session.execute(
        select(row.frontend_id, row.backend_id).where(
            row.guild_id == guild_id, row.frontend_id.in_(waiting), row.backend_id.in_(waiting)
        )
    )
    return {frozenset((frontend, backend)) for frontend, backend in found}


async def _record(session: AsyncSession, guild_id: int, match: Match, now: datetime) -> Pair:
    """Remember a pair, and take both out of the queue."""
    row = tables.Pair(
        guild_id=guild_id,
        number=await guilds.next_number(session, guild_id, "last_pair"),
        frontend_id=match.frontend_id,
        backend_id=match.backend_id,
        project=match.project,
        made_at=now,
    )
    session.add(row)
    for user_id in (match.frontend_id, match.backend_id):
        await session.delete(await session.get_one(QueueEntry, (guild_id, user_id)))
    await session.flush()
    return _value(row)


def _place(
    arrival: Arrival, me: Candidate, waiting: Sequence[Candidate], latest: Pair | None
) -> Place:
    # Of those who joined at the same instant, each is counted before the other: never promise more.
    position = sum(
        (one.project, one.track) == (me.project, me.track) and one.joined_at <= me.joined_at
        for one in waiting
    )
    across = Counter(one.project for one in waiting if one.track is me.track.other)
    return Place(arrival, me, position, dict(across), latest)


def _not_waiting(user_id: int, latest: Pair | None) -> str:
    if latest is None:
        return "You aren't waiting for a partner. `/pair find` puts you in the queue."
    where = f" Your thread: <#{latest.thread_id}>" if latest.thread_id else ""
    return (
        "You aren't waiting any more: Nexus paired you with"
        f" <@{latest.partner_of(user_id)}> for {latest.project.label}.{where}"
    )


def _value(row: tables.Pair) -> Pair:
    return Pair(
        id=row.id,
        guild_id=row.guild_id,
        number=row.number,
        frontend_id=row.frontend_id,
        backend_id=row.backend_id,
        project=Project(row.project),
        made_at=row.made_at,
        thread_id=row.thread_id,
    )
