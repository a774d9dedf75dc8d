"""Two questions are alike when they read alike: misspelt, shortened, or told once more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.similarity import Sketch, likeness, look_alikes, runs, sketch

TWICE = ("Celery task runs twice", "send_email.delay() is called once, the user gets two mails.")
TEXTS = st.text("abc _.", max_size=12) | st.text(st.characters(), max_size=12)
SKETCHES = st.builds(sketch, TEXTS, TEXTS)
SOLVED = st.lists(SKETCHES, max_size=6).map(lambda some: [*enumerate(some)])


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return look_alikes(sketch(*one), [(1, sketch(*other))], limit=1) == [1]


@pytest.mark.parametrize(
    "again",
    [
        TWICE,
        ("celrey taks runs twise", "send_emial.delay() is caled once, usr gets two mails"),
        ("Celery task runs twice", ""),
        ("celery task runs TWICE!!", "Please help."),
        ("Why?", "send_email.delay() is called once, and the user gets two mails"),
    ],
)
def test_what_is_asked_in_the_same_words_is_alike(again: tuple[str, str]) -> None:
    assert alike(again, TWICE)


@pytest.mark.parametrize(
    "other",
    [
        ("Celery task never runs", "send_email.delay() gives an id, and it stays PENDING."),
        ("Docker image is too big", "It has 1.5 GB."),
        ("Celery", "two"),
        ("Why?", ""),
        ("", ""),
    ],
)
def test_what_is_asked_in_other_words_is_not_alike(other: tuple[str, str]) -> None:
    assert not alike(other, TWICE)


def test_a_few_letters_prove_nothing() -> None:
    assert not alike(("Git", "Help"), ("Git", "It fails."))
    assert not alike(("Question", "Error"), ("Sockets close", "Error 1006 after sixty seconds."))


def test_of_a_long_text_only_the_beginning_counts() -> None:
    """Somewhere in a log of ten thousand letters nearly every three of them stand together."""
    told = "They do after sixty seconds."
    log = "INFO 200 OK " * 100

    assert alike(("Sockets close", told), ("Why?", f"{told} {log}"))
    assert not alike(("Sockets close", told), ("Why?", f"{log} {told}"))


@given(SKETCHES, SKETCHES)
def test_nothing_is_more_like_a_question_than_itself(one: Sketch, other: Sketch) -> None:
    assert 0 <= likeness(one, other) <= likeness(one, one) < 1


@given(SKETCHES, SOLVED, st.integers(0, 4))
def test_look_alikes_are_the_same_in_whatever_order_the_solved_come(
    new: Sketch, solved: list[tuple[int, Sketch]], limit: int
) -> None:
    found = look_alikes(new, solved, limit=limit, threshold=0.2)

    assert found == look_alikes(new, reversed(solved), limit=limit, threshold=0.2)
    assert found == look_alikes(new, solved, limit=6, threshold=0.2)[:limit]
    assert set(found) <= {key for key, _ in solved}


def test_the_likeliest_come_first_and_of_equals_the_newest() -> None:
    solved = [(1, sketch(*TWICE)), (2, sketch("Celery task runs twise", "")), (3, sketch(*TWICE))]

    assert look_alikes(sketch(*TWICE), solved, limit=3, threshold=0.5) == [3, 1, 2]


def test_signs_and_capitals_make_no_difference() -> None:
    assert runs("  N+1 -- in my `Product_List`?") == runs("n 1 in my product list")
    assert runs("ПРИВЕТ") == runs("привет") == {" пр", "при", "рив", "иве", "вет", "ет "}
    assert runs("?!") == set()
