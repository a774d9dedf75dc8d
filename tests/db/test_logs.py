"""Logs are their members' and their guild's, and what is removed comes back as it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.log import Entry, LogKind, Made, Source, Words
from db import log_acts, log_lists, log_offers, log_posts, log_streaks, logs
from db.outbox import Post, Sent
from db.tables import LogRemoval, Outbox, StaleCard

GUILD, NEXT_DOOR, CHANNEL = 1, 2, 3
ANN, BEN = 11, 12
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
REDIS = Words(LogKind.TOOL, "Redis", "A cache.")


async def add(
    session: AsyncSession, words: Words = REDIS, *, day: str = "", made: Made | None = None
) -> Entry:
    return await logs.write(session, GUILD, ANN, words, day=day, now=NOON, made=made)


async def share(session: AsyncSession, entry: Entry, now: datetime = NOON) -> None:
    """Shared, and taken by Discord as message 77."""
    await log_acts.share(session, GUILD, ANN, entry.id, channel_id=CHANNEL, now=now)
    payload = {"id": entry.id, "user": ANN, "second": log_posts.second(now)}
    post = Post(1, GUILD, CHANNEL, log_posts.ENTRY, payload, now, now, 0, None)
    await log_posts.entry_sent(session, post, Sent(77))


async def stale(session: AsyncSession) -> list[tuple[str, int]]:
    found = await session.execute(select(StaleCard.kind, StaleCard.key))
    return [(kind, key) for kind, key in found]


@pytest.mark.parametrize(("guild_id", "user_id"), [(NEXT_DOOR, ANN), (GUILD, BEN)])
async def test_an_entry_is_out_of_reach_for_anybody_else_and_from_elsewhere(
    session: AsyncSession, guild_id: int, user_id: int
) -> None:
    entry = await add(session)
    removed = await log_acts.remove(session, GUILD, ANN, (await add(session)).id, NOON)

    for attempt in (
        logs.find(session, guild_id, user_id, entry.id),
        logs.edit(session, guild_id, user_id, entry.id, REDIS, day="", now=NOON),
        log_acts.share(session, guild_id, user_id, entry.id, channel_id=CHANNEL, now=NOON),
        log_acts.take_back(session, guild_id, user_id, entry.id, NOON),
        log_acts.remove(session, guild_id, user_id, entry.id, NOON),
        log_acts.undo(session, guild_id, user_id, removed.id, NOON),
    ):
        with pytest.raises(Refusal, match="no such entry"):
            await attempt
    assert await logs.entries(session, GUILD, ANN) == [entry]
    assert await log_lists.counts(session, guild_id, user_id) == {}
    assert await log_lists.suggest(session, guild_id, user_id, "", 25) == []


async def test_what_was_removed_comes_back_with_all_that_it_was(session: AsyncSession) -> None:
    made = Made(Source.QUESTION, 5, 6, BEN)
    entry = await add(session, Words(LogKind.CHALLENGE, "N+1", "é\n", "`x`"), day="sat", made=made)
    await share(session, entry)
    before = await logs.find(session, GUILD, ANN, entry.id)

    removed = await log_acts.remove(session, GUILD, ANN, entry.id, NOON)
    gone = await logs.entries(session, GUILD, ANN)
    back = await log_acts.undo(session, GUILD, ANN, removed.id, NOON + 5 * MINUTE)

    assert gone == []
    assert back == before
    assert (log_posts.ENTRY, entry.id) in await stale(session)


async def test_what_was_added_anew_meanwhile_does_not_come_back_twice(
    session: AsyncSession,
) -> None:
    made = Made(Source.MESSAGE, 5)
    removed = await log_acts.remove(session, GUILD, ANN, (await add(session, made=made)).id, NOON)
    await add(session, made=made)

    with pytest.raises(Refusal, match="added that again"):
        await log_acts.undo(session, GUILD, ANN, removed.id, NOON)
    with pytest.raises(Refusal, match="in your log already"):
        await add(session, made=made)


async def test_what_can_not_be_put_back_any_more_is_forgotten(session: AsyncSession) -> None:
    await log_acts.remove(session, GUILD, ANN, (await add(session)).id, NOON)

    await log_acts.forget(session, NOON + 30 * MINUTE)
    kept = await session.scalar(select(LogRemoval.id))
    await log_acts.forget(session, NOON + 61 * MINUTE)

    assert kept is not None
    assert await session.scalar(select(LogRemoval.id)) is None


async def test_who_takes_an_entry_back_and_shares_it_again_has_one_card(
    session: AsyncSession,
) -> None:
    entry = await add(session)
    await share(session, entry)
    await log_acts.take_back(session, GUILD, ANN, entry.id, NOON + MINUTE)

    await log_acts.share(session, GUILD, ANN, entry.id, channel_id=CHANNEL, now=NOON + MINUTE)

    assert len((await session.scalars(select(Outbox.id))).all()) == 1
    assert (log_posts.ENTRY, entry.id) in await stale(session)


async def test_a_days_entries_have_an_end(session: AsyncSession) -> None:
    for _ in range(logs.MOST_A_DAY):
        await add(session)

    with pytest.raises(Refusal, match="the most that I take"):
        await add(session)
    await logs.write(session, GUILD, ANN, REDIS, day="", now=NOON + DAY)


async def test_what_a_readme_brought_along_or_was_added_late_keeps_no_day(
    session: AsyncSession,
) -> None:
    await add(session, made=Made(Source.README, 4))
    await add(session, day="friday")

    found = await log_streaks.standing(session, GUILD, ANN, NOON)

    assert (found.streak.current, found.streak.longest, found.last_kept) == (0, 0, None)


async def test_of_two_breaks_the_later_takes_the_place_of_the_earlier(
    session: AsyncSession,
) -> None:
    today = date(2026, 3, 2)
    first = log_streaks.Break(today, today + 5 * DAY)
    second = log_streaks.Break(today + 7 * DAY, today + 8 * DAY)
    await log_streaks.plan_break(session, GUILD, ANN, first, NOON)
    await log_streaks.plan_break(session, GUILD, ANN, second, NOON + 2 * DAY)

    found = await log_streaks.standing(session, GUILD, ANN, NOON + 2 * DAY)

    assert found.rest == second
    await log_streaks.end_break(session, GUILD, ANN, NOON + 7 * DAY)
    found = await log_streaks.standing(session, GUILD, ANN, NOON + 8 * DAY)
    assert found.rest is None


async def test_nothing_is_offered_to_who_did_nothing(session: AsyncSession) -> None:
    assert await log_offers.offers(session, GUILD, ANN, NOON) == []
    with pytest.raises(Refusal, match="or too long ago"):
        await log_offers.take(session, GUILD, ANN, "session", 1, now=NOON)
