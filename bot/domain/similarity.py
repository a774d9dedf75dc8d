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
from bot.domain.words import COMMON, Word, tokens, words

# What a candidate has to reach; chosen on the tuning part of bench/look_alikes.toml.
THRESHOLD = 3.7
# How much it counts to be the nearest by the index, which knows what is rare in this guild.
_NEARNESS = 3
_PLAIN, _OTHER, _SUBJECT, _TROUBLE = 3, 8, 10, 16

# More of a long text, as of pasted code and logs, would only blur what the question is about.
_LONGEST_BODY = 1500
_MOST_MEANINGS = 48
# A shorter word is one letter away from too many others.
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True, slots=True)
class Sketch:
    """A question as tokens for the index: what its title and its body mean, and in which words.

    `words` has only the stems that are no meaning themselves.
    """

    title: frozenset[str]
    body: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that the index found; `nearness` is above 0, in whatever measure."""

    key: int
    sketch: Sketch
    nearness: float


def sketch(title: str, body: str) -> Sketch:
    body = body[:_LONGEST_BODY]
    in_title = frozenset(islice(meanings(title), _MOST_MEANINGS))
    in_body = frozenset(islice(dict.fromkeys(meanings(body)), _MOST_MEANINGS)) - in_title
    typed = (one for one in tokens(f"{title} {body}") if one not in COMMON)
    stems = frozenset(islice(dict.fromkeys(map(stem, typed)), 2 * _MOST_MEANINGS))
    return Sketch(in_title, in_body, stems - in_title - in_body)


def most_telling(new: Sketch, most: int) -> list[str]:
    """By what to look for others like it, what tells most first."""
    weights = _weights()
    every = new.title | new.body | new.words
    in_turn = sorted(every, key=lambda one: (-weights.get(one, _OTHER), one))
    telling = [one for one in in_turn if weights.get(one, _OTHER) > _PLAIN] or in_turn
    return telling[:most]


def look_alikes(
    new: Sketch, candidates: Iterable[Candidate], *, limit: int, threshold: float = THRESHOLD
) -> list[int]:
    """The keys of the candidates that may be the same problem, the likeliest and newest first."""
    found = list(candidates)
    nearest = max((one.nearness for one in found), default=0)
    scored = (
        (_NEARNESS * one.nearness / nearest + likeness(new, one.sketch), one.key) for one in found
    )
    return [key for score, key in sorted(scored, reverse=True) if score >= threshold][:limit]


def likeness(one: Sketch, other: Sketch) -> float:
    """From -2 to 2: how much of one question the other says too, and whether the trouble is one."""
    mine, theirs = one.title | one.body, other.title | other.body
    fewest = min(_weight(mine), _weight(theirs))
    if not fewest:
        return 0.0
    common = mine & theirs
    troubles, others = mine & _troubles(), theirs & _troubles()
    # Troubles that one has in its title, and the other nowhere.
    strange = len(((one.title - theirs) | (other.title - mine)) & _troubles())
    score = _weight(common) / fewest - min(strange, 3) / 2
    if troubles and others:
        shared = len(troubles & others)
        score += shared / min(len(troubles), len(others)) if shared else -0.5
    return score


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
