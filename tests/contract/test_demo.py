"""The demo's whole story sends Discord nothing that it would not take."""

from datetime import datetime

from bot.client import Nexus
from bot.config import Settings
from bot.demo.cohort import gather
from bot.demo.seed import STORY, play
from bot.demo.stage import stage
from tests.contract.check import complaints
from tests.world import NOON, build_bot


async def test_what_the_cohort_did_before_the_demo_opens(
    settings: Settings, no_faults: None
) -> None:
    async with stage(lambda now: build_bot(settings, now), starts_at=NOON - STORY) as env:
        assert isinstance(env.bot, Nexus)
        await play(env, gather(env), until=opening)
        await env.bot.db.close()

    sent = {one.path.split("/")[1] for one in env.http_requests if one.json}
    assert sent >= {"applications", "channels", "interactions", "webhooks"}
    assert complaints(env.http_requests) == []


def opening() -> datetime:
    return NOON
