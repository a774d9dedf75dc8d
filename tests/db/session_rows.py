"""Rows of study sessions, and what is done to them, for the tests of several modules."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.seats import Answer
from db import outbox, rsvps, session_acts, session_drafts, session_ends, study
from db.plans import Plan
from db.session_acts import Actor, Done, Scope
from db.study import Posted
from db.tables import StudySession

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
DAY, WEEK, MINUTE = timedelta(days=1), timedelta(days=7), timedelta(minutes=1)
GUILD, CHANNEL, MODERATORS, ANN, BEN, CY, MO = 10, 5, 6, 1, 2, 3, 9
HOST, STRANGER = Actor(ANN, is_moderator=False), Actor(BEN, is_moderator=False)
MODERATOR = Actor(MO, is_moderator=True, reason="ill")


async def posted(
    session: AsyncSession,
    *,
    repeats: str = "",
    seats: int | None = None,
    typed: str = "fri 18:00",
    zone: str = "Africa/Lagos",
    held_in: int | None = None,
) -> Posted:
    draft = await session_drafts.draft(
        session,
        GUILD,
        ANN,
        plan=Plan("JWT", seats=seats),
        typed_when=typed,
        typed_repeats=repeats,
        zone=zone,
        now=NOON,
    )
    return await session_drafts.post(
        session, GUILD, ANN, draft.id, channel_id=CHANNEL, held_in=held_in, now=NOON
    )


async def weekly(
    session: AsyncSession, *, typed: str = "fri 18:00", zone: str = "Africa/Lagos"
) -> Sequence[Posted]:
    """A series, of which four sessions are made; only the first one's card is posted."""
    await posted(session, repeats="weekly", typed=typed, zone=zone)
    return await coming(session)


async def coming(session: AsyncSession, now: datetime = NOON) -> Sequence[Posted]:
    return await study.coming(session, GUILD, now, limit=20)


async def starts(session: AsyncSession) -> list[datetime]:
    return [one.starts_at for one in await coming(session)]


async def row(session: AsyncSession, number: int) -> StudySession:
    return await study.row(session, GUILD, number)


async def say(session: AsyncSession, number: int, user_id: int, wish: Answer) -> None:
    await rsvps.say(session, GUILD, number, user_id, wish=wish, now=NOON)


async def cancel(
    session: AsyncSession,
    number: int,
    *,
    actor: Actor = HOST,
    scope: Scope = Scope.ONE,
    now: datetime = NOON,
) -> Done:
    return await session_ends.cancel(session, GUILD, number, actor, scope=scope, now=now)


async def edit(
    session: AsyncSession,
    number: int,
    *,
    actor: Actor = HOST,
    scope: Scope = Scope.ONE,
    minutes: int | None = None,
    ask_in: int | None = None,
    **changes: object,
) -> Done:
    return await session_acts.edit(
        session,
        GUILD,
        number,
        actor,
        changes=changes,
        minutes=minutes,
        scope=scope,
        ask_in=ask_in,
        now=NOON,
    )


async def due(session: AsyncSession, kind: str, now: datetime) -> list[list[int]]:
    """Whom the posts of a kind mention that are due by then."""
    found = await outbox.claim(session, now, budget=100)
    people = [list(one.payload["people"]) for one in found if one.kind == kind]
    for one in found:
        await outbox.release(session, one)
    return people
