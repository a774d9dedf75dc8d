"""What newcomers are told: what to do next, and one command to click."""

from collections.abc import Callable

from bot.domain.features import Feature

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

# (what is good to know, what its command leads to, the command)
_HINTS = {
    Feature.QUESTIONS: (
        "**First time here?** Once an answer solves your question, press **Accept** on it.",
        "Who waits for help:",
        "qa unanswered",
    ),
    Feature.PAIRING: (
        "**First time here?** The more you say of yourself, the better you are matched.",
        "Your profile:",
        "pair profile",
    ),
    Feature.SESSIONS: (
        "**First time here?** Press **Going** on a session, and I remind you of it.",
        "So that I read times as yours:",
        "me timezone",
    ),
    Feature.LOG: (
        "**First time here?** A line a day is enough: your README is made of it.",
        "See yours:",
        "log readme",
    ),
    Feature.REVIEWS: (
        "**First time here?** Whoever reviews somebody else's code learns as well.",
        "What waits for you:",
        "review list",
    ),
    Feature.CONTRACT: (
        "**First time here?** Write down what you agree on: your partner hears of each change.",
        "Begin with an endpoint:",
        "contract add",
    ),
}


def hint(feature: Feature, mention: Mention) -> str:
    known, leads, command = _HINTS[feature]
    return f"{known}\n{leads} {mention(command)}"
