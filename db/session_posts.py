"""Where the posts of study sessions stand, and what becomes of them when their place is gone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import reminders
from bot.domain.reminders import Offset
from db import outbox, posted, stale
from db.outbox import Post, Sent
from db.study import Stage
from db.tables import StudyPoll, StudySession

CARD = "session"  # the kind of its post, and of its card to be redrawn
OF_PAIR = "session of a pair"  # the kind of its post, where nobody else may see it
NAME = "session name"  # of its thread, to be renamed
CALL = "call for a host"  # the kind of the post that asks who hosts it now, and of its card
POLL = "poll"  # likewise of the poll that a session may come of, whose card links to it


async def touch(session: AsyncSession, changed: StudySession, now: datetime) -> None:
    """Let calendars, the card and the server's own event know that a session has changed."""
    changed.sequence += 1
    changed.changed_at = changed.event_retry_at = now
    await session.flush()
    if await is_shown(session, changed):
        await stale.mark(session, changed.guild_id, CARD, changed.id, now)
    await _mark_poll(session, changed, now)
    await _mark_calls(session, changed, now)


async def is_shown(session: AsyncSession, shown: StudySession) -> bool:
    """Whether its card is posted, or on its way; those made ahead for a series have none yet."""
    return shown.message_id is not None or await outbox.is_known(session, card_key(shown.id))


async def _mark_poll(session: AsyncSession, changed: StudySession, now: datetime) -> None:
    its_poll = (StudyPoll.guild_id == changed.guild_id, StudyPoll.session_id == changed.id)
    for poll_id in await session.scalars(select(StudyPoll.id).where(*its_poll)):
        await stale.mark(session, changed.guild_id, POLL, poll_id, now)


async def _mark_calls(session: AsyncSession, changed: StudySession, now: datetime) -> None:
    """By the numbers of their posts: there may be several."""
    if changed.host_called_at is None:
        return
    for post_id in await posted.about(session, changed.guild_id, CALL, {"id": changed.id}):
        await stale.mark(session, changed.guild_id, CALL, post_id, now)


def card_key(session_id: int) -> str:
    return f"{CARD}:{session_id}"


async def show(session: AsyncSession, shown: StudySession, channel_id: int, now: datetime) -> bool:
    """Have its card posted, once; from then on it is reminded of. False if that was done before."""
    assert shown.starts_at is not None
    if not await outbox.enqueue(
        session,
        shown.guild_id,
        channel_id,
        kind=CARD if shown.pair_id is None else OF_PAIR,
        dedupe_key=card_key(shown.id),
        payload={"id": shown.id},
        due_at=now,
        expires_at=shown.starts_at,  # by then it is too late to come
    ):
        return False
    rearm(shown, now)
    await session.flush()
    return True


def rearm(changed: StudySession, now: datetime) -> None:
    """Remind of it anew, from the first reminder that is still to come.

    One without any comes up at its start, so that its host is looked for.
    """
    assert changed.starts_at is not None
    offsets = reminders.unpacked(changed.reminders) or {Offset.START}
    changed.remind_at = reminders.next_moment(changed.starts_at, offsets, now)


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    found = await session.get_one(StudySession, post.payload["id"])
    found.channel_id, found.message_id = post.channel_id, sent.message_id
    await _mark_poll(session, found, post.due_at)
    found.event_retry_at = post.due_at  # its event can lead there now


async def let_go(session: AsyncSession, post: Post) -> None:
    """A pair's thread is gone: in its next one the card stands again, and nowhere else."""
    del session, post


async def without_thread(
    session: AsyncSession, now: datetime, *, before: datetime
) -> Sequence[tuple[int, int]]:
    """(guild, session) of those to come whose card stands, posted before then, without a thread."""
    rows = await session.execute(
        select(StudySession.guild_id, StudySession.id).where(
            StudySession.stage == Stage.OPEN,
            StudySession.settled_at.is_(None),
            StudySession.starts_at > now,
            StudySession.message_id.is_not(None),
            StudySession.thread_id.is_(None),
            StudySession.posted_at < before,
        )
    )
    return [(guild_id, session_id) for guild_id, session_id in rows]


async def thread_opened(
    session: AsyncSession, guild_id: int, session_id: int, thread_id: int, now: datetime
) -> None:
    await session.execute(
        update(StudySession)
        .where(StudySession.guild_id == guild_id, StudySession.id == session_id)
        .values(thread_id=thread_id, event_retry_at=now)
    )


async def elsewhere(session: AsyncSession, post: Post) -> None:
    """The session's thread is gone: what is told of it goes to its channel from now on."""
    row = await session.get(StudySession, post.payload["id"])
    if row is None or row.channel_id in (None, post.channel_id):
        return
    row.thread_id = None
    row.event_retry_at = post.due_at
    await outbox.enqueue(
        session,
        post.guild_id,
        row.channel_id or 0,
        kind=post.kind,
        dedupe_key=f"{post.kind}:again:{post.id}",
        payload=post.payload,
        due_at=post.due_at,
        expires_at=post.expires_at,
    )
