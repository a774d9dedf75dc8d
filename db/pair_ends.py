"""How a pair ends: somebody asks for a new partner, has left the server, or a moderator ends it.

Who is left alone may look for somebody new, and goes to the front; but not whoever was silent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import matches, outbox, pair_profiles, pair_sessions, pair_threads, pairs, queue, stale
from db.matches import Sought
from db.pairs import CARD, RECENT, End, Pair
from db.queue import Fate
from db.tables import Pair as PairRow
from db.tables import PairMember

OVER = "pair over"  # the kinds of posts
LESS = "pair less"  # one of three has left
LASTS = timedelta(days=7)
# For so long the thread stays open for who was left, unless they have asked for somebody new.
OPEN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Parted:
    """What a wish for a new partner came to.

    `sought` is None where their profile says too little to look for anybody.
    """

    pair: Pair
    was_over: bool
    """Whether another one had ended it."""
    is_first: bool
    """Whether they went to the front of the queue."""
    sought: Sought | None
    posts: tuple[str, ...]


async def part(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    user_id: int,
    *,
    gone: Collection[int] = (),
    now: datetime,
) -> Parted:
    """Let a member go and look for somebody new; of two, the pair ends, and of three it goes on.

    Three go on if one is left of each side. Where another one ended it before, they look as well.
    `gone` are those of it who have left the server.
    """
    pair = await _with(session, guild_id, pair_id, user_id)
    if not pair.is_on:
        return await find_new(session, guild_id, pair_id, user_id, now)
    is_first = all(one in gone or pair.was_silent(one) for one in pair.others(user_id))
    for one in gone:
        await _leave(session, pair, one, now)
    pair = await _with(session, guild_id, pair_id, user_id)
    await pairs.heard(session, guild_id, pair_id, {user_id: now})
    member = await session.get_one(PairMember, (pair_id, user_id))
    member.asked_at = now
    posts = await _go(session, pair, user_id, End.REMATCHED, now)
    sought = await _look(session, guild_id, user_id, is_first=is_first, now=now)
    after = await pairs.by_id(session, guild_id, pair_id) or pair
    return Parted(after, was_over=False, is_first=is_first, sought=sought, posts=posts)


async def find_new(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, now: datetime
) -> Parted:
    """Let whoever was left look for somebody new, once."""
    pair = await _with(session, guild_id, pair_id, user_id)
    if pair.is_on:
        raise Refusal("Your pair is on again: nothing has to change.")
    member = await session.get_one(PairMember, (pair_id, user_id))
    if member.asked_at is not None:
        raise Refusal(
            "You have asked for somebody new already. `/pair status` shows where you stand."
        )
    member.asked_at = now
    is_first = not pair.was_silent(user_id)
    sought = await _look(session, guild_id, user_id, is_first=is_first, now=now)
    return Parted(pair, was_over=True, is_first=is_first, sought=sought, posts=())


async def end(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    *,
    end: End = End.MODERATOR,
    by_id: int | None = None,
    now: datetime,
) -> tuple[Pair, tuple[str, ...]]:
    """End a pair for all of it; how it stands, and the keys of what its people are told."""
    pair = await pairs.by_id(session, guild_id, pair_id)
    if pair is None:
        raise Refusal("There is no such pair here. `/nexus pair list` shows them.")
    if not pair.is_on:
        raise Refusal(f"Pair **{pair.number}** has ended already.")
    posts = await _end(session, pair, end, now, by_id=by_id)
    return await pairs.by_id(session, guild_id, pair_id) or pair, posts


async def lose(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, now: datetime
) -> tuple[str, ...]:
    """One of them has left the server; the keys of what the others are told.

    Who is left alone within the week of the match goes back into the queue, to its front.
    """
    pair = await pairs.by_id(session, guild_id, pair_id)
    if pair is None or not pair.is_on or user_id not in pair.people:
        return ()
    await _leave(session, pair, user_id, now)
    posts = await _go(session, pair, user_id, End.LEFT, now)
    after = await pairs.by_id(session, guild_id, pair_id) or pair
    if after.is_on or pair.made_at <= now - RECENT:
        return posts
    for one in after.people:
        if await _look(session, guild_id, one, is_first=True, now=now) is not None:
            (await session.get_one(PairMember, (pair_id, one))).asked_at = now
    return posts


async def to_close(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The pairs that have ended and whose thread is still open, though nobody needs it now."""
    found = await session.scalars(
        select(PairRow)
        .where(
            PairRow.ended_at.is_not(None),
            PairRow.closed_at.is_(None),
            PairRow.thread_id.is_not(None),
        )
        .order_by(PairRow.id)
    )
    ended = [await pairs.by_id(session, one.guild_id, one.id) for one in found.all()]
    return [one for one in ended if one and _is_done(one, now)]


async def closed(session: AsyncSession, guild_id: int, pair_id: int, now: datetime) -> None:
    row = await session.get(PairRow, pair_id)
    if row is not None and row.guild_id == guild_id:
        row.closed_at = now


def over_key(pair_id: int) -> str:
    return f"{OVER}:{pair_id}"


def _is_done(pair: Pair, now: datetime) -> bool:
    if pair.ended_at is None:
        return False
    is_long_ago = pair.ended_at <= now - OPEN_FOR
    return is_long_ago or all(one.asked_at for one in pair.mates if one.left_at is None)


async def _with(session: AsyncSession, guild_id: int, pair_id: int, user_id: int) -> Pair:
    pair = await pairs.by_id(session, guild_id, pair_id)
    if pair is None or user_id not in pair.people:
        raise pairs.not_yours()
    return pair


async def _leave(session: AsyncSession, pair: Pair, user_id: int, now: datetime) -> None:
    (await session.get_one(PairMember, (pair.id, user_id))).left_at = now
    await queue.leave(session, pair.guild_id, user_id, now, fate=Fate.GONE)


async def _go(
    session: AsyncSession, pair: Pair, user_id: int, end: End, now: datetime
) -> tuple[str, ...]:
    """One goes; the others go on if they can."""
    if not pair.can_go_on(pair.others(user_id)):
        return await _end(session, pair, end, now, by_id=user_id)
    (await session.get_one(PairMember, (pair.id, user_id))).left_at = now
    await session.flush()
    await pair_sessions.without(session, pair.guild_id, pair.id, user_id, now)
    await _redraw(session, pair, now)
    return await _tell(
        session,
        pair,
        f"{LESS}:{pair.id}:{user_id}",
        kind=LESS,
        says={"user_id": user_id, "has_left": end is End.LEFT},
        now=now,
    )


async def _end(
    session: AsyncSession, pair: Pair, end: End, now: datetime, *, by_id: int | None
) -> tuple[str, ...]:
    row = await session.get_one(PairRow, pair.id)
    row.ended_at, row.end = now, end
    await session.flush()
    await pair_sessions.call_off(
        session,
        pair.guild_id,
        pair.id,
        by_id or pair.people[0],
        reason="the pair has ended",
        now=now,
    )
    await _redraw(session, pair, now)
    return await _tell(
        session, pair, over_key(pair.id), kind=OVER, says={"by_id": by_id or 0}, now=now
    )


async def _redraw(session: AsyncSession, pair: Pair, now: datetime) -> None:
    await stale.mark(session, pair.guild_id, CARD, pair.id, now)
    await pair_threads.redraw(session, pair.guild_id, pair.id, now)


async def _tell(
    session: AsyncSession,
    pair: Pair,
    key: str,
    *,
    kind: str,
    says: Mapping[str, int],
    now: datetime,
) -> tuple[str, ...]:
    if pair.thread_id is None:
        return ()
    await outbox.enqueue(
        session,
        pair.guild_id,
        pair.thread_id,
        kind=kind,
        dedupe_key=key,
        payload={"id": pair.id, **says},
        due_at=now,
        expires_at=now + LASTS,
    )
    return (key,)


async def _look(
    session: AsyncSession, guild_id: int, user_id: int, *, is_first: bool, now: datetime
) -> Sought | None:
    profile = await pair_profiles.find(session, guild_id, user_id)
    if not profile.is_ready:
        return None
    await session.flush()
    return await matches.look(session, guild_id, user_id, is_first=is_first, now=now)
