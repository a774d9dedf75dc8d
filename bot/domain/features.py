"""What members come to Nexus for, and which commands and buttons belong to which of it."""

import re
from enum import StrEnum


class Feature(StrEnum):
    """A member's hints are kept as a set of these, packed by `bot.domain.bits`: only append."""

    QUESTIONS = "questions"
    PAIRING = "pairing"
    SESSIONS = "sessions"
    LOG = "log"
    REVIEWS = "reviews"
    CONTRACT = "contract"


# By the first word of a command, or of a road.
_ROOMS = {
    "qa": Feature.QUESTIONS,
    "pair": Feature.PAIRING,
    "pairing": Feature.PAIRING,
    "session": Feature.SESSIONS,
    "study": Feature.SESSIONS,
    "log": Feature.LOG,
    "readme": Feature.LOG,
    "review": Feature.REVIEWS,
    "contract": Feature.CONTRACT,
}
# What stands in the menu of a message or a member has a name that people read.
_MENUS = {
    "Ask as question": Feature.QUESTIONS,
    "Mark as answer": Feature.QUESTIONS,
    "Save to my log": Feature.LOG,
    "Invite to pair": Feature.PAIRING,
    "Invite to session": Feature.SESSIONS,
}
_FIRST_WORD = re.compile(r"[ :]")


def feature_of(name: str) -> Feature | None:
    """Whose the command (`qa ask`, `Save to my log`) or the road (`qa:accept`) is."""
    return _MENUS.get(name) or _ROOMS.get(_FIRST_WORD.split(name, maxsplit=1)[0])
