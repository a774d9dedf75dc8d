"""The figures say how much and how long, and never who or what."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import notices
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.metrics import Metrics, Outcome
from bot.replies import whisper
from bot.roads import Press, Roads
from db import backlog, outbox
from db.outbox import State
from tests.guards import forge
from tests.world import World


def figure(metrics: Metrics, figure: str, /, **labels: str) -> float | None:
    """What the page says; None where it has no such line."""
    for family in text_string_to_metric_families(metrics.page().decode()):
        for one in family.samples:
            if (one.name, one.labels) == (figure, labels):
                return one.value
    return None


def test_answers_are_counted_by_name_and_outcome() -> None:
    metrics = Metrics()
    metrics.answered("qa ask", Outcome.OK, 0.02)
    metrics.answered("qa ask", Outcome.OK, 0.2)
    metrics.answered("qa ask", Outcome.REFUSED, 0.02)
    metrics.answered("qa:accept", Outcome.FAILED, 4)

    counted = "nexus_interactions_total"
    assert figure(metrics, counted, name="qa ask", outcome="ok") == 2
    assert figure(metrics, counted, name="qa ask", outcome="refused") == 1
    assert figure(metrics, counted, name="qa:accept", outcome="failed") == 1
    lasted = "nexus_interaction_seconds"
    assert figure(metrics, f"{lasted}_bucket", name="qa ask", le="0.025") == 2
    assert figure(metrics, f"{lasted}_count", name="qa ask") == 3
    assert figure(metrics, f"{lasted}_bucket", name="qa:accept", le="3.0") == 0
    assert figure(metrics, f"{lasted}_sum", name="qa:accept") == 4


def test_what_no_feature_knows_is_counted_without_its_name() -> None:
    metrics = Metrics()

    metrics.answered(None, Outcome.REFUSED, 0.01)

    assert figure(metrics, "nexus_interactions_total", name="unknown", outcome="refused") == 1


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()

    one.answered("qa ask", Outcome.OK, 0.02)

    assert figure(other, "nexus_interactions_total", name="qa ask", outcome="ok") is None


def test_a_watched_figure_is_read_when_somebody_looks() -> None:
    metrics = Metrics()
    level = 1.0
    metrics.watch("nexus_level", "How high it is.", lambda: level)

    first = figure(metrics, "nexus_level")
    level = 2.0

    assert (first, figure(metrics, "nexus_level")) == (1.0, 2.0)


mood = Roads("mood")


@mood("well")
async def well(interaction: NexusInteraction, _: Press) -> None:
    await whisper(interaction, "All is well.")


@mood("no")
async def no(_: NexusInteraction, __: Press) -> None:
    raise Refusal("Not today. Try tomorrow.")


@mood("broken")
async def broken(_: NexusInteraction, __: Press) -> None:
    raise ValueError("broken")


@pytest.mark.parametrize(
    ("custom_id", "name", "outcome"),
    [
        ("mood:well:998877665544", "mood:well", "ok"),
        ("mood:no:998877665544", "mood:no", "refused"),
        ("mood:broken:998877665544", "mood:broken", "failed"),
        ("my-canary-words:998877665544", "unknown", "refused"),
    ],
)
async def test_a_press_is_counted_by_its_road_alone(
    world: World, caplog: pytest.LogCaptureFixture, custom_id: str, name: str, outcome: str
) -> None:
    ada = world.member("Ada")
    world.bot.roads.add(mood)

    await forge.press(ada, world.home, custom_id)
    await world.env.settle()
    caplog.clear()  # the fault was asked for

    counted = figure(world.bot.metrics, "nexus_interactions_total", name=name, outcome=outcome)
    assert counted == 1
    assert b"998877665544" not in world.bot.metrics.page()
    assert b"canary" not in world.bot.metrics.page()


async def test_a_command_is_counted_by_its_name(world: World) -> None:
    ada = world.member("Ada")

    await ada.slash(world.home, "me timezone", zone="Africa/Lagos")
    await ada.slash(world.home, "me timezone", zone="nowhere")
    await world.env.settle()

    counted = "nexus_interactions_total"
    assert figure(world.bot.metrics, counted, name="me timezone", outcome="ok") == 1
    assert figure(world.bot.metrics, counted, name="me timezone", outcome="refused") == 1


async def queue(world: World, key: str, lasts: timedelta) -> None:
    now = world.env.now()
    async with world.bot.db.begin() as session:
        await outbox.enqueue(
            session,
            world.guild.id,
            world.home.id,
            kind=notices.KIND,
            dedupe_key=key,
            payload={"about": notices.About.GONE, "channel_id": world.home.id},
            due_at=now,
            expires_at=now + lasts,
        )


async def test_what_became_of_posts_is_counted_for_good(world: World) -> None:
    settled = "nexus_posts_settled_total"
    at_first = figure(world.bot.metrics, settled, state="expired")
    await queue(world, "too late", timedelta(seconds=1))
    await world.wait(timedelta(minutes=1))
    await queue(world, "in time", timedelta(hours=1))
    await world.wait(timedelta(minutes=1))

    for _ in range(2):  # the outbox forgets what is a month old
        await world.wait(timedelta(days=31))
    async with world.bot.db.read() as session:
        left = await backlog.counts(session)

    assert (left[State.EXPIRED], left[State.SENT]) == (0, 0)
    assert at_first == 0
    assert figure(world.bot.metrics, settled, state="expired") == 1
    assert figure(world.bot.metrics, settled, state="sent") == 1
