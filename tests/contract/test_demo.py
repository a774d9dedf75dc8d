"""The demo's whole story: it has its digests, and sends Discord nothing that it would not take."""

from datetime import datetime

from bot.client import Nexus
from bot.config import Settings
from bot.demo.cohort import gather
from bot.demo.seed import STORY, play
from bot.demo.stage import stage
from tests.contract.check import complaints
from tests.demo.test_digest import IS_DIGEST
from tests.world import NOON, build_bot, card


async def test_what_the_cohort_did_before_the_demo_opens(
    settings: Settings, no_faults: None
) -> None:
    async with stage(lambda now: build_bot(settings, now), starts_at=NOON - STORY) as env:
        assert isinstance(env.bot, Nexus)
        cohort = gather(env)
        await play(env, cohort, until=opening)
        await env.bot.db.close()
        said = [card(one) for one in cohort.home.history(viewer=None)]

    sent = {one.path.split("/")[1] for one in env.http_requests if one.json}
    assert sent >= {"applications", "channels", "interactions", "webhooks"}
    assert complaints(env.http_requests) == []
    # Of the Mondays before, the second on the opening's own day.
    digests = [one for one in said if IS_DIGEST in one]
    assert len(digests) == 2
    assert not any("Late" in one for one in digests)


def opening() -> datetime:
    return NOON
