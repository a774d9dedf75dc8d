"""Stems in Python are the stems that SQLite's own stemmer makes."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.stems import stem

ENDS = (
    *("", "s", "es", "ies", "sses", "ed", "eed", "ing", "ation", "ational", "ness", "fulness"),
    *("iveness", "ly", "alli", "ousli", "ize", "izer", "ative", "iciti", "ical", "ment", "ement"),
    *("ion", "y", "able", "ible", "logi", "bli", "anci", "ll", "e", "z", "at", "bl"),
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=7)
WORDS = st.tuples(LETTERS, st.sampled_from(ENDS), st.sampled_from(ENDS)).map("".join)


def by_sqlite(words: list[str]) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE t USING fts5(word, tokenize = 'porter ascii')")
        database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(t, 'instance')")
        database.executemany("INSERT INTO t (rowid, word) VALUES (?, ?)", enumerate(words))
        return [term for (term,) in database.execute("SELECT term FROM stems ORDER BY doc")]


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=40))
@example(["eed", "ies", "sses", "sky", "agreed", "hopping", "falling", "filing", "controll"])
def test_a_stem_is_what_sqlite_makes_of_the_word(words: list[str]) -> None:
    assert [stem(one) for one in words] == by_sqlite(words)


@pytest.mark.parametrize("word", ["", "is", "c", "401", "x5fx5finit", "running2", "a" * 65])
def test_what_is_no_plain_word_stays_as_it_is(word: str) -> None:
    assert stem(word) == word
