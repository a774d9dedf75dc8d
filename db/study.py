"""Study sessions as they stand: what each is about, who comes, and where its card is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import FORMER
from bot.domain.seats import Answer
from bot.domain.text import number
from db import session_readers
from db.plans import Plan, plan_of
from db.tables import Rsvp, StudySession, table

_Row = StudySession | Row[Any]
AUTOCOMPLETE = 25


class Stage(StrEnum):
    """Where a session stands; a draft is its host's alone, one held waits for moderators."""

    DRAFT = "draft"
    HELD = "held"
    OPEN = "open"
    CANCELLED = "cancelled"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Cancelled:
    at: datetime
    by_id: int
    reason: str
    is_told: bool
    """Whether those who were coming have been told: it cannot be undone any more."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A session with a number; the ids are None until Discord has taken its card and thread."""

    id: int
    guild_id: int
    number: int
    stage: Stage
    host_id: int
    is_hostless: bool  # whether its host has left, or had their data deleted
    plan: Plan
    starts_at: datetime
    minutes: int
    zone: str | None
    """Where its time was said; None where that needed no zone."""
    series_id: int | None
    slot: datetime | None
    """Of its series, on a clock in its zone."""
    channel_id: int | None
    message_id: int | None
    thread_id: int | None
    going: tuple[int, ...]
    """Who comes, in the order of their word; so with the next two."""
    maybe: tuple[int, ...]
    waiting: tuple[int, ...]
    cant: int  # how many said that they can't
    cancelled: Cancelled | None
    moderators_word: str
    recap: str
    recap_message_id: int | None
    sequence: int
    """How often it was changed, as calendars count."""
    changed_at: datetime
    repeats: str
    """What its host typed of it, as long as moderators hold it: no series is begun before."""
    pair_id: int | None
    company: tuple[int, ...]
    """Of a pair's own session, the pair: nobody else sees it."""

    @property
    def topic(self) -> str:
        return self.plan.topic

    @property
    def is_held(self) -> bool:
        return self.stage is Stage.HELD

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def place_id(self) -> int | None:
        """Where those who come are told something: its thread, as long as it has one."""
        return self.thread_id or self.channel_id

    def said(self, user_id: int) -> Answer | None:
        """What a member said of it, but for that they can't."""
        for answer, people in (
            (Answer.GOING, self.going),
            (Answer.MAYBE, self.maybe),
            (Answer.WAITING, self.waiting),
        ):
            if user_id in people:
                return answer
        return None


# What takes place, or may still do so after all: cancelling it can be undone for a while.
STANDING = or_(
    StudySession.stage == Stage.OPEN,
    and_(StudySession.stage == Stage.CANCELLED, StudySession.cancel_told_at.is_(None)),
)

# What is asked for most, built once: one session, what comes next, and who comes.
_sessions, _rsvps = table(StudySession), table(Rsvp)
_BY_NUMBER = select(_sessions).where(
    _sessions.c.guild_id == bindparam("guild_id"), _sessions.c.number == bindparam("number")
)
_COMING = (
    select(_sessions)
    .where(
        _sessions.c.guild_id == bindparam("guild_id"),
        _sessions.c.stage == Stage.OPEN,
        _sessions.c.starts_at > bindparam("now"),
        _sessions.c.pair_id.is_(None),
    )
    .order_by(_sessions.c.starts_at, _sessions.c.number)
    .limit(bindparam("most"))
)
_ANSWERS = (
    select(_rsvps.c.session_id, _rsvps.c.user_id, _rsvps.c.answer)
    .where(_rsvps.c.session_id.in_(bindparam("session_ids", expanding=True)))
    .order_by(_rsvps.c.turn, _rsvps.c.answered_at, _rsvps.c.user_id)
)


async def by_number(
    session: AsyncSession, guild_id: int, number: int, *, reader_id: int | None = None
) -> Posted:
    """The guild's session `number`, or a Refusal; so of a pair's own to who is not of that.

    Without a `reader_id` it is found for storage, or for moderators.
    """
    which = {"guild_id": guild_id, "number": number}
    found = (await session.execute(_BY_NUMBER, which)).one_or_none()
    if found is None or not await session_readers.may_see(session, found.pair_id, reader_id):
        raise no_session(number)
    return await as_posted(session, found)


async def by_id(session: AsyncSession, guild_id: int, session_id: int) -> Posted | None:
    found = await session.get(StudySession, session_id)
    if found is None or found.guild_id != guild_id or found.number is None:
        return None
    return await as_posted(session, found)


async def in_thread(
    session: AsyncSession, guild_id: int, thread_id: int, *, reader_id: int
) -> Posted | None:
    """The session whose thread this is; of a pair, the newest."""
    found = await session.scalar(
        select(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.thread_id == thread_id,
            session_readers.visible_to(reader_id),
        )
        .order_by(StudySession.id.desc())
        .limit(1)
    )
    return await as_posted(session, found) if found else None


async def coming(
    session: AsyncSession, guild_id: int, now: datetime, *, limit: int
) -> list[Posted]:
    """The guild's next sessions, the nearest first; without those of pairs."""
    rows = await session.execute(_COMING, {"guild_id": guild_id, "now": now, "most": limit})
    return await all_as_posted(session, rows.all())


async def suggest(
    session: AsyncSession,
    guild_id: int,
    typed: str,
    now: datetime,
    *,
    reader_id: int,
    host_id: int | None = None,
) -> Sequence[tuple[int, str, datetime]]:
    """(number, topic, start) of sessions not over for a day yet, for autocomplete.

    Of a host, or of all; by their number or by what is in their topic. What moderators have not
    approved is its host's alone.
    """
    named = number(typed)
    matches = [StudySession.topic.icontains(typed, autoescape=True)]
    if named is not None:
        matches.append(StudySession.number == named)
    mine = () if host_id is None else (StudySession.host_id == host_id,)
    rows = await session.execute(
        select(StudySession.number, StudySession.topic, StudySession.starts_at)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.number.is_not(None),
            StudySession.starts_at > now - timedelta(days=1),
            session_readers.visible_to(reader_id),
            or_(*matches),
            or_(
                StudySession.stage.in_((Stage.OPEN, Stage.CANCELLED)),
                StudySession.host_id == reader_id,
            ),
            *mine,
        )
        .order_by(StudySession.starts_at, StudySession.number)
        .limit(AUTOCOMPLETE)
    )
    return [(number or 0, topic, starts_at or now) for number, topic, starts_at in rows]


async def row(
    session: AsyncSession, guild_id: int, number: int, *, reader_id: int | None = None
) -> StudySession:
    """The stored session itself, for the functions of `db` that change it; or a Refusal."""
    found = await session.scalar(select(StudySession).filter_by(guild_id=guild_id, number=number))
    if found is None or not await session_readers.may_see(session, found.pair_id, reader_id):
        raise no_session(number)
    return found


def no_session(number: int) -> Refusal:
    return Refusal(f"There is no session #{number} here. `/session list` shows what comes next.")


async def as_posted(session: AsyncSession, found: _Row) -> Posted:
    (posted,) = await all_as_posted(session, [found])
    return posted


async def all_as_posted(session: AsyncSession, rows: Collection[_Row]) -> list[Posted]:
    answers = await session.execute(_ANSWERS, {"session_ids": [one.id for one in rows]})
    of: dict[int, list[tuple[int, str]]] = {one.id: [] for one in rows}
    for session_id, user_id, answer in answers:
        of[session_id].append((user_id, answer))
    pair_ids = {one.pair_id for one in rows if one.pair_id is not None}
    companies = await session_readers.companies(session, pair_ids)
    return [_posted(one, of[one.id], companies.get(one.pair_id or 0, ())) for one in rows]


def _posted(found: _Row, answers: Sequence[tuple[int, str]], company: tuple[int, ...]) -> Posted:
    # Only what has a number gets here, and none is given out before its time is read.
    assert found.number is not None
    assert found.starts_at is not None
    assert found.minutes is not None
    said = {one: tuple(who for who, answer in answers if answer == one) for one in Answer}
    return Posted(
        id=found.id,
        guild_id=found.guild_id,
        number=found.number,
        stage=Stage(found.stage),
        host_id=found.host_id,
        is_hostless=found.host_gone_at is not None or found.host_id == FORMER,
        plan=plan_of(found),
        starts_at=found.starts_at,
        minutes=found.minutes,
        zone=found.zone,
        series_id=found.series_id,
        slot=found.slot,
        channel_id=found.channel_id,
        message_id=found.message_id,
        thread_id=found.thread_id,
        going=said[Answer.GOING],
        maybe=said[Answer.MAYBE],
        waiting=said[Answer.WAITING],
        cant=len(said[Answer.CANT]),
        cancelled=_cancelled(found),
        moderators_word=found.moderators_word or "",
        recap=found.recap,
        recap_message_id=found.recap_message_id,
        sequence=found.sequence,
        changed_at=found.changed_at or found.drafted_at,
        repeats=(found.rule or "") if found.stage == Stage.HELD else "",
        pair_id=found.pair_id,
        company=company,
    )


def _cancelled(found: _Row) -> Cancelled | None:
    if found.cancelled_at is None:
        return None
    return Cancelled(
        at=found.cancelled_at,
        by_id=found.cancelled_by_id or found.host_id,
        reason=found.cancel_reason or "",
        is_told=found.cancel_told_at is not None,
    )
