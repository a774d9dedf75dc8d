"""Who comes to a study session: one word a member, seats, and those who wait for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import seats
from bot.domain.errors import Refusal
from bot.domain.seats import Answer
from db import outbox_parts, pairs, session_posts, stale, study
from db.study import Posted, Stage
from db.tables import Rsvp, table

PROMOTED = "seat"  # the kind of the post that tells who has one now

_rsvps = table(Rsvp)
_said = insert(_rsvps)
_SAY = _said.on_conflict_do_update(
    index_elements=_rsvps.primary_key,
    set_={
        "answer": _said.excluded.answer,
        "turn": _said.excluded.turn,
        "answered_at": _said.excluded.answered_at,
        "confirmed_at": None,
    },
    where=_rsvps.c.answer != _said.excluded.answer,  # the same word again changes nothing
)

_LAST_TURN = select(func.max(_rsvps.c.turn)).where(_rsvps.c.session_id == bindparam("session_id"))


@dataclass(frozen=True, slots=True)
class Word:
    """What a member's word came to, and how the session stands with it."""

    posted: Posted
    answer: Answer
    is_news: bool
    """False where they had said the same before."""
    posts: tuple[str, ...] = ()
    """The keys of what others are told in consequence."""


async def say(
    session: AsyncSession, guild_id: int, number: int, user_id: int, *, wish: Answer, now: datetime
) -> Word:
    """Note what a member says; a seat that they leave goes to whoever waits longest."""
    before = await study.by_number(session, guild_id, number, reader_id=user_id)
    if before.pair_id is not None:
        await pairs.heard(session, guild_id, before.pair_id, {user_id: now})
    _check(before, wish, now)
    said = before.said(user_id)
    answer = seats.given(wish, said, going=len(before.going), seats=before.plan.seats)
    if answer is said:
        return Word(before, answer, is_news=False)
    await note(session, guild_id, before.id, user_id, answer=answer, now=now)
    posts = await fill(session, guild_id, number, now) if said is Answer.GOING else ()
    await stale.mark(session, guild_id, session_posts.CARD, before.id, now)
    return Word(await study.by_number(session, guild_id, number), answer, is_news=True, posts=posts)


async def confirm(
    session: AsyncSession, guild_id: int, number: int, user_id: int, now: datetime
) -> Word:
    """That a member who goes still comes. Whoever does not go yet is taken to want to."""
    word = await say(session, guild_id, number, user_id, wish=Answer.GOING, now=now)
    await session.execute(
        update(Rsvp)
        .where(
            Rsvp.session_id == word.posted.id,
            Rsvp.user_id == user_id,
            Rsvp.answer == Answer.GOING,
            Rsvp.confirmed_at.is_(None),
        )
        .values(confirmed_at=now)
    )
    return word


async def fill(session: AsyncSession, guild_id: int, number: int, now: datetime) -> tuple[str, ...]:
    """Give free seats to those who wait, in order, and have them told: the keys of those posts."""
    posted = await study.by_number(session, guild_id, number)
    lucky = seats.moves_up(posted.waiting, going=len(posted.going), seats=posted.plan.seats)
    if not lucky:
        return ()
    await session.execute(
        update(Rsvp)
        .where(Rsvp.session_id == posted.id, Rsvp.user_id.in_(lucky))
        .values(answer=Answer.GOING)
    )
    await stale.mark(session, guild_id, session_posts.CARD, posted.id, now)
    return await tell(
        session,
        posted,
        lucky,
        kind=PROMOTED,
        key=f"{PROMOTED}:{posted.id}:{lucky[0]}:{now.timestamp():.0f}",
        now=now,
        expires_at=posted.ends_at,
    )


async def tell(
    session: AsyncSession,
    posted: Posted,
    people: Sequence[int],
    *,
    kind: str,
    key: str,
    now: datetime,
    expires_at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Have these people told something in the session's thread; the keys of the posts."""
    if posted.place_id is None:
        return ()  # no card yet: nobody but the host knows of it
    parts = await outbox_parts.enqueue(
        session,
        posted.guild_id,
        posted.place_id,
        people=people,
        kind=kind,
        dedupe_key=key,
        payload={"id": posted.id, **(payload or {})},
        due_at=now,
        expires_at=max(expires_at, now + timedelta(minutes=1)),
    )
    return tuple(f"{key}:{number}" for number in range(1, parts + 1))


async def note(
    session: AsyncSession,
    guild_id: int,
    session_id: int,
    user_id: int,
    *,
    answer: Answer,
    now: datetime,
) -> None:
    """Store a member's word as the newest, whatever they said before."""
    which = {"session_id": session_id, "user_id": user_id, "guild_id": guild_id}
    turn = (await session.scalar(_LAST_TURN, {"session_id": session_id}) or 0) + 1
    said = {"answer": answer, "turn": turn, "answered_at": now, "confirmed_at": None}
    await session.execute(_SAY, which | said)


def _check(posted: Posted, wish: Answer, now: datetime) -> None:
    if posted.stage is Stage.CANCELLED:
        raise Refusal(
            f"Session **#{posted.number}** is cancelled. `/session list` shows what comes next."
        )
    if posted.stage is not Stage.OPEN:
        raise Refusal("This session is not open yet: moderators look at it first.")
    if posted.ends_at <= now:
        raise Refusal("This session is over. `/session list` shows what comes next.")
    if wish is not Answer.CANT and posted.starts_at <= now:
        raise Refusal(
            "This session has started: you need no button now, just go there."
            " `/session list` shows what comes next."
        )
