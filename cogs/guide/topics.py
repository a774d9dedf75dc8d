"""What the guide is about: a topic for each feature, and what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalogue import Entry
from bot.domain.features import Feature, feature_of


@dataclass(frozen=True, slots=True)
class Topic:
    """`begin` is the command to begin with, and `about` what comes of it, in half a line.

    Its commands are those of its `feature`; else those that begin with one of `roots`.
    """

    key: str
    title: str
    begin: str
    about: str
    feature: Feature | None = None
    roots: tuple[str, ...] = ()
    is_for_moderators: bool = False

    def of(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that belong to it; the one to begin with comes first."""
        mine = [one for one in entries if self.has(one)]
        return sorted(mine, key=lambda one: one.qualified_name != self.begin)

    def has(self, one: Entry) -> bool:
        if self.feature is not None:
            return feature_of(one.qualified_name) is self.feature
        return one.qualified_name.partition(" ")[0] in self.roots


TOPICS = (
    Topic(
        "questions",
        "Questions and answers",
        "qa ask",
        "Get an answer",
        Feature.QUESTIONS,
    ),
    Topic("pairing", "A partner", "pair find", "Find a partner", Feature.PAIRING),
    Topic(
        "contract",
        "The API contract",
        "contract show",
        "Your API",
        Feature.CONTRACT,
    ),
    Topic("reviews", "Code reviews", "review ask", "Show your code", Feature.REVIEWS),
    Topic("sessions", "Study sessions", "session list", "Learn together", Feature.SESSIONS),
    Topic("log", "The learning log", "log add", "What you learned", Feature.LOG),
    Topic(
        "you",
        "You, your data, the cohort",
        "me timezone",
        "Your clock",
        roots=("me", "privacy", "when", "help"),
    ),
    Topic(
        "moderators",
        "For moderators",
        "nexus setup",
        "Set me up",
        roots=("nexus",),
        is_for_moderators=True,
    ),
)


def topic(key: str | None) -> Topic | None:
    return next((one for one in TOPICS if one.key == key), None)


def offered(*, to_moderator: bool) -> Sequence[Topic]:
    return [one for one in TOPICS if to_moderator or not one.is_for_moderators]
