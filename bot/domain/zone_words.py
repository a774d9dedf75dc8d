"""Read the zone that people name behind a time: `Nairobi`, `(EAT)`, or `CST`, which may be two."""

import re

from bot.domain import zones
from bot.domain.errors import Refusal
from bot.domain.text import escape

_UNTIL = re.compile(r"(?:[-\u2013\u2014]|to\b|till?\b|until\b)")
# What people call the clock of several places, and mean by it in winter and summer alike. Chosen
# are those with many speakers or learners: CST is not meant for Cuba, nor EST for Panama, nor BST
# for Bougainville. Where the places' clocks agree on a moment, nobody is asked which one is meant.
SHARED = {
    "est": ("America/New_York",),
    "edt": ("America/New_York",),
    "cst": ("America/Chicago", "Asia/Shanghai"),
    "cdt": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),  # the latter has no summer time
    "mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles", "Asia/Manila", "Asia/Karachi"),
    "pdt": ("America/Los_Angeles",),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),  # the second as for Phoenix
}


def meant(said: str) -> tuple[str, ...]:
    """All that the words may mean: nothing where none were said, else one zone or several."""
    if not said:
        return ()
    if _UNTIL.match(said):
        raise Refusal("Say how long it lasts instead of when it ends, like `fri 18:00 for 90m`.")
    found = _found(name(said))
    if not found:
        raise Refusal(
            f"I don't know the time zone \u201c{escape(name(said))}\u201d. Name a city such as"
            " Lagos or Nairobi, or leave it out to use your own."
        )
    return found


def is_known(said: str) -> bool:
    return not said or bool(_found(name(said)) or _UNTIL.match(said))


def name(said: str) -> str:
    """The zone's name without the words around it."""
    return said.removeprefix("in ").removesuffix(" time")


def _found(named: str) -> tuple[str, ...]:
    known = zones.known(named)
    return SHARED.get(named) or ((known,) if known else ())
