"""Reviews that members ask of each other: asked for, claimed for a while, done, or withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.people import who
from db import review_posts, tables

# For so long a review is its reviewer's.
LASTS = timedelta(hours=48)
MOST_ASKED, MOST_CLAIMED = 3, 2
_AT_ONCE = 100


class Stage(StrEnum):
    """Where a review stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """`message_id` is None until Discord has taken its card."""

    id: int
    guild_id: int
    asker_id: int
    link: str
    look_at: str
    track: str | None
    waits_since: datetime
    reviewer_id: int | None
    """Who claimed it, or did it."""
    claimed_until: datetime | None
    lapsed_by_id: int | None
    """Who had it last, and let the time pass."""
    done_at: datetime | None
    word: str
    thanked_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by_id: int | None
    channel_id: int
    message_id: int | None

    @property
    def stage(self) -> Stage:
        """As its card shows it: a chore ends what was claimed for long enough."""
        if self.withdrawn_at is not None:
            return Stage.WITHDRAWN
        if self.done_at is not None:
            return Stage.DONE
        return Stage.WAITING if self.reviewer_id is None else Stage.CLAIMED

    @property
    def is_open(self) -> bool:
        return self.stage in (Stage.WAITING, Stage.CLAIMED)

    def claimed_by(self, now: datetime) -> int | None:
        """Whose it is at this moment; None where it is anybody's, or nobody's any more."""
        is_held = self.claimed_until is not None and self.claimed_until > now
        return self.reviewer_id if self.is_open and is_held else None

    def may_finish(self, user_id: int, now: datetime) -> bool:
        """Whether it is theirs; or was, and nobody else has it: what they did is not lost."""
        if not self.is_open or self.claimed_by(now) not in (None, user_id):
            return False
        return user_id in (self.reviewer_id, self.lapsed_by_id)


async def find(session: AsyncSession, guild_id: int, review_id: int) -> Review:
    """The guild's review, or a Refusal."""
    return read(await row_of(session, guild_id, review_id))


async def by_id(session: AsyncSession, guild_id: int, review_id: int) -> Review | None:
    row = await session.get(tables.Review, review_id)
    return read(row) if row is not None and row.guild_id == guild_id else None


async def ask(
    session: AsyncSession,
    guild_id: int,
    asker_id: int,
    *,
    link: str,
    look_at: str,
    track: str | None,
    channel_id: int,
    now: datetime,
) -> Review:
    """Ask the cohort for a review: its card is to be posted in that channel."""
    await check_asked(session, guild_id, asker_id, link)
    row = tables.Review(
        guild_id=guild_id,
        asker_id=asker_id,
        link=link,
        look_at=look_at,
        track=track,
        asked_at=now,
        waits_since=now,
        word="",
        channel_id=channel_id,
    )
    session.add(row)
    await session.flush()
    await review_posts.queue_card(session, guild_id, row.id, channel_id, now)
    return read(row)


async def claimable(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    """The guild's review, if the member may claim it or has; else a Refusal."""
    review = await find(session, guild_id, review_id)
    check_open(review)
    if review.asker_id == user_id:
        raise Refusal("This is your own code: somebody else has to look at it.")
    holder = review.claimed_by(now)
    if holder == user_id:
        return review
    if holder is not None:
        raise Refusal(
            f"{who(holder)} was first: it is theirs, and free again {_in(review.claimed_until)} if"
            " they don't get to it. `/review list` shows what else waits."
        )
    mine = (tables.Review.reviewer_id == user_id, tables.Review.claimed_until > now)
    if await _count(session, guild_id, *mine) >= MOST_CLAIMED:
        raise Refusal(
            f"You have {MOST_CLAIMED} reviews already, the most at a time. Finish one or give it"
            " back: `/review list` has them on top."
        )
    return review


async def claim(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    """It is the member's for a while; who has it already keeps it for as long as before."""
    review = await claimable(session, guild_id, review_id, user_id, now)
    if review.claimed_by(now) == user_id:
        return review
    row = await row_of(session, guild_id, review_id)
    row.reviewer_id, row.claimed_until, row.lapsed_by_id = user_id, now + LASTS, None
    return await changed(session, row, now)


async def give_back(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    row = await row_of(session, guild_id, review_id)
    review = read(row)
    check_open(review)
    if review.claimed_by(now) != user_id:
        raise Refusal(f"{_whose(review, now)} There is nothing for you to give back.")
    row.reviewer_id = row.claimed_until = None
    return await changed(session, row, now)


async def end_claims(session: AsyncSession, now: datetime) -> None:
    """What was claimed for long enough is free again, and says whose it was."""
    rows = await session.scalars(
        select(tables.Review).where(tables.Review.claimed_until <= now).limit(_AT_ONCE)
    )
    for row in rows.all():
        row.lapsed_by_id, row.reviewer_id, row.claimed_until = row.reviewer_id, None, None
        await changed(session, row, now)


async def finishable(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, now: datetime
) -> Review:
    """The guild's review, if the member may say that it is done; else a Refusal."""
    review = await find(session, guild_id, review_id)
    check_open(review)
    if not review.may_finish(user_id, now):
        raise Refusal(f"{_whose(review, now)} To review it, press **I'll review this** first.")
    return review


async def finish(
    session: AsyncSession, guild_id: int, review_id: int, user_id: int, *, word: str, now: datetime
) -> Review:
    """It is done: its asker hears of it, with a word of the reviewer's."""
    await finishable(session, guild_id, review_id, user_id, now)
    row = await row_of(session, guild_id, review_id)
    row.reviewer_id, row.claimed_until, row.lapsed_by_id = user_id, None, None
    row.done_at, row.word = now, word
    review = await changed(session, row, now)
    await review_posts.queue_word(session, guild_id, row.id, row.channel_id, now)
    return review


async def changed(session: AsyncSession, row: tables.Review, now: datetime) -> Review:
    """For storage alone: keep what was changed, and have all that shows it redrawn."""
    await session.flush()
    await review_posts.redraw(session, row.guild_id, row.id, now)
    if row.done_at is not None:
        await review_posts.redraw_word(session, row.guild_id, row.id, row.done_at, now)
    return read(row)


async def row_of(session: AsyncSession, guild_id: int, review_id: int) -> tables.Review:
    """For storage alone: the row of the guild's review, or a Refusal."""
    row = await session.get(tables.Review, review_id)
    if row is None or row.guild_id != guild_id:
        raise Refusal("There is no such review here. `/review list` shows what waits.")
    return row


async def check_asked(session: AsyncSession, guild_id: int, asker_id: int, link: str) -> None:
    """Refuse one more where a member has asked for as many as wait for them, or for this one."""
    mine = tables.Review.asker_id == asker_id
    if await _count(session, guild_id, mine, tables.Review.link == link):
        raise Refusal("You asked for a review of that already, and it still waits: `/review list`.")
    if await _count(session, guild_id, mine) >= MOST_ASKED:
        raise Refusal(
            f"You have asked for {MOST_ASKED} reviews that are not done yet, the most at a time."
            " Withdraw one with `/review withdraw`, or wait until one is done."
        )


def check_open(review: Review) -> None:
    if review.stage is Stage.DONE:
        raise Refusal(f"{who(review.reviewer_id)} has reviewed this already: it is done.")
    if review.stage is Stage.WITHDRAWN:
        raise Refusal("This was withdrawn, and needs no review any more.")


def _whose(review: Review, now: datetime) -> str:
    holder = review.claimed_by(now)
    return f"Only {who(holder)} has this one." if holder else "Nobody has this one just now."


async def _count(session: AsyncSession, guild_id: int, *which: ColumnElement[bool]) -> int:
    counted = select(func.count(tables.Review.id)).where(is_open(guild_id), *which)
    return await session.scalar(counted) or 0


def is_open(guild_id: int) -> ColumnElement[bool]:
    """For storage alone: that a review of the guild is neither done nor withdrawn."""
    return and_(
        tables.Review.guild_id == guild_id,
        tables.Review.done_at.is_(None),
        tables.Review.withdrawn_at.is_(None),
    )


def is_free(now: datetime) -> ColumnElement[bool]:
    """For storage alone: that nobody has it just now."""
    return or_(tables.Review.claimed_until.is_(None), tables.Review.claimed_until <= now)


def read(row: tables.Review) -> Review:
    """For storage alone."""
    return Review(**{name: getattr(row, name) for name in Review.__dataclass_fields__})


def _in(at: datetime | None) -> str:
    return f"<t:{at.timestamp():.0f}:R>" if at else ""
