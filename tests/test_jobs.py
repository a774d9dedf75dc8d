"""Chores run when they are due, however late, and one that fails is no end of it."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs import Jobs

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class Diary:
    """A chore that notes when it ran; it fails as often as it is told to."""

    def __init__(self, clock: Clock, *, failures: int = 0) -> None:
        self.clock = clock
        self.failures = failures
        self.minutes: list[float] = []

    async def __call__(self) -> None:
        self.minutes.append((self.clock() - NOON) / MINUTE)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the disk is full")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(clock: Clock) -> Jobs:
    return Jobs(clock)


async def tick(jobs: Jobs, clock: Clock, *minutes: float) -> None:
    """A tick at each of these minutes past noon."""
    for one in minutes:
        clock.at = NOON + one * MINUTE
        await jobs.run_due()


async def test_a_chore_runs_at_the_first_tick_and_then_at_every_pause(
    jobs: Jobs, clock: Clock
) -> None:
    diary = Diary(clock)
    jobs.every(2 * MINUTE, diary, name="water the plants")

    await tick(jobs, clock, 0, 1, 1.9, 2, 3, 4)

    assert diary.minutes == [0, 2, 4]


async def test_a_late_tick_catches_up_once_and_the_pause_begins_anew(
    jobs: Jobs, clock: Clock
) -> None:
    diary = Diary(clock)
    jobs.every(MINUTE, diary, name="water the plants")

    await tick(jobs, clock, 0, 60, 60.5, 61)

    assert diary.minutes == [0, 60, 61]


async def test_a_failing_chore_is_logged_runs_again_and_keeps_nobody_waiting(
    jobs: Jobs, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    failing, other = Diary(clock, failures=1), Diary(clock)
    jobs.every(MINUTE, failing, name="water the plants")
    jobs.every(MINUTE, other, name="feed the cat")

    with caplog.at_level(logging.ERROR):
        await tick(jobs, clock, 0, 1)

    assert failing.minutes == other.minutes == [0, 1]
    assert [one.getMessage() for one in caplog.records] == [
        "chore water the plants failed; it will run again"
    ]


async def test_a_dropped_chore_does_not_run_again(jobs: Jobs, clock: Clock) -> None:
    diary = Diary(clock)
    jobs.every(MINUTE, diary, name="water the plants")
    await tick(jobs, clock, 0)

    jobs.drop("water the plants")
    jobs.drop("a chore that never was")
    await tick(jobs, clock, 1)

    assert diary.minutes == [0]


async def test_a_chore_dropped_by_the_one_before_it_does_not_run(jobs: Jobs, clock: Clock) -> None:
    diary = Diary(clock)

    async def tidy_up() -> None:
        jobs.drop("water the plants")

    jobs.every(MINUTE, tidy_up, name="tidy up")
    jobs.every(MINUTE, diary, name="water the plants")
    await tick(jobs, clock, 0)

    assert diary.minutes == []


async def test_a_chore_that_still_runs_is_not_started_beside_itself(
    jobs: Jobs, clock: Clock
) -> None:
    diary = Diary(clock)

    async def slow() -> None:
        await diary()
        if len(diary.minutes) == 1:
            await tick(jobs, clock, 5)  # the next ticks find it at work

    jobs.every(MINUTE, slow, name="water the plants")
    await tick(jobs, clock, 0)
    await tick(jobs, clock, 6)

    assert diary.minutes == [0, 6]


async def test_a_reloaded_chore_takes_the_old_ones_place_and_no_other_does(
    jobs: Jobs, clock: Clock
) -> None:
    old, new = Diary(clock), Diary(clock)
    jobs.every(MINUTE, old, name="water the plants")
    await tick(jobs, clock, 0)

    with pytest.raises(ValueError, match="water the plants"):
        jobs.every(MINUTE, new, name="water the plants")
    jobs.drop("water the plants")
    jobs.every(MINUTE, new, name="water the plants")
    await tick(jobs, clock, 0.5)

    assert (old.minutes, new.minutes) == ([0], [0.5])


async def test_a_slow_chore_keeps_no_other_waiting_and_is_waited_for_at_the_end(
    jobs: Jobs,
) -> None:
    other_ran, may_go_on = asyncio.Event(), asyncio.Event()
    finished: list[str] = []

    async def slow() -> None:
        await may_go_on.wait()
        finished.append("the plants")

    async def quick() -> None:
        other_ran.set()

    jobs.every(MINUTE, slow, name="water the plants")
    jobs.every(MINUTE, quick, name="feed the cat")
    jobs.start()
    await asyncio.wait_for(other_ran.wait(), timeout=30)
    may_go_on.set()
    await jobs.finish()

    assert finished == ["the plants"]


async def test_stopping_what_never_started_is_fine(jobs: Jobs) -> None:
    jobs.stop()
    await jobs.finish()
