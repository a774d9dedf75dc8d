"""Questions and answers for tests of storage, in as few words as those need."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import acceptances, answers, questions
from db.questions import Answer, Question
from db.tables import StaleCard

GUILD, OTHER, CHANNEL = 1, 2, 3
ANN, BEN, CY, MO = 11, 12, 13, 14
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def ask(
    session: AsyncSession,
    title: str = "Why?",
    *,
    who: int = ANN,
    topic: str = "Git",
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> Question:
    return await questions.ask(
        session,
        guild_id,
        who,
        title=title,
        details="It fails.",
        topic=topic,
        channel_id=CHANNEL,
        now=now,
    )


async def give(
    session: AsyncSession,
    number: int = 1,
    *,
    who: int = BEN,
    text: str = "So.",
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> Answer:
    _, given = await answers.give(session, guild_id, number, who, text=text, now=now)
    return given


async def accept(
    session: AsyncSession, answer: Answer, *, guild_id: int = GUILD, now: datetime = NOON
) -> None:
    await acceptances.accept(session, guild_id, answer.id, MO, is_moderator=True, now=now)


async def look(session: AsyncSession, number: int, *, guild_id: int = GUILD) -> Question:
    return await questions.by_number(session, guild_id, number)


async def stale(session: AsyncSession) -> set[tuple[str, int]]:
    """(kind, key) of all that is to be redrawn."""
    rows = await session.execute(select(StaleCard.kind, StaleCard.key))
    return {(kind, key) for kind, key in rows}
