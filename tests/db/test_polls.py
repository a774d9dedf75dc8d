"""Polls on a real database: counts that are right, and one session out of each at most."""

import asyncio
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import (
    guilds,
    members,
    outbox,
    poll_closing,
    poll_drafts,
    polls,
    session_posts,
    stale,
    study,
)
from db.engine import Database
from db.outbox import Sent
from db.polls import Poll
from db.study import Posted
from db.tables import AuditEntry, PollTime, StudyPoll

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)
DAY = timedelta(days=1)
TIMES = (FRIDAY, FRIDAY + DAY, FRIDAY + 2 * DAY)
GUILD, CHANNEL, ANN, BEN, CIA, MO = 10, 5, 1, 2, 3, 9


async def posted(session: AsyncSession, guild_id: int = GUILD) -> Poll:
    await members.set_zone(session, guild_id, ANN, "Africa/Lagos")
    draft = await poll_drafts.draft(
        session,
        guild_id,
        ANN,
        topic="JWT",
        minutes=90,
        typed="fri 18:00; sat 18:00; sun 18:00",
        now=NOON,
    )
    return await poll_drafts.post(session, guild_id, ANN, draft.id, channel_id=CHANNEL, now=NOON)


async def tick(
    session: AsyncSession, poll: Poll, user_id: int, *chosen: datetime, now: datetime = NOON
) -> polls.Ticked:
    return await polls.tick(session, poll.guild_id, poll.id, user_id, chosen=chosen, now=now)


async def choose(
    session: AsyncSession,
    poll: Poll,
    user_id: int = ANN,
    *,
    starts_at: datetime = FRIDAY,
    may_manage: bool = False,
    held_in: int | None = None,
    now: datetime = NOON,
) -> Posted:
    return await poll_closing.choose(
        session,
        poll.guild_id,
        poll.id,
        user_id,
        may_manage=may_manage,
        starts_at=starts_at,
        channel_id=CHANNEL,
        held_in=held_in,
        now=now,
    )


# Drafts


async def test_a_draft_without_a_zone_keeps_what_was_typed_until_there_is_one(
    session: AsyncSession,
) -> None:
    draft = await poll_drafts.draft(
        session, GUILD, BEN, topic="CI", minutes=60, typed="fri 18:00;6;in 2 hours", now=NOON
    )
    await members.set_zone(session, GUILD, BEN, "Africa/Nairobi")
    read = await poll_drafts.read(session, GUILD, BEN, draft.id, NOON)

    assert (draft.times, draft.unread) == ((), ("fri 18:00", "6", "in 2 hours"))
    assert read.times == (NOON + timedelta(hours=2), FRIDAY - timedelta(hours=2))
    assert read.unread == ("6",)
    assert [one.line for one in read.told] == ["6"]


async def test_a_draft_is_its_hosts_alone_and_none_once_it_is_posted(
    session: AsyncSession,
) -> None:
    poll = await posted(session)
    await members.set_zone(session, GUILD, ANN, "Africa/Lagos")
    draft = await poll_drafts.draft(
        session, GUILD, ANN, topic="CI", minutes=60, typed="fri 18:00", now=NOON
    )

    for guild_id, user_id in ((GUILD, BEN), (GUILD + 1, ANN)):
        with pytest.raises(Refusal, match="no such draft"):
            await poll_drafts.find(session, guild_id, user_id, draft.id)
        with pytest.raises(Refusal, match="no such draft"):
            await poll_drafts.post(
                session, guild_id, user_id, draft.id, channel_id=CHANNEL, now=NOON
            )
    with pytest.raises(Refusal, match="posted already"):
        await poll_drafts.take_out(session, GUILD, ANN, poll.id, times=TIMES)
    with pytest.raises(Refusal, match="no such poll"):
        await polls.find(session, GUILD, draft.id)
    with pytest.raises(Refusal, match="no such poll"):
        await polls.find(session, GUILD + 1, poll.id)


async def test_old_drafts_go_with_their_times_and_polls_stay(session: AsyncSession) -> None:
    poll = await posted(session)
    for hours in (0, 2):
        await poll_drafts.draft(
            session,
            GUILD,
            ANN,
            topic="CI",
            minutes=60,
            typed="fri 18:00",
            now=NOON + timedelta(hours=hours),
        )

    await poll_drafts.drop_old(session, NOON + timedelta(hours=1))

    left = list(await session.scalars(select(StudyPoll.id).order_by(StudyPoll.id)))
    times = list(await session.scalars(select(PollTime.poll_id).distinct()))
    assert len(left) == 2
    assert sorted(times) == left
    assert poll.id in left


async def test_more_than_ten_times_are_refused_whichever_way_they_come(
    session: AsyncSession,
) -> None:
    await members.set_zone(session, GUILD, ANN, "Africa/Lagos")
    draft = await poll_drafts.draft(
        session,
        GUILD,
        ANN,
        topic="CI",
        minutes=60,
        typed=";".join(f"in {day} days" for day in range(1, 10)),
        now=NOON,
    )

    with pytest.raises(Refusal, match="10 times at most"):
        await poll_drafts.add(session, GUILD, ANN, draft.id, times=[FRIDAY, FRIDAY + DAY], now=NOON)
    full = await poll_drafts.add(session, GUILD, ANN, draft.id, times=[FRIDAY], now=NOON)
    again = await poll_drafts.add(session, GUILD, ANN, draft.id, times=[FRIDAY], now=NOON)

    assert len(full.times) == len(again.times) == 10
    assert list(full.times) == sorted(full.times)


@pytest.mark.parametrize("starts_at", [NOON, NOON - DAY, NOON + 367 * DAY])
async def test_what_is_over_or_over_a_year_away_cannot_be_added(
    session: AsyncSession, starts_at: datetime
) -> None:
    draft = await poll_drafts.draft(session, GUILD, ANN, topic="CI", minutes=60, typed="", now=NOON)

    with pytest.raises(Refusal, match="passed meanwhile"):
        await poll_drafts.add(session, GUILD, ANN, draft.id, times=[starts_at], now=NOON)


# Ticks

GUILDS = itertools.count(100)
WORDS = st.tuples(st.integers(2, 5), st.frozensets(st.sampled_from(TIMES)), st.integers(0, 30))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=12))
async def test_counts_are_right_whatever_the_order_of_ticks(
    session: AsyncSession, said: Sequence[tuple[int, frozenset[datetime], int]]
) -> None:
    """The last word of each counts, of the times to come; who goes does so in that order."""
    poll, now = await posted(session, next(GUILDS)), NOON
    those: dict[datetime, list[int]] = {one: [] for one in TIMES}
    for user_id, chosen, hours in said:
        now += timedelta(hours=hours)
        to_come = [one for one in TIMES if one > now]
        if not to_come:
            with pytest.raises(Refusal, match="All times of this poll have passed"):
                await tick(session, poll, user_id, *chosen, now=now)
            return
        for one in to_come:
            if one in chosen and user_id not in those[one]:
                those[one].append(user_id)
            elif one not in chosen and user_id in those[one]:
                those[one].remove(user_id)
        ticked = await tick(session, poll, user_id, *chosen, now=now)

        assert ticked.mine == {one for one in TIMES if user_id in those[one]}
        assert ticked.poll.counts == {one: len(who) for one, who in those.items()}
        assert ticked.poll.voters == len({one for who in those.values() for one in who})

    last = TIMES[-1]
    made = await choose(session, poll, starts_at=last, now=now)
    assert made.going == (ANN, *those[last])


async def test_the_same_word_again_changes_nothing(session: AsyncSession) -> None:
    poll = await posted(session)
    await tick(session, poll, BEN, FRIDAY)
    await clear_marks(session)

    again = await tick(session, poll, BEN, FRIDAY, now=NOON + DAY)
    marked = await stale.due(session, NOON + DAY, limit=9)

    assert again.mine == {FRIDAY}
    assert marked == []


async def clear_marks(session: AsyncSession) -> None:
    for one in await stale.due(session, NOON + 9 * DAY, limit=99):
        await stale.redrawn(session, one)


async def test_a_time_of_another_poll_is_refused(session: AsyncSession) -> None:
    poll = await posted(session)

    with pytest.raises(Refusal, match="not in this poll"):
        await tick(session, poll, BEN, FRIDAY + timedelta(hours=1))
    with pytest.raises(Refusal, match="not in this poll"):
        await choose(session, poll, starts_at=FRIDAY + timedelta(hours=1))


async def test_what_passed_stays_as_it_was_left(session: AsyncSession) -> None:
    poll = await posted(session)
    await tick(session, poll, BEN, FRIDAY)

    later = FRIDAY + timedelta(minutes=1)
    bens = await tick(session, poll, BEN, TIMES[1], now=later)
    cias = await tick(session, poll, CIA, *TIMES, now=later)

    assert (bens.mine, bens.passed) == ({FRIDAY, TIMES[1]}, ())
    assert (cias.mine, cias.passed) == ({TIMES[1], TIMES[2]}, (FRIDAY,))
    assert dict(cias.poll.counts) == {TIMES[0]: 1, TIMES[1]: 2, TIMES[2]: 1}


# Closing


async def test_a_chosen_time_becomes_a_session_of_those_who_ticked_it(
    session: AsyncSession,
) -> None:
    poll = await posted(session)
    await tick(session, poll, CIA, FRIDAY)
    await tick(session, poll, BEN, FRIDAY, TIMES[1])
    await tick(session, poll, MO, TIMES[1])
    await tick(session, poll, ANN, FRIDAY)

    made = await choose(session, poll)
    closed = await polls.find(session, GUILD, poll.id)
    (card,) = [one for one in await outbox.claim(session, NOON, budget=9) if one.kind == "session"]

    assert (made.topic, made.minutes, made.zone, made.host_id) == ("JWT", 90, "Africa/Lagos", ANN)
    assert (made.starts_at, made.number, made.going) == (FRIDAY, 1, (ANN, CIA, BEN))
    assert (closed.closed_at, closed.session) == (NOON, made)
    assert (card.channel_id, card.payload["id"]) == (CHANNEL, made.id)


async def test_a_poll_closes_once_however_many_press(database: Database) -> None:
    async with database.begin() as session:
        poll = await posted(session)

    async def close(starts_at: datetime) -> int | None:
        async with database.begin() as session:
            try:
                return (await choose(session, poll, starts_at=starts_at)).number
            except Refusal as no:
                assert "This poll is closed" in str(no)  # noqa: PT017 - one of them has to be
                return None

    numbers = await asyncio.gather(*(close(one) for one in TIMES))
    async with database.read() as session:
        coming = await study.coming(session, GUILD, NOON, limit=9)

    assert sorted(numbers, key=str) == [1, None, None]
    assert len(coming) == 1


async def test_only_its_host_and_moderators_close_it_and_they_leave_a_line(
    session: AsyncSession,
) -> None:
    poll, other = await posted(session), await posted(session)

    with pytest.raises(Refusal, match="Only <@1>"):
        await choose(session, poll, BEN)
    with pytest.raises(Refusal, match="Only <@1>"):
        await poll_closing.end(session, GUILD, poll.id, BEN, may_manage=False, now=NOON)
    await choose(session, poll, MO, may_manage=True)
    await poll_closing.end(session, GUILD, other.id, ANN, may_manage=True, now=NOON)

    (line,) = await session.scalars(select(AuditEntry))
    assert (line.actor_id, line.act, line.subject, line.reason) == (MO, "closed", "poll", "JWT")


async def test_a_host_with_too_many_sessions_keeps_the_poll_open(session: AsyncSession) -> None:
    await guilds.change(session, GUILD, sessions_per_member=1)
    poll, other = await posted(session), await posted(session)
    await choose(session, poll)

    with pytest.raises(Refusal, match="You host 1 coming sessions already"):
        await choose(session, other, starts_at=TIMES[1])
    with pytest.raises(Refusal, match="<@1> would host the session"):
        await choose(session, other, MO, starts_at=TIMES[1], may_manage=True)

    assert (await polls.find(session, GUILD, other.id)).is_open


async def test_a_poll_that_nobody_closed_ends_with_the_last_of_its_times(
    session: AsyncSession,
) -> None:
    poll = await posted(session)
    await poll_drafts.draft(session, GUILD, ANN, topic="CI", minutes=60, typed="", now=NOON)
    await clear_marks(session)

    await poll_closing.end_passed(session, TIMES[-1] - timedelta(seconds=1))
    before = await polls.find(session, GUILD, poll.id)
    await poll_closing.end_passed(session, TIMES[-1])
    after = await polls.find(session, GUILD, poll.id)

    assert (before.is_open, after.closed_at, after.session) == (True, TIMES[-1], None)
    marked = await stale.due(session, TIMES[-1], limit=9)
    assert [(one.kind, one.key) for one in marked] == [("poll", poll.id)]


async def test_the_polls_card_follows_what_becomes_of_its_session(session: AsyncSession) -> None:
    poll = await posted(session)
    made = await choose(session, poll)
    await clear_marks(session)

    (post,) = [one for one in await outbox.claim(session, NOON, budget=9) if one.kind == "session"]
    await session_posts.card_sent(session, post, Sent(6))
    sent = [(one.kind, one.key) for one in await stale.due(session, NOON, limit=9)]
    await clear_marks(session)
    await session_posts.touch(session, await study.row(session, GUILD, made.number), NOON)
    changed = {(one.kind, one.key) for one in await stale.due(session, NOON, limit=9)}

    assert sent == [("poll", poll.id)]
    assert changed == {("poll", poll.id), ("session", made.id)}
