"""The weekly digest: when it is due, and what is decided of each week's, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import weekly
from bot.domain.errors import Refusal
from bot.domain.weekly import MONDAY, MORNING, WEEK, Due, Rhythm
from db import digest_posts, tables
from db.digest_contents import QUEUED
from db.digest_posts import LATEST, Parts
from db.guilds import Settings

# As long as moderators say nothing else, any news at all makes a digest.
THRESHOLD = 1


class Fate(StrEnum):
    """What was decided of a week's digest when it was due, or ahead of that."""

    QUEUED = QUEUED
    EMPTY = "skipped: nothing to say"
    THIN = "skipped: too little to say"
    LATE = "skipped: too late"
    MOVED = "skipped: its day was set when that was over"
    SKIPPED = "skipped: moderators said so"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a digest, and when; the ids are None as long as it does not stand."""

    fate: Fate
    due_at: datetime
    decided_at: datetime
    channel_id: int | None
    message_id: int | None


def rhythm(settings: Settings) -> Rhythm:
    """When a guild's digest is due: Monday at 9, UTC, unless its moderators say otherwise."""
    return _rhythm(settings.digest_weekday, settings.digest_hour, settings.zone)


def _rhythm(weekday: int | None, hour: int | None, zone: str | None) -> Rhythm:
    return Rhythm(
        MONDAY if weekday is None else weekday,
        MORNING if hour is None else hour,
        zone or "UTC",
    )


def threshold(settings: Settings) -> int:
    return settings.digest_threshold or THRESHOLD


async def upcoming(session: AsyncSession, guild_id: int, settings: Settings, now: datetime) -> Due:
    """The guild's next digest; a week that had its own has no second one."""
    due = weekly.following(rhythm(settings), now)
    if await is_decided(session, guild_id, due.iso_week):
        due = weekly.following(rhythm(settings), due.due_at)
    return due


async def undecided(
    session: AsyncSession, guild_ids: Iterable[int], now: datetime
) -> Sequence[int]:
    """Those of the guilds whose digest was due last and is not decided: hardly ever one.

    All in one look: the clock asks it of every guild, each minute.
    """
    row, digest = tables.Guild, tables.Digest
    chosen = {
        guild_id: _rhythm(weekday, hour, zone)
        for guild_id, weekday, hour, zone in await session.execute(
            select(row.guild_id, row.digest_weekday, row.digest_hour, row.zone)
        )
    }
    known = await session.execute(
        select(digest.guild_id, digest.iso_week).where(digest.due_at > now - 2 * WEEK)
    )
    decided = {(guild_id, iso_week) for guild_id, iso_week in known}
    usual = _rhythm(None, None, None)
    # Few rhythms are chosen by many guilds, and a zone's clock is slow to ask.
    weeks = {one: weekly.latest(one, now).iso_week for one in {usual, *chosen.values()}}
    return [one for one in guild_ids if (one, weeks[chosen.get(one, usual)]) not in decided]


async def is_decided(session: AsyncSession, guild_id: int, iso_week: str) -> bool:
    return await _row(session, guild_id, iso_week) is not None


async def fate(session: AsyncSession, guild_id: int, iso_week: str) -> Fate | None:
    """What became of it; None as long as that is open."""
    row = await _row(session, guild_id, iso_week)
    return None if row is None else Fate(row.fate)


async def decide(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    settings: Settings,
    due: Due,
    *,
    parts: Parts,
    news: int,
    now: datetime,
) -> Fate | None:
    """Queue the week's digest in the outbox, or skip it for good; None where that is done."""
    if await is_decided(session, guild_id, due.iso_week):
        return None
    decided = _fate(due, news, threshold(settings), now)
    if decided is Fate.QUEUED:
        await digest_posts.queue(
            session, guild_id, channel_id, due, parts=parts, post_at=due.due_at, now=now
        )
    else:
        await _note(session, guild_id, due, decided, now)
    return decided


def _fate(due: Due, news: int, least: int, now: datetime) -> Fate:
    if now - due.due_at > LATEST:
        return Fate.LATE
    if news == 0:
        return Fate.EMPTY
    return Fate.THIN if news < least else Fate.QUEUED


async def post_now(
    session: AsyncSession, guild_id: int, channel_id: int, due: Due, *, parts: Parts, now: datetime
) -> Sequence[str]:
    """Queue a digest ahead of its time, or one that was skipped; the keys of its posts."""
    row = await _row(session, guild_id, due.iso_week)
    if row is not None and row.fate == Fate.QUEUED:
        raise Refusal("This week's digest is posted already. You can **Run it again** instead.")
    if not any(parts):
        raise Refusal("There is nothing to say yet, so there is nothing to post.")
    if row is not None:
        await session.delete(row)
        await session.flush()
    return await digest_posts.queue(
        session, guild_id, channel_id, due, parts=parts, post_at=now, now=now
    )


async def skip(session: AsyncSession, guild_id: int, due: Due, now: datetime) -> None:
    """Moderators want none this week."""
    if await is_decided(session, guild_id, due.iso_week):
        raise Refusal("This week's digest is decided already: it is posted, or was skipped.")
    await _note(session, guild_id, due, Fate.SKIPPED, now)


async def unskip(session: AsyncSession, guild_id: int, iso_week: str) -> None:
    """They want it after all: it is decided anew when it is due."""
    row = await _row(session, guild_id, iso_week)
    if row is None or row.fate != Fate.SKIPPED:
        raise Refusal("This week's digest is not skipped.")
    await session.delete(row)
    await session.flush()


async def last_posted(session: AsyncSession, guild_id: int, now: datetime) -> Due | None:
    """The digest that was posted in the last seven days, if one was."""
    row = await session.scalar(
        select(tables.Digest)
        .where(
            tables.Digest.guild_id == guild_id,
            tables.Digest.fate == Fate.QUEUED,
            tables.Digest.decided_at > now - WEEK,
        )
        .order_by(tables.Digest.iso_week.desc(), tables.Digest.part)
        .limit(1)
    )
    return None if row is None else Due(row.iso_week, row.due_at)


async def last_decided(session: AsyncSession, guild_id: int) -> Decided | None:
    """What became of the guild's newest digest; a week that was passed over is none."""
    row = await session.scalar(
        select(tables.Digest)
        .where(
            tables.Digest.guild_id == guild_id,
            tables.Digest.part == 1,
            tables.Digest.fate != Fate.MOVED,
        )
        .order_by(tables.Digest.iso_week.desc())
        .limit(1)
    )
    if row is None:
        return None
    return Decided(Fate(row.fate), row.due_at, row.decided_at, row.channel_id, row.message_id)


async def moved(session: AsyncSession, guild_id: int, settings: Settings, now: datetime) -> None:
    """The day, the hour or the zone was set anew: what that makes due in the past, nobody expects.

    A week that an earlier choice passed over may have its digest after all.
    """
    digest = tables.Digest
    await session.execute(
        delete(digest).where(digest.guild_id == guild_id, digest.fate == Fate.MOVED)
    )
    due = weekly.latest(rhythm(settings), now)
    if not await is_decided(session, guild_id, due.iso_week):
        await _note(session, guild_id, due, Fate.MOVED, now)


async def _note(
    session: AsyncSession, guild_id: int, due: Due, decided: Fate, now: datetime
) -> None:
    session.add(digest_posts.row(guild_id, due, 1, decided, now=now))
    await session.flush()


async def _row(session: AsyncSession, guild_id: int, iso_week: str) -> tables.Digest | None:
    return await session.get(tables.Digest, (guild_id, iso_week, 1))
