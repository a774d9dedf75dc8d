"""Decide whether a new question may be about a problem that is solved: by how alike they read.

Both are taken apart into runs of three letters, of which a misspelt word keeps most. Titles that
share most of theirs are alike; so are questions whose details say what the solved one says too.
Each makes up for what the other lacks. Only writing is compared, not meaning: the same problem in
other words is not seen, and bench/look_alikes.toml says how much was tried to see it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What a likeness has to reach; chosen on the tuning part of bench/look_alikes.toml.
THRESHOLD = 0.79
# In a longer text most runs of letters occur by chance.
_LONGEST_DETAILS = 600
_RUN = 3
# As if there were so many more runs that are not shared: a few letters prove nothing.
_DOUBT = 4
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A question as the runs of letters in its title and its details."""

    title: frozenset[str]
    details: frozenset[str]


def sketch(title: str, details: str) -> Sketch:
    return Sketch(runs(title), runs(details[:_LONGEST_DETAILS]))


def runs(text: str) -> frozenset[str]:
    """Every three letters in a row, where a blank is a letter and other signs are blanks."""
    letters = f" {_SIGNS.sub(' ', text.casefold()).strip()} "
    return frozenset([letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1)])


def likeness(new: Sketch, solved: Sketch) -> float:
    """From 0 to 1: how well the titles fit, or else what is new is told in the solved one."""
    lengths = len(new.title) + len(solved.title) + _DOUBT
    titles = 2 * len(new.title & solved.title) / lengths
    details = len(new.details & solved.details) / (len(new.details) + _DOUBT)
    return 1 - (1 - titles) * (1 - details)


def look_alikes(
    new: Sketch,
    solved: Iterable[tuple[int, Sketch]],
    *,
    limit: int,
    threshold: float = THRESHOLD,
) -> list[int]:
    """The keys of those that may be the same problem, the likeliest and newest first."""
    scored = sorted(((likeness(new, one), key) for key, one in solved), reverse=True)
    return [key for score, key in scored if score >= threshold][:limit]
