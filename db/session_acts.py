"""What hosts and moderators may do to study sessions; editing them, and handing them over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from bot.domain.seats import Answer
from db import audit, rsvps, series, session_drafts, session_posts, stale, study
from db.plans import plan_of, put_plan
from db.study import Posted, Stage
from db.tables import StudySeries, StudySession

HANDED_OVER = "new host"  # the kind of the post that tells who hosts it now
SUBJECT = "session"  # in the lines that moderators' acts leave


class Scope(StrEnum):
    """How much of a series is meant."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and why, if they said so."""

    user_id: int
    is_moderator: bool
    reason: str = ""

    @property
    def reads_as(self) -> int | None:
        """Moderators see the sessions of all pairs."""
        return None if self.is_moderator else self.user_id


@dataclass(frozen=True, slots=True)
class Done:
    """How a session stands after an act, and the keys of what people are told of it."""

    posted: Posted
    count: int = 1
    """How many sessions it was done to."""
    posts: tuple[str, ...] = ()


async def may(
    session: AsyncSession, guild_id: int, number: int, actor: Actor, *, act: str, now: datetime
) -> Posted:
    """The guild's session `number`, or a Refusal for whoever may not `act` ("move") on it now."""
    posted = await study.by_number(session, guild_id, number, reader_id=actor.reads_as)
    check_actor(posted, actor, act)
    check_stands(posted, now)
    return posted


def check_actor(posted: Posted, actor: Actor, act: str) -> None:
    if actor.user_id != posted.host_id and not actor.is_moderator:
        raise Refusal(
            f"Only {who(posted.host_id)}, who hosts it, or a moderator can {act}"
            f" **#{posted.number}**."
        )


def check_stands(posted: Posted, now: datetime) -> None:
    which = f"Session **#{posted.number}**"
    if posted.stage is Stage.CANCELLED:
        raise Refusal(f"{which} is cancelled already. `/session list` shows what comes next.")
    if posted.stage is Stage.DECLINED:
        raise Refusal(f"Moderators declined {which.lower()}. `/session create` plans another one.")
    if posted.stage is Stage.HELD and posted.starts_at <= now:
        raise Refusal(passed(posted))
    if posted.ends_at <= now:
        raise Refusal(f"{which} is over. `/session list` shows what comes next.")


def passed(posted: Posted) -> str:
    return (
        f"<t:{posted.starts_at.timestamp():.0f}:F> has passed while session **#{posted.number}**"
        " waited for moderators. Its host can plan it anew with `/session create`."
    )


async def meant(
    session: AsyncSession, posted: Posted, scope: Scope
) -> tuple[StudySession, Sequence[StudySession]]:
    """The session itself, and with it those that follow, if they are meant."""
    if scope is Scope.ALL and posted.series_id is None:
        raise Refusal(
            f"Session **#{posted.number}** does not repeat, so that none follow it. Do it again"
            " without `scope`."
        )
    row = await study.row(session, posted.guild_id, posted.number)
    return row, [row] if scope is Scope.ONE else await series.following(session, posted)


async def note(
    session: AsyncSession,
    posted: Posted,
    actor: Actor,
    act: str,
    *,
    scope: Scope = Scope.ONE,
    now: datetime,
) -> None:
    """Leave a line of what a moderator did to somebody else's session."""
    if actor.user_id == posted.host_id:
        return
    await audit.note(
        session,
        posted.guild_id,
        actor.user_id,
        kind=Kind.SESSIONS,
        act=f"{act} all from" if scope is Scope.ALL else act,
        subject=SUBJECT,
        number=posted.number,
        reason=actor.reason,
        now=now,
    )


async def changed(
    session: AsyncSession, row: StudySession, *, ask_in: int | None, now: datetime
) -> None:
    """Let the card and calendars follow; one that waits for moderators is shown to them anew.

    In the channel `ask_in`; where there is none any more, nobody holds it up.
    """
    await session_posts.touch(session, row, now)
    if row.stage != Stage.HELD:
        return
    row.moderators_word = None
    if ask_in is not None:
        await session_drafts.ask_moderators(session, row, ask_in, now)
        return
    assert row.channel_id is not None
    row.stage = Stage.OPEN
    await session_drafts.publish(session, row, row.channel_id, now)


async def edit(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    changes: Mapping[str, Any],
    minutes: int | None,
    scope: Scope,
    ask_in: int | None,
    now: datetime,
) -> Done:
    """Set the named fields of the plan, and how long it lasts; seats that get free are filled."""
    posted = await may(session, guild_id, number, actor, act="edit", now=now)
    row, rows = await meant(session, posted, scope)
    plan = replace(posted.plan, **changes)
    new = {name: value for name, value in changes.items() if getattr(posted.plan, name) != value}
    if plan == posted.plan and minutes in (None, posted.minutes):
        raise Refusal(f"You changed nothing, so **#{number}** stays as it was.")
    posts: list[str] = []
    for one in rows:
        await _check_seats(session, one, new)
        put_plan(one, replace(plan_of(one), **new))
        one.minutes = minutes or one.minutes
        await changed(session, one, ask_in=ask_in, now=now)
        posts += await _follow(session, one, new, now)
    if scope is Scope.ALL:
        whole = await session.get_one(StudySeries, posted.series_id)
        put_plan(whole, replace(plan_of(whole), **new))
        whole.minutes = minutes or whole.minutes
        whole.sequence, whole.changed_at = whole.sequence + 1, now
    await note(session, posted, actor, "edited", scope=scope, now=now)
    return Done(await study.as_posted(session, row), len(rows), tuple(posts))


async def _check_seats(
    session: AsyncSession, row: StudySession, changes: Mapping[str, Any]
) -> None:
    seats, going = changes.get("seats"), len((await study.as_posted(session, row)).going)
    if seats is not None and seats < going:
        raise Refusal(
            f"{going} are going to **#{row.number}** already, so that {seats} seats are too few."
            f" Give it {going} or more; nothing is changed yet."
        )


async def _follow(
    session: AsyncSession, row: StudySession, changes: Mapping[str, Any], now: datetime
) -> tuple[str, ...]:
    """What else has to change with a plan: the thread's name, and who has a seat."""
    if "topic" in changes and row.thread_id is not None and row.pair_id is None:
        await stale.mark(session, row.guild_id, session_posts.NAME, row.id, now)
    assert row.number is not None
    if "seats" not in changes or row.stage != Stage.OPEN:
        return ()
    return await rsvps.fill(session, row.guild_id, row.number, now)


async def hand_over(
    session: AsyncSession,
    guild_id: int,
    number: int,
    actor: Actor,
    *,
    to_id: int,
    scope: Scope,
    ask_in: int | None,
    now: datetime,
) -> Done:
    """Let another member host it, who goes to it from then on, and is told."""
    posted = await may(session, guild_id, number, actor, act="hand over", now=now)
    row, rows = await meant(session, posted, scope)
    if all(one.host_id == to_id for one in rows):
        raise Refusal(f"{who(to_id)} hosts **#{number}** already.")
    if posted.company and to_id not in posted.company:
        raise Refusal(f"**#{number}** is a pair's own: only one of the pair can host it.")
    for one in rows:
        await take_over(session, one, to_id, ask_in=ask_in, now=now)
    if scope is Scope.ALL:
        await session.execute(
            update(StudySeries)
            .where(StudySeries.id == posted.series_id)
            .values(host_id=to_id, changed_at=now, sequence=StudySeries.sequence + 1)
        )
    await note(session, posted, actor, "handed over", scope=scope, now=now)
    after = await study.as_posted(session, row)
    return Done(after, len(rows), await _tell_host(session, after, actor, scope, now))


async def take_over(
    session: AsyncSession, row: StudySession, user_id: int, *, ask_in: int | None, now: datetime
) -> None:
    """From now on it is theirs, and they go to it; a Refusal where no seat is left for them."""
    await _seat(session, row, user_id, now)
    row.host_id, row.host_gone_at = user_id, None
    await changed(session, row, ask_in=ask_in, now=now)


async def _tell_host(
    session: AsyncSession, posted: Posted, actor: Actor, scope: Scope, now: datetime
) -> tuple[str, ...]:
    """One that moderators hold back has no thread, and nobody else may hear of it yet."""
    if posted.stage is not Stage.OPEN or posted.host_id == actor.user_id:
        return ()
    return await rsvps.tell(
        session,
        posted,
        [posted.host_id],
        kind=HANDED_OVER,
        key=f"{HANDED_OVER}:{posted.id}:{posted.sequence}",
        now=now,
        expires_at=posted.ends_at,
        payload={"scope": scope, "by_id": actor.user_id},
    )


async def _seat(session: AsyncSession, row: StudySession, user_id: int, now: datetime) -> None:
    posted = await study.as_posted(session, row)
    if user_id in posted.going:
        return
    seats = posted.plan.seats
    if seats is not None and len(posted.going) >= seats:
        raise Refusal(
            f"All {seats} seats of **#{row.number}** are taken, and {who(user_id)} has none of"
            " them. Give it one more with `/session edit`, and hand it over then."
        )
    await rsvps.note(session, row.guild_id, row.id, user_id, answer=Answer.GOING, now=now)
