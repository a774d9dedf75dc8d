"""What a member did with others, and has no entry of yet: offered, and added by one tap.

Study sessions at which they were, pairs they are of, reviews they asked for or did, and contracts
that they wrote. Questions that were answered are saved where they are accepted (`db.solutions`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain import links, log
from bot.domain.errors import Refusal
from bot.domain.log import TITLE_LIMIT, Entry, LogKind, Made, Source, Words
from bot.domain.text import fit, plural
from db import logs, members
from db.tables import (
    Attendance,
    ContractChange,
    ContractOperation,
    LogEntry,
    Pair,
    PairMember,
    Review,
    StudySession,
)

# What is longer ago was told elsewhere by now, or is not worth telling.
OFFERED = timedelta(days=30)
MOST = 25
_GONE = "That is in your log already, or too long ago to be added by a tap. `/log add` takes it."


@dataclass(frozen=True, slots=True)
class Offer:
    """`words` is the entry that it makes of `name`, which is a topic, a project or a link's name.

    `is_own` where the member hosted the session, or asked for the review; `number` is a session's.
    """

    made: Made
    words: Words
    name: str
    at: datetime
    is_own: bool = False
    number: int | None = None


async def offers(
    session: AsyncSession, guild_id: int, user_id: int, now: datetime
) -> Sequence[Offer]:
    """The newest first, and 25 of each sort at most."""
    since = now - OFFERED
    found = [
        *await _sessions(session, guild_id, user_id, since),
        *await _pairs(session, guild_id, user_id, since),
        *await _reviews(session, guild_id, user_id, since),
        *await _contracts(session, guild_id, user_id, since),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


async def take(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    source: str,
    source_id: int,
    *,
    now: datetime,
) -> Entry:
    """Add what is offered, on the day on which it was; late, if that is before yesterday."""
    for one in await offers(session, guild_id, user_id, now):
        if (one.made.source, one.made.id) == (source, source_id):
            zone = await members.zone(session, guild_id, user_id)
            dated = log.at(log.today(zone, one.at), log.today(zone, now))
            return await logs.put(
                session, guild_id, user_id, one.words, dated, now=now, made=one.made
            )
    raise Refusal(_GONE)


async def _sessions(
    session: AsyncSession, guild_id: int, user_id: int, since: datetime
) -> list[Offer]:
    row = StudySession
    found = await session.scalars(
        select(row)
        .join(Attendance, Attendance.session_id == row.id)
        .where(
            Attendance.guild_id == guild_id,
            Attendance.user_id == user_id,
            row.starts_at > since,
            _is_new(guild_id, user_id, Source.SESSION, row.id),
        )
        .order_by(row.starts_at.desc())
        .limit(MOST)
    )
    offered: list[Offer] = []
    for one in found:
        hosted = one.host_id == user_id
        title = f"{'Hosted' if hosted else 'Study session:'} {one.topic}"
        made = Made(Source.SESSION, one.id, None, None if hosted else one.host_id)
        if one.starts_at is not None:
            words = _words(LogKind.DONE, title)
            offered.append(Offer(made, words, one.topic, one.starts_at, hosted, one.number))
    return offered


async def _pairs(
    session: AsyncSession, guild_id: int, user_id: int, since: datetime
) -> list[Offer]:
    """Those that have begun: a pair that never met is no work together."""
    found = await session.scalars(
        select(Pair)
        .join(PairMember, PairMember.pair_id == Pair.id)
        .where(
            PairMember.guild_id == guild_id,
            PairMember.user_id == user_id,
            Pair.started_at > since,
            _is_new(guild_id, user_id, Source.PAIR, Pair.id),
        )
        .order_by(Pair.started_at.desc())
        .limit(MOST)
    )
    rows = found.all()
    mates = await session.execute(
        select(PairMember.pair_id, PairMember.user_id)
        .where(PairMember.pair_id.in_([one.id for one in rows]), PairMember.user_id != user_id)
        .order_by(PairMember.joined_at, PairMember.user_id)
    )
    # An entry names one; a third of the pair is named where the member edits it.
    partners: dict[int, int] = {}
    for pair_id, mate_id in mates:
        partners.setdefault(pair_id, mate_id)
    return [
        Offer(
            Made(Source.PAIR, one.id, None, partners.get(one.id)),
            _words(LogKind.TOGETHER, f"Paired on {one.project}"),
            one.project,
            one.started_at,
        )
        for one in rows
        if one.started_at is not None
    ]


async def _reviews(
    session: AsyncSession, guild_id: int, user_id: int, since: datetime
) -> list[Offer]:
    found = await session.scalars(
        select(Review)
        .where(
            Review.guild_id == guild_id,
            Review.done_at > since,
            or_(Review.asker_id == user_id, Review.reviewer_id == user_id),
            _is_new(guild_id, user_id, Source.REVIEW, Review.id),
        )
        .order_by(Review.done_at.desc())
        .limit(MOST)
    )
    offered: list[Offer] = []
    for one in found:
        is_mine = one.asker_id == user_id
        what = links.short(one.link)
        title = f"Had {what} reviewed" if is_mine else f"Reviewed {what}"
        made = Made(Source.REVIEW, one.id, None, one.reviewer_id if is_mine else one.asker_id)
        if one.done_at is not None:
            words = _words(LogKind.TOGETHER, title, one.word)
            offered.append(Offer(made, words, what, one.done_at, is_mine))
    return offered


async def _contracts(
    session: AsyncSession, guild_id: int, user_id: int, since: datetime
) -> list[Offer]:
    """Those of the pairs of which the member is, as far as they wrote them."""
    row, changed = ContractChange, func.max(ContractChange.changed_at)
    operations = (
        select(func.count(ContractOperation.id))
        .where(ContractOperation.pair_id == row.pair_id)
        .correlate(row)
        .scalar_subquery()
    )
    found = await session.execute(
        select(row.pair_id, Pair.project, changed, operations)
        .join(Pair, Pair.id == row.pair_id)
        .where(
            row.guild_id == guild_id,
            row.actor_id == user_id,
            _is_new(guild_id, user_id, Source.CONTRACT, row.pair_id),
        )
        .group_by(row.pair_id, Pair.project)
        .having(changed > since)
        .order_by(changed.desc())
        .limit(MOST)
    )
    return [
        Offer(
            Made(Source.CONTRACT, pair_id),
            _words(
                LogKind.DONE, f"API contract for {project}", f"{plural(count, 'endpoint')} so far."
            ),
            project,
            at,
        )
        for pair_id, project, at, count in found
        if count
    ]


def _words(kind: LogKind, title: str, text: str = "") -> Words:
    return Words.typed(kind, fit(title, TITLE_LIMIT), text)


def _is_new(
    guild_id: int, user_id: int, source: Source, source_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    return ~exists().where(
        LogEntry.guild_id == guild_id,
        LogEntry.user_id == user_id,
        LogEntry.source == source,
        LogEntry.source_id == source_id,
    )
