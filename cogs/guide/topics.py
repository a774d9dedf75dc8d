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

    def has(self, one: Entry) -> bool:
        if self.feature is not None:
            return feature_of(one.qualified_name) is self.feature
        return one.qualified_name.partition(" ")[0] in self.roots


TOPICS = (
    Topic(
        "questions",
        "Questions and answers",
        "qa ask",
        "Get an answer from the cohort",
        Feature.QUESTIONS,
    ),
    Topic("pairing", "A partner", "pair find", "Find who builds the other side", Feature.PAIRING),
    Topic(
        "contract",
        "The API contract",
        "contract show",
        "Agree with them on an API",
        Feature.CONTRACT,
    ),
    Topic("reviews", "Code reviews", "review ask", "Have your code read", Feature.REVIEWS),
    Topic("sessions", "Study sessions", "session list", "Learn together", Feature.SESSIONS),
    Topic("log", "Your learning log", "log add", "Keep it, for your README too", Feature.LOG),
    Topic(
        "you",
        "You, your data, the cohort",
        "me timezone",
        "Have your times read as yours",
        roots=("me", "privacy", "when", "help"),
    ),
    Topic(
        "moderators",
        "For moderators",
        "nexus setup",
        "For moderators: set me up",
        roots=("nexus",),
        is_for_moderators=True,
    ),
)


def topic(key: str | None) -> Topic | None:
    return next((one for one in TOPICS if one.key == key), None)


def offered(*, to_moderator: bool) -> Sequence[Topic]:
    return [one for one in TOPICS if to_moderator or not one.is_for_moderators]
