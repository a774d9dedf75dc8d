"""The clock of study sessions, as the database keeps it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.reminders import ALL, Offset
from bot.domain.seats import Answer
from db import (
    attendances,
    members,
    recaps,
    rsvps,
    session_clock,
    session_drafts,
    study,
)
from db.engine import Database
from db.plans import Plan
from db.recaps import RECAP
from db.session_clock import REMINDER
from db.study import Posted, Stage
from db.tables import Attendance, Outbox, StaleCard, StudySession

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEGIN = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos, for an hour
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GUILD, OTHER, CHANNEL, ANN, BEN, CY = 10, 20, 5, 1, 2, 3


async def posted(
    session: AsyncSession,
    *,
    guild_id: int = GUILD,
    offsets: frozenset[Offset] = ALL,
    when: str = "fri 18:00 Lagos",
) -> Posted:
    draft = await session_drafts.draft(
        session,
        guild_id,
        ANN,
        plan=Plan("JWT", reminders=offsets),
        typed_when=when,
        zone=None,
        now=NOON,
    )
    return await session_drafts.post(
        session, guild_id, ANN, draft.id, channel_id=CHANNEL, held_in=None, now=NOON
    )


async def go(session: AsyncSession, one: Posted, user_id: int) -> None:
    await rsvps.say(session, one.guild_id, one.number, user_id, wish=Answer.GOING, now=NOON)


async def change(session: AsyncSession, one: Posted, **values: Any) -> None:
    await session.execute(update(StudySession).where(StudySession.id == one.id).values(**values))
    session.expire_all()


async def queued(session: AsyncSession, kind: str = REMINDER) -> list[Outbox]:
    found = await session.scalars(
        select(Outbox).where(Outbox.kind == kind).order_by(Outbox.due_at, Outbox.id)
    )
    return list(found)


# When the clock strikes


async def test_the_clock_is_set_to_the_first_reminder_that_is_still_to_come(
    session: AsyncSession,
) -> None:
    for when, offsets, remind_at in (
        ("fri 18:00 Lagos", ALL, BEGIN - DAY),
        ("in 2 hours", ALL, NOON + HOUR),
        ("in 1 hour", ALL, NOON + HOUR),
        ("fri 18:00 Lagos", {Offset.START}, BEGIN),
        ("fri 18:00 Lagos", frozenset[Offset](), BEGIN),
    ):
        made = await posted(session, when=when, offsets=frozenset(offsets))
        row = await study.row(session, GUILD, made.number)
        assert row.remind_at == remind_at, (when, offsets)


async def test_each_claim_sets_it_to_the_next_and_the_last_one_stops_it(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    row = await study.row(session, GUILD, made.number)

    set_to: list[datetime | None] = []
    for now in (BEGIN - DAY - MINUTE, BEGIN - DAY, BEGIN - DAY, BEGIN - HOUR + MINUTE, BEGIN):
        await session_clock.claim(session, GUILD, made.id, now)
        set_to.append(row.remind_at)

    assert set_to == [BEGIN - DAY, BEGIN - HOUR, BEGIN - HOUR, BEGIN, None]
    assert [one.due_at for one in await queued(session)] == [BEGIN - DAY, BEGIN - HOUR, BEGIN]


async def test_two_who_claim_at_once_queue_each_reminder_once(database: Database) -> None:
    async with database.begin() as session:
        made = await posted(session)

    async def claim() -> None:
        async with database.begin() as session:
            await session_clock.claim(session, GUILD, made.id, BEGIN)

    await asyncio.gather(*(claim() for _ in range(5)))

    async with database.read() as session:
        assert len(await queued(session)) == 3


async def test_a_claim_that_is_cut_off_is_made_again_whole(database: Database) -> None:
    async with database.begin() as session:
        made = await posted(session)

    async def die() -> None:
        async with database.begin() as session:
            await session_clock.claim(session, GUILD, made.id, BEGIN)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await die()
    async with database.read() as session:
        before = await queued(session)
        due = await session_clock.due(session, BEGIN)
    async with database.begin() as session:
        await session_clock.claim(session, GUILD, made.id, BEGIN)

    assert before == []
    assert [one.id for one in due] == [made.id]
    async with database.read() as session:
        assert len(await queued(session)) == 3
        assert await session_clock.due(session, BEGIN) == []


async def test_only_what_is_open_is_due_the_longest_due_first(session: AsyncSession) -> None:
    late = await posted(session, when="sat 18:00 Lagos")
    soon = await posted(session)
    await change(session, await posted(session), stage=Stage.CANCELLED)
    await change(session, await posted(session), stage=Stage.HELD)

    assert await session_clock.due(session, BEGIN - DAY - MINUTE) == []
    found = await session_clock.due(session, BEGIN + DAY)

    assert [one.id for one in found] == [soon.id, late.id]


async def test_what_was_cancelled_since_it_was_found_due_is_not_claimed(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    (due,) = await session_clock.due(session, BEGIN - DAY)
    await change(session, made, stage=Stage.CANCELLED)

    await session_clock.claim(session, GUILD, due.id, BEGIN - DAY)

    assert await queued(session) == []
    assert (await study.row(session, GUILD, made.number)).remind_at == BEGIN - DAY


async def test_another_guilds_session_is_not_claimed(session: AsyncSession) -> None:
    made = await posted(session)

    await session_clock.claim(session, OTHER, made.id, BEGIN)
    await session_clock.settle(session, OTHER, made.id, BEGIN + DAY)
    lost = await session_clock.lose_host(session, OTHER, made.id, ANN, BEGIN)

    assert not lost
    assert await queued(session) == []
    assert (await study.row(session, GUILD, made.number)).settled_at is None


async def test_both_sweeps_look_through_what_is_still_to_come_alone(database: Database) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    async with database.read() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await session_clock.due(session, BEGIN)
        await session_clock.over(session, BEGIN)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        plans: list[str] = []
        for statement in asked:
            found = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?")
            )
            plans.append("\n".join(str(row) for row in found))
    assert len(plans) == 2
    assert "ix_study_sessions_remind_at (remind_at<?)" in plans[0]
    assert "ix_study_sessions_stage_starts_at (stage=? AND starts_at<?)" in plans[1]


# The host


async def test_whether_the_host_is_there_is_asked_before_the_first_reminder_of_a_time(
    session: AsyncSession,
) -> None:
    made = await posted(session)

    async def is_asked(now: datetime) -> list[bool]:
        return [one.is_host_unsure for one in await session_clock.due(session, now)]

    first = await is_asked(BEGIN - DAY)
    await session_clock.claim(session, GUILD, made.id, BEGIN - DAY)
    second = await is_asked(BEGIN - HOUR)
    await change(session, made, starts_at=BEGIN + DAY)  # moved: it may be another week
    moved = await is_asked(BEGIN)
    await session_clock.lose_host(session, GUILD, made.id, ANN, BEGIN)
    gone = await is_asked(BEGIN)

    assert (first, second, moved, gone) == ([True], [False], [True], [False])


async def test_a_host_is_lost_once_and_only_as_long_as_they_are_its_host(
    session: AsyncSession,
) -> None:
    made = await posted(session)

    other = await session_clock.lose_host(session, GUILD, made.id, BEN, BEGIN)
    first = await session_clock.lose_host(session, GUILD, made.id, ANN, BEGIN)
    again = await session_clock.lose_host(session, GUILD, made.id, ANN, BEGIN)

    assert (other, first, again) == (False, True, False)


async def test_a_host_who_has_left_is_not_reminded_though_they_said_that_they_go(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    await go(session, made, BEN)
    await session_clock.lose_host(session, GUILD, made.id, ANN, NOON)

    await session_clock.claim(session, GUILD, made.id, BEGIN)

    assert [json.loads(one.payload)["people"] for one in await queued(session)] == [[BEN]] * 3


async def test_where_the_host_alone_was_to_come_and_has_left_nobody_is_told(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    await session_clock.lose_host(session, GUILD, made.id, ANN, NOON)

    await session_clock.claim(session, GUILD, made.id, BEGIN)

    assert await queued(session) == []


# Which reminders


async def test_what_is_due_by_now_is_not_taken_back_by_choosing_others(
    session: AsyncSession,
) -> None:
    made = await posted(session)

    shown = await session_clock.set_reminders(
        session,
        GUILD,
        made.number,
        ANN,
        is_moderator=False,
        offsets={Offset.START},
        now=BEGIN - DAY,
    )

    assert shown.plan.reminders == {Offset.START}
    assert [one.due_at for one in await queued(session)] == [BEGIN - DAY]
    assert (await study.row(session, GUILD, made.number)).remind_at == BEGIN


async def test_a_session_whose_card_is_not_shown_yet_has_no_clock_yet(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    await session.execute(delete(Outbox))
    await change(session, made, remind_at=None)

    await session_clock.set_reminders(
        session, GUILD, made.number, ANN, is_moderator=False, offsets=ALL, now=NOON
    )

    assert (await study.row(session, GUILD, made.number)).remind_at is None


async def test_reminders_of_what_is_cancelled_are_not_chosen(session: AsyncSession) -> None:
    made = await posted(session)
    await change(session, made, stage=Stage.CANCELLED)

    with pytest.raises(Refusal, match="does not take place"):
        await session_clock.set_reminders(
            session, GUILD, made.number, ANN, is_moderator=False, offsets=ALL, now=NOON
        )


async def test_what_was_cancelled_stops_once_it_cannot_be_undone_any_more(
    session: AsyncSession,
) -> None:
    made = await posted(session)
    await change(session, made, stage=Stage.CANCELLED)

    kept: list[bool] = []
    for now in (BEGIN - DAY + MINUTE, BEGIN - DAY + HOUR + MINUTE):
        await session_clock.forget(session, now)
        session.expire_all()
        kept.append((await study.row(session, GUILD, made.number)).remind_at is not None)

    assert kept == [True, False]


async def test_what_members_do_without_is_read_for_all_at_once(session: AsyncSession) -> None:
    assert await members.unwanted_of(session, GUILD, {ANN, BEN}) == {}
    assert await members.unwanted_of(session, GUILD, set()) == {}


# Who was there, and the end


async def test_a_session_is_over_at_its_end_and_settled_once(session: AsyncSession) -> None:
    made = await posted(session)
    await go(session, made, BEN)
    end = BEGIN + HOUR

    running = await session_clock.over(session, end - MINUTE)
    over = await session_clock.over(session, end)
    for now in (end, end + MINUTE):
        await session_clock.settle(session, GUILD, made.id, now)

    assert (running, over) == ([], [(GUILD, made.id)])
    assert await session_clock.over(session, end + DAY) == []
    (recap,) = await queued(session, RECAP)
    assert (recap.channel_id, recap.due_at, recap.expires_at) == (CHANNEL, end, end + DAY)
    assert (await study.row(session, GUILD, made.number)).settled_at == end


async def test_noting_somebody_twice_keeps_who_noted_them_first(session: AsyncSession) -> None:
    made = await posted(session)
    await attendances.arrive(session, GUILD, made.number, BEN, BEGIN)

    await attendances.save(
        session,
        GUILD,
        made.number,
        ANN,
        shown=[BEN],
        chosen=[BEN, CY],
        is_moderator=False,
        now=BEGIN + MINUTE,
    )

    found = await session.execute(
        select(Attendance.user_id, Attendance.noted_by_id).order_by(Attendance.user_id)
    )
    assert [(who, by) for who, by in found] == [(BEN, BEN), (CY, ANN)]


async def test_a_recap_is_redrawn_only_where_something_changed(session: AsyncSession) -> None:
    made = await posted(session)
    await go(session, made, BEN)
    end = BEGIN + HOUR

    async def is_stale() -> bool:
        found = await session.scalars(select(StaleCard).where(StaleCard.kind == RECAP))
        rows = found.all()
        for row in rows:
            await session.delete(row)
        await session.flush()
        return bool(rows)

    await attendances.arrive(session, GUILD, made.number, CY, BEGIN)
    told = [await is_stale()]  # there is none yet
    await session_clock.settle(session, GUILD, made.id, end)
    for user_id in (CY, BEN, BEN):
        await attendances.arrive(session, GUILD, made.number, user_id, end + MINUTE)
        told.append(await is_stale())
    await recaps.write(
        session,
        GUILD,
        made.number,
        ANN,
        done="Much",
        coming="",
        is_moderator=False,
        now=end + DAY,
    )
    told.append(await is_stale())

    assert told == [False, False, True, False, True]


async def test_what_was_cancelled_has_no_recap(session: AsyncSession) -> None:
    made = await posted(session)
    await go(session, made, BEN)
    await change(session, made, stage=Stage.CANCELLED)

    assert await session_clock.over(session, BEGIN + DAY) == []
    with pytest.raises(Refusal, match="did not take place"):
        await recaps.to_write(session, GUILD, made.number, ANN, is_moderator=False, now=BEGIN + DAY)


async def test_a_member_has_attended_what_was_noted_of_them_the_newest_first(
    session: AsyncSession,
) -> None:
    first, second = await posted(session), await posted(session, when="sat 18:00 Lagos")
    elsewhere = await posted(session, guild_id=OTHER)
    for one in (first, second, elsewhere):
        await attendances.arrive(session, one.guild_id, one.number, BEN, one.starts_at)
    await attendances.arrive(session, GUILD, first.number, CY, BEGIN)

    found = await attendances.attended(session, GUILD, BEN)

    assert [(one.number, one.starts_at, one.minutes) for one in found] == [
        (second.number, BEGIN + DAY, 60),
        (first.number, BEGIN, 60),
    ]
