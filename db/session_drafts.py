"""Drafts of study sessions: what a host has typed, until it is posted or thrown away."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import recurrence, when
from bot.domain.errors import Refusal
from bot.domain.recurrence import Rule
from bot.domain.seats import Answer
from bot.domain.when import Ambiguous, Reading, ZoneNeeded
from db import guilds, outbox, quotas, rsvps, series, session_posts, study
from db.plans import Plan, plan_of, put_plan
from db.study import Posted, Stage
from db.tables import StudySession

HELD = "session to approve"  # the kind of the post that moderators answer
HELD_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Draft:
    """A session that only its host sees; without a `reading`, its time is still to be said."""

    id: int
    plan: Plan
    typed_when: str
    reading: Reading | None
    rule: Rule | None
    options: tuple[Reading, ...] = ()
    """What was typed may mean one of these."""

    @property
    def topic(self) -> str:
        return self.plan.topic


async def draft(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    *,
    plan: Plan,
    typed_when: str,
    typed_repeats: str = "",
    zone: str | None,
    now: datetime,
) -> Draft:
    """Keep what was typed; its time is read in the host's `zone`, or once a zone is known."""
    row = StudySession(
        guild_id=guild_id,
        host_id=host_id,
        stage=Stage.DRAFT,
        typed_when=typed_when,
        rule=typed_repeats or None,
        drafted_at=now,
    )
    put_plan(row, plan)
    options = _read(row, zone, now)
    session.add(row)
    await session.flush()
    return _draft(row, now, options)


async def find(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int, now: datetime
) -> Draft:
    return _draft(await _own(session, guild_id, host_id, draft_id), now)


async def read(
    session: AsyncSession, guild_id: int, host_id: int, draft_id: int, *, zone: str, now: datetime
) -> Draft:
    """Read the draft's time in `zone`; it stays as it is where that is refused."""
    row = await _own(session, guild_id, host_id, draft_id)
    return _draft(row, now, _read(row, zone, now))


async def choose(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    starts_at: datetime,
    *,
    zone: str | None,
    now: datetime,
) -> Draft:
    """Take one of the times that what was typed may mean."""
    row = await _own(session, guild_id, host_id, draft_id)
    try:
        readings = (when.read(row.typed_when, zone, now),)
    except Ambiguous as several:
        readings = several.readings
    chosen = next((one for one in readings if one.starts_at == starts_at), None)
    if chosen is None:
        raise Refusal("That time is over. Choose another one.")
    _put(row, chosen, now)
    return _draft(row, now)


async def detail(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    details: dict[str, Any],
    now: datetime,
) -> Draft:
    """Set what the form asks for: description, track, voice channel, link and warm-up question."""
    row = await _own(session, guild_id, host_id, draft_id)
    put_plan(row, replace(plan_of(row), **details))
    return _draft(row, now)


async def drop(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> None:
    await session.delete(await _own(session, guild_id, host_id, draft_id))


async def drop_old(session: AsyncSession, before: datetime) -> None:
    old = (StudySession.stage == Stage.DRAFT, StudySession.drafted_at < before)
    await session.execute(delete(StudySession).where(*old))


async def post(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    channel_id: int,
    held_in: int | None,
    now: datetime,
) -> Posted:
    """Make the draft a session with a number, to be posted, its host going.

    Where `held_in` is a channel, moderators are asked there first. One that is a session already
    stays as it is.
    """
    row = await session.get(StudySession, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.number is None:
        await _check(session, row, now)
        await open_as(session, row, channel_id=channel_id, held_in=held_in, now=now)
    return await study.as_posted(session, row)


async def open_as(
    session: AsyncSession,
    row: StudySession,
    *,
    channel_id: int,
    held_in: int | None,
    now: datetime,
) -> None:
    """Give a draft, read and checked, its number, and have it posted, or approved before."""
    row.number = await guilds.next_number(session, row.guild_id, "last_session")
    row.stage = Stage.OPEN if held_in is None else Stage.HELD
    row.posted_at = row.changed_at = now
    await session.flush()
    await rsvps.note(session, row.guild_id, row.id, row.host_id, answer=Answer.GOING, now=now)
    if held_in is None:
        await publish(session, row, channel_id, now)
        return
    row.channel_id = channel_id
    await ask_moderators(session, row, held_in, now)


async def publish(session: AsyncSession, row: StudySession, channel_id: int, now: datetime) -> None:
    """Have its card posted and its event made, and begin its series if it is to repeat."""
    row.channel_id, row.event_retry_at = channel_id, now
    await session_posts.show(session, row, channel_id, now)
    rule = _rule(row, now)
    if rule is not None and row.series_id is None:
        await series.begin(session, row, rule, now)


async def ask_moderators(
    session: AsyncSession, row: StudySession, channel_id: int, now: datetime
) -> None:
    await outbox.enqueue(
        session,
        row.guild_id,
        channel_id,
        kind=HELD,
        dedupe_key=held_key(row.id, row.sequence),
        payload={"id": row.id, "sequence": row.sequence},
        due_at=now,
        expires_at=now + HELD_LASTS,
    )


def held_key(session_id: int, sequence: int) -> str:
    return f"{HELD}:{session_id}:{sequence}"


async def _check(session: AsyncSession, row: StudySession, now: datetime) -> None:
    if row.starts_at is None:
        raise Refusal("Choose your time zone first: I can't tell yet when this is.")
    if row.starts_at <= now:
        raise Refusal(
            f"<t:{row.starts_at.timestamp():.0f}:F> has passed while this waited. Plan it again"
            " with `/session create` and a later time."
        )
    await quotas.check(session, row.guild_id, row.host_id, now)


async def _own(session: AsyncSession, guild_id: int, host_id: int, draft_id: int) -> StudySession:
    row = await session.get(StudySession, draft_id)
    if row is None or (row.guild_id, row.host_id) != (guild_id, host_id):
        raise _no_draft()
    if row.number is not None:
        raise Refusal(f"This is posted already, as session **#{row.number}**.")
    return row


def _no_draft() -> Refusal:
    return Refusal(
        "There is no such draft of yours: it was discarded, or it lay here for over a day."
        " Plan a new session with `/session create`."
    )


def _read(row: StudySession, zone: str | None, now: datetime) -> tuple[Reading, ...]:
    """Note when it is; what it may mean where that is not clear, and nothing without a zone."""
    try:
        reading = when.read(row.typed_when, zone, now)
    except ZoneNeeded:
        return ()
    except Ambiguous as several:
        return several.readings
    if row.rule is None or reading.zone is not None:  # what repeats does so by a clock on a wall
        _put(row, reading, now)
    return ()


def _put(row: StudySession, reading: Reading, now: datetime) -> None:
    row.starts_at, row.minutes, row.zone = reading.starts_at, reading.minutes, reading.zone
    if row.rule is not None:
        _rule(row, now)  # refused now, and not when it is posted


def _rule(row: StudySession, now: datetime) -> Rule | None:
    """How it repeats; `rule` keeps what was typed until the first session is posted."""
    if row.rule is None or row.starts_at is None:
        return None
    first = series.wall(row.starts_at, row.zone or "UTC")
    return recurrence.read(row.rule, first, series.wall(now, row.zone or "UTC").date())


def _draft(row: StudySession, now: datetime, options: tuple[Reading, ...] = ()) -> Draft:
    reading = None
    if row.starts_at is not None and row.minutes is not None:
        reading = Reading(row.starts_at, row.minutes, row.zone)
    return Draft(row.id, plan_of(row), row.typed_when, reading, _rule(row, now), tuple(options))
