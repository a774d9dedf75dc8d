"""Study sessions: private drafts, posted sessions, and who comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import when
from bot.domain.errors import Refusal
from bot.domain.when import Reading, ZoneNeeded
from db import guilds, outbox
from db.outbox import Post, Sent
from db.tables import Rsvp, StudySession, table

_Row = StudySession | Row[Any]

CARD = "session"  # the kind of its post


@dataclass(frozen=True, slots=True)
class Draft:
    """A session that only its host sees; `reading` is None until its zone is known."""

    id: int
    topic: str
    typed_when: str
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Posted:
    """A session that everybody sees; the ids are None until Discord has taken its card."""

    id: int
    guild_id: int
    number: int
    host_id: int
    topic: str
    starts_at: datetime
    minutes: int
    channel_id: int | None
    message_id: int | None
    going: tuple[int, ...]
    """Who comes, in the order of their word."""
    cant: int
    """How many said that they can't."""


# What is asked for most, built once: who comes, and what comes next.
_sessions, _rsvps = table(StudySession), table(Rsvp)
_BY_NUMBER = select(_sessions).where(
    _sessions.c.guild_id == bindparam("guild_id"), _sessions.c.number == bindparam("number")
)
_COMING = (
    select(_sessions)
    .where(
        _sessions.c.guild_id == bindparam("guild_id"),
        _sessions.c.number.is_not(None),
        _sessions.c.starts_at > bindparam("now"),
    )
    .order_by(_sessions.c.starts_at, _sessions.c.number)
    .limit(bindparam("most"))
)
_ANSWERS = (
    select(_rsvps.c.session_id, _rsvps.c.user_id, _rsvps.c.is_going)
    .where(_rsvps.c.session_id.in_(bindparam("session_ids", expanding=True)))
    .order_by(_rsvps.c.answered_at, _rsvps.c.user_id)
)
_said = insert(_rsvps)
_ANSWER = _said.on_conflict_do_update(
    index_elements=_rsvps.primary_key,
    set_={"is_going": _said.excluded.is_going, "answered_at": _said.excluded.answered_at},
    where=_rsvps.c.is_going != _said.excluded.is_going,  # the same word again changes nothing
)


async def draft(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    *,
    topic: str,
    typed_when: str,
    zone: str | None,
    now: datetime,
) -> Draft:
    """Keep what was typed; its time is read in the host's `zone`, or once a zone is known."""
    try:
        reading = when.read(typed_when, zone, now)
    except ZoneNeeded:
        reading = None
    row = StudySession(
        guild_id=guild_id, host_id=host_id, topic=topic, typed_when=typed_when, drafted_at=now
    )
    _note(row, reading)
    session.add(row)
    await session.flush()
    return _draft(row)


async def find_draft(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> Draft:
    return _draft(await _own_draft(session, guild_id, host_id, draft_id))


async def read_draft(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int, *, zone: str, now: datetime
) -> Draft:
    """Read the draft's time in `zone`; it stays as it is where that is refused."""
    row = await _own_draft(session, guild_id, host_id, draft_id)
    _note(row, when.read(row.typed_when, zone, now))
    return _draft(row)


async def drop(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> None:
    await session.delete(await _own_draft(session, guild_id, host_id, draft_id))


async def drop_old_drafts(session: AsyncSession, before: datetime) -> None:
    await session.execute(
        delete(StudySession).where(StudySession.number.is_(None), StudySession.drafted_at < before)
    )


async def post(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> Posted:
    """Make the draft a session with a number, to be posted, its host going.

    One that is a session already stays as it is.
    """
    row = await session.get(StudySession, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.number is None:
        await _open(session, row, channel_id, now)
    return await _with_answers(session, row)


async def _open(session: AsyncSession, row: StudySession, channel_id: int, now: datetime) -> None:
    if row.starts_at is None:
        raise Refusal("Choose your time zone first: I can't tell yet when this is.")
    if row.starts_at <= now:
        raise Refusal(
            f"<t:{row.starts_at.timestamp():.0f}:F> has passed while this waited. Plan it anew with"
            " `/session create` and a later time."
        )
    row.number = await guilds.next_number(session, row.guild_id, "last_session")
    row.posted_at = now
    session.add(
        Rsvp(
            session_id=row.id,
            user_id=row.host_id,
            guild_id=row.guild_id,
            is_going=True,
            answered_at=now,
        )
    )
    await session.flush()
    await outbox.enqueue(
        session,
        row.guild_id,
        channel_id,
        kind=CARD,
        dedupe_key=card_key(row.id),
        payload={"number": row.number},
        due_at=now,
        expires_at=row.starts_at,  # by then it is too late to come
    )


def card_key(session_id: int) -> str:
    return f"{CARD}:{session_id}"


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    row = await _row(session, post.guild_id, post.payload["number"])
    row.channel_id, row.message_id = post.channel_id, sent.message_id


async def by_number(session: AsyncSession, guild_id: int, number: int) -> Posted:
    """The guild's session `number`, or a Refusal."""
    return await _with_answers(session, await _row(session, guild_id, number))


async def answer(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_going: bool,
    now: datetime,
) -> Posted:
    """Note whether a member comes; the same word again changes nothing."""
    which = {"guild_id": guild_id, "number": number}
    row = (await session.execute(_BY_NUMBER, which)).one_or_none()
    if row is None:
        raise _no_session(number)
    if is_going and row.starts_at is not None and row.starts_at <= now:
        raise Refusal(
            "This session has started: you need no button now, just go there."
            " `/session list` shows what comes next."
        )
    said = {"session_id": row.id, "user_id": user_id, "guild_id": guild_id}
    await session.execute(_ANSWER, said | {"is_going": is_going, "answered_at": now})
    return await _with_answers(session, row)


async def coming(
    session: AsyncSession, guild_id: int, now: datetime, *, limit: int
) -> list[Posted]:
    """The guild's next sessions, the nearest first."""
    rows = await session.execute(_COMING, {"guild_id": guild_id, "now": now, "most": limit})
    return await _all_with_answers(session, rows.all())


async def _own_draft(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int
) -> StudySession:
    row = await session.get(StudySession, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.number is not None:
        raise Refusal(f"This is posted already, as session **#{row.number}**.")
    return row


def _no_draft() -> Refusal:
    return Refusal(
        "There is no such draft of yours: it was thrown away, or it lay here for over a day."
        " Plan a new session with `/session create`."
    )


async def _row(session: AsyncSession, guild_id: int, number: int) -> StudySession:
    row = await session.scalar(select(StudySession).filter_by(guild_id=guild_id, number=number))
    if row is None:
        raise _no_session(number)
    return row


def _no_session(number: int) -> Refusal:
    return Refusal(f"There is no session #{number} here. `/session list` shows what comes next.")


def _note(row: StudySession, reading: Reading | None) -> None:
    if reading is not None:
        row.starts_at, row.minutes, row.zone = reading.starts_at, reading.minutes, reading.zone


def _draft(row: StudySession) -> Draft:
    reading = None
    if row.starts_at is not None and row.minutes is not None:
        reading = Reading(row.starts_at, row.minutes, row.zone)
    return Draft(row.id, row.topic, row.typed_when, reading)


async def _with_answers(session: AsyncSession, row: _Row) -> Posted:
    (posted,) = await _all_with_answers(session, [row])
    return posted


async def _all_with_answers(session: AsyncSession, rows: Sequence[_Row]) -> list[Posted]:
    answers = await session.execute(_ANSWERS, {"session_ids": [row.id for row in rows]})
    of: dict[int, list[tuple[int, bool]]] = {row.id: [] for row in rows}
    for session_id, user_id, is_going in answers:
        of[session_id].append((user_id, is_going))
    return [_posted(row, of[row.id]) for row in rows]


def _posted(row: _Row, answers: Sequence[tuple[int, bool]]) -> Posted:
    # Only what has a number gets here, and none is given out before its time is read.
    assert row.number is not None
    assert row.starts_at is not None
    assert row.minutes is not None
    return Posted(
        id=row.id,
        guild_id=row.guild_id,
        number=row.number,
        host_id=row.host_id,
        topic=row.topic,
        starts_at=row.starts_at,
        minutes=row.minutes,
        channel_id=row.channel_id,
        message_id=row.message_id,
        going=tuple(user_id for user_id, is_going in answers if is_going),
        cant=sum(not is_going for _, is_going in answers),
    )
