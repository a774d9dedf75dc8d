"""What the clock does to study sessions: it reminds of them, looks for hosts, and ends them.

When something of it is due is stored with each session, so that a bot that was down catches up.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import reminders
from bot.domain.errors import Refusal
from bot.domain.reminders import Offset
from db import hosting, members, outbox, outbox_parts, recaps, session_posts, study
from db.study import Posted, Stage
from db.tables import StudySession, table

REMINDER = "reminder"  # the kind of the post
AT_ONCE = 50  # a sweep; what is left comes with the next
# What was cancelled can be undone for minutes, and goes on as if nothing had happened.
UNDONE_WITHIN = timedelta(hours=1)

_sessions = table(StudySession)
_DUE = (
    select(
        _sessions.c.guild_id,
        _sessions.c.id,
        _sessions.c.host_id,
        _sessions.c.starts_at,
        _sessions.c.host_gone_at,
    )
    .where(_sessions.c.remind_at <= bindparam("now"), _sessions.c.stage == Stage.OPEN)
    .order_by(_sessions.c.remind_at, _sessions.c.id)
    .limit(AT_ONCE)
)
_BEGUN = (
    select(_sessions.c.guild_id, _sessions.c.id, _sessions.c.starts_at, _sessions.c.minutes)
    .where(
        _sessions.c.stage == Stage.OPEN,
        _sessions.c.settled_at.is_(None),
        _sessions.c.starts_at <= bindparam("now"),
    )
    .order_by(_sessions.c.starts_at, _sessions.c.id)
)
_FORGET = (
    update(_sessions)
    .where(
        _sessions.c.remind_at < bindparam("before"),
        _sessions.c.stage.in_((Stage.CANCELLED, Stage.DECLINED)),
    )
    .values(remind_at=None)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A session to be reminded of."""

    guild_id: int
    id: int
    host_id: int
    is_host_unsure: bool
    """Whether nobody has looked yet if its host is still there."""


async def due(session: AsyncSession, now: datetime) -> Sequence[Due]:
    """The sessions of which a reminder is due, the longest due first."""
    found = (await session.execute(_DUE, {"now": now})).all()
    return [
        Due(
            one.guild_id,
            one.id,
            one.host_id,
            one.host_gone_at is None and not await _was_reminded_of(session, one.id, one.starts_at),
        )
        for one in found
    ]


async def claim(session: AsyncSession, guild_id: int, session_id: int, now: datetime) -> None:
    """Put the session's reminders that are due into the outbox, and note when the next one is.

    What fell due while the bot was down is put there too: what is over by now expires there, and is
    counted, and what still helps is sent late.
    """
    row = await session.get(StudySession, session_id)
    if row is None or row.guild_id != guild_id or row.stage != Stage.OPEN:
        return
    since = row.remind_at
    if since is None or since > now:
        return
    posted = await study.as_posted(session, row)
    gone_id = row.host_id if row.host_gone_at else None
    offsets = posted.plan.reminders
    for one in reminders.due(posted.starts_at, offsets, since=since, until=now):
        await _remind(session, posted, one, gone_id)
    session_posts.rearm(row, now)
    await session.flush()


async def lose_host(
    session: AsyncSession, guild_id: int, session_id: int, host_id: int, now: datetime
) -> bool:
    """Its host has left the server; False if that is known, or nobody else can host it."""
    found = await session.execute(
        update(StudySession)
        .where(
            StudySession.guild_id == guild_id,
            StudySession.id == session_id,
            StudySession.host_id == host_id,
            StudySession.host_gone_at.is_(None),
            StudySession.pair_id.is_(None),  # what becomes of a pair is told in its thread
        )
        .values(host_gone_at=now)
        .returning(StudySession.id)
    )
    return found.first() is not None


async def set_reminders(
    session: AsyncSession,
    guild_id: int,
    number: int,
    user_id: int,
    *,
    is_moderator: bool,
    offsets: Collection[Offset],
    now: datetime,
) -> Posted:
    """Choose which reminders a session has; those whose time has come by now are not taken back."""
    row = await hosting.row_to_tend(
        session, guild_id, number, user_id, is_moderator=is_moderator, act="choose its reminders"
    )
    if row.stage not in (Stage.OPEN, Stage.HELD):
        raise Refusal(f"Session **#{number}** does not take place, so nobody is reminded of it.")
    if row.starts_at is None or row.starts_at <= now:
        raise Refusal(f"Session **#{number}** has started: nobody needs to be reminded any more.")
    await claim(session, guild_id, row.id, now)
    row.reminders = reminders.packed(offsets)
    if await outbox.is_known(session, session_posts.card_key(row.id)):
        session_posts.rearm(row, now)
    await hosting.record(session, row, user_id, act="chose the reminders of", now=now)
    await session.flush()
    return await study.as_posted(session, row)


async def over(session: AsyncSession, now: datetime) -> Sequence[tuple[int, int]]:
    """(guild, session) of those that have ended, and are not settled."""
    found = await session.execute(_BEGUN, {"now": now})
    return [
        (one.guild_id, one.id)
        for one in found
        if one.starts_at + timedelta(minutes=one.minutes) <= now
    ]


async def settle(session: AsyncSession, guild_id: int, session_id: int, now: datetime) -> None:
    """A session is over: have its recap posted."""
    row = await session.get(StudySession, session_id)
    if row is None or row.guild_id != guild_id or row.settled_at is not None:
        return
    row.settled_at = now
    await session.flush()
    posted = await study.as_posted(session, row)
    await recaps.queue(session, posted, posted.ends_at)


async def forget(session: AsyncSession, now: datetime) -> None:
    """Stop the clocks of what was cancelled for good."""
    await session.execute(_FORGET, {"before": now - UNDONE_WITHIN})


async def _remind(
    session: AsyncSession, posted: Posted, offset: Offset, gone_id: int | None
) -> None:
    if posted.place_id is None:
        return
    going, maybe, host_id = posted.going, posted.maybe, posted.host_id
    unwanted = await members.unwanted_of(session, posted.guild_id, {*going, *maybe, host_id})
    people = reminders.whom(offset, going=going, maybe=maybe, host_id=host_id, unwanted=unwanted)
    pinged = [one for one in people if one != gone_id]
    when = posted.starts_at
    key = _key(posted.id, when, offset)
    post: dict[str, Any] = {
        "kind": REMINDER,
        "payload": {"id": posted.id, "starts_at": when.isoformat(), "offset": offset.value},
        "due_at": reminders.moment(when, offset),
        "expires_at": reminders.ends(when, posted.minutes, offset, posted.plan.reminders),
    }
    place = (posted.guild_id, posted.place_id)
    if pinged:
        await outbox_parts.enqueue(session, *place, people=pinged, dedupe_key=key, **post)
    elif offset is Offset.START and {*going} - {gone_id}:
        # It begins for them as well who want no notice of that: there they say that they are here.
        post["payload"]["people"] = []
        await outbox.enqueue(session, *place, dedupe_key=f"{key}:1", **post)


async def _was_reminded_of(session: AsyncSession, session_id: int, starts_at: datetime) -> bool:
    for one in Offset:
        if await outbox.is_known(session, f"{_key(session_id, starts_at, one)}:1"):
            return True
    return False


def _key(session_id: int, starts_at: datetime, offset: Offset) -> str:
    return f"{REMINDER}:{session_id}:{starts_at.isoformat()}:{offset.value}"
