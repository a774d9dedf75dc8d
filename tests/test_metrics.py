"""The figures say how much and how long, and never who or what."""

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics, Outcome


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
