"""What becomes of a former member's reviews, and of what they did as a moderator."""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import links
from bot.domain.people import FORMER
from bot.domain.text import fit
from db import erased_posts, review_posts, session_acts, session_approvals
from db.tables import Announcement, AuditEntry, Review, StudyPoll, StudySession
from db.whom import Whom, empty


async def erase(session: AsyncSession, whom: Whom) -> None:
    await _leave_record(session, whom)
    await _end_reviews(session, whom)
    await session.execute(
        delete(Announcement).where(
            Announcement.guild_id == whom.guild_id,
            Announcement.author_id == whom.user_id,
            Announcement.post_at.is_(None),
        )
    )


async def _end_reviews(session: AsyncSession, whom: Whom) -> None:
    """What they asked for nobody need do, and what was done counts for who did it; what they were
    to do waits anew."""
    row = Review
    found = await session.scalars(
        select(row).where(
            row.guild_id == whom.guild_id,
            or_(
                row.asker_id == whom.user_id,
                row.reviewer_id == whom.user_id,
                row.lapsed_by_id == whom.user_id,
                row.withdrawn_by_id == whom.user_id,
            ),
        )
    )
    asked: list[int] = []
    for one in found.all():
        if one.reviewer_id == whom.user_id:
            empty(one, "reviewer_id")
            one.reviewer_id = FORMER if one.done_at else None
            one.claimed_until = None
        if one.asker_id == whom.user_id:
            empty(one, "asker_id")
            one.asker_id = FORMER
            if one.done_at is None:
                one.reviewer_id = one.claimed_until = one.lapsed_by_id = None
            one.withdrawn_at, one.withdrawn_by_id = one.withdrawn_at or whom.now, FORMER
            asked.append(one.id)
        elif one.done_at is not None:
            await review_posts.redraw_word(session, whom.guild_id, one.id, one.done_at, whom.now)
        if one.message_id is not None:
            await review_posts.redraw(session, whom.guild_id, one.id, whom.now)
    await erased_posts.empty_about(session, whom, review_posts.WORD, asked)
    await session.flush()


async def _leave_record(session: AsyncSession, whom: Whom) -> None:
    """What hosts were told by them, and lines of other moderators that quote what was theirs."""
    line, here = AuditEntry, AuditEntry.guild_id == whom.guild_id
    told = await session.execute(
        select(StudySession, line.reason)
        .join(line, StudySession.number == line.subject_number)
        .where(
            here,
            line.actor_id == whom.user_id,
            line.subject == session_acts.SUBJECT,
            StudySession.guild_id == whom.guild_id,
            StudySession.moderators_word.is_not(None),
        )
    )
    for row, reason in told.all():
        if fit(row.moderators_word or "", session_approvals.REASON_LIMIT) == reason:
            row.moderators_word = None
    await session.flush()
    topics = await session.scalars(
        select(StudyPoll.topic).where(
            StudyPoll.guild_id == whom.guild_id, StudyPoll.host_id == whom.user_id
        )
    )
    asked = await session.scalars(
        select(Review.link).where(Review.guild_id == whom.guild_id, Review.asker_id == whom.user_id)
    )
    quoted = [*topics, *map(links.name, asked)]
    await session.execute(update(line).where(here, line.reason.in_(quoted)).values(reason=""))
