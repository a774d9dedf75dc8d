"""How it goes with a pair: have they begun, are they silent, and did it work?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.record import Kind
from db import audit, outbox, pairs, stale, tables
from db.outbox import Post
from db.pairs import CARD, End, Pair, Verdict

NUDGE = "pair nudge"  # the kinds of posts
FOLLOW_UP = "pair follow-up"
SILENCE = timedelta(hours=48)
WEEK = timedelta(days=7)
LASTS = timedelta(days=2)
PAUSE = timedelta(days=1)  # between two nudges
TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the pairs that were made in some time; members are counted in `verdicts`."""

    made: int
    started: int
    nudged: int
    ends: dict[End, int]
    verdicts: dict[Verdict, int]


async def start(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, now: datetime
) -> tuple[Pair, bool]:
    """One of them says that they have begun; the pair, and whether that is news."""
    pair = await pairs.mine(session, guild_id, pair_id, user_id)
    await pairs.heard(session, guild_id, pair_id, {user_id: now})
    if pair.started_at is not None:
        return pair, False
    row = await session.get_one(tables.Pair, pair_id)
    row.started_at = now
    await stale.mark(session, guild_id, CARD, pair_id, now)
    return await pairs.mine(session, guild_id, pair_id, user_id), True


async def quiet(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The pairs of which nothing was heard for long, as far as is noted, and that have no nudge."""
    row = tables.Pair
    return await pairs.which(
        session,
        row.made_at.between(now - WEEK - LASTS, now - SILENCE),
        func.coalesce(row.heard_at, row.made_at) <= now - SILENCE,
        row.thread_id.is_not(None),
        row.started_at.is_(None),
        row.nudged_at.is_(None),
        row.followed_up_at.is_(None),
    )


async def nudge(session: AsyncSession, guild_id: int, pair_id: int, now: datetime) -> str | None:
    """Have a silent pair reminded, once ever; the key of that post, if there is one."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id or row.ended_at is not None:
        return None
    is_silent = (row.heard_at or row.made_at) <= now - SILENCE
    if row.started_at or row.nudged_at or not is_silent or row.thread_id is None:
        return None
    row.nudged_at = now
    await session.flush()
    return await _tell(session, row, row.thread_id, NUDGE, now)


async def silent(session: AsyncSession, guild_id: int, now: datetime) -> Sequence[Pair]:
    """The guild's pairs of which nothing was heard for long, nudged or not; the longest first."""
    row = tables.Pair
    heard_at = func.coalesce(row.heard_at, row.made_at)
    found = await pairs.which(
        session,
        row.guild_id == guild_id,
        row.made_at.between(now - WEEK - LASTS, now - SILENCE),
        heard_at <= now - SILENCE,
        row.thread_id.is_not(None),
        row.started_at.is_(None),
    )
    return sorted(found, key=lambda one: (one.heard_at or one.made_at, one.id))


async def nudge_anew(
    session: AsyncSession, guild_id: int, pair_id: int, moderator_id: int, now: datetime
) -> tuple[Pair, str]:
    """Have a silent pair reminded because a moderator says so, once a day at most.

    The pair, and the key of that post; or a Refusal.
    """
    pair = await pairs.by_id(session, guild_id, pair_id)
    if pair is None:
        raise Refusal("There is no such pair here.")
    which = f"Pair **#{pair.number}**"
    if not pair.is_on:
        raise Refusal(f"{which} has ended: there is nobody to nudge.")
    heard_at = pair.heard_at or pair.made_at
    if pair.started_at or heard_at > now - SILENCE:
        raise Refusal(f"{which} is not silent any more. Good!")
    if pair.thread_id is None:
        raise Refusal(f"{which} has no thread yet, so there is nowhere to nudge them.")
    if not may_be_nudged(pair, now):
        raise Refusal(
            f"{which} was nudged <t:{(pair.nudged_at or now).timestamp():.0f}:R>. Give them a day"
            " before you nudge them again."
        )
    row = await session.get_one(tables.Pair, pair_id)
    row.nudged_at = now
    await session.flush()
    key = await _tell(session, row, pair.thread_id, NUDGE, now, again=f":{now.timestamp():.0f}")
    await audit.note(
        session,
        guild_id,
        moderator_id,
        kind=Kind.PAIRS,
        act="nudged",
        subject="pair",
        number=pair.number,
        now=now,
    )
    return pair, key


def may_be_nudged(pair: Pair, now: datetime) -> bool:
    return pair.nudged_at is None or now >= pair.nudged_at + PAUSE


async def week_old(session: AsyncSession, now: datetime) -> Sequence[Pair]:
    """The pairs that are to be asked how it was; of those that the bot missed for long, none."""
    row = tables.Pair
    return await pairs.which(
        session,
        row.made_at.between(now - 2 * WEEK, now - WEEK),
        row.thread_id.is_not(None),
        row.followed_up_at.is_(None),
    )


async def follow_up(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> str | None:
    """Have both asked whether it worked, once ever; the key of that post, if there is one."""
    row = await session.get(tables.Pair, pair_id)
    if row is None or row.guild_id != guild_id or row.ended_at is not None:
        return None
    if row.followed_up_at is not None or row.thread_id is None:
        return None
    row.followed_up_at = now
    await session.flush()
    return await _tell(session, row, row.thread_id, FOLLOW_UP, now)


async def judge(
    session: AsyncSession,
    guild_id: int,
    pair_id: int,
    user_id: int,
    *,
    verdict: Verdict,
    now: datetime,
) -> None:
    """Note how it was for one of them; they may say otherwise later."""
    member = await _member(session, guild_id, pair_id, user_id)
    member.verdict = verdict
    await pairs.heard(session, guild_id, pair_id, {user_id: now})


async def said(session: AsyncSession, guild_id: int, pair_id: int, user_id: int) -> str:
    """The line that they added before."""
    return (await _judge(session, guild_id, pair_id, user_id)).verdict_text


async def add_line(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, text: str
) -> None:
    """Note a line of theirs with their verdict; without any text, none."""
    (await _judge(session, guild_id, pair_id, user_id)).verdict_text = text


async def figures(session: AsyncSession, guild_id: int, since: datetime) -> Figures:
    """What came of the pairs that were made since then."""
    pair, member = tables.Pair, tables.PairMember
    made = (pair.guild_id == guild_id, pair.made_at >= since)
    rows = await session.execute(select(pair.started_at, pair.nudged_at, pair.end).where(*made))
    found = rows.all()
    verdicts = await session.scalars(
        select(member.verdict)
        .join(pair, pair.id == member.pair_id)
        .where(*made, member.verdict.is_not(None))
    )
    ends = Counter(one.end for one in found if one.end)
    said = Counter(verdicts)
    return Figures(
        made=len(found),
        started=sum(one.started_at is not None for one in found),
        nudged=sum(one.nudged_at is not None for one in found),
        ends={one: ends[one] for one in End},
        verdicts={one: said[one] for one in Verdict},
    )


async def untold(session: AsyncSession, post: Post) -> None:
    """The thread was gone before they were told: it is said again in their next one."""
    await pairs.thread_gone(session, post)
    row = await session.get(tables.Pair, post.payload["id"])
    if row is not None and post.kind == NUDGE:
        row.nudged_at = None
    elif row is not None:
        row.followed_up_at = None


def nudge_key(pair_id: int) -> str:
    return f"{NUDGE}:{pair_id}"


async def _tell(
    session: AsyncSession,
    row: tables.Pair,
    thread_id: int,
    kind: str,
    now: datetime,
    *,
    again: str = "",
) -> str:
    key = f"{kind}:{row.id}{again}"
    await outbox.enqueue(
        session,
        row.guild_id,
        thread_id,
        kind=kind,
        dedupe_key=key,
        payload={"id": row.id},
        due_at=now,
        expires_at=now + LASTS,
    )
    return key


async def _judge(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int
) -> tables.PairMember:
    member = await _member(session, guild_id, pair_id, user_id)
    if member.verdict is None:
        raise Refusal("Say first how it was: press one of the three buttons.")
    return member


async def _member(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int
) -> tables.PairMember:
    """Whoever was of the pair to the end, while it is on and after it."""
    pair = await pairs.by_id(session, guild_id, pair_id)
    if pair is None or user_id not in pair.people:
        raise pairs.not_yours()
    return await session.get_one(tables.PairMember, (pair_id, user_id))
