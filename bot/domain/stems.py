"""Cut English words back to their stems, by M. F. Porter's algorithm of 1980.

"paginated" and "pagination" both become "pagin". SQLite's own stemmer does the same to every word;
it stands here because titles are indexed by their stems and as they are, side by side.
"""

import re
from functools import lru_cache

_SHORTEST = 3
_LONGEST = 64
_PLAIN = re.compile(r"[a-z]+")

_RUNS = re.compile("V+C")
_DOUBLE = re.compile(r"([^aeiou])\1\Z")

_SECOND = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "logi": "log",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
}
_THIRD = {
    "icate": "ic",
    "ative": "",
    "alize": "al",
    "iciti": "ic",
    "ical": "ic",
    "ful": "",
    "ness": "",
}
_FOURTH = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent"),
    *("ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"),
)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a word in small letters; anything but plain letters stays as it is."""
    if not (_SHORTEST <= len(word) <= _LONGEST and _PLAIN.fullmatch(word)):
        return word
    word = _plural(word)
    word = _past(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = f"{word[:-1]}i"
    word = _swap(word, _SECOND)
    word = _swap(word, _THIRD)
    return _last_e(_drop(word))


def _shape(word: str) -> str:
    """The word as V for vowels and C for consonants; a "y" after a consonant is a vowel."""
    marked: list[str] = []
    for at, letter in enumerate(word):
        after_consonant = at > 0 and marked[-1] == "C"
        marked.append("V" if letter in "aeiou" or (letter == "y" and after_consonant) else "C")
    return "".join(marked)


def _measure(word: str) -> int:
    """How often consonants follow vowels: Porter's m."""
    return len(_RUNS.findall(_shape(word)))


def _has_vowel(word: str) -> bool:
    return "V" in _shape(word)


def _ends_short(word: str) -> bool:
    """Whether it ends as "hop" does, so that an "e" belongs behind it."""
    return _shape(word)[-3:] == "CVC" and word[-1] not in "wxy"


def _ends(word: str, end: str) -> bool:
    """Whether it ends so, and has more to it."""
    return len(word) > len(end) and word.endswith(end)


def _plural(word: str) -> str:
    if _ends(word, "sses") or _ends(word, "ies"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if _ends(word, "eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for end in ("ed", "ing"):
        if word.endswith(end) and _has_vowel(word[: -len(end)]):
            return _mended(word[: -len(end)])
    return word


def _mended(word: str) -> str:
    """What "-ed" or "-ing" was taken from, with the "e" that it had taken itself."""
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if _DOUBLE.search(word) and word[-1] not in "lsz":
        return word[:-1]
    return f"{word}e" if _measure(word) == 1 and _ends_short(word) else word


def _swap(word: str, ends: dict[str, str]) -> str:
    found = max((end for end in ends if word.endswith(end)), key=len, default=None)
    if found is None:
        return word
    rest = word[: -len(found)]
    return rest + ends[found] if _measure(rest) > 0 else word


def _drop(word: str) -> str:
    found = max((end for end in _FOURTH if word.endswith(end)), key=len, default=None)
    if found is None:
        return word
    rest = word[: -len(found)]
    if _measure(rest) <= 1 or (found == "ion" and not rest.endswith(("s", "t"))):
        return word
    return rest


def _last_e(word: str) -> str:
    if word.endswith("e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _ends_short(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
