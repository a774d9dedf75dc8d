"""A study session through anything that may happen, told beside a much simpler story of it."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import reminders
from bot.domain.errors import Refusal
from bot.domain.reminders import Offset
from bot.domain.seats import Answer
from db import rsvps, session_clock, session_drafts, session_posts, study
from db.engine import Database
from db.plans import Plan
from db.recaps import RECAP
from db.rsvps import PROMOTED
from db.session_clock import REMINDER
from db.study import Posted, Stage
from db.tables import Base, Outbox

T = TypeVar("T")

# To shorten a story that failed takes minutes: a share of the suite tells it as it was.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUILD, CHANNEL, HOST = 1, 2, 100
MINUTE, UNDO = timedelta(minutes=1), timedelta(minutes=5)

people = st.integers(101, 104)
wishes = st.sampled_from((Answer.GOING, Answer.MAYBE, Answer.CANT))
words = st.lists(st.tuples(people, wishes, st.booleans()), min_size=2, max_size=8)
seats = st.none() | st.integers(1, 3)
places = st.integers(0, 9)
offsets = st.frozensets(st.sampled_from(Offset))
Key = tuple[int, datetime, int]
"""A session, when it starts, and how long before that is reminded of it."""


@dataclass(slots=True)
class Told:
    """A session as it has to be."""

    id: int
    number: int
    seats: int | None
    starts_at: datetime
    offsets: frozenset[Offset]
    clock_at: datetime
    """Until when its reminders are seen to."""
    going: list[int] = field(default_factory=lambda: [HOST])
    maybe: list[int] = field(default_factory=list[int])
    waiting: list[int] = field(default_factory=list[int])
    promoted: list[int] = field(default_factory=list[int])
    cancelled_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + 60 * MINUTE

    def say(self, who: int, wish: Answer) -> None:
        is_kept = wish is Answer.GOING and (who in self.going or who in self.waiting)
        if is_kept or (wish is Answer.MAYBE and who in self.maybe):
            return
        for one in (self.going, self.maybe, self.waiting):
            if who in one:
                one.remove(who)
        if wish is Answer.MAYBE:
            self.maybe.append(who)
        elif wish is Answer.GOING:
            is_free = self.seats is None or len(self.going) < self.seats
            (self.going if is_free else self.waiting).append(who)
        self.fill()

    def fill(self) -> None:
        while self.waiting and (self.seats is None or len(self.going) < self.seats):
            self.promoted.append(self.waiting.pop(0))
            self.going.append(self.promoted[-1])

    def remind(self, now: datetime) -> Mapping[Key, set[int]]:
        """What falls due until now, and who hears of it."""
        found: dict[Key, set[int]] = {}
        for one in self.offsets:
            moment = self.starts_at - one * MINUTE
            if self.clock_at < moment <= now and (who := self._whom(one)):
                found[self.id, self.starts_at, one] = who
        self.clock_at = now
        return found

    def _whom(self, offset: Offset) -> set[int]:
        if offset is Offset.HOUR:
            return {*self.going, *self.maybe}
        return {*self.going, HOST} if offset is Offset.START and self.going else {*self.going}


class Story(RuleBasedStateMachine):
    """Every act takes a second; `tick` is what the chores do, and time may pass without it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.now = START
        self.told: list[Told] = []
        self.reminded: dict[Key, set[int]] = {}

    def teardown(self) -> None:
        self.run(self.database.close())
        self.runner.close()

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def write(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        self.now += timedelta(seconds=1)

        async def transaction() -> T:
            async with self.database.begin() as session:
                return await act(session)

        return self.run(transaction())

    def read(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def transaction() -> T:
            async with self.database.read() as session:
                return await act(session)

        return self.run(transaction())

    def at(self, place: int) -> Told:
        return self.told[place % len(self.told)]

    def hear(self, found: Mapping[Key, set[int]]) -> None:
        """A moment that was told of once is not told of again, if it comes back."""
        self.reminded = {**found, **self.reminded}

    # What people do

    @initialize(offsets=offsets)
    def begin(self, offsets: frozenset[Offset]) -> None:
        """There is always one that is full, and one of which everybody is reminded."""
        self.create(2, offsets, 1500)
        self.create(None, reminders.ALL, 90)
        for who in (101, 102, 103):
            self._say(self.told[0], who, Answer.GOING, is_asked=False)
        self._say(self.told[1], 101, Answer.GOING, is_asked=False)
        self._say(self.told[1], 102, Answer.MAYBE, is_asked=False)

    @precondition(lambda self: len(self.told) < 4)
    @rule(seats=seats, offsets=offsets, minutes=st.sampled_from((5, 61, 90, 1500)))
    def create(self, seats: int | None, offsets: frozenset[Offset], minutes: int) -> None:
        async def post(session: AsyncSession) -> Posted:
            draft = await session_drafts.draft(
                session,
                GUILD,
                HOST,
                plan=Plan("JWT", seats=seats, reminders=offsets),
                typed_when=f"in {minutes} minutes",
                zone="UTC",
                now=self.now,
            )
            return await session_drafts.post(
                session, GUILD, HOST, draft.id, channel_id=CHANNEL, held_in=None, now=self.now
            )

        made = self.write(post)
        self.told.append(
            Told(made.id, made.number, seats, made.starts_at, offsets, clock_at=self.now)
        )

    @rule(
        place=places,
        words=st.lists(st.tuples(people, wishes, st.booleans()), min_size=2, max_size=8),
    )
    def rush(self, place: int, words: list[tuple[int, Answer, bool]]) -> None:
        for who, wish, is_asked in words:
            self._say(self.at(place), who, wish, is_asked=is_asked)

    def _say(self, one: Told, who: int, wish: Answer, *, is_asked: bool) -> None:
        """By the card, or where they were asked whether they still come."""

        async def said(session: AsyncSession) -> rsvps.Word:
            if is_asked and wish is Answer.GOING:
                return await rsvps.confirm(session, GUILD, one.number, who, self.now)
            return await rsvps.say(session, GUILD, one.number, who, wish=wish, now=self.now)

        try:
            self.write(said)
        except Refusal:
            assert not self._may_say(one, wish)
        else:
            assert self._may_say(one, wish)
            one.say(who, wish)

    def _may_say(self, one: Told, wish: Answer) -> bool:
        last = one.ends_at if wish is Answer.CANT else one.starts_at
        return one.cancelled_at is None and self.now < last

    # What the host does

    @rule(place=places, seats=seats)
    def change_the_seats(self, place: int, seats: int | None) -> None:
        """To no fewer than are taken."""
        one = self.at(place)
        one.seats = seats and max(seats, len(one.going))

        async def changed(session: AsyncSession) -> None:
            row = await study.row(session, GUILD, one.number)
            row.seats = one.seats
            await session_posts.touch(session, row, self.now)
            await rsvps.fill(session, GUILD, one.number, self.now)

        self.write(changed)
        one.fill()

    @rule(place=places, minutes=st.sampled_from((2, 60, 100, 1440, 3000)))
    def move(self, place: int, minutes: int) -> None:
        """What is not over is moved to a full hour or minute to come, it may be the one before."""
        one = self.at(place)
        if one.cancelled_at is not None or one.ends_at <= self.now:
            return

        async def moved(session: AsyncSession) -> None:
            row = await study.row(session, GUILD, one.number)
            row.starts_at = self.now.replace(second=0) + minutes * MINUTE
            session_posts.rearm(row, self.now)
            await session_posts.touch(session, row, self.now)

        self.write(moved)
        one.starts_at, one.clock_at = self.now.replace(second=0) + minutes * MINUTE, self.now

    @rule(place=places, offsets=offsets)
    def choose_reminders(self, place: int, offsets: frozenset[Offset]) -> None:
        one = self.at(place)

        async def chosen(session: AsyncSession) -> Posted:
            return await session_clock.set_reminders(
                session,
                GUILD,
                one.number,
                HOST,
                is_moderator=False,
                offsets=offsets,
                now=self.now,
            )

        try:
            self.write(chosen)
        except Refusal:
            assert one.cancelled_at is not None or one.starts_at <= self.now
        else:
            self.hear(one.remind(self.now))
            one.offsets = offsets

    @rule(place=places)
    def cancel_or_undo(self, place: int) -> None:
        one = self.at(place)
        if one.ends_at <= self.now:
            return
        if one.cancelled_at is not None and self.now > one.cancelled_at + UNDO:
            return
        is_undone = one.cancelled_at is not None

        async def change(session: AsyncSession) -> None:
            row = await study.row(session, GUILD, one.number)
            row.stage = Stage.OPEN if is_undone else Stage.CANCELLED
            row.cancelled_at = None if is_undone else self.now
            await session_posts.touch(session, row, self.now)

        self.write(change)
        one.cancelled_at = None if is_undone else self.now

    # What time does

    @rule(minutes=st.sampled_from((0, 1, 4, 30, 700)))
    def time_passes(self, minutes: int) -> None:
        """And nobody looks at the clock: the bot is down."""
        self.now += minutes * MINUTE

    @rule(minutes=st.sampled_from((0, 1, 4, 30, 700)))
    def tick(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.write(self._chores)
        assert self.read(lambda session: session_clock.due(session, self.now)) == []
        for one in self.told:
            if one.cancelled_at is None:
                self.hear(one.remind(self.now))

    async def _chores(self, session: AsyncSession) -> None:
        for due in await session_clock.due(session, self.now):
            await session_clock.claim(session, due.guild_id, due.id, self.now)
        for guild_id, session_id in await session_clock.over(session, self.now):
            await session_clock.settle(session, guild_id, session_id, self.now)
        await session_clock.forget(session, self.now)

    @rule(place=places, who=people, is_tick=st.booleans())
    def crash(self, place: int, who: int, *, is_tick: bool) -> None:
        """The process dies right before its transaction ends: nothing of it has happened."""
        number, before = self.at(place).number, self.rows()

        async def die(session: AsyncSession) -> None:
            if is_tick:
                await self._chores(session)
            else:
                wish = Answer.CANT
                await rsvps.say(session, GUILD, number, who, wish=wish, now=self.now)
            raise RuntimeError

        with pytest.raises((RuntimeError, Refusal)):
            self.write(die)
        assert self.rows() == before

    # What always holds

    def rows(self) -> dict[str, Any]:
        async def every(session: AsyncSession) -> dict[str, Any]:
            return {
                table.name: (await session.execute(select(table))).all()
                for table in Base.metadata.sorted_tables
            }

        return self.read(every)

    def posts(self, kind: str) -> Sequence[Mapping[str, Any]]:
        async def found(session: AsyncSession) -> Sequence[str]:
            which = select(Outbox.payload).where(Outbox.kind == kind).order_by(Outbox.id)
            return (await session.scalars(which)).all()

        return [json.loads(payload) for payload in self.read(found)]

    @invariant()
    def seats_are_never_exceeded_and_those_who_wait_are_served_in_order(self) -> None:
        async def stored(session: AsyncSession) -> list[Posted]:
            return [await study.by_number(session, GUILD, one.number) for one in self.told]

        seats_told = self.posts(PROMOTED)
        for one, posted in zip(self.told, self.read(stored), strict=True):
            assert one.seats is None or len(posted.going) <= one.seats
            assert {*posted.going} == {*one.going}
            assert {*posted.maybe} == {*one.maybe}
            assert list(posted.waiting) == one.waiting
            told = [who for post in seats_told if post["id"] == one.id for who in post["people"]]
            assert told == one.promoted

    @invariant()
    def each_is_reminded_once_of_each_and_nobody_who_does_not_go_then(self) -> None:
        told: dict[Key, list[int]] = {}
        for post in self.posts(REMINDER):
            key = post["id"], datetime.fromisoformat(post["starts_at"]), post["offset"]
            told[key] = told.get(key, []) + post["people"]
        assert all(len({*who}) == len(who) for who in told.values())
        assert {key: {*who} for key, who in told.items()} == self.reminded

    @invariant()
    def what_is_over_is_told_of_once(self) -> None:
        of = [post["id"] for post in self.posts(RECAP)]
        assert len(of) == len({*of})


def test_seats_waiting_lists_and_reminders_are_right_whatever_happens(
    migrated: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """A share of it runs with the suite; `--long` runs two thousand lives of sixty acts."""
    is_long = bool(pytestconfig.getoption("--long"))
    copies = (tmp_path / f"{number}.db" for number in range(10**9))

    def begin() -> Story:
        return Story(Path(shutil.copy(migrated, next(copies))))

    run_state_machine_as_test(
        begin,  # pyright: ignore[reportArgumentType] - any factory will do
        settings=settings(
            max_examples=2000 if is_long else 12,
            stateful_step_count=60 if is_long else 20,
            derandomize=not is_long,
            phases=PHASES if is_long else PHASES[:2],
            suppress_health_check=[HealthCheck.too_slow],
            print_blob=True,
        ),
    )
