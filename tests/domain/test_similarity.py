"""Two questions are alike when they ask about one problem, not when they share words."""

from hashlib import blake2s
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import lexicon, words
from bot.domain.similarity import (
    Candidate,
    Sketch,
    likeness,
    look_alikes,
    meanings,
    most_telling,
    sketch,
)
from bot.domain.stems import stem

TRADE = f"{lexicon.SUBJECTS}{lexicon.TROUBLES}{lexicon.PLAIN}".replace(",", " ").split()
TITLES = st.lists(st.sampled_from(TRADE), max_size=8).map(" ".join) | st.text(st.characters())
SKETCHES = st.builds(sketch, TITLES, TITLES)


CANDIDATES = st.lists(st.tuples(SKETCHES, st.integers(1, 9)), max_size=6).map(
    lambda some: [Candidate(key, one, near / 9) for key, (one, near) in enumerate(some)]
)


def alike(one: str, other: str) -> bool:
    """Whether `other` is offered, which is the nearest that the index has."""
    return look_alikes(sketch(one, ""), [Candidate(1, sketch(other, ""), 0.5)], limit=1) == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Celery task runs twice", "Background job is executed two times"),
        ("Celery task runs twice", "celrey taks runs twise"),
        ("CORS blocks my fetch", "axios: No Access-Control-Allow-Origin header is present"),
        ("How do I log out with JWT?", "Signing out with a JSON web token"),
        ("N+1 queries in my list", "One query per row in the list, is it select_related?"),
    ],
)
def test_other_words_and_wrong_letters_for_one_problem_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Celery task runs twice", "Celery task never runs"),
        ("JWT expires at once after login", "JWT lifetime after login: how do I extend it?"),
        ("My API answers 403 for a DELETE", "My API answers 404 for a DELETE"),
        ("How do I sort products in Django?", "How do I filter products in Django?"),
        ("Docker image is too big", "Docker build is slow"),
        ("React", "Git"),
        ("How do I do this?", "How do I do this?"),
        ("", ""),
    ],
)
def test_the_same_words_for_another_problem_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


@given(SKETCHES, SKETCHES)
def test_likeness_is_mutual(one: Sketch, other: Sketch) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(SKETCHES, SKETCHES)
def test_nothing_is_more_like_a_question_than_itself(one: Sketch, other: Sketch) -> None:
    assert likeness(one, one) >= likeness(one, other)


@given(SKETCHES, CANDIDATES, st.integers(0, 4))
def test_look_alikes_are_the_same_in_whatever_order_candidates_come(
    new: Sketch, candidates: list[Candidate], limit: int
) -> None:
    found = look_alikes(new, candidates, limit=limit)

    assert found == look_alikes(new, reversed(candidates), limit=limit)
    assert found == look_alikes(new, candidates, limit=6)[:limit]
    assert set(found) <= {one.key for one in candidates}


@given(SKETCHES, CANDIDATES, st.integers(2, 9))
def test_the_measure_of_nearness_does_not_matter(
    new: Sketch, candidates: list[Candidate], times: int
) -> None:
    measured = [Candidate(one.key, one.sketch, one.nearness * 2**times) for one in candidates]

    assert look_alikes(new, measured, limit=6) == look_alikes(new, candidates, limit=6)


@given(TITLES, TITLES)
def test_what_is_looked_for_is_in_the_question_and_safe(title: str, body: str) -> None:
    new = sketch(title, body)
    telling = most_telling(new, 5)

    every = new.title | new.body | new.words
    assert set(telling) <= every
    assert bool(telling) == bool(every)
    assert len(telling) <= 5
    assert all(one.isascii() and one.isalnum() and one == one.lower() for one in telling)


def lines() -> list[tuple[str, list[str]]]:
    both = f"{lexicon.SUBJECTS}{lexicon.TROUBLES}".splitlines()
    parts: list[tuple[str, str, str]] = [line.partition(": ") for line in both if line]
    return [(name, phrases.split(", ")) for name, _, phrases in parts]


def test_a_phrase_of_the_lexicon_stands_in_it_once() -> None:
    every = [tuple(word.whole for word in words.words(one)) for _, some in lines() for one in some]
    stems = [
        (name, tuple(stem(word.whole) for word in words.words(one)))
        for name, some in lines()
        for one in some
    ]

    assert [one for one in every if not one] == []
    assert sorted(one for one in set(every) if every.count(one) > 1) == []
    assert sorted(one for one in set(stems) if stems.count(one) > 1) == []


def test_every_phrase_of_the_lexicon_is_read_as_its_meaning() -> None:
    strays = [
        (name, phrase)
        for name, phrases in lines()
        for phrase in phrases
        if f"x0{name}" not in set(meanings(phrase))
    ]
    assert strays == []


def test_a_meaning_is_a_subject_or_a_trouble() -> None:
    def named(block: str) -> set[str]:
        return {line.partition(":")[0] for line in block.strip().splitlines()}

    assert named(lexicon.SUBJECTS) & named(lexicon.TROUBLES) == set()
    assert all(one.isalpha() and one.islower() for one in named(lexicon.SUBJECTS + "\n"))


def test_whoever_changes_the_tokens_raises_their_version() -> None:
    """What is indexed was made by these: with another version it is made anew at the next start."""
    text = "\n".join((*TRADE, "select_related C++ .env N+1 useEffect /api/docs Résumé don't"))
    made = [
        *words.tokens(text),
        *(stem(one) for one in words.tokens(text)),
        *(f"{one}{other}" for one, other in combinations(("a", "b"), 2)),
        *(name for line in text.splitlines() for name in meanings(line)),
    ]

    digest = blake2s(" ".join(made).encode(), digest_size=4).hexdigest()

    assert (words.VERSION, digest) == (1, "1de5be7a"), (
        "raise words.VERSION, and note the new digest here"
    )
