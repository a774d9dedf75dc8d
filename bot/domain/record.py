"""The record of what moderators did: of which kind an act is, and how a change reads in it."""

from enum import StrEnum

from bot.domain.text import fit, one_line

REASON_LIMIT = 300  # of all that a line says beside who did what
_VALUE = 60
NOTHING = "none"


class Kind(StrEnum):
    """The feature that an act was about."""

    QUESTIONS = "questions"
    SESSIONS = "sessions"
    PAIRS = "pairs"
    REVIEWS = "reviews"
    DIGEST = "digest"
    CALENDAR = "calendar"
    ANNOUNCEMENTS = "announcements"
    READMES = "readmes"
    KNOWLEDGE = "knowledge"
    SETUP = "setup"

    @property
    def label(self) -> str:
        return _LABELS.get(self, self.capitalize())


_LABELS = {Kind.READMES: "READMEs", Kind.KNOWLEDGE: "Knowledge base", Kind.SETUP: "Set-up"}


def change(before: object, after: object, *, what: str = "") -> str:
    """`day: Monday → Friday`; what is not there reads as "none"."""
    said = f"{_value(before)} → {_value(after)}"
    return f"{what}: {said}" if what else said


def _value(one: object) -> str:
    return fit(one_line(str(one)), _VALUE) if one not in (None, "") else NOTHING
