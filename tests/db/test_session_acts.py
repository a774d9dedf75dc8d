"""Study sessions that are moved, edited, handed over, cancelled, and brought back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.seats import Answer
from db import (
    audit,
    outbox,
    rsvps,
    series,
    session_acts,
    session_ends,
    session_moves,
    session_posts,
    study,
)
from db.engine import Database
from db.outbox import Sent
from db.session_acts import Actor, Done, Scope
from db.study import Stage
from db.tables import Rsvp, StudySeries
from tests.db.session_rows import (
    ANN,
    BEN,
    CHANNEL,
    CY,
    DAY,
    FRIDAY,
    GUILD,
    HOST,
    MINUTE,
    MO,
    MODERATOR,
    NOON,
    STRANGER,
    WEEK,
    cancel,
    coming,
    due,
    edit,
    posted,
    row,
    say,
    starts,
    weekly,
)


async def move(
    session: AsyncSession,
    number: int,
    to: datetime,
    *,
    actor: Actor = HOST,
    scope: Scope = Scope.ONE,
    was: datetime | None = None,
    ask_in: int | None = None,
    now: datetime = NOON,
) -> Done:
    before = (await study.by_number(session, GUILD, number)).starts_at
    return await session_moves.move(
        session,
        GUILD,
        number,
        actor,
        was=was or before,
        to=to,
        scope=scope,
        ask_in=ask_in,
        now=now,
    )


async def undo(
    session: AsyncSession, number: int, *, actor: Actor = HOST, now: datetime = NOON
) -> Done:
    return await session_ends.undo(session, GUILD, number, actor, ask_in=None, now=now)


# Who may


@pytest.mark.parametrize("act", ["move", "skip", "cancel", "edit", "hand over", "bring back"])
async def test_only_the_host_and_moderators_may(session: AsyncSession, act: str) -> None:
    number = (await weekly(session))[0].number
    acts = {
        "move": lambda: move(session, number, FRIDAY + DAY, actor=STRANGER),
        "skip": lambda: session_ends.skip(session, GUILD, number, STRANGER, NOON),
        "cancel": lambda: cancel(session, number, actor=STRANGER),
        "edit": lambda: edit(session, number, actor=STRANGER, topic="Mine"),
        "hand over": lambda: hand_over(session, number, BEN, actor=STRANGER),
        "bring back": lambda: undo(session, number, actor=STRANGER),
    }

    with pytest.raises(Refusal, match=f"Only <@{ANN}>, who hosts it, or a moderator can {act}"):
        await acts[act]()

    assert (await study.by_number(session, GUILD, number)).stage is Stage.OPEN


async def test_another_guilds_number_is_not_known(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match="no session #1 here"):
        await session_acts.may(session, GUILD + 1, number, HOST, act="move", now=NOON)


async def test_what_is_over_or_off_is_left_alone(session: AsyncSession) -> None:
    over, off = (await posted(session)).number, (await posted(session)).number
    await cancel(session, off)

    with pytest.raises(Refusal, match="is over"):
        await cancel(session, over, now=FRIDAY + timedelta(hours=1))
    with pytest.raises(Refusal, match="is cancelled already"):
        await move(session, off, FRIDAY + DAY)
    with pytest.raises(Refusal, match="has started"):
        await move(session, over, FRIDAY + DAY, now=FRIDAY)


async def test_only_a_moderators_act_on_somebody_elses_session_leaves_a_line(
    session: AsyncSession,
) -> None:
    number = (await weekly(session))[0].number
    await move(session, number, FRIDAY + DAY)
    await move(session, number, FRIDAY + 2 * DAY, actor=Actor(ANN, is_moderator=True))
    assert await audit.recent(session, GUILD, limit=10) == []

    await move(session, number, FRIDAY + DAY, actor=MODERATOR)
    await edit(session, number, actor=MODERATOR, scope=Scope.ALL, topic="JWT again")
    await hand_over(session, number, MO, actor=MODERATOR)

    found = await audit.recent(session, GUILD, limit=10)
    assert [(one.act, one.number, one.reason) for one in reversed(found)] == [
        ("moved", number, "ill"),
        ("edited all from", number, "ill"),
        ("handed over", number, "ill"),
    ]


# Moved


async def test_a_moved_session_asks_those_who_were_coming_again(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await say(session, number, BEN, Answer.GOING)
    await say(session, number, CY, Answer.MAYBE)
    await say(session, number, MO, Answer.CANT)
    await rsvps.confirm(session, GUILD, number, BEN, NOON)
    before = (await row(session, number)).sequence

    done = await move(session, number, FRIDAY + DAY)

    confirmed = await session.scalars(select(Rsvp.confirmed_at))
    assert done.posted.starts_at == FRIDAY + DAY
    assert {*confirmed} == {None}
    assert await due(session, session_moves.MOVED, NOON) == [[BEN, CY]]
    assert (await row(session, number)).sequence == before + 1
    assert (await row(session, number)).remind_at == FRIDAY  # a day before


async def test_one_of_a_series_that_is_moved_keeps_its_slot(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)

    await move(session, first.number, FRIDAY + 8 * DAY)  # behind the second

    found = await coming(session)
    assert [one.number for one in found[:2]] == [second.number, first.number]
    assert found[1].slot == first.slot
    assert found[0].starts_at == second.starts_at


async def test_two_of_a_series_are_never_at_the_same_time(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)

    with pytest.raises(Refusal, match=r"Session \*\*#2\*\* of the same series has that time"):
        await move(session, first.number, second.starts_at)
    await cancel(session, second.number)
    with pytest.raises(Refusal, match="has that time"):  # it may take place after all
        await move(session, first.number, second.starts_at)
    await session_ends.settle(session, NOON + session_ends.UNDO)
    await move(session, first.number, second.starts_at)

    assert (await coming(session))[0].starts_at == second.starts_at


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (NOON, "has already passed"),
        (NOON + timedelta(days=367), "more than a year away"),
        (FRIDAY, "already"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(
    session: AsyncSession, to: datetime, words: str
) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match=words):
        await move(session, number, to)


async def test_who_moves_what_somebody_else_moved_meanwhile_is_told(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await move(session, number, FRIDAY + DAY)

    with pytest.raises(Refusal, match="Somebody moved"):
        await move(session, number, FRIDAY + 2 * DAY, actor=MODERATOR, was=FRIDAY)
    with pytest.raises(Refusal, match="already"):  # the same button, pressed twice
        await move(session, number, FRIDAY + DAY, was=FRIDAY)


async def test_two_who_move_at_once_do_not_undo_each_other(database: Database) -> None:
    async with database.begin() as session:
        number = (await posted(session)).number

    async def attempt(actor: Actor, to: datetime) -> bool:
        async with database.begin() as session:
            try:
                await move(session, number, to, actor=actor, was=FRIDAY)
            except Refusal:
                return False
            return True

    moved = await asyncio.gather(attempt(HOST, FRIDAY + DAY), attempt(MODERATOR, FRIDAY + 2 * DAY))

    assert sorted(moved) == [False, True]


async def test_all_that_follow_move_with_it_and_keep_their_clock(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)

    done = await move(session, second.number, second.starts_at + DAY, scope=Scope.ALL)

    assert done.count == 3
    assert await starts(session) == [
        FRIDAY,
        *(FRIDAY + DAY + week * WEEK for week in (1, 2, 3)),
    ]
    assert (await coming(session))[1].slot == datetime(2026, 3, 14, 18)  # noqa: DTZ001
    whole = await session.get_one(StudySeries, first.series_id)
    await series.extend(session, whole.id, FRIDAY + timedelta(hours=2))
    assert (await starts(session))[-1] == FRIDAY + DAY + 4 * WEEK


async def test_all_that_follow_may_move_onto_times_that_they_had(session: AsyncSession) -> None:
    first, *_ = await weekly(session)

    await move(session, first.number, FRIDAY + WEEK, scope=Scope.ALL)

    assert await starts(session) == [FRIDAY + week * WEEK for week in (1, 2, 3, 4)]


async def test_all_that_follow_are_not_moved_onto_one_that_stays(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)

    with pytest.raises(Refusal, match=f"#{first.number}"):
        await move(session, second.number, FRIDAY, scope=Scope.ALL)

    assert await starts(session) == [FRIDAY + week * WEEK for week in range(4)]


async def test_one_that_was_moved_alone_comes_back_into_step(session: AsyncSession) -> None:
    first, second, third, _ = await weekly(session)
    await move(session, third.number, third.starts_at + timedelta(hours=3))
    moved = await move(session, second.number, second.starts_at + DAY)

    await move(session, second.number, moved.posted.starts_at, scope=Scope.ALL)

    assert await starts(session) == [
        first.starts_at,
        *(FRIDAY + DAY + week * WEEK for week in (1, 2, 3)),
    ]


async def test_one_that_was_left_out_stays_left_out_when_all_move(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)
    await session_ends.skip(session, GUILD, second.number, HOST, NOON)
    await session_ends.settle(session, NOON + session_ends.UNDO)

    await move(session, first.number, FRIDAY + DAY, scope=Scope.ALL)

    skipped = await study.by_number(session, GUILD, second.number)
    assert skipped.starts_at == FRIDAY + WEEK  # as it was to be when they were told
    assert skipped.slot == datetime(2026, 3, 14, 18)  # noqa: DTZ001
    assert await starts(session) == [FRIDAY + DAY + week * WEEK for week in (0, 2, 3, 4)]


async def test_all_that_follow_stay_on_their_clock_over_a_change_of_it(
    session: AsyncSession,
) -> None:
    first, *_ = await weekly(session, typed="sun 18:00", zone="America/New_York")
    assert await starts(session) == [  # New York has changed its clocks on the 8th
        datetime(2026, 3, day, 22, tzinfo=UTC) for day in (8, 15, 22, 29)
    ]

    await move(session, first.number, datetime(2026, 3, 7, 23, tzinfo=UTC), scope=Scope.ALL)

    assert await starts(session) == [
        datetime(2026, 3, 7, 23, tzinfo=UTC),
        *(datetime(2026, 3, day, 22, tzinfo=UTC) for day in (14, 21, 28)),
    ]


async def test_the_second_of_two_equal_times_is_kept_where_it_was_meant(
    session: AsyncSession,
) -> None:
    """On the first of November half past one comes twice in New York."""
    first, *_ = await weekly(session, typed="sun 18:00", zone="America/New_York")
    second_time = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    await move(session, first.number, second_time, scope=Scope.ALL)

    assert (await starts(session))[:2] == [second_time, second_time + WEEK]


async def test_one_from_before_a_move_is_moved_alone(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)
    await move(session, second.number, second.starts_at + DAY, scope=Scope.ALL)

    with pytest.raises(Refusal, match="move it alone"):
        await move(session, first.number, FRIDAY + DAY, scope=Scope.ALL)
    await move(session, first.number, FRIDAY + DAY)

    assert (await starts(session))[0] == FRIDAY + DAY


async def test_of_a_whole_series_a_host_hears_once(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)
    await say(session, second.number, BEN, Answer.GOING)

    await move(session, first.number, FRIDAY + DAY, actor=MODERATOR, scope=Scope.ALL)

    assert await due(session, session_moves.MOVED, NOON) == [[ANN], [BEN]]


async def test_a_session_that_does_not_repeat_has_none_that_follow(session: AsyncSession) -> None:
    number = (await posted(session)).number

    for act in (
        move(session, number, FRIDAY + DAY, scope=Scope.ALL),
        cancel(session, number, scope=Scope.ALL),
        edit(session, number, scope=Scope.ALL, topic="New"),
    ):
        with pytest.raises(Refusal, match="does not repeat"):
            await act


async def test_a_card_that_waits_for_discord_waits_until_the_new_time(
    session: AsyncSession,
) -> None:
    number = (await posted(session)).number

    await move(session, number, FRIDAY + DAY)

    (card, *_) = await outbox.claim(session, FRIDAY + MINUTE, budget=10)
    assert (card.kind, card.expires_at) == (session_posts.CARD, FRIDAY + DAY)


# Cancelled, left out, and brought back


async def test_those_who_were_coming_hear_of_it_when_it_cannot_be_undone_any_more(
    session: AsyncSession,
) -> None:
    number = (await posted(session)).number
    await say(session, number, BEN, Answer.GOING)
    await say(session, number, CY, Answer.MAYBE)

    done = await cancel(session, number)

    until = NOON + session_ends.UNDO
    assert done.posts == ()
    assert await due(session, session_ends.CANCELLED, until - MINUTE) == []
    assert await due(session, session_ends.CANCELLED, until) == [[BEN, CY]]
    assert await session_ends.settle(session, until - MINUTE) == 0
    assert await session_ends.settle(session, until) == 1
    assert (await row(session, number)).cancel_told_at == until


async def test_undone_it_is_as_if_nothing_had_been(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await say(session, number, BEN, Answer.GOING)
    before = await study.by_number(session, GUILD, number)
    reminded_at = (await row(session, number)).remind_at
    await cancel(session, number)

    done = await undo(session, number, now=NOON + 4 * MINUTE)

    assert (done.posted.stage, done.posted.cancelled) == (Stage.OPEN, None)
    assert done.posted.going == before.going
    assert (await row(session, number)).remind_at == reminded_at is not None
    assert await due(session, session_ends.CANCELLED, FRIDAY) == []
    assert await session_ends.settle(session, FRIDAY) == 0


async def test_after_five_minutes_it_stays_cancelled(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await cancel(session, number)

    with pytest.raises(Refusal, match="cancelled for good"):
        await undo(session, number, now=NOON + session_ends.UNDO)


async def test_what_starts_soon_is_told_at_once_and_not_undone(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await say(session, number, BEN, Answer.GOING)
    soon = FRIDAY - session_ends.SOON

    done = await cancel(session, number, now=soon)

    assert len(done.posts) == 1
    assert await due(session, session_ends.CANCELLED, soon) == [[BEN]]
    with pytest.raises(Refusal, match="cancelled for good"):
        await undo(session, number, now=soon)


async def test_what_a_moderator_cancelled_its_host_cannot_bring_back(
    session: AsyncSession,
) -> None:
    number = (await posted(session)).number
    await cancel(session, number, actor=MODERATOR)

    with pytest.raises(Refusal, match=f"Only <@{MO}>, who cancelled it"):
        await undo(session, number)
    await undo(session, number, actor=Actor(CY, is_moderator=True))

    lines = await audit.recent(session, GUILD, limit=5)
    assert [one.act for one in lines] == ["brought back", "cancelled"]


async def test_a_moderator_says_why_and_the_host_is_told(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match="Say why"):
        await cancel(session, number, actor=Actor(MO, is_moderator=True))
    await cancel(session, number, actor=MODERATOR)

    found = await study.by_number(session, GUILD, number)
    assert found.cancelled is not None
    assert found.cancelled.reason == "ill"
    assert await due(session, session_ends.CANCELLED, NOON + session_ends.UNDO) == [[ANN]]


async def test_it_is_cancelled_once_and_undone_once(session: AsyncSession) -> None:
    number = (await posted(session)).number
    await cancel(session, number)

    with pytest.raises(Refusal, match="cancelled already"):
        await cancel(session, number, actor=MODERATOR)
    await undo(session, number)
    with pytest.raises(Refusal, match="nothing to undo"):
        await undo(session, number)
    await cancel(session, number)
    await undo(session, number)

    assert (await study.by_number(session, GUILD, number)).stage is Stage.OPEN


async def test_a_series_goes_on_behind_one_that_is_left_out(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)
    series_id = first.series_id or 0

    done = await session_ends.skip(session, GUILD, first.number, HOST, NOON)
    held_back = await series.show_next(session, series_id, CHANNEL, NOON)
    await series.extend(session, series_id, NOON)
    before = len(await coming(session))
    await session_ends.settle(session, NOON + session_ends.UNDO)
    await series.extend(session, series_id, NOON + session_ends.UNDO)
    shown = await series.show_next(session, series_id, CHANNEL, NOON + session_ends.UNDO)

    assert done.posted.cancelled is not None
    assert held_back is None  # it may come back, and then it is the next one
    assert before == 3
    assert len(await coming(session)) == 4
    assert shown == session_posts.card_key(second.id)


async def test_one_that_may_come_back_is_not_shown_as_long_as_it_is_off(
    session: AsyncSession,
) -> None:
    first, second, third, _ = await weekly(session)
    series_id, later = first.series_id or 0, NOON + 3 * MINUTE
    await session_ends.skip(session, GUILD, first.number, HOST, NOON)
    await session_ends.skip(session, GUILD, second.number, HOST, later)

    shown: list[str | None] = []
    for now in (NOON + session_ends.UNDO, later + session_ends.UNDO):
        await session_ends.settle(session, now)
        shown.append(await series.show_next(session, series_id, CHANNEL, now))

    assert shown == [None, session_posts.card_key(third.id)]


async def test_only_one_of_a_series_is_left_out(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match="does not repeat"):
        await session_ends.skip(session, GUILD, number, HOST, NOON)


async def test_cancelling_all_that_follow_ends_the_series_and_undo_lets_it_go_on(
    session: AsyncSession,
) -> None:
    first, second, *_ = await weekly(session)
    series_id = first.series_id or 0

    done = await cancel(session, second.number, scope=Scope.ALL)
    left = [one.number for one in await coming(session)]
    running = await series.running(session)
    back = await undo(session, second.number, now=NOON + MINUTE)

    assert (done.count, left, running) == (3, [first.number], [])
    assert back.count == 3
    assert await starts(session) == [FRIDAY + week * WEEK for week in range(4)]
    assert await series.running(session) == [(GUILD, series_id)]


async def test_undoing_the_end_of_a_series_leaves_what_was_left_out_before(
    session: AsyncSession,
) -> None:
    first, second, *_ = await weekly(session)
    await session_ends.skip(session, GUILD, second.number, HOST, NOON)
    await cancel(session, first.number, scope=Scope.ALL, now=NOON + MINUTE)

    await undo(session, first.number, now=NOON + 2 * MINUTE)

    numbers = [one.number for one in await coming(session)]
    assert second.number not in numbers
    assert len(numbers) == 3


async def test_a_series_that_may_still_be_undone_does_not_end_by_itself(
    session: AsyncSession,
) -> None:
    first, *_ = await weekly(session)
    series_id = first.series_id or 0
    for one in await coming(session):
        await session_ends.skip(session, GUILD, one.number, HOST, NOON)

    await series.extend(session, series_id, NOON)

    assert len(await coming(session)) == 0
    assert await series.running(session) == [(GUILD, series_id)]


async def test_a_cancelled_session_frees_its_place_and_undo_asks_for_it_again(
    session: AsyncSession,
) -> None:
    numbers = [(await posted(session)).number for _ in range(10)]
    with pytest.raises(Refusal, match="10 is the most"):
        await posted(session)

    await cancel(session, numbers[0])
    await posted(session)

    with pytest.raises(Refusal, match="10 is the most"):
        await undo(session, numbers[0])
    await undo(session, numbers[0], actor=MODERATOR)


async def test_a_card_that_came_to_nothing_while_it_was_cancelled_is_posted_after_undo(
    session: AsyncSession,
) -> None:
    number = (await posted(session)).number
    await cancel(session, number)
    (card,) = await outbox.claim(session, NOON, budget=1)
    await outbox.give_up(session, card, outbox.State.MOOT, "nothing to say", NOON)

    await undo(session, number)

    (again,) = await outbox.claim(session, NOON, budget=1)
    assert (again.kind, again.payload) == (session_posts.CARD, card.payload)


# Edited


async def test_fewer_seats_than_people_are_refused_with_their_number(
    session: AsyncSession,
) -> None:
    number = (await posted(session, seats=3)).number
    await say(session, number, BEN, Answer.GOING)

    with pytest.raises(Refusal, match="2 are going to"):
        await edit(session, number, seats=1)
    done = await edit(session, number, seats=2)

    assert done.posted.plan.seats == 2


async def test_more_seats_go_to_those_who_wait_and_they_are_told(session: AsyncSession) -> None:
    number = (await posted(session, seats=1)).number
    for one in (BEN, CY):
        await say(session, number, one, Answer.GOING)

    done = await edit(session, number, seats=2)
    all_in = await edit(session, number, seats=None)

    assert (done.posted.going, done.posted.waiting) == ((ANN, BEN), (CY,))
    assert all_in.posted.going == (ANN, BEN, CY)
    assert await due(session, rsvps.PROMOTED, NOON) == [[BEN], [CY]]


async def test_an_edit_of_all_that_follow_reaches_those_that_are_not_made_yet(
    session: AsyncSession,
) -> None:
    first, second, third, _ = await weekly(session)
    await edit(session, third.number, topic="Only this one", description="A word")

    await edit(session, second.number, scope=Scope.ALL, minutes=90, seats=5)
    await series.extend(session, first.series_id or 0, FRIDAY + MINUTE)

    found = await coming(session)
    assert [(one.minutes, one.plan.seats) for one in found] == [(60, None), *[(90, 5)] * 4]
    assert [one.topic for one in found] == ["JWT", "JWT", "Only this one", "JWT", "JWT"]
    assert found[2].plan.description == "A word"


async def test_seats_of_all_that_follow_have_to_be_enough_for_each(session: AsyncSession) -> None:
    first, second, *_ = await weekly(session)
    await say(session, second.number, BEN, Answer.GOING)

    with pytest.raises(Refusal, match=rf"2 are going to \*\*#{second.number}"):
        await edit(session, first.number, scope=Scope.ALL, seats=1)


async def test_an_edit_that_changes_nothing_says_so(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match="You changed nothing"):
        await edit(session, number, topic="JWT", minutes=60)


# Handed over


async def hand_over(
    session: AsyncSession,
    number: int,
    to_id: int,
    *,
    actor: Actor = HOST,
    scope: Scope = Scope.ONE,
) -> Done:
    return await session_acts.hand_over(
        session, GUILD, number, actor, to_id=to_id, scope=scope, ask_in=None, now=NOON
    )


async def test_the_new_host_goes_and_is_told_and_may_do_what_hosts_may(
    session: AsyncSession,
) -> None:
    number = (await posted(session)).number
    (await row(session, number)).host_gone_at = NOON

    done = await hand_over(session, number, BEN)

    assert (done.posted.host_id, done.posted.going) == (BEN, (ANN, BEN))
    assert (await row(session, number)).host_gone_at is None
    assert await due(session, session_acts.HANDED_OVER, NOON) == [[BEN]]
    with pytest.raises(Refusal, match=f"Only <@{BEN}>"):
        await cancel(session, number)
    await cancel(session, number, actor=STRANGER)  # which is Ben, and no stranger any more


async def test_a_host_without_a_seat_gets_none_that_is_not_there(session: AsyncSession) -> None:
    number = (await posted(session, seats=1)).number
    await say(session, number, BEN, Answer.GOING)

    with pytest.raises(Refusal, match="All 1 seats"):
        await hand_over(session, number, BEN)
    await edit(session, number, seats=2)
    done = await hand_over(session, number, BEN)

    assert done.posted.going == (ANN, BEN)


async def test_all_that_follow_have_the_new_host_and_so_has_what_is_made_later(
    session: AsyncSession,
) -> None:
    first, second, *_ = await weekly(session)

    done = await hand_over(session, second.number, BEN, scope=Scope.ALL)
    await series.extend(session, first.series_id or 0, FRIDAY + MINUTE)

    assert done.count == 3
    assert [one.host_id for one in await coming(session)] == [ANN, BEN, BEN, BEN, BEN]


async def test_handing_it_to_its_host_changes_nothing(session: AsyncSession) -> None:
    number = (await posted(session)).number

    with pytest.raises(Refusal, match=r"hosts .* already"):
        await hand_over(session, number, ANN, actor=MODERATOR)


async def test_a_card_that_is_posted_is_marked_and_one_that_is_not_yet_is_not(
    session: AsyncSession,
) -> None:
    first, second, *_ = await weekly(session)
    (post,) = await outbox.claim(session, NOON, budget=1)
    await session_posts.card_sent(session, post, Sent(77))

    assert await session_posts.is_shown(session, await row(session, first.number))
    assert not await session_posts.is_shown(session, await row(session, second.number))
