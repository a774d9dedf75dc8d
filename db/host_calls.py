"""Study sessions whose host has left: the cohort is asked, and whoever says so hosts it."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from db import audit, outbox, rsvps, session_acts, study
from db.session_acts import SUBJECT, Done
from db.session_posts import CALL
from db.study import Posted
from db.tables import Rsvp

PAUSE = timedelta(days=1)


async def call(
    session: AsyncSession,
    guild_id: int,
    number: int,
    moderator_id: int,
    *,
    channel_id: int,
    now: datetime,
) -> str:
    """Have the cohort asked who hosts it, once a day at most; the key of that post."""
    posted = await study.by_number(session, guild_id, number)
    _check(posted, now)
    row = await study.row(session, guild_id, number)
    if not may_call(row.host_called_at, now):
        raise Refusal(
            f"The cohort was asked <t:{(row.host_called_at or now).timestamp():.0f}:R> who hosts"
            f" **#{number}**. Give them a day before you ask again."
        )
    row.host_called_at = now
    await session.flush()
    key = f"{CALL}:{row.id}:{now.timestamp():.0f}"
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=CALL,
        dedupe_key=key,
        payload={"id": row.id},
        due_at=now,
        expires_at=posted.starts_at,
    )
    await audit.note(
        session,
        guild_id,
        moderator_id,
        kind=Kind.SESSIONS,
        act="asked for a host of",
        subject=SUBJECT,
        number=number,
        now=now,
    )
    return key


def may_call(called_at: datetime | None, now: datetime) -> bool:
    return called_at is None or now >= called_at + PAUSE


async def volunteer(
    session: AsyncSession, guild_id: int, number: int, user_id: int, now: datetime
) -> Done:
    """Let a member host it who says so, where the cohort was asked; they go to it as well."""
    row = await study.row(session, guild_id, number)
    posted = await study.as_posted(session, row)
    if row.host_called_at is None:
        raise study.no_session(number)  # nobody was asked: what they press is none of ours
    _check(posted, now)
    # Who has left keeps no seat from who takes their place.
    await session.execute(
        delete(Rsvp).where(Rsvp.session_id == row.id, Rsvp.user_id == row.host_id)
    )
    await session.flush()
    left = [one for one in posted.going if one != row.host_id]
    seats = posted.plan.seats
    if seats is not None and len(left) >= seats and user_id not in left:
        raise Refusal(
            f"All {seats} seats of **#{number}** are taken. Somebody who comes can host it, or a"
            " moderator gives it one more seat with `/nexus session edit`."
        )
    await session_acts.take_over(session, row, user_id, ask_in=None, now=now)
    posts = await rsvps.fill(session, guild_id, number, now)
    return Done(await study.as_posted(session, row), 1, posts)


def _check(posted: Posted, now: datetime) -> None:
    """That it still takes place, and has nobody to host it."""
    session_acts.check_stands(posted, now)
    if posted.starts_at <= now:
        raise Refusal(f"Session **#{posted.number}** has started: it is too late for a host.")
    if not posted.is_hostless or posted.pair_id is not None:
        raise Refusal(f"{who(posted.host_id)} hosts **#{posted.number}**: nobody is missing.")
