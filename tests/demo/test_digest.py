"""The digest in the demo: on Monday one, in time, whatever restarts.

Those of the demo's own story are looked at where that is told, in tests/contract/test_demo.py; and
in a browser in test_drive_first_week.py.
"""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from aiohttp.test_utils import unused_port

from bot.client import Nexus
from bot.config import Settings
from bot.demo.cohort import gather
from bot.demo.desk import Desk
from bot.demo.stage import stage
from tests.cogs.qa_acts import DETAILS, TITLE
from tests.world import NOON, build_bot, card

DAY = timedelta(days=1)
IS_DIGEST = "The week at a glance"


@pytest.fixture
async def desk(settings: Settings, no_faults: None) -> AsyncGenerator[Desk]:
    """A demo that opens on a Saturday, with one question, which nobody has answered."""
    async with stage(lambda now: build_bot(settings, now), starts_at=NOON - 2 * DAY) as env:
        assert isinstance(env.bot, Nexus)
        cohort = gather(env)
        amina = cohort["Amina"].actor
        form = await amina.slash(cohort.home, "qa ask")
        asked = {"title": TITLE, "details": DETAILS, "topic": ["Auth & JWT"]}
        await amina.submit_modal(form, asked)
        desk = Desk(env, cohort, framed_by="http://127.0.0.1:1", frame_port=unused_port())
        await desk.start()
        yield desk
        await desk.close()
        await desk.bot.db.close()


def digests_in(desk: Desk) -> list[str]:
    said = [card(one) for one in desk.cohort.home.history(viewer=None)]
    return [one for one in said if IS_DIGEST in one]


async def restart(desk: Desk, settings: Settings) -> None:
    old = desk.bot
    await desk.env.restart_bot(build_bot(settings, desk.env.now))
    await old.db.close()


async def test_days_moved_on_show_the_next_digest_and_a_restart_shows_no_other(
    desk: Desk, settings: Settings
) -> None:
    await desk.leap(DAY)
    on_sunday = digests_in(desk)
    await restart(desk, settings)
    await desk.leap(DAY)

    (on_monday,) = digests_in(desk)
    assert on_sunday == []
    assert "Waiting for an answer" in on_monday
    assert "Late" not in on_monday
    await restart(desk, settings)
    await desk.leap(timedelta(hours=1))
    assert digests_in(desk) == [on_monday]
