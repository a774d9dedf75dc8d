"""Whether the next cohort may read what a member wrote, and under which name."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text import fit, one_line

_NAME_LIMIT = 32  # as long as Discord lets a name be


class Publishing(StrEnum):
    """What a member said to it; who was not asked has said nothing, which is no."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NO = "no"


ALLOWED = (Publishing.NAMED, Publishing.UNNAMED)


@dataclass(frozen=True, slots=True)
class Consent:
    """`name` is the very name that is printed, as the member saw it when they said yes.

    It is kept because nobody can be asked for it where a site is made: Nexus knows members by
    their numbers, and a name of today may be one that they never agreed to.
    """

    publishing: Publishing
    name: str = ""


def printed(name: str) -> str:
    """A member's name as it may be printed."""
    return fit(one_line(name), _NAME_LIMIT) or "a member"
