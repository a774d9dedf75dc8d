"""Announcements: what moderators tell the cohort, from the draft until it stands in a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, delete, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.record import Kind
from db import audit, outbox, tables
from db.outbox import Post, Sent, State
from db.tables import Outbox

KIND = "announcement"
# Later than that it is news of another day: moderators hear that it was not posted.
LASTS = timedelta(hours=24)
DRAFTS_LAST = timedelta(days=7)
MOST_WAITING = 20

NO_DRAFT = "There is no such draft of yours any more. Begin anew with `/nexus announce`."


@dataclass(frozen=True, slots=True)
class Announcement:
    """`post_at` is None for a draft, and `message_id` as long as it is not posted.

    A draft goes to the channel that is set up, unless it names one of its own.
    """

    id: int
    author_id: int
    title: str
    text: str
    post_at: datetime | None
    withdrawn_at: datetime | None
    channel_id: int | None
    message_id: int | None


def key(announcement_id: int) -> str:
    return f"{KIND}:{announcement_id}"


async def draft(
    session: AsyncSession,
    guild_id: int,
    author_id: int,
    *,
    title: str,
    text: str,
    channel_id: int | None = None,
    now: datetime,
) -> Announcement:
    row = tables.Announcement(
        guild_id=guild_id,
        author_id=author_id,
        title=title,
        text=text,
        channel_id=channel_id,
        drafted_at=now,
    )
    session.add(row)
    await session.flush()
    return _view(row)


async def draft_of(
    session: AsyncSession, guild_id: int, author_id: int, draft_id: int
) -> Announcement:
    return _view(await _draft(session, guild_id, author_id, draft_id))


async def rewrite(
    session: AsyncSession, guild_id: int, author_id: int, draft_id: int, *, title: str, text: str
) -> Announcement:
    row = await _draft(session, guild_id, author_id, draft_id)
    row.title, row.text = title, text
    return _view(row)


async def send_to(
    session: AsyncSession, guild_id: int, author_id: int, draft_id: int, channel_id: int | None
) -> Announcement:
    """Have it posted in that channel; in the one that is set up for None."""
    row = await _draft(session, guild_id, author_id, draft_id)
    row.channel_id = channel_id
    return _view(row)


async def drop(session: AsyncSession, guild_id: int, author_id: int, draft_id: int) -> None:
    await session.delete(await _draft(session, guild_id, author_id, draft_id))


async def drop_old(session: AsyncSession, before: datetime) -> None:
    row = tables.Announcement
    await session.execute(delete(row).where(row.post_at.is_(None), row.drafted_at < before))


async def post(
    session: AsyncSession,
    guild_id: int,
    author_id: int,
    draft_id: int,
    *,
    channel_id: int,
    at: datetime,
    now: datetime,
) -> Announcement:
    """Have it posted at that time, which may be now. One that is to be posted stays as it is."""
    row = await _row(session, guild_id, draft_id)
    if row is None or row.author_id != author_id:
        raise Refusal(NO_DRAFT)
    if row.post_at is not None:
        return _view(row)
    if at < now:
        raise Refusal("That time is over by now. Press **Edit** and type another one.")
    if at > now and len(await waiting(session, guild_id)) >= MOST_WAITING:
        raise Refusal(f"{MOST_WAITING} announcements wait already. Withdraw one of them first.")
    row.post_at, row.channel_id = at, channel_id
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=KIND,
        dedupe_key=key(row.id),
        payload={"id": row.id},
        due_at=at,
        expires_at=at + LASTS,
    )
    act = "planned" if at > now else "posted"
    await _note(session, row, author_id, act, now)
    return _view(row)


async def withdraw(
    session: AsyncSession, guild_id: int, actor_id: int, announcement_id: int, now: datetime
) -> Announcement:
    """Have it not posted after all; that it waits in the outbox still comes to nothing."""
    row = await _posted(session, guild_id, announcement_id)
    if row.message_id is not None:
        raise Refusal(
            "It is posted already. Delete its message in the channel if it must not stay there."
        )
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        await _note(session, row, actor_id, "withdrew", now)
    return _view(row)


async def find(session: AsyncSession, guild_id: int, announcement_id: int) -> Announcement:
    """One that is posted, or is to be: for all moderators."""
    return _view(await _posted(session, guild_id, announcement_id))


async def by_id(session: AsyncSession, guild_id: int, announcement_id: int) -> Announcement | None:
    row = await _row(session, guild_id, announcement_id)
    return _view(row) if row else None


async def waiting(session: AsyncSession, guild_id: int) -> Sequence[Announcement]:
    """Those that are to be posted, the next one first."""
    row = tables.Announcement
    its_key = literal(f"{KIND}:").concat(cast(row.id, String))
    is_due = exists().where(Outbox.dedupe_key == its_key, Outbox.state == State.PENDING)
    return await _found(session, row.guild_id == guild_id, row.withdrawn_at.is_(None), is_due)


async def drafts(session: AsyncSession, guild_id: int, author_id: int) -> Sequence[Announcement]:
    row = tables.Announcement
    mine = (row.guild_id == guild_id, row.author_id == author_id, row.post_at.is_(None))
    return await _found(session, *mine)


async def announced_between(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> Sequence[Announcement]:
    """What was posted from `since` on and before `until`, in that order."""
    row = tables.Announcement
    return await _found(
        session,
        row.guild_id == guild_id,
        row.post_at >= since,
        row.post_at < until,
        row.message_id.is_not(None),
    )


async def sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where it stands; whoever withdrew it in that very moment came too late."""
    row = await _row(session, post.guild_id, post.payload["id"])
    if row is not None and sent.message_id is not None:
        row.channel_id, row.message_id = post.channel_id, sent.message_id
        row.withdrawn_at = None


async def _found(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[Announcement]:
    row = tables.Announcement
    found = await session.scalars(select(row).where(*which).order_by(row.post_at, row.id))
    return [_view(one) for one in found]


async def _row(
    session: AsyncSession, guild_id: int, announcement_id: int
) -> tables.Announcement | None:
    row = await session.get(tables.Announcement, announcement_id)
    return row if row and row.guild_id == guild_id else None


async def _draft(
    session: AsyncSession, guild_id: int, author_id: int, draft_id: int
) -> tables.Announcement:
    row = await _row(session, guild_id, draft_id)
    if row is None or row.author_id != author_id or row.post_at is not None:
        raise Refusal(NO_DRAFT)
    return row


async def _posted(
    session: AsyncSession, guild_id: int, announcement_id: int
) -> tables.Announcement:
    row = await _row(session, guild_id, announcement_id)
    if row is None or row.post_at is None:
        raise Refusal("There is no such announcement here. See those that wait: `/nexus announce`.")
    return row


async def _note(
    session: AsyncSession, row: tables.Announcement, actor_id: int, act: str, now: datetime
) -> None:
    await audit.note(
        session,
        row.guild_id,
        actor_id,
        kind=Kind.ANNOUNCEMENTS,
        act=act,
        subject="an announcement",
        reason=row.title,
        now=now,
    )


def _view(row: tables.Announcement) -> Announcement:
    return Announcement(
        row.id,
        row.author_id,
        row.title,
        row.text,
        row.post_at,
        row.withdrawn_at,
        row.channel_id,
        row.message_id,
    )
