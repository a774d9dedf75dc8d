"""What somebody searches for, as the buttons of its card remember it over a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.domain.text import fit, one_line, units
from bot.domain.words import COMMON
from cogs.qa.asking.forms import Topic

# A custom_id holds a hundred characters; these are left beside the rest.
WORDS_LIMIT = 72


@dataclass(frozen=True, slots=True)
class Sought:
    words: str
    topic: Topic | None = None
    is_solved: bool = False
    """Whether only what is solved is wanted."""

    @classmethod
    def of(cls, args: Sequence[str]) -> Self:
        """What `args` once were; what a later version no longer knows narrows nothing."""
        topic, solved = [*args, "", ""][:2]
        return cls(":".join(args[2:])[:WORDS_LIMIT], _topic(topic), solved == "1")

    @property
    def args(self) -> tuple[str, int, str]:
        return (self.topic.name if self.topic else "", int(self.is_solved), self.words)


def _topic(name: str) -> Topic | None:
    return Topic[name] if name in Topic.__members__ else None


def short(typed: str) -> str:
    """What was typed, or of a pasted error the words that tell most, as far as there is room."""
    line = one_line(typed)
    if units(line) <= WORDS_LIMIT:
        return line
    kept = ""
    for word in dict.fromkeys(line.split()):
        longer = f"{kept} {word}".strip()
        if word.casefold() not in COMMON and units(longer) <= WORDS_LIMIT:
            kept = longer
    return kept or fit(line, WORDS_LIMIT)
