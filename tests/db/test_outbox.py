"""The outbox through anything that may happen: claims, crashes, retries, refusals, ends."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import backlog, outbox, parking
from db.engine import Database
from db.outbox import Post, State
from db.tables import Outbox

T = TypeVar("T")

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUILD = 1
FINAL = set(State) - {State.PENDING}

channels = st.integers(1, 3)
places = st.integers(0, 9)


class Life(RuleBasedStateMachine):
    """A process that claims, tries and settles, and that may die at any moment.

    What it holds in memory (`held`) is gone when it dies; Discord (`posted`) remembers.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.now = START
        self.enqueued: dict[str, datetime] = {}
        self.held: list[Post] = []
        self.final: dict[int, str] = {}
        self.expired: list[int] = []

    def teardown(self) -> None:
        self.run(self.database.close())
        self.runner.close()

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def write(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def transaction() -> T:
            async with self.database.begin() as session:
                return await act(session)

        return self.run(transaction())

    def rows(self) -> list[Outbox]:
        async def read() -> list[Outbox]:
            async with self.database.read() as session:
                return list(await session.scalars(select(Outbox).order_by(Outbox.id)))

        return self.run(read())

    def take(self, at: int) -> Post:
        return self.held.pop(at % len(self.held))

    @rule(key=st.integers(0, 20), channel=channels, due_in=st.integers(-60, 600))
    def enqueue(self, key: int, channel: int, due_in: int) -> None:
        due_at = self.now + timedelta(seconds=due_in)
        is_new = self.write(
            lambda session: outbox.enqueue(
                session,
                GUILD,
                channel,
                kind="note",
                dedupe_key=str(key),
                payload={"key": key},
                due_at=due_at,
                expires_at=due_at + timedelta(minutes=20),
            )
        )
        assert is_new is (str(key) not in self.enqueued)
        self.enqueued.setdefault(str(key), due_at)

    @rule(budget=st.integers(1, 5))
    def claim(self, budget: int) -> None:
        before = {row.id: row for row in self.rows()}
        claimed = self.write(lambda session: outbox.claim(session, self.now, budget=budget))

        assert len(claimed) <= budget
        assert [one.due_at for one in claimed] == sorted(one.due_at for one in claimed)
        for post in claimed:
            row = before[post.id]
            assert row.state == State.PENDING
            assert row.due_at <= self.now < row.expires_at
            assert row.lease_until is None or row.lease_until <= self.now
            assert row.retry_at is None or row.retry_at <= self.now
        # Whoever holds a row whose lease has ended may no longer begin it.
        ids = {one.id for one in claimed}
        self.held = [one for one in self.held if one.id not in ids] + claimed

    @precondition(lambda self: self.held)
    @rule(at=places)
    def discord_takes_it(self, at: int) -> None:
        post = self.take(at)
        self.write(lambda session: outbox.sent(session, post, 100 + post.id, self.now))

    @precondition(lambda self: self.held)
    @rule(at=places, is_unsure=st.booleans(), pause=st.integers(1, 120))
    def it_is_put_off(self, at: int, pause: int, *, is_unsure: bool) -> None:
        post = self.take(at)
        until = self.now + timedelta(seconds=pause)
        self.write(
            lambda session: outbox.put_off(session, post, "503", until=until, is_unsure=is_unsure)
        )
        row = self.row(post)
        if row.state == State.PENDING:
            assert (row.first_try_at == post.unsure_since) or is_unsure
            assert row.retry_at == until

    @precondition(lambda self: self.held)
    @rule(at=places)
    def its_channel_refuses_it(self, at: int) -> None:
        post = self.take(at)
        until = self.now + timedelta(seconds=2)

        async def refuse(session: AsyncSession) -> None:
            await outbox.put_off(session, post, "403", until=until, is_unsure=False)
            await parking.refused(session, post, self.now)

        self.write(refuse)

    @precondition(lambda self: self.held)
    @rule(at=places)
    def it_is_not_tried(self, at: int) -> None:
        post = self.take(at)
        self.write(lambda session: outbox.release(session, post))
        row = self.row(post)
        if row.state == State.PENDING:
            assert (row.attempts, row.first_try_at) == (post.attempts, post.unsure_since)

    @precondition(lambda self: self.held)
    @rule(at=places, state=st.sampled_from((State.DEAD, State.UNSURE, State.MOOT)))
    def it_is_given_up(self, at: int, state: State) -> None:
        post = self.take(at)
        self.write(lambda session: outbox.give_up(session, post, state, "why", self.now))

    @rule()
    def the_process_dies(self) -> None:
        self.held = []

    @rule(seconds=st.sampled_from((1, 30, 61, 300, 3700)))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def expire(self) -> None:
        lost = self.write(lambda session: outbox.expire(session, self.now))
        self.expired += [one.id for one in lost]

    def row(self, post: Post) -> Outbox:
        return next(row for row in self.rows() if row.id == post.id)

    @invariant()
    def no_row_is_lost_and_what_is_final_stays_so(self) -> None:
        rows = self.rows()
        assert {row.dedupe_key for row in rows} == set(self.enqueued)
        for row in rows:
            if row.id in self.final:
                assert row.state == self.final[row.id]
            if row.state in FINAL:
                self.final[row.id] = row.state
                assert row.settled_at is not None
                assert row.lease_until is None
        assert sorted(self.expired) == [row.id for row in rows if row.state == State.EXPIRED]

    @invariant()
    def what_is_counted_is_what_is_there(self) -> None:
        async def read() -> dict[State, int]:
            async with self.database.read() as session:
                return await backlog.counts(session)

        assert sum(self.run(read()).values()) == len(self.enqueued)


def test_no_row_is_lost_and_none_is_tried_again_once_it_is_final(
    migrated: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    is_long = bool(pytestconfig.getoption("--long"))
    copies = (tmp_path / f"{number}.db" for number in range(10**9))

    def begin() -> Life:
        return Life(Path(shutil.copy(migrated, next(copies))))

    run_state_machine_as_test(
        begin,  # pyright: ignore[reportArgumentType] - any factory will do
        settings=settings(
            max_examples=2000 if is_long else 15,
            stateful_step_count=60 if is_long else 30,
            derandomize=not is_long,
            suppress_health_check=[HealthCheck.too_slow],
            print_blob=True,
        ),
    )


async def enqueue(session: AsyncSession, key: str, channel_id: int = 1) -> None:
    await outbox.enqueue(
        session,
        GUILD,
        channel_id,
        kind="note",
        dedupe_key=key,
        payload={},
        due_at=START,
        expires_at=START + timedelta(days=1),
    )


async def test_a_post_of_a_transaction_that_failed_is_none(database: Database) -> None:
    async def fail() -> None:
        async with database.begin() as session:
            await enqueue(session, "one")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    async with database.begin() as session:
        assert await outbox.claim(session, START, budget=9) == []


async def test_two_who_claim_at_once_never_have_the_same_row(database: Database) -> None:
    async with database.begin() as session:
        for number in range(30):
            await enqueue(session, str(number))

    async def claim() -> list[int]:
        async with database.begin() as session:
            return [one.id for one in await outbox.claim(session, START, budget=7)]

    claimed = [one for part in await asyncio.gather(*(claim() for _ in range(5))) for one in part]

    assert sorted(claimed) == sorted(set(claimed))
    assert len(claimed) == 30


async def test_a_lease_ends_by_itself(session: AsyncSession) -> None:
    await enqueue(session, "one")
    [first] = await outbox.claim(session, START, budget=9)

    soon, later = START + outbox.LEASE / 2, START + outbox.LEASE

    assert await outbox.claim(session, soon, budget=9) == []
    [again] = await outbox.claim(session, later, budget=9)
    assert again.id == first.id
    assert again.unsure_since == START  # nobody knows what became of the first try


async def test_whoever_comes_late_changes_nothing_that_is_final(session: AsyncSession) -> None:
    await enqueue(session, "one")
    [post] = await outbox.claim(session, START, budget=9)
    assert await outbox.sent(session, post, 100, START)

    assert not await outbox.sent(session, post, 101, START)
    await outbox.give_up(session, post, State.DEAD, "400", START)
    await outbox.put_off(session, post, "503", until=START, is_unsure=True)

    counts = await backlog.counts(session)
    assert {state for state, count in counts.items() if count} == {State.SENT}
    assert await outbox.claim(session, START + timedelta(hours=1), budget=9) == []


async def refuse(session: AsyncSession, times: int, at: datetime = START) -> list[datetime | None]:
    told: list[datetime | None] = []
    for _ in range(times):
        at += timedelta(seconds=5)
        [post] = await outbox.claim(session, at, budget=1)
        await outbox.put_off(session, post, "403", until=at, is_unsure=False)
        told.append(await parking.refused(session, post, at))
    return told


async def test_the_third_refusal_in_a_row_parks_a_channel_and_is_news_once(
    session: AsyncSession,
) -> None:
    await enqueue(session, "one")
    parked_at = START + timedelta(seconds=15)
    until = parked_at + parking.PARKED_FOR

    assert await refuse(session, 3) == [None, None, until]
    assert await outbox.claim(session, until - timedelta(seconds=1), budget=9) == []
    assert await refuse(session, 1, until) == [None]


async def test_a_post_that_is_taken_ends_the_row_of_refusals(session: AsyncSession) -> None:
    await enqueue(session, "one")
    await refuse(session, 2)
    at = START + timedelta(minutes=1)
    [post] = await outbox.claim(session, at, budget=1)
    await outbox.sent(session, post, 100, at)
    await enqueue(session, "two")

    assert await refuse(session, 2, at) == [None, None]


async def test_a_parked_channel_holds_up_no_other(session: AsyncSession) -> None:
    await enqueue(session, "one")
    await refuse(session, 3)
    await enqueue(session, "two", channel_id=2)

    [post] = await outbox.claim(session, START + timedelta(minutes=1), budget=9)

    assert post.channel_id == 2


async def test_the_oldest_that_waits_is_told_but_not_for_a_parked_channel(
    session: AsyncSession,
) -> None:
    await enqueue(session, "one")
    assert await backlog.waiting(session, START) == [backlog.Waiting(GUILD, 1, START)]

    await refuse(session, 3)

    assert await backlog.waiting(session, START + timedelta(minutes=1)) == []


async def test_troubles_are_the_guilds_own_and_are_forgotten_after_a_week(
    session: AsyncSession,
) -> None:
    await enqueue(session, "one")
    [post] = await outbox.claim(session, START, budget=1)
    await outbox.give_up(session, post, State.DEAD, "400", START)

    now = await backlog.troubles(session, GUILD, START)
    later = await backlog.troubles(session, GUILD, START + backlog.REMEMBERED)
    beyond = await backlog.troubles(session, GUILD + 1, START)

    assert [one.state for one in now.lost] == [State.DEAD]
    assert later == beyond == backlog.Troubles()


async def test_a_fate_is_forgotten_in_the_end_and_what_waits_never_is(
    session: AsyncSession,
) -> None:
    await enqueue(session, "sent")
    [post] = await outbox.claim(session, START, budget=1)
    await outbox.sent(session, post, 7, START)
    await enqueue(session, "waits")

    async def kept() -> list[str]:
        return list(await session.scalars(select(Outbox.dedupe_key).order_by(Outbox.id)))

    await outbox.forget(session, START)
    assert await kept() == ["sent", "waits"]
    await outbox.forget(session, START + timedelta(seconds=1))
    assert await kept() == ["waits"]


async def test_those_who_wait_get_their_own_rows_first(session: AsyncSession) -> None:
    for key in ("a", "b", "c"):
        await enqueue(session, key)

    [post] = await outbox.claim(session, START, budget=9, keys=["b"])

    assert await outbox.claim(session, START, budget=9, keys=["b", "none"]) == []
    assert post.id not in [one.id for one in await outbox.claim(session, START, budget=9)]


async def test_what_moved_is_sent_where_it_moved_to(session: AsyncSession) -> None:
    await enqueue(session, "one", channel_id=1)
    [post] = await outbox.claim(session, START, budget=1)

    await outbox.move(session, post, 2)

    [moved] = await outbox.claim(session, START, budget=1)
    assert (moved.id, moved.channel_id, moved.unsure_since) == (post.id, 2, None)
