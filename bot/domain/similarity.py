"""Decide whether two questions ask about the same problem, however each of them is worded.

Words alone don't tell: whoever has the same problem may name it in other words, and most of the
same words may name another problem. So both are first brought to meanings (`lexicon`), misspelt
words included. Then it counts how much of each is said in the other, and above all whether the
trouble is the same: "runs twice" and "never runs" are two problems of one Celery task.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from bot.domain import lexicon
from bot.domain.stems import stem
from bot.domain.words import COMMON, Word, words

# Chosen on the tuning half of bench/look_alikes.toml, as are the weights below.
THRESHOLD = 2.0

_PLAIN, _OTHER, _SUBJECT, _TROUBLE = 3, 8, 10, 16

# More of a long text, as of pasted code and logs, would only blur what the question is about.
_LONGEST_BODY = 1500
_MOST_MEANINGS = 48
# A shorter word is one letter away from too many others.
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True, slots=True)
class Sketch:
    """The meanings in a question, as tokens for the index: `title` in its title, `text` in all."""

    title: frozenset[str]
    text: frozenset[str]


def sketch(title: str, body: str) -> Sketch:
    in_title = frozenset(islice(meanings(title), _MOST_MEANINGS))
    in_body = frozenset(islice(dict.fromkeys(meanings(body[:_LONGEST_BODY])), _MOST_MEANINGS))
    return Sketch(in_title, in_title | in_body)


def likeness(new: Sketch, old: Sketch) -> float:
    """How likely it is that both ask about one problem; from `THRESHOLD` on, worth a look."""
    common = _weight(new.text & old.text)
    if common == 0:
        return 0.0
    mine, theirs = _weight(new.text), _weight(old.text)
    troubles, known = new.text & _troubles(), old.text & _troubles()
    shared = len(troubles & known)
    fewest = min(len(troubles), len(known))
    # Troubles that one has in its title, and the other nowhere.
    strange = len(((new.title - old.text) | (old.title - new.text)) & _troubles())
    return (
        _share(new.title, old.text)
        + _share(old.title, new.text)
        + common / min(mine, theirs)
        + common / (mine + theirs - common)
        + (shared / fewest if fewest else 0)
        - min(strange, 3) / 2
    )


def look_alikes(new: Sketch, candidates: Iterable[tuple[int, Sketch]], *, limit: int) -> list[int]:
    """The keys of the candidates that may be the same problem, the likeliest first."""
    scored = [(likeness(new, old), key) for key, old in candidates]
    fitting = sorted((-score, -key) for score, key in scored if score >= THRESHOLD)
    return [-key for _, key in fitting[:limit]]


def most_telling(new: Sketch, most: int) -> list[str]:
    """By what to look for others like it: the title's meanings first, and what tells most first."""
    weights = _weights()
    in_turn = sorted(
        new.text, key=lambda one: (one not in new.title, -weights.get(one, _OTHER), one)
    )
    telling = [one for one in in_turn if weights.get(one, _OTHER) > _PLAIN] or in_turn
    return telling[:most]


def meanings(text: str) -> Iterator[str]:
    """What the words of `text` mean, in order: names of the lexicon, else the words' stems."""
    known = _phrases()
    found = [*words(text)]
    spelt = [_spelt(word) for word in found]
    stems = [stem(one) for one in spelt]
    at = 0
    while at < len(found):
        for length in range(min(known.longest.get(stems[at], 1), len(found) - at), 1, -1):
            name = known.names.get(tuple(stems[at : at + length]))
            if name is not None:
                yield name
                at += length
                break
        else:
            name = known.words.get(spelt[at]) or known.words.get(stems[at])
            yield from (name,) if name else _alone(found[at], stems[at])
            at += 1


def _alone(word: Word, stemmed: str) -> Iterator[str]:
    """What a word means that is in no phrase: itself, and what its parts mean."""
    if word.whole in COMMON:
        return
    yield stemmed
    if len(word.parts) > 1:
        known = _phrases().words
        yield from (known[key] for part in word.parts if (key := stem(part)) in known)


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    """How much of `some` is among the others, from 0 to 1."""
    whole = _weight(some)
    return _weight(some & others) / whole if whole else 0.0


def _weight(some: Iterable[str]) -> int:
    """What these tell together; whole numbers, whose sum is the same in any order."""
    weights = _weights()
    return sum(weights.get(one, _OTHER) for one in some)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The names in the lexicon: by a phrase's stems, and by a single word as it is and its stem.

    `longest` is the length of the longest phrase that begins with a stem.
    """

    names: dict[tuple[str, ...], str]
    words: dict[str, str]
    longest: dict[str, int]


@cache
def _phrases() -> _Phrases:
    known = _Phrases({}, {}, {})
    stems: dict[str, str] = {}
    for name, phrases in _lines(lexicon.SUBJECTS, lexicon.TROUBLES):
        for phrase in phrases:
            typed = [word.whole for word in words(phrase)]
            first, *rest = (stem(one) for one in typed)
            if rest:
                known.names[(first, *rest)] = name
                known.longest[first] = max(known.longest.get(first, 0), len(typed))
            else:
                known.words[typed[0]] = name
                stems.setdefault(first, name)
    known.words.update((key, name) for key, name in stems.items() if key not in known.words)
    return known


def _lines(*blocks: str) -> Iterator[tuple[str, Sequence[str]]]:
    for line in "".join(blocks).splitlines():
        if line:
            name, _, phrases = line.partition(": ")
            yield _named(name), phrases.split(", ")


def _named(name: str) -> str:
    """A token that no word of a text becomes: `words.safe` spells no sign as x0."""
    return f"x0{name}"


@cache
def _troubles() -> frozenset[str]:
    return frozenset(name for name, _ in _lines(lexicon.TROUBLES))


@cache
def _weights() -> dict[str, int]:
    """What a meaning tells; a word that is in no line of the lexicon tells `_OTHER`."""
    plain = {stem(word): _PLAIN for word in lexicon.PLAIN.split()}
    subjects = {name: _SUBJECT for name, _ in _lines(lexicon.SUBJECTS)}
    return plain | subjects | dict.fromkeys(_troubles(), _TROUBLE)


@lru_cache(maxsize=1 << 14)
def _spelt(word: Word) -> str:
    """The word as it should be spelt, where it is one letter away from one of the lexicon."""
    typed = word.whole
    if word.is_marked or len(typed) < _SHORTEST_MISSPELT or not typed.isalpha():
        return typed
    spellings = _spellings()
    if stem(typed) in spellings.stems:
        return typed
    near = {one for hole in _holes(typed) for one in spellings.by_hole.get(hole, ())}
    return min(
        near,
        key=lambda one: (one[0] != typed[0], sorted(one) != sorted(typed), one),
        default=typed,
    )


@dataclass(frozen=True, slots=True)
class _Spellings:
    """The words of the lexicon, by what is left of each when one letter is missing."""

    stems: frozenset[str]
    by_hole: dict[str, list[str]]


@cache
def _spellings() -> _Spellings:
    every = {
        token
        for _, phrases in _lines(lexicon.SUBJECTS, lexicon.TROUBLES)
        for phrase in phrases
        for word in words(phrase)
        for token in word.tokens
    } | {*lexicon.PLAIN.split(), *COMMON}
    known = sorted(one for one in every if len(one) >= _SHORTEST_MISSPELT and one.isalpha())
    by_hole: dict[str, list[str]] = {}
    for one in known:
        for hole in _holes(one):
            by_hole.setdefault(hole, []).append(one)
    return _Spellings(frozenset(map(stem, every)), by_hole)


def _holes(word: str) -> set[str]:
    """The word, and the word without each one of its letters.

    Two words share one of these where a letter is missing, too many, another, or has changed
    places with its neighbour.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
