"""Study sessions that are cancelled or skipped, and taken back within five minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import FORMER, who
from db import outbox, queued, quotas, rsvps, series, session_acts, session_posts, stale, study
from db.session_acts import Actor, Done, Scope
from db.study import Posted, Stage
from db.tables import StudySeries, StudySession

CANCELLED = "session cancelled"  # the kind of the post that tells those who were coming
UNDO = timedelta(minutes=5)
# Who is on the way by then hears of it at once, so that nothing can be undone.
SOON = timedelta(minutes=15)


async def skip(
    session: AsyncSession, guild_id: int, number: int, actor: Actor, now: datetime
) -> Done:
    """Cancel one of a series, which goes on."""
    posted = await session_acts.may(session, guild_id, number, actor, act="skip", now=now)
    if posted.series_id is None:
        raise Refusal(
            f"Session **#{number}** does not repeat, so that none is left without it."
            " `/session cancel` cancels it."
        )
    row = await study.row(session, guild_id, number)
    posts = await _cancel(session, [row], actor, reason="", now=now)
    await session_acts.note(session, posted, actor, "skipped", now=now)
    return Done(await study.as_posted(session, row), 1, posts)


async def cancel(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    scope: Scope,
    now: datetime,
) -> Done:
    """Call it off, for the actor's reason; with all that follow, its series ends."""
    posted = await session_acts.may(session, guild_id, number, actor, act="cancel", now=now)
    if not actor.reason and actor.user_id != posted.host_id:
        raise Refusal(
            f"Say why, with `reason`: {who(posted.host_id)} and those who were coming will ask."
        )
    row, rows = await session_acts.meant(session, posted, scope)
    posts = await _cancel(session, rows, actor, reason=actor.reason, now=now)
    if scope is Scope.ALL and posted.series_id is not None:
        await series.end(session, posted.series_id, now)
    await session_acts.note(session, posted, actor, "cancelled", scope=scope, now=now)
    return Done(await study.as_posted(session, row), len(rows), posts)


async def call_off(
    session: AsyncSession, rows: Sequence[StudySession], now: datetime
) -> tuple[str, ...]:
    """Cancel for good what a former member was to host."""
    posts: list[str] = []
    actor = Actor(FORMER, is_moderator=False)
    for one in rows:
        posts += await _cancel(session, [one], actor, reason="", is_final=True, now=now)
    return tuple(posts)


async def undo(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    ask_in: int | None,
    now: datetime,
) -> Done:
    """Let it take place after all, and those that were cancelled with it.

    Its reminders were never called off: one that fell due meanwhile is late, and not lost.
    """
    posted = await study.by_number(session, guild_id, number, reader_id=actor.reads_as)
    _check_undo(posted, actor, now)
    row = await study.row(session, guild_id, number)
    whole = await session.get(StudySeries, row.series_id) if row.series_id else None
    is_whole = whole is not None and whole.ended_at == row.cancelled_at
    rows = await _together(session, row) if is_whole else [row]
    if (
        not actor.is_moderator and row.pair_id is None
    ):  # or each five minutes would have room for one more
        await quotas.check(session, guild_id, posted.host_id, now)
    for one in rows:
        await _restore(session, one, ask_in=ask_in, now=now)
    if whole is not None and is_whole:
        whole.ended_at, whole.changed_at, whole.sequence = None, now, whole.sequence + 1
    scope = Scope.ALL if is_whole else Scope.ONE
    await session_acts.note(session, posted, actor, "brought back", scope=scope, now=now)
    return Done(await study.as_posted(session, row), len(rows))


async def settle(session: AsyncSession, now: datetime) -> int:
    """Let no more be undone where the time for that is over; how many sessions that were."""
    found = await session.scalars(
        select(StudySession).where(
            StudySession.stage == Stage.CANCELLED,
            StudySession.settled_at.is_(None),  # for the index
            StudySession.cancel_told_at.is_(None),
            StudySession.cancelled_at <= now - UNDO,
        )
    )
    rows = found.all()
    for row in rows:
        row.cancel_told_at = now
        if await session_posts.is_shown(session, row):
            await stale.mark(session, row.guild_id, session_posts.CARD, row.id, now)
    await session.flush()
    return len(rows)


def can_undo(posted: Posted, now: datetime) -> bool:
    cancelled = posted.cancelled
    return cancelled is not None and not cancelled.is_told and now < cancelled.at + UNDO


async def _cancel(
    session: AsyncSession,
    rows: Sequence[StudySession],
    actor: Actor,
    *,
    reason: str,
    is_final: bool = False,
    now: datetime,
) -> tuple[str, ...]:
    first = min(one.starts_at for one in rows if one.starts_at)
    is_final = is_final or first <= now + SOON
    posts: list[str] = []
    for one in rows:
        one.stage, one.cancelled_at, one.cancelled_by_id = Stage.CANCELLED, now, actor.user_id
        one.cancel_reason = reason
        one.cancel_told_at = now if is_final else None
        await session_posts.touch(session, one, now)
        at = now if is_final else now + UNDO
        posts += await _tell(
            session, await study.as_posted(session, one), is_first=one is rows[0], at=at
        )
    return tuple(posts) if is_final else ()


async def _tell(
    session: AsyncSession, posted: Posted, *, is_first: bool, at: datetime
) -> tuple[str, ...]:
    """Those who were coming, and its host; of a whole series a host hears once."""
    assert posted.cancelled is not None
    people = dict.fromkeys((posted.host_id, *posted.going, *posted.maybe))
    by_id = posted.cancelled.by_id
    left_out = {by_id} if is_first else {by_id, posted.host_id}
    return await rsvps.tell(
        session,
        posted,
        [one for one in people if one not in left_out],
        kind=CANCELLED,
        key=_told_key(posted.id, posted.cancelled.at),
        now=at,
        expires_at=posted.ends_at,
    )


def _told_key(session_id: int, at: datetime) -> str:
    return f"{CANCELLED}:{session_id}:{at.timestamp():.0f}"


def _check_undo(posted: Posted, actor: Actor, now: datetime) -> None:
    session_acts.check_actor(posted, actor, "bring back")
    which = f"Session **#{posted.number}**"
    cancelled = posted.cancelled
    if posted.stage is not Stage.CANCELLED or cancelled is None:
        raise Refusal(f"{which} is not cancelled: there is nothing to undo.")
    if not actor.is_moderator and cancelled.by_id != actor.user_id:
        raise Refusal(
            f"Only {who(cancelled.by_id)}, who cancelled it, or a moderator can undo that."
        )
    if not can_undo(posted, now):
        raise Refusal(
            f"{which} is cancelled for good: the time to undo it is over. `/session create` plans"
            " another one."
        )


async def _together(session: AsyncSession, row: StudySession) -> Sequence[StudySession]:
    """All that were cancelled in the same act."""
    found = await session.scalars(
        select(StudySession)
        .where(
            StudySession.series_id == row.series_id,
            StudySession.stage == Stage.CANCELLED,
            StudySession.cancelled_at == row.cancelled_at,
        )
        .order_by(StudySession.slot)
    )
    return found.all()


async def _restore(
    session: AsyncSession, row: StudySession, *, ask_in: int | None, now: datetime
) -> None:
    assert row.cancelled_at is not None
    assert row.channel_id is not None
    await queued.withdraw(session, _told_key(row.id, row.cancelled_at))
    key = session_posts.card_key(row.id)
    was_shown = await session_posts.is_shown(session, row)
    # One that moderators hold back has no series, and no card.
    row.stage = Stage.OPEN if was_shown or row.series_id else Stage.HELD
    row.cancelled_at = row.cancelled_by_id = row.cancel_reason = None
    await session_acts.changed(session, row, ask_in=ask_in, now=now)
    if was_shown and row.message_id is None:
        await outbox.unsend(session, key)  # it came to nothing while it was cancelled
        await session_posts.show(session, row, row.channel_id, now)
