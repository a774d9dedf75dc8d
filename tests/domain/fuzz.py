"""Strings that nobody would type, and the same ones each time: they must do no harm."""

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from tests.domain.phrases import PHRASES

GRAMMAR = """
    today tonight tomorrow yesterday fri friday mondays tues next this on at @ in for to until ago
    6 18:00 6pm 18h30 18:00:30 12 am p.m. noon midnight o'clock 90m 1h30 1.5h 2 hours hour days an
    half 9999 weeks month year 24:00 a march 29 feb 2028 2026-03-06 2026/03/06 9999-12-31 0001-01-01
    4/12 25/12/2026 04-12 13/13 0/0 99/99 the of th Lagos UTC IST est (CST) time z t T18:00Z
    <t:1:F> <t:99999999999> <t:1772805600:R> <t: every each other daily weekly monthly weekday
    weekends mon,wed mon-fri and & x8 8x times until 20 Dec - ( ) , . : / ! ? 1 01 001 0 99
"""
ODD = "\u0663 \u00b2 \u0130 \u00df \ufb03 \u200b \u200d \u2013 \u0301 \ud800 \U0001f44b"
WORDS = (*GRAMMAR.split(), *ODD.split())
# What may stand in each place of a moment, and of what comes again.
MOMENT = (
    "|on |tomorrow|fri|next tues|march 29|29/2|4/12/2026|04-12|9999-12-31|0001-01-01|sun 3 jan",
    "|6|at 12|18:00|0:30|@6pm|noon|midnight|in 2 hours|in a month|<t:1772805600:R>|99|24:00",
    "||Lagos|(EAT)|CST|IST|in new york time|Z|Pacific/Apia|nowhere|to 19:00",
    "|||for 90m|for 1h30|for 1.5 hours|for 9999 weeks|for|90",
)
REPEATED = (
    "|every 2 weeks|weekdays|every other fri|monthly|each day|mon-fri|every 0 days|biweekly",
    "|||on mon, thu|on weekends|and sat|on the 5th",
    "|x8|1 times|until 31/12|until 9999-12-31|until fri|for 9999 months|for 0 weeks|until 4/12",
)
LETTERS = string.ascii_lowercase + string.digits * 2 + " :.-/,<>()@'" * 2


@dataclass(frozen=True, slots=True)
class Fuzzed:
    kind: str
    """How it was made."""
    text: str


def fuzzed(count: int = 10_000, seed: int = 20260302) -> Iterator[Fuzzed]:
    """So many strings, of each kind as many: the same ones for the same seed."""
    chance = random.Random(seed)
    made = islice(cycle(KINDS.items()), count)
    return (Fuzzed(kind, make(chance)) for kind, make in made)


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))


def _moment(chance: random.Random) -> str:
    return _parts(chance, MOMENT)


def _repetition(chance: random.Random) -> str:
    return _parts(chance, REPEATED)


def _parts(chance: random.Random, places: Sequence[str]) -> str:
    """Mostly in their order."""
    parts = [chance.choice(place.split("|")) for place in places]
    if chance.random() < 0.2:
        chance.shuffle(parts)
    return " ".join(one for one in parts if one)


def _run_together(chance: random.Random) -> str:
    return "".join(chance.choices((*WORDS, " "), k=chance.randint(1, 16)))


def _letters(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randint(0, 70)))


def _again(chance: random.Random) -> str:
    """What makes a pattern go back and try again, about as long as is allowed."""
    before, word, after = chance.choices((*WORDS, ""), k=3)
    gap = chance.choice(["", " ", ","])
    again = gap.join([word] * (chance.randint(30, 70) // (len(word + gap) or 1)))
    return gap.join((before, again, after))


def _changed(chance: random.Random) -> str:
    typed = [*chance.choice(PHRASES)]
    for _ in range(chance.randint(1, 2)):
        at = chance.randint(0, len(typed))
        typed[at : at + chance.randint(0, 2)] = chance.choices(LETTERS, k=chance.randint(0, 2))
    return "".join(typed)


def _unicode(chance: random.Random) -> str:
    """Of all planes, lone surrogates among them; every second character is of the first ones."""
    return "".join(
        chr(chance.randrange(chance.choice((0x250, 0x110000))))
        for _ in range(chance.randint(0, 80))
    )


def _long(chance: random.Random) -> str:
    """A phrase among more than anybody may send, some of it invisible."""
    blank = chance.choice((" ", "\n", "9", "for ", "<t:", *ODD.split()))
    return (
        blank * chance.randint(1, 2000) + chance.choice(PHRASES) + blank * chance.randint(1, 2000)
    )


KINDS: dict[str, Callable[[random.Random], str]] = {
    "words of the grammar": _words,
    "parts of a moment": _moment,
    "parts of a repetition": _repetition,
    "words run together": _run_together,
    "letters": _letters,
    "a word repeated": _again,
    "a phrase changed": _changed,
    "any Unicode": _unicode,
    "a phrase far too long": _long,
}
