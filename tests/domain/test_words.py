"""Tokens are safe whatever was typed, and keep what code words mean."""

import re
from collections.abc import Sequence
from hashlib import blake2s

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.stems import stem
from bot.domain.words import VERSION, tokens, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("select_related('author')", ["select", "related", "selectrelated", "author"]),
        ("OneToOneField", ["one", "to", "one", "field", "onetoonefield"]),
        ("useEffect(() => {", ["use", "effect", "useeffect"]),
        ("front-end", ["front", "end", "frontend"]),
        ("HTTPResponse, OAuth2 and JWTs", ["http", "response", "httpresponse", "oauth2"]),
        ("Don't!", ["dont"]),
        ("401.", ["401"]),
        ("(--reload)", ["reload"]),
        ("Résumé naïve", ["resume", "naive"]),
        ("… -- ' \x00 ++ _ \ud800", []),
    ],
)
def test_words_and_their_parts_are_found(typed: str, expected: Sequence[str]) -> None:
    assert list(tokens(typed))[: len(expected) or 1] == expected


@pytest.mark.parametrize(
    "code", ["C++", "C#", ".env", "__init__", "N+1", "django.db.models", "/api/docs", "10:30"]
)
def test_the_signs_of_code_are_kept_but_not_those_of_the_sentence(code: str) -> None:
    (alone,) = words(code)

    assert alone.is_marked
    for sentence in (f"Why {code}?", f"({code})", f"`{code}`, so", f"*{code}* is", f'"{code}".'):
        assert alone in list(words(sentence))


def test_one_name_written_in_three_ways_is_one_word() -> None:
    wholes = {word.whole for one in ("select_related", "selectRelated", "select-related")
              for word in words(one)}  # fmt: skip

    assert wholes == {"selectrelated"}


@given(st.text(st.characters()))
def test_every_token_is_of_plain_letters_and_digits(typed: str) -> None:
    for token in tokens(typed):
        assert re.fullmatch(r"[a-z0-9]+", token)


@given(st.text(st.characters()), st.text(st.characters()))
def test_what_stands_beside_a_word_does_not_change_it(one: str, other: str) -> None:
    assert [*tokens(one), *tokens(other)] == list(tokens(f"{one} {other}"))


@given(st.text(st.characters()))
def test_a_words_tokens_have_no_doubles_but_those_of_its_parts(typed: str) -> None:
    for word in words(typed):
        assert word.tokens[-1] == word.whole or word.whole in word.parts
        assert len(word.tokens) <= len(word.parts) + 1


def test_whoever_changes_the_tokens_raises_their_version() -> None:
    """What is indexed was made by these: with another version it is made anew at the next start."""
    text = "select_related C++ .env N+1 useEffect /api/docs Résumé don't Celery's tasks never ran"
    made = [*tokens(text), *(stem(one) for one in tokens(text))]

    digest = blake2s(" ".join(made).encode(), digest_size=4).hexdigest()

    assert (VERSION, digest) == (1, "dac9400a"), "raise the version, and note the new digest here"
