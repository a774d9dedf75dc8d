"""How reviews end: with thanks, with the wish for another look, or withdrawn."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import links
from bot.domain.errors import Refusal
from bot.domain.people import who
from bot.domain.record import Kind
from db import audit, review_posts, reviews, tables
from db.reviews import Review, Stage


async def thank(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    """Once is enough."""
    row = await _done_row(session, guild_id, review_id, user_id, "thank for it")
    if row.thanked_at is not None:
        raise Refusal(f"You thanked {who(row.reviewer_id)} already: the card says so.")
    row.thanked_at = now
    return await reviews.changed(session, row, now)


async def look_again(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    """It did not help enough: it waits anew, for anybody but its asker."""
    row = await _done_row(session, guild_id, review_id, user_id, "ask for another look")
    await reviews.check_asked(session, guild_id, user_id, row.link)
    assert row.done_at is not None
    await review_posts.redraw_word(session, guild_id, row.id, row.done_at, now)
    row.reviewer_id = row.done_at = row.thanked_at = None
    row.word, row.waits_since = "", now
    return await reviews.changed(session, row, now)


async def withdraw(
    session: AsyncSession,
    guild_id: int,
    review_id: int,
    user_id: int,
    *,
    is_moderator: bool,
    now: datetime,
) -> Review:
    """Its asker needs it no more, or a moderator finds that it does not belong here."""
    row = await reviews.row_of(session, guild_id, review_id)
    review = reviews.read(row)
    if user_id != review.asker_id and not is_moderator:
        raise Refusal(f"Only {who(review.asker_id)}, who asked, or a moderator can withdraw it.")
    reviews.check_open(review)
    if user_id != review.asker_id:
        await audit.note(
            session,
            guild_id,
            user_id,
            kind=Kind.REVIEWS,
            act="withdrew",
            subject="review",
            reason=links.name(review.link),
            now=now,
        )
    return await _withdraw(session, row, user_id, now)


async def asker_left(session: AsyncSession, guild_id: int, review_id: int, now: datetime) -> None:
    """Nobody is there any more to read what a reviewer would say."""
    row = await reviews.row_of(session, guild_id, review_id)
    if reviews.read(row).is_open:
        await _withdraw(session, row, None, now)


async def _withdraw(
    session: AsyncSession, row: tables.Review, by_id: int | None, now: datetime
) -> Review:
    row.reviewer_id = row.claimed_until = row.lapsed_by_id = None
    row.withdrawn_at, row.withdrawn_by_id = now, by_id
    return await reviews.changed(session, row, now)


async def _done_row(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, act: str
) -> tables.Review:
    """The row of what was done for this member; else a Refusal for whoever may not `act`."""
    row = await reviews.row_of(session, guild_id, review_id)
    if row.asker_id != user_id:
        raise Refusal(f"Only {who(row.asker_id)}, who asked for this review, can {act}.")
    if reviews.read(row).stage is not Stage.DONE:
        raise Refusal("Nobody has reviewed this yet. You are pinged once somebody has.")
    return row
