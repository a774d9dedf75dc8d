"""Work in a process of its own: what comes back, and what is told when nothing does."""

import asyncio
import json
import logging
import os
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.matching import Candidate, History, Track
from bot.domain.replays import draw_packed, unpack_round
from bot.domain.rounds import draw
from bot.drawing import draw_apart
from bot.workers import WorkFailed, in_process

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_what_the_work_makes_of_a_text_comes_back() -> None:
    assert (
        await in_process("tests.work:shout", "grüße, 你好\n" * 50_000) == "GRÜSSE, 你好\n" * 50_000
    )


async def test_a_round_is_drawn_there_as_it_is_here() -> None:
    tracks = (Track.FRONTEND, Track.BACKEND)
    queue = [Candidate(one, tracks[one % 2], "Job Board", NOON) for one in range(1, 8)]

    drawn = await draw_apart(queue, History(), 5, NOON)

    assert drawn.round == draw(queue, History(), 5, NOON)
    assert unpack_round(draw_packed(drawn.pool), queue) == drawn.round


async def test_the_process_imports_little_more_than_the_work() -> None:
    names = json.loads(await in_process("tests.work:imported", ""))

    assert not {"discord", "sqlalchemy", "aiohttp", "pydantic", "numpy", "scipy"} & {*names}


async def test_it_is_the_same_code_wherever_the_bot_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bot", "json", "tests"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert await in_process("tests.work:shout", "hello") == "HELLO"


async def test_what_goes_wrong_is_told_by_kind_and_place_and_never_in_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(WorkFailed) as failed:
        await in_process("tests.work:refuse", "the words of a member")

    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "ValueError" in record.message
    assert "in refuse" in record.message
    assert "member" not in record.message + str(failed.value)


async def test_a_process_that_dies_is_told_by_its_code(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WorkFailed, match=r"tests.work:die failed \(-\d+\)"):
        await in_process("tests.work:die", "")

    assert "tests.work:die failed" in caplog.text


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def heard(pipe: Path, hung: asyncio.Event, loop: asyncio.AbstractEventLoop) -> str:
    """All that the other end says; it ends when the other end is gone."""
    with pipe.open(encoding="utf-8") as end:
        first = end.readline()
        loop.call_soon_threadsafe(hung.set)
        return first + end.read()


async def test_work_that_takes_too_long_is_ended_and_the_next_is_done(
    pipe: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WorkFailed, match=r"took more than 0\.2 s"):
        await in_process("tests.work:hang", str(pipe), seconds=0.2)

    assert "was ended" in caplog.text
    with pytest.raises(WorkFailed, match="failed"):
        await in_process("tests.work:hang", str(tmp_path))


async def test_nothing_is_left_running_when_nobody_waits_any_more(pipe: Path) -> None:
    hung = asyncio.Event()
    hearing = asyncio.create_task(asyncio.to_thread(heard, pipe, hung, asyncio.get_running_loop()))
    work = asyncio.create_task(in_process("tests.work:hang", str(pipe)))
    await hung.wait()

    work.cancel()

    assert await hearing == "here\n"
    with pytest.raises(asyncio.CancelledError):
        await work


async def test_the_same_work_is_done_one_after_another() -> None:
    told = await asyncio.gather(*(in_process("tests.work:moments", "") for _ in range(3)))

    spans: list[tuple[float, float]] = sorted(tuple(json.loads(one)) for one in told)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
