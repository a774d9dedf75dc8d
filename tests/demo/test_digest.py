"""The digest in the demo's story: each Monday one, in time, whatever restarts."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import pytest
from aiohttp.test_utils import unused_port

from bot.client import Nexus
from bot.config import Settings
from bot.demo.cohort import Cohort, gather
from bot.demo.desk import Desk
from bot.demo.seed import STORY, play
from bot.demo.stage import stage
from tests.world import NOON, build_bot, card


def opening() -> datetime:
    return NOON


def digests_in(cohort: Cohort) -> list[str]:
    said = [card(one) for one in cohort.home.history(viewer=None)]
    return [one for one in said if "The week at a glance" in one]


@pytest.fixture
async def desk(settings: Settings, no_faults: None) -> AsyncGenerator[Desk]:
    """The demo as it opens, on a Monday at noon."""
    async with stage(lambda now: build_bot(settings, now), starts_at=NOON - STORY) as env:
        assert isinstance(env.bot, Nexus)
        cohort = gather(env)
        await play(env, cohort, until=opening)
        desk = Desk(env, cohort, framed_by="http://127.0.0.1:1", frame_port=unused_port())
        await desk.start()
        yield desk
        await desk.close()
        await desk.bot.db.close()


async def test_a_week_moved_on_shows_the_next_digest_and_a_restart_shows_no_other(
    desk: Desk, settings: Settings
) -> None:
    in_the_story = digests_in(desk.cohort)
    await desk.leap(timedelta(days=3))
    old = desk.bot
    await desk.env.restart_bot(build_bot(settings, desk.env.now))
    await old.db.close()
    await desk.leap(timedelta(days=4))

    after = digests_in(desk.cohort)
    assert len(in_the_story) == 2  # of the Mondays before, the second on the opening's own day
    assert len(after) == 3
    assert "Waiting for an answer" in after[-1]
    assert not any("Late" in one for one in after)
    await desk.leap(timedelta(hours=1))
    assert digests_in(desk.cohort) == after
