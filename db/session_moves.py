"""Study sessions moved to another time: one alone, or all that follow with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import moves, recurrence, when
from bot.domain.errors import Refusal
from bot.domain.moves import Shift
from bot.domain.recurrence import Rule
from db import queued, rsvps, series, session_acts, session_posts, study
from db.session_acts import Actor, Done, Scope
from db.study import Posted, Stage
from db.tables import Rsvp, StudySeries, StudySession

MOVED = "session moved"  # the kind of the post that tells those who were coming


@dataclass(frozen=True, slots=True)
class Move:
    """A session and where it is to go, checked and not done yet."""

    posted: Posted
    to: datetime
    scope: Scope
    later: tuple[datetime, ...] = ()
    """When those of its series are then that follow, and are made by now."""
    rule: Rule | None = None
    """How they repeat from then on."""


async def plan(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    to: datetime,
    scope: Scope,
    now: datetime,
) -> Move:
    """What moving it would come to; a Refusal where that is not possible."""
    posted = await session_acts.may(session, guild_id, number, actor, act="move", now=now)
    _check(posted, to, scope, now)
    _, rows = await session_acts.meant(session, posted, scope)
    if scope is Scope.ONE:
        await _check_free(session, posted, {to}, ())
        return Move(posted, to, scope)
    whole = await session.get_one(StudySeries, posted.series_id)
    shift = _shift(whole, posted, to)
    starts = _starts(whole, shift, posted, to)
    await _check_free(session, posted, set(starts.values()), tuple(shift.slots.values()))
    behind = [starts[one.slot] for one in rows if one.slot and one.slot != posted.slot]
    return Move(posted, to, scope, tuple(behind), shift.rule)


async def move(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    was: datetime,
    to: datetime,
    scope: Scope,
    ask_in: int | None,
    now: datetime,
) -> Done:
    """Move it from `was`, and have those who were coming asked whether they still do."""
    planned = await plan(session, guild_id, number, actor, to=to, scope=scope, now=now)
    posted = planned.posted
    if posted.starts_at != was:
        raise Refusal(
            f"Somebody moved **#{number}** meanwhile: it is on"
            f" <t:{posted.starts_at.timestamp():.0f}:F> now. Move it again if that is not right."
        )
    row, rows = await session_acts.meant(session, posted, scope)
    before = {one.id: one.starts_at for one in rows}
    if scope is Scope.ALL:
        await _shift_series(session, posted, to, now)
    else:
        row.starts_at = to
    posts: list[str] = []
    for one in rows:
        await session_acts.changed(session, one, ask_in=ask_in, now=now)
        if one.starts_at != before[one.id]:
            posts += await _follow(session, one, before[one.id], first=posted, actor=actor, now=now)
    if posted.series_id is not None:
        await series.extend(session, posted.series_id, now)
        shown = await series.show_next(session, posted.series_id, None, now)
        posts += [shown] if shown else []
    await session_acts.note(session, posted, actor, "moved", scope=scope, now=now)
    return Done(await study.as_posted(session, row), len(rows), tuple(posts))


def _check(posted: Posted, to: datetime, scope: Scope, now: datetime) -> None:
    at = f"<t:{to.timestamp():.0f}:F>"
    if posted.starts_at <= now:
        raise Refusal(
            f"Session **#{posted.number}** has started. Plan another one with `/session create`."
        )
    # One that was moved alone may have all that follow come after it.
    is_in_step = scope is Scope.ONE or series.wall(to, posted.zone or "UTC") == posted.slot
    if to == posted.starts_at and is_in_step:
        raise Refusal(f"Session **#{posted.number}** is on {at} already.")
    if to <= now:
        raise Refusal(f"{at} has already passed. Choose a time that is still to come.")
    if to > now + when.FARTHEST:
        raise Refusal(f"{at} is more than a year away. Choose a time before that.")


def _shift(whole: StudySeries, posted: Posted, to: datetime) -> Shift:
    assert posted.slot is not None
    if posted.slot < whole.first:
        raise Refusal(
            f"Those after **#{posted.number}** were moved before, and it was not: move it alone,"
            " or one of the later ones and all that follow."
        )
    return moves.shift(
        Rule.parse(whole.rule),
        whole.first,
        whole.zone,
        slot=posted.slot,
        to=series.wall(to, whole.zone),
        made_until=whole.made_until,
    )


def _starts(
    whole: StudySeries, shift: Shift, posted: Posted, to: datetime
) -> Mapping[datetime, datetime]:
    """When the session of each former slot begins: this one at the very moment that was meant."""
    starts = {old: recurrence.moment(new, whole.zone) for old, new in shift.slots.items()}
    assert posted.slot is not None
    return starts | {posted.slot: to}


async def _check_free(
    session: AsyncSession, posted: Posted, starts: set[datetime], slots: Sequence[datetime]
) -> None:
    """Two of a series are never at the same time; those that move with it are out of the way."""
    if posted.series_id is None:
        return
    stay = StudySession.slot < posted.slot if slots else StudySession.id != posted.id
    there = await session.scalar(
        select(StudySession)
        .where(
            StudySession.series_id == posted.series_id,
            stay,
            or_(
                StudySession.slot.in_(slots),
                StudySession.starts_at.in_(starts) & study.STANDING,
            ),
        )
        .limit(1)
    )
    if there is not None:
        raise Refusal(
            f"Session **#{there.number}** of the same series has that time"
            f" (<t:{there.starts_at.timestamp() if there.starts_at else 0:.0f}:F>). Choose another."
        )


async def _shift_series(session: AsyncSession, posted: Posted, to: datetime, now: datetime) -> None:
    """Let the rule begin anew, and give each session that was made ahead its new slot."""
    whole = await session.get_one(StudySeries, posted.series_id)
    shift = _shift(whole, posted, to)
    starts = _starts(whole, shift, posted, to)
    found = await session.scalars(
        select(StudySession).where(
            StudySession.series_id == whole.id, StudySession.slot >= posted.slot
        )
    )
    old = {one: one.slot for one in found if one.slot is not None}
    for one in old:
        one.slot = None  # or one of them would stand in another's way
    await session.flush()
    for one, slot in old.items():
        one.slot = shift.slots[slot]
        if one.cancel_told_at is None:  # those that are off for good were to be when they say
            one.starts_at = starts[slot].astimezone(UTC)
    whole.first, whole.rule = shift.first, shift.rule.text()
    whole.made_until = max(shift.slots.values())
    whole.sequence, whole.changed_at = whole.sequence + 1, now
    await session.flush()


async def _follow(
    session: AsyncSession,
    row: StudySession,
    was: datetime | None,
    *,
    first: Posted,
    actor: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Its reminders and those who were coming follow a session that was moved."""
    assert row.starts_at is not None
    assert was is not None
    await session.execute(update(Rsvp).where(Rsvp.session_id == row.id).values(confirmed_at=None))
    await queued.keep_until(session, session_posts.card_key(row.id), row.starts_at)
    if await session_posts.is_shown(session, row):
        session_posts.rearm(row, now)
    posted = await study.as_posted(session, row)
    if posted.stage is not Stage.OPEN:
        return ()  # nobody but its host has heard of it
    # Of all that are moved at once a host hears once, and of one's own act nobody.
    told = {actor.user_id} if row.id == first.id else {actor.user_id, posted.host_id}
    return await rsvps.tell(
        session,
        posted,
        [one for one in (*posted.going, *posted.maybe) if one not in told],
        kind=MOVED,
        key=f"{MOVED}:{posted.id}:{posted.sequence}",
        now=now,
        expires_at=posted.starts_at,
        payload={"from": was.isoformat(), "to": row.starts_at.isoformat()},
    )
