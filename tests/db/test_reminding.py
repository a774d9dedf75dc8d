"""What is said of questions unasked, as the database decides it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.waiting import PATIENCE, SILENCE
from db import answers, claims, guilds, members, question_posts, questions, reminding
from db.engine import Database
from db.outbox import Post, Sent
from db.questions import Question
from db.tables import Outbox
from db.tables import Question as QuestionRow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEXT_DAY = NOON + PATIENCE
GUILD, OTHER, CHANNEL, ANN, BEN = 10, 20, 5, 1, 2
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def ask(
    session: AsyncSession,
    title: str = "Why?",
    *,
    guild_id: int = GUILD,
    now: datetime = NOON,
    in_forum: bool = False,
) -> Question:
    """Ask, and have it stand on Discord."""
    asked = await questions.ask(
        session,
        guild_id,
        ANN,
        title=title,
        details="I tried.",
        topic="Other",
        channel_id=CHANNEL,
        now=now,
    )
    thread_id = 1000 + asked.id
    post = Post(1, guild_id, CHANNEL, "question", {"id": asked.id}, now, now + DAY, 0, None)
    sent = Sent(thread_id, thread_id=thread_id if in_forum else None)
    await question_posts.card_sent(session, post, sent)
    if not in_forum:
        await question_posts.thread_opened(session, guild_id, asked.id, thread_id, now)
    return asked


async def give(session: AsyncSession, asked: Question, now: datetime = NOON) -> int:
    _, given = await answers.give(
        session, asked.guild_id, asked.number, BEN, text=f"So, at {now}.", now=now
    )
    return given.id


async def queued(session: AsyncSession, kind: str) -> list[tuple[int, str]]:
    """(channel, payload) of what is to be posted."""
    found = await session.execute(
        select(Outbox.channel_id, Outbox.payload).where(Outbox.kind == kind).order_by(Outbox.id)
    )
    return [(channel_id, payload) for channel_id, payload in found]


async def bring_up(
    session: AsyncSession, now: datetime, *, zone: str = "UTC", channel_id: int | None = CHANNEL
) -> str | None:
    return await reminding.bring_up(session, GUILD, channel_id, zone, now)


async def test_one_a_day_by_the_guilds_own_days(session: AsyncSession) -> None:
    for title in "abc":
        await ask(session, title)

    assert await bring_up(session, NEXT_DAY)
    assert await bring_up(session, NEXT_DAY + timedelta(hours=7)) is None
    assert await bring_up(session, NEXT_DAY + DAY)
    # In Auckland, where it is one in the morning there, the next day has begun: it is not open.
    assert await bring_up(session, NEXT_DAY + DAY, zone="Pacific/Auckland") is None
    assert await bring_up(session, NEXT_DAY + DAY + timedelta(hours=9), zone="Pacific/Auckland")
    assert len(await queued(session, reminding.WAITING)) == 3


async def test_what_comes_up_is_remembered_with_its_post_or_not_at_all(
    database: Database,
) -> None:
    async with database.begin() as session:
        asked = await ask(session)

    async def fail() -> None:
        async with database.begin() as session:
            await bring_up(session, NEXT_DAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    async with database.read() as session:
        known = await questions.by_number(session, GUILD, asked.number)
        assert known.brought_up_at is None
        assert await queued(session, reminding.WAITING) == []


async def test_two_who_bring_up_at_once_bring_up_one(database: Database) -> None:
    async with database.begin() as session:
        await ask(session, "a")
        await ask(session, "b")

    async def act() -> str | None:
        async with database.begin() as session:
            return await bring_up(session, NEXT_DAY)

    assert sorted(map(bool, await asyncio.gather(act(), act()))) == [False, True]


async def test_what_is_taken_comes_up_once_that_is_over(session: AsyncSession) -> None:
    asked = await ask(session)
    later = NEXT_DAY - MINUTE
    await claims.take(session, GUILD, asked.number, BEN, later)

    assert await reminding.next_up(session, GUILD, NEXT_DAY) is None
    assert await reminding.next_up(session, GUILD, later + claims.LASTS)


async def test_what_never_reached_discord_does_not_come_up(session: AsyncSession) -> None:
    asked = await ask(session)
    await session.execute(update(QuestionRow).values(message_id=None))

    assert await reminding.next_up(session, GUILD, NEXT_DAY) is None
    await session.execute(update(QuestionRow).values(message_id=asked.id))
    assert await reminding.next_up(session, GUILD, NEXT_DAY)


async def test_another_guilds_question_never_comes_up_here(session: AsyncSession) -> None:
    await ask(session, guild_id=OTHER)

    assert await bring_up(session, NEXT_DAY) is None
    assert await reminding.silent(session, GUILD, NOON + 9 * DAY) == []
    assert await reminding.nudge(session, GUILD, 1, NOON) is None


async def test_in_a_forum_it_comes_up_where_it_stands(session: AsyncSession) -> None:
    in_forum, in_text = await ask(session, "a", in_forum=True), await ask(session, "b")

    await bring_up(session, NEXT_DAY, channel_id=None)
    await bring_up(session, NEXT_DAY + DAY, channel_id=None)

    places = [place for place, _ in await queued(session, reminding.WAITING)]
    assert places == [1000 + in_forum.id, CHANNEL]
    assert in_text.number == 2


async def test_the_rule_sees_past_those_that_rest(session: AsyncSession) -> None:
    """However many a week's days have brought up, and all of them wait longer."""
    for number in range(12):
        await ask(session, str(number), now=NOON + MINUTE * number)
    chosen: list[int] = []
    for day in range(1, 13):
        found = await reminding.next_up(session, GUILD, NOON + DAY * day + timedelta(hours=1))
        assert found is not None
        chosen.append(found.id)
        assert await bring_up(session, NOON + DAY * day + timedelta(hours=1))

    assert len({*chosen[:7]}) == 7
    assert chosen[7:] == chosen[:5]


async def test_an_asker_is_reminded_once_ever(session: AsyncSession) -> None:
    asked = await ask(session)
    await give(session, asked)
    due = NOON + SILENCE

    (found,) = await reminding.silent(session, GUILD, due)
    assert await reminding.silent(session, GUILD, due - MINUTE) == []
    assert await reminding.nudge(session, GUILD, found.question_id, due)
    assert await reminding.nudge(session, GUILD, found.question_id, due) is None
    await give(session, asked, due)
    assert await reminding.silent(session, GUILD, due + 9 * DAY) == []
    assert len(await queued(session, reminding.NUDGE)) == 1


async def test_the_last_answer_counts(session: AsyncSession) -> None:
    asked = await ask(session)
    await give(session, asked)
    await give(session, asked, NOON + DAY)

    assert await reminding.silent(session, GUILD, NOON + SILENCE) == []
    assert len(await reminding.silent(session, GUILD, NOON + DAY + SILENCE)) == 1


async def test_the_askers_own_zone_goes_before_the_guilds(session: AsyncSession) -> None:
    await give(session, await ask(session))

    async def zone() -> str | None:
        (found,) = await reminding.silent(session, GUILD, NOON + SILENCE)
        return found.zone

    assert await zone() is None
    await guilds.change(session, GUILD, zone="Africa/Lagos")
    assert await zone() == "Africa/Lagos"
    await members.set_zone(session, OTHER, ANN, "Asia/Tokyo")
    assert await zone() == "Africa/Lagos"
    await members.set_zone(session, GUILD, ANN, "Africa/Cairo")
    assert await zone() == "Africa/Cairo"


async def test_both_sweeps_look_through_open_questions_alone(database: Database) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    async with database.read() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await reminding.next_up(session, GUILD, NOON)
        await reminding.silent(session, GUILD, NOON)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        for statement in asked:
            found = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?")
            )
            plan = "\n".join(str(row) for row in found)
            assert "ix_questions_guild_id_asked_at (guild_id=?" in plan, plan
            assert "SCAN" not in plan, plan
    assert len(asked) == 2
