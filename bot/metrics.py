"""What is counted while the bot runs, for whoever watches it; no ids and no words of anybody's."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from db.outbox import State

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"

# Discord waits three seconds, and asks itself after half of that.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0)


class Outcome(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    FAILED = "failed"


class Metrics:
    """The figures of one bot; two in one process count apart."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "nexus_interactions",
            "Interactions that were answered, by command or road.",
            ["name", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "nexus_interaction_seconds",
            "From an interaction's arrival to the end of its work.",
            ["name"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._posts = Gauge(
            "nexus_outbox_posts",
            "Posts in the outbox, by where they stand.",
            ["state"],
            registry=self._registry,
        )
        self._fates = Counter(
            "nexus_posts_settled",
            "Posts that were sent or given up; the outbox forgets them in time.",
            ["state"],
            registry=self._registry,
        )
        for one in State:
            if one is not State.PENDING:
                self._fates.labels(one.value)  # 0 from the start: the first one is an increase

    def answered(self, name: str | None, outcome: Outcome, seconds: float) -> None:
        """Count an interaction.

        `name` is a command's qualified name, or a road's as the map has it; None for what no
        feature knows, since what arrives in a `custom_id` may be anything.
        """
        known = name or "unknown"
        self._answers.labels(known, outcome.value).inc()
        self._seconds.labels(known).observe(seconds)

    def settled(self, state: State) -> None:
        """Count a post whose fate is known."""
        self._fates.labels(state.value).inc()

    def posts(self, counts: Mapping[str, int]) -> None:
        """How many posts stand where in the outbox."""
        for state, count in counts.items():
            self._posts.labels(state).set(count)

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Show a figure that is read anew whenever somebody looks."""
        Gauge(name, meaning, registry=self._registry).set_function(read)

    def page(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self._registry)
