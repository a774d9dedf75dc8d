"""Find the words in what people type, code words among them, as the search index keeps them.

Both sides, what is indexed and what is looked for, go through here. A token is made of the letters
a to z and digits alone: whatever was typed, nothing that a database could take for syntax is left.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Raise it with any change that makes other tokens: what is indexed is then indexed anew.
VERSION = 1

# A whole thought fits; beyond it lies only work for nothing.
LONGEST_TEXT = 20_000
_LONGEST_CHUNK = 60

_APOSTROPHES = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
# What stands between blanks, quotes and brackets; "+", "#", ".", "/" and the like may belong to it.
_CHUNKS = re.compile(r"[^\s()\[\]{}<>\"'`\u2018-\u201f,;=!?|\\\x00-\x1f]+")
# A sentence's marks at the edges are no part of a word, but C++, C#, .env and __init__ keep theirs.
_LEADING = "-*:@#/~&+%^$\u2026"
_TRAILING = ".-*:@/~&%^$\u2026"
# "useEffect" is two words and "APIView" too, but "OAuth2" and "JWTs" are one each.
_PARTS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_JOINED = re.compile(r"[^\W_]+(?:[-_][^\W_]+)+")
_UNSAFE = re.compile(r"[^a-z0-9]")

_IN_EVERY_TEXT = """
a about after all also am an and any are as at be been but by can cant could did do does doesnt
dont for from get gets getting give gives given had has have he her here his how i id if im in
instead into is isnt it its just like make makes me my need no not now of on one only or our out
over put same say says she should so some still than that the their them then there they this to
too try up use used using very want wants was way we were what when where which while who why
will with without work works would yet you your
"""
# They tell none from another; looked for only where there is nothing else.
COMMON = frozenset(_IN_EVERY_TEXT.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was typed: `parts` are its plain words, `whole` is the token of all of it.

    `select_related` has the parts "select" and "related" and the whole "selectrelated". Where the
    signs tell it from its parts, as in `C++` or `.env`, it is `is_marked`. A plain word is its own
    only part.
    """

    parts: tuple[str, ...]
    whole: str
    is_marked: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.parts if self.whole in self.parts else (*self.parts, self.whole)


def words(text: str) -> Iterator[Word]:
    """The words of `text`, in order."""
    for chunk in _CHUNKS.findall(_APOSTROPHES.sub("", _plain(text[:LONGEST_TEXT]))):
        word = _word(chunk)
        if word is not None:
            yield word


def tokens(text: str) -> Iterator[str]:
    for word in words(text):
        yield from word.tokens


def _plain(text: str) -> str:
    """`text` without accents and other marks, and each letter in its usual form."""
    if text.isascii():
        return text
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in taken_apart if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 15)
def _word(chunk: str) -> Word | None:
    chunk = chunk.lstrip(_LEADING).rstrip(_TRAILING)[:_LONGEST_CHUNK]
    parts = tuple(safe(part) for run in _PARTS.findall(chunk) for part in _HUMPS.split(run) if part)
    if chunk == "" or not parts:
        return None
    if _PARTS.fullmatch(chunk) or _JOINED.fullmatch(chunk):
        return Word(parts, safe(chunk.replace("-", "").replace("_", "")))
    return Word(parts, safe(chunk), is_marked=True)


def safe(word: str) -> str:
    """`word` in letters and digits alone; other signs are spelt out, so that none is lost."""
    return _UNSAFE.sub(lambda sign: f"x{ord(sign[0]):x}", word.casefold())
