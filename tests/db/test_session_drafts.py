"""Drafts of study sessions, and the sessions that they become."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.seats import Answer
from db import outbox, rsvps, session_drafts, session_posts, study
from db.engine import Database
from db.outbox import Sent
from db.plans import Plan
from db.session_drafts import Draft
from db.study import Posted

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)
GUILD, CHANNEL, ANN, BEN, ZED = 10, 5, 1, 2, 3


async def drafted(
    session: AsyncSession,
    typed: str = "fri 18:00",
    *,
    zone: str | None = "Africa/Lagos",
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> Draft:
    return await session_drafts.draft(
        session, guild_id, ANN, plan=Plan("JWT"), typed_when=typed, zone=zone, now=now
    )


async def posted(
    session: AsyncSession, typed: str = "fri 18:00", *, guild_id: int = GUILD
) -> Posted:
    draft = await drafted(session, typed, guild_id=guild_id)
    return await session_drafts.post(
        session, guild_id, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
    )


async def test_a_draft_is_read_in_its_hosts_zone(session: AsyncSession) -> None:
    draft = await drafted(session, "fri 18:00 for 90m")

    assert draft.reading is not None
    assert (draft.reading.starts_at, draft.reading.minutes) == (FRIDAY, 90)


async def test_a_draft_without_a_zone_keeps_what_was_typed(session: AsyncSession) -> None:
    draft = await drafted(session, zone=None)
    read = await session_drafts.read(session, GUILD, ANN, draft.id, zone="Africa/Nairobi", now=NOON)

    assert (draft.reading, draft.typed_when) == (None, "fri 18:00")
    assert read.reading is not None
    assert read.reading.starts_at == FRIDAY - timedelta(hours=2)


async def test_a_draft_that_is_not_read_yet_cannot_be_posted(session: AsyncSession) -> None:
    draft = await drafted(session, zone=None)

    with pytest.raises(Refusal, match="time zone first"):
        await session_drafts.post(
            session, GUILD, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
        )


async def test_a_draft_is_its_hosts_alone(session: AsyncSession) -> None:
    draft = await drafted(session)

    for guild_id, user_id in ((GUILD, BEN), (GUILD + 1, ANN)):
        with pytest.raises(Refusal, match="no such draft"):
            await session_drafts.post(
                session, guild_id, user_id, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
            )
        with pytest.raises(Refusal, match="no such draft"):
            await session_drafts.drop(session, guild_id, user_id, draft.id)
        with pytest.raises(Refusal, match="no such draft"):
            await session_drafts.read(session, guild_id, user_id, draft.id, zone="UTC", now=NOON)


async def test_a_posted_session_is_no_draft_any_more(session: AsyncSession) -> None:
    draft = await drafted(session)
    await session_drafts.post(
        session, GUILD, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
    )

    with pytest.raises(Refusal, match="posted already, as session"):
        await session_drafts.drop(session, GUILD, ANN, draft.id)
    with pytest.raises(Refusal, match="posted already, as session"):
        await session_drafts.read(session, GUILD, ANN, draft.id, zone="UTC", now=NOON)


async def test_a_session_gets_its_guilds_next_number_and_its_host(session: AsyncSession) -> None:
    first = await posted(session)
    second = await posted(session)
    elsewhere = await posted(session, guild_id=GUILD + 1)

    assert [one.number for one in (first, second, elsewhere)] == [1, 2, 1]
    assert (first.going, first.cant) == ((ANN,), 0)


async def test_posting_at_once_from_two_sides_gives_one_session(database: Database) -> None:
    async with database.begin() as session:
        draft = await drafted(session)

    async def post() -> Posted:
        async with database.begin() as session:
            return await session_drafts.post(
                session, GUILD, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
            )

    both = await asyncio.gather(post(), post())
    async with database.read() as session:
        found = await study.coming(session, GUILD, NOON, limit=10)

    assert both[0] == both[1] == found[0]
    assert len(found) == 1


async def test_a_time_that_passed_meanwhile_is_not_posted(session: AsyncSession) -> None:
    draft = await drafted(session)

    with pytest.raises(Refusal, match="has passed while this waited"):
        await session_drafts.post(
            session, GUILD, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=FRIDAY
        )


async def test_each_member_has_one_word_and_may_change_it(session: AsyncSession) -> None:
    number = (await posted(session)).number

    async def say(user_id: int, wish: Answer, minute: int) -> tuple[tuple[int, ...], int]:
        at = NOON + timedelta(minutes=minute)
        word = await rsvps.say(session, GUILD, number, user_id, wish=wish, now=at)
        return word.posted.going, word.posted.cant

    assert await say(ZED, Answer.GOING, 1) == ((ANN, ZED), 0)
    assert await say(BEN, Answer.GOING, 2) == ((ANN, ZED, BEN), 0)
    assert await say(ZED, Answer.GOING, 3) == ((ANN, ZED, BEN), 0)  # keeps its place
    assert await say(ZED, Answer.CANT, 4) == ((ANN, BEN), 1)
    assert await say(ZED, Answer.CANT, 5) == ((ANN, BEN), 1)
    assert await say(ZED, Answer.GOING, 6) == ((ANN, BEN, ZED), 0)
    assert await say(ANN, Answer.CANT, 7) == ((BEN, ZED), 1)


async def test_nobody_joins_what_has_started_but_may_still_leave(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match="has started"):
        await rsvps.say(session, GUILD, number, BEN, wish=Answer.GOING, now=FRIDAY)
    word = await rsvps.say(session, GUILD, number, ANN, wish=Answer.CANT, now=FRIDAY)

    assert (word.posted.going, word.posted.cant) == ((), 1)


async def test_another_guilds_number_is_not_known_here(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match=f"no session #{number} here"):
        await rsvps.say(session, GUILD + 1, number, BEN, wish=Answer.GOING, now=NOON)


async def test_what_is_coming_is_told_in_order_and_without_drafts_or_the_past(
    session: AsyncSession,
) -> None:
    late = await posted(session, "sat 18:00")
    soon = await posted(session, "tomorrow 18:00")
    over = await posted(session, "today 18:00")
    await drafted(session)
    await posted(session, guild_id=GUILD + 1)

    found = await study.coming(session, GUILD, over.starts_at, limit=10)
    nearest = await study.coming(session, GUILD, over.starts_at, limit=1)

    assert found == [soon, late]
    assert nearest == [soon]


async def test_a_session_is_queued_for_its_channel_until_it_starts(session: AsyncSession) -> None:
    made = await posted(session)

    (row,) = await outbox.claim(session, NOON, budget=9)
    await session_posts.card_sent(session, row, Sent(6))
    shown = await study.by_number(session, GUILD, made.number)

    assert (row.channel_id, row.due_at, row.expires_at) == (CHANNEL, NOON, FRIDAY)
    assert (shown.channel_id, shown.message_id) == (CHANNEL, 6)


async def test_old_drafts_are_dropped_and_nothing_else(session: AsyncSession) -> None:
    old = await drafted(session)
    kept = await posted(session)
    young = await drafted(session, now=NOON + timedelta(hours=1))

    await session_drafts.drop_old(session, NOON + timedelta(minutes=1))

    with pytest.raises(Refusal, match="over a day"):
        await session_drafts.drop(session, GUILD, ANN, old.id)
    await session_drafts.drop(session, GUILD, ANN, young.id)
    assert await study.coming(session, GUILD, NOON, limit=10) == [kept]
