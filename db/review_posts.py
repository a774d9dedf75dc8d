"""What of reviews is to stand on Discord: queued for it, and noted once it does."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, posted, stale
from db.outbox import Post, Sent
from db.tables import Review

# The kinds of posts: a review's card, and the word with which its asker is pinged.
CARD = "review"
WORD = "word of a review"
# What Discord has not taken by then is given up, and moderators see it.
LASTS = timedelta(days=7)


def card_key(review_id: int, channel_id: int) -> str:
    return f"{CARD}:{review_id}:{channel_id}"


def word_key(review_id: int, done_at: datetime) -> str:
    return f"{WORD}:{review_id}:{second(done_at)}"


def second(done_at: datetime) -> int:
    """What tells a review from the one before, where its asker wanted another look."""
    return int(done_at.timestamp())


async def queue_card(
    session: AsyncSession, guild_id: int, review_id: int, channel_id: int, now: datetime
) -> None:
    """Have the review's card posted in a channel: once, however often this is called."""
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=CARD,
        dedupe_key=card_key(review_id, channel_id),
        payload={"id": review_id},
        due_at=now,
        expires_at=now + LASTS,
    )


async def queue_word(
    session: AsyncSession, guild_id: int, review_id: int, channel_id: int, now: datetime
) -> None:
    """Have the asker pinged, where the card stands, with what the reviewer said just now."""
    await outbox.enqueue(
        session,
        guild_id,
        channel_id,
        kind=WORD,
        dedupe_key=word_key(review_id, now),
        payload=_word(review_id, now),
        due_at=now,
        expires_at=now + LASTS,
    )


async def redraw(session: AsyncSession, guild_id: int, review_id: int, now: datetime) -> None:
    """What the review's card shows has changed."""
    await stale.mark(session, guild_id, CARD, review_id, now)


async def redraw_word(
    session: AsyncSession, guild_id: int, review_id: int, done_at: datetime, now: datetime
) -> None:
    """What can be done about a review has changed; its word is marked by its own number."""
    for post_id in await posted.about(session, guild_id, WORD, _word(review_id, done_at)):
        await stale.mark(session, guild_id, WORD, post_id, now)


async def card_sent(session: AsyncSession, post: Post, sent: Sent) -> None:
    """Remember where the card is; nowhere, if it was deleted at once."""
    await session.execute(
        update(Review)
        .where(Review.id == post.payload["id"], Review.guild_id == post.guild_id)
        .values(channel_id=post.channel_id, message_id=sent.message_id)
    )


async def card_anew(
    session: AsyncSession, guild_id: int, review_id: int, channel_id: int, now: datetime
) -> str | None:
    """The card is gone: have it posted in that channel, where anybody still needs it.

    Returns the key of that post.
    """
    review = await session.get(Review, review_id)
    if review is None or review.guild_id != guild_id:
        return None
    review.message_id = None
    if review.done_at is not None or review.withdrawn_at is not None:
        return None
    key = card_key(review_id, channel_id)
    await outbox.unsend(session, key)
    await queue_card(session, guild_id, review_id, channel_id, now)
    return key


def _word(review_id: int, done_at: datetime) -> Mapping[str, Any]:
    return {"id": review_id, "second": second(done_at)}
