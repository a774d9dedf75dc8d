"""Who builds together, and where they talk."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.matching import Match, Track, Why
from db import guilds, outbox, pair_profiles, queue, tables
from db.outbox import Post, Sent
from db.pair_values import End, Mate, Pair, Verdict, as_pair, as_pairs

__all__ = ["End", "Mate", "Pair", "Verdict"]

CARD = "pair"  # the kind of post that introduces a pair
# The programme's joint window: a pair older than this is no longer what its members are busy with.
RECENT = timedelta(days=7)
OPENINGS = 2  # of a pair's thread, unasked


async def make(
    session: AsyncSession,
    guild_id: int,
    found: Match,
    why: Why,
    *,
    round_id: int | None = None,
    now: datetime,
) -> Pair:
    """Remember a pair, whose thread is opened next, and take its members out of the queue."""
    row = tables.Pair(
        guild_id=guild_id,
        number=await guilds.next_number(session, guild_id, "last_pair"),
        project=found.project,
        api=why.api,
        shared_hours=why.shared_hours,
        is_first_time=why.is_first_time,
        round_id=round_id,
        made_at=now,
    )
    session.add(row)
    await session.flush()
    profiles = await pair_profiles.of(session, guild_id, found.people)
    for user_id in found.people:
        side = Track.FRONTEND if user_id in found.frontend_ids else Track.BACKEND
        session.add(_member(row, user_id, side, now))
        others = (profiles[one] for one in found.people if one != user_id)
        is_shared = all(one.shares for one in others)
        await queue.matched(session, guild_id, user_id, is_shared=is_shared, now=now)
    await session.flush()
    return await as_pair(session, row)


async def of_member(
    session: AsyncSession, guild_id: int, user_id: int, *, only_on: bool = True
) -> Sequence[Pair]:
    """The pairs that a member is of, the newest first; with `only_on` False those that ended too.

    Of those that ended, the last ten.
    """
    member, row = tables.PairMember, tables.Pair
    wanted = (
        select(row)
        .join(member, member.pair_id == row.id)
        .where(member.guild_id == guild_id, member.user_id == user_id)
        .order_by(row.id.desc())
        .limit(10)
    )
    if only_on:
        wanted = wanted.where(row.ended_at.is_(None), member.left_at.is_(None))
    return await as_pairs(session, (await session.scalars(wanted)).all())


async def in_thread(session: AsyncSession, guild_id: int, thread_id: int) -> Pair | None:
    """The pair that talks in a thread."""
    row = tables.Pair
    found = await session.scalar(
        select(row).where(row.guild_id == guild_id, row.thread_id == thread_id)
    )
    return await as_pair(session, found) if found else None


async def by_id(session: AsyncSession, guild_id: int, pair_id: int) -> Pair | None:
    row = await session.get(tables.Pair, pair_id)
    return await as_pair(session, row) if row and row.guild_id == guild_id else None


async def by_number(session: AsyncSession, guild_id: int, number: int) -> Pair | None:
    row = tables.Pair
    found = await session.scalar(select(row).where(row.guild_id == guild_id, row.number == number))
    return await as_pair(session, found) if found else None


async def mine(session: AsyncSession, guild_id: int, pair_id: int, user_id: int) -> Pair:
    """A pair that the member is of; a Refusal for everybody else, and once it has ended."""
    pair = await by_id(session, guild_id, pair_id)
    if pair is None or user_id not in pair.people:
        raise not_yours()
    if not pair.is_on:
        raise Refusal("This pair has ended. `/pair find` finds you somebody new.")
    return pair


def not_yours() -> Refusal:
    return Refusal("Only the two of a pair can do that. `/pair find` finds you a partner.")


async def which(session: AsyncSession, *conditions: ColumnElement[bool]) -> Sequence[Pair]:
    """Those of all guilds that are on and meet these conditions, the oldest first."""
    row = tables.Pair
    found = await session.scalars(
        select(row).where(row.ended_at.is_(None), *conditions).order_by(row.id)
    )
    return await as_pairs(session, found.all())


async def heard(
    session: AsyncSession, guild_id: int, pair_id: int, signs: Mapping[int, datetime]
) -> None:
    """Note when each of these gave a sign of life: a button, a command, a message."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id:
        return
    for user_id, at in signs.items():
        member = await session.get(tables.PairMember, (pair_id, user_id))
        if member is None or member.left_at is not None:
            continue
        member.heard_at = max(at, member.heard_at or at)
        row.heard_at = max(at, row.heard_at or at)
    await session.flush()


async def unopened(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The recent pairs of all guilds whose thread is still to be opened, oldest first.

    One that was deleted by hand is opened anew once: who deletes it again means it.
    """
    row = tables.Pair
    return await which(
        session,
        row.thread_id.is_(None),
        row.made_at > now - RECENT,
        row.openings < OPENINGS,
    )


async def opened(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    thread_id: int,
    now: datetime,
    *,
    is_public: bool = False,
) -> None:
    """Remember the thread that Discord opened for a pair, and introduce them in it."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id:
        return
    if row.thread_id != thread_id:
        row.openings += 1
    row.thread_id, row.is_public = thread_id, is_public
    await _introduce(session, row, thread_id, now, is_again=False)


def card_key(pair_id: int, thread_id: int) -> str:
    return f"{CARD}:{pair_id}:{thread_id}"


async def card_anew(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> str | None:
    """The card is gone: have it posted where it stood, to nobody's notice; the key of that post."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id or row.thread_id is None:
        return None
    row.message_id = None
    key = card_key(pair_id, row.thread_id)
    await outbox.unsend(session, key)
    await _introduce(session, row, row.thread_id, now, is_again=True)
    return key


async def _introduce(
    session: AsyncSession, row: tables.Pair, thread_id: int, now: datetime, *, is_again: bool
) -> None:
    await outbox.enqueue(
        session,
        row.guild_id,
        thread_id,
        kind=CARD,
        dedupe_key=card_key(row.id, thread_id),
        payload={"id": row.id, "is_again": is_again},
        due_at=now,
        expires_at=now + RECENT,
    )


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    row = await session.get(tables.Pair, post.payload["id"])
    if row is not None and row.thread_id == post.channel_id:
        row.message_id = sent.message_id


async def thread_gone(session: AsyncSession, post: Post) -> None:
    """Somebody deleted the thread for which this was: the pair needs another."""
    await thread_deleted(session, post.guild_id, post.channel_id)


async def thread_deleted(session: AsyncSession, guild_id: int, thread_id: int) -> None:
    row = tables.Pair
    await session.execute(
        update(row)
        .where(row.guild_id == guild_id, row.thread_id == thread_id)
        .values(thread_id=None, message_id=None, is_public=False)
    )


def _member(row: tables.Pair, user_id: int, side: Track, now: datetime) -> tables.PairMember:
    return tables.PairMember(
        pair_id=row.id, user_id=user_id, guild_id=row.guild_id, side=side, joined_at=now
    )
