"""Study sessions: private drafts, posted sessions, and who comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import when
from bot.domain.errors import Refusal
from bot.domain.when import Reading, ZoneNeeded
from db import guilds, outbox
from db.outbox import Post
from db.tables import Rsvp, StudySession

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


async def card_sent(session: AsyncSession, post: Post, message_id: int | None) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    row = await _row(session, post.guild_id, post.payload["number"])
    row.channel_id, row.message_id = post.channel_id, message_id


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
    row = await _row(session, guild_id, number)
    if is_going and row.starts_at is not None and row.starts_at <= now:
        raise Refusal(
            "This session has started: you need no button now, just go there."
            " `/session list` shows what comes next."
        )
    rsvp = await session.get(Rsvp, (row.id, user_id))
    if rsvp is None:
        rsvp = Rsvp(session_id=row.id, user_id=user_id, guild_id=guild_id)
        session.add(rsvp)
    if rsvp.is_going is not is_going:
        rsvp.is_going, rsvp.answered_at = is_going, now
    await session.flush()
    return await _with_answers(session, row)


async def coming(
    session: AsyncSession, guild_id: int, now: datetime, *, limit: int
) -> list[Posted]:
    """The guild's next sessions, the nearest first."""
    rows = await session.scalars(
        select(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.number.is_not(None),
            StudySession.starts_at > now,
        )
        .order_by(StudySession.starts_at, StudySession.number)
        .limit(limit)
    )
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
        raise Refusal(f"There is no session #{number} here. `/session list` shows what comes next.")
    return row


def _note(row: StudySession, reading: Reading | None) -> None:
    if reading is not None:
        row.starts_at, row.minutes, row.zone = reading.starts_at, reading.minutes, reading.zone


def _draft(row: StudySession) -> Draft:
    reading = None
    if row.starts_at is not None and row.minutes is not None:
        reading = Reading(row.starts_at, row.minutes, row.zone)
    return Draft(row.id, row.topic, row.typed_when, reading)


async def _with_answers(session: AsyncSession, row: StudySession) -> Posted:
    (posted,) = await _all_with_answers(session, [row])
    return posted


async def _all_with_answers(session: AsyncSession, rows: Sequence[StudySession]) -> list[Posted]:
    answers = await session.scalars(
        select(Rsvp)
        .where(Rsvp.session_id.in_([row.id for row in rows]))
        .order_by(Rsvp.answered_at, Rsvp.user_id)
    )
    of: dict[int, list[Rsvp]] = {row.id: [] for row in rows}
    for one in answers:
        of[one.session_id].append(one)
    return [_posted(row, of[row.id]) for row in rows]


def _posted(row: StudySession, answers: Iterable[Rsvp]) -> Posted:
    # Only what has a number gets here, and none is given out before its time is read.
    assert row.number is not None
    assert row.starts_at is not None
    assert row.minutes is not None
    words = list(answers)
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
        going=tuple(one.user_id for one in words if one.is_going),
        cant=sum(not one.is_going for one in words),
    )
