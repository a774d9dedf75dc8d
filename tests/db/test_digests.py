"""What becomes of a week's digest is decided once, and what is in it is the guild's own."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ranking import Part
from bot.domain.weekly import WEEK, Due
from db import (
    acceptances,
    answers,
    closing,
    digest_contents,
    digest_posts,
    digests,
    questions,
    tables,
)
from db.digest_contents import Contents
from db.digest_items import Solved, Waiting
from db.digest_posts import LATEST
from db.digests import Fate
from db.guilds import Settings

GUILD, CHANNEL, ANN, BEN = 1, 2, 3, 4
DUE = Due("2026-W11", datetime(2026, 3, 9, 9, tzinfo=UTC))
MINUTE = timedelta(minutes=1)


async def ask(session: AsyncSession, title: str, at: datetime, guild_id: int = GUILD) -> int:
    asked = await questions.ask(
        session,
        guild_id,
        ANN,
        title=title,
        details="So.",
        topic="Other",
        channel_id=CHANNEL,
        now=at,
    )
    return asked.number


async def solve(session: AsyncSession, number: int, at: datetime) -> None:
    _, answer = await answers.give(session, GUILD, number, BEN, text="Thus.", now=at)
    await acceptances.accept(session, GUILD, answer.id, ANN, is_moderator=False, now=at)


async def queued(session: AsyncSession) -> int:
    """How many digests wait to be posted."""
    waiting = select(func.count()).where(tables.Outbox.kind == digest_posts.KIND)
    return await session.scalar(waiting) or 0


async def decide(
    session: AsyncSession, now: datetime, settings: Settings | None = None
) -> Fate | None:
    """As the chore does it, with one message for all."""
    found = await read(session, now)
    names = [item.name for one in found.sections for item in one.items]
    return await digests.decide(
        session,
        GUILD,
        CHANNEL,
        settings or Settings(),
        DUE,
        parts=[names],
        news=found.news,
        now=now,
    )


async def fates(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(tables.Digest.fate)))


async def test_a_week_is_decided_once(session: AsyncSession) -> None:
    await ask(session, "Why?", DUE.due_at - MINUTE)

    first = await decide(session, DUE.due_at)
    again = await decide(session, DUE.due_at + MINUTE)

    assert (first, again) == (Fate.QUEUED, None)
    assert await queued(session) == 1


async def test_an_empty_week_is_recorded_as_skipped(session: AsyncSession) -> None:
    fate = await decide(session, DUE.due_at)

    assert fate is Fate.EMPTY
    assert await fates(session) == [Fate.EMPTY]
    assert await queued(session) == 0


async def test_more_than_a_day_late_is_recorded_as_skipped(session: AsyncSession) -> None:
    await ask(session, "Why?", DUE.due_at - MINUTE)

    fate = await decide(session, DUE.due_at + LATEST + MINUTE)

    assert fate is Fate.LATE
    assert await fates(session) == [Fate.LATE]
    assert await queued(session) == 0


async def read(session: AsyncSession, at: datetime = DUE.due_at) -> Contents:
    return await digest_contents.contents(session, GUILD, Settings(), DUE, at)


def titles(found: Contents, part: Part) -> list[str]:
    """Of all that may be told of that part, in order."""
    told = [found.told[one.name] for one in found.items if one.part is part]
    return [one.title for one in told if isinstance(one, Waiting | Solved)]


async def test_a_question_that_is_closed_waits_no_more(session: AsyncSession) -> None:
    number = await ask(session, "Why?", DUE.due_at - MINUTE)

    await closing.close(
        session, GUILD, number, ANN, reason="off topic", is_moderator=False, now=DUE.due_at
    )

    assert (await read(session)).items == []


async def test_a_question_waits_until_somebody_answers(session: AsyncSession) -> None:
    for title in ("first", "second", "third"):
        await ask(session, title, DUE.due_at - 3 * WEEK)
    await answers.give(session, GUILD, 2, BEN, text="Try it.", now=DUE.due_at - WEEK)

    found = await read(session)

    assert titles(found, Part.HELP) == ["first", "third"]
    assert found.counts[Part.HELP] == 2


async def test_what_was_solved_is_that_weeks_news_alone(session: AsyncSession) -> None:
    for title, ago in (("old", WEEK + MINUTE), ("early", WEEK), ("new", MINUTE)):
        number = await ask(session, title, DUE.due_at - 2 * WEEK)
        await solve(session, number, DUE.due_at - ago)

    found = await read(session, DUE.due_at + timedelta(hours=3))

    assert titles(found, Part.ANSWERS) == ["new", "early"]
    assert titles(found, Part.HELP) == []


async def test_a_week_in_another_guild_is_none_here(session: AsyncSession) -> None:
    await ask(session, "Why?", DUE.due_at - MINUTE, guild_id=GUILD + 1)

    assert (await read(session)).items == []


async def test_the_next_one_after_this_weeks_is_next_weeks(session: AsyncSession) -> None:
    before = await digests.upcoming(session, GUILD, Settings(), DUE.due_at - MINUTE)
    await decide(session, DUE.due_at)
    moved = await digests.upcoming(session, GUILD, Settings(digest_weekday=4), DUE.due_at)

    assert before == DUE
    assert moved.due_at == datetime(2026, 3, 20, 9, tzinfo=UTC)
