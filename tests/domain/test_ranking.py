"""What a digest shows: diverse, in a fixed order, and nothing of those who do not want to be."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import FORMER
from bot.domain.ranking import (
    MOST,
    MOST_A_PERSON,
    PRAISE,
    Item,
    Part,
    Section,
    choose,
    news,
    offered,
)

ANN, BEN, CY = 1, 2, 3
people = st.integers(1, 6)
weeks = st.lists(
    st.builds(
        Item,
        part=st.sampled_from(list(Part)),
        key=st.integers(1, 30).map(str),
        order=st.tuples(st.integers(0, 3)),
        people=st.lists(people, max_size=2).map(tuple),
    ),
    max_size=40,
    unique_by=lambda one: one.name,
)


def question(number: int, asker: int) -> Item:
    """The lower its number, the longer it waits."""
    return Item(Part.HELP, str(number), (number,), (asker,))


def names(sections: tuple[Section, ...]) -> list[str]:
    return [item.name for one in sections for item in one.items]


def test_the_longest_wait_comes_first_whatever_the_database_tells_first() -> None:
    asked = [question(3, ANN), question(1, BEN), question(2, CY)]

    assert names(choose(asked)) == ["help:1", "help:2", "help:3"]


def test_nobody_has_more_than_two_and_others_move_up() -> None:
    asked = [*(question(number, ANN) for number in range(1, 9)), question(9, BEN)]

    assert names(choose(asked)) == ["help:1", "help:2", "help:9"]


def test_what_stands_further_up_chooses_first() -> None:
    answers = [Item(Part.ANSWERS, str(number), (number,), (ANN,)) for number in (1, 2)]

    shown = names(choose([*answers, question(1, ANN)]))

    assert shown == ["help:1", "answers:1"]


def test_who_opted_out_is_not_praised_and_still_helped() -> None:
    week = [
        question(1, ANN),
        Item(Part.ANSWERS, "1", people=(ANN,)),
        Item(Part.CHALLENGES, "1", people=(ANN,)),
        Item(Part.THANKS, "1", people=(ANN, BEN)),
        Item(Part.REVIEWS, "1", people=(ANN,)),
    ]

    assert names(choose(week, unlisted={ANN})) == ["help:1", "reviews:1"]


def test_whose_answer_is_shown_is_not_thanked_for_answers_once_more() -> None:
    week = [
        Item(Part.ANSWERS, "1", people=(ANN,)),
        Item(Part.THANKS, "1", people=(ANN,), unless_in=Part.ANSWERS),
        Item(Part.THANKS, "2", people=(BEN,), unless_in=Part.ANSWERS),
    ]

    assert names(choose(week)) == ["answers:1", "thanks:2"]


def test_what_is_left_out_makes_room_for_the_next() -> None:
    asked = [question(number, number) for number in range(1, MOST + 2)]

    shown = names(choose(asked, left_out={"help:1"}))

    assert shown == [f"help:{number}" for number in range(2, MOST + 2)]


def test_what_is_true_of_any_week_is_no_news() -> None:
    standing = [Item(Part.PARTNERS, "Job Board"), Item(Part.COHORT, "week")]

    assert news(choose(standing)) == 0
    assert news(choose([*standing, question(1, ANN)])) == 1


@given(weeks, st.sets(people), st.integers(0, 9))
def test_any_week(week: list[Item], unlisted: set[int], chance: int) -> None:
    left_out = {one.name for one in week[::3]}
    shuffled = Random(chance).sample(week, len(week))

    sections = choose(week, unlisted=unlisted, left_out=left_out)

    assert choose(shuffled, unlisted=unlisted, left_out=left_out) == sections
    assert choose([one for one in week if one.name not in left_out], unlisted=unlisted) == sections
    shown = [item for one in sections for item in one.items]
    assert all(1 <= len(one.items) <= MOST for one in sections)
    assert [one.part for one in sections] == [
        part for part in Part if part in {item.part for item in shown}
    ]
    named = Counter(one for item in shown for one in {*item.people})
    assert all(count <= MOST_A_PERSON for count in named.values())
    assert not any(item.part in PRAISE and {*item.people} & unlisted for item in shown)
    assert {item.name for item in shown}.isdisjoint(left_out)
    assert {item.name for item in shown} <= {one.name for one in offered(week, unlisted)}


@given(weeks)
def test_whoever_is_missing_had_no_place_left(week: list[Item]) -> None:
    shown = [item for one in choose(week) for item in one.items]
    places = Counter(item.part for item in shown)
    named = Counter(one for item in shown for one in {*item.people})
    for item in {*week} - {*shown}:
        is_full = places[item.part] == MOST
        assert is_full or any(named[one] == MOST_A_PERSON for one in item.people)


def test_former_members_are_not_praised_and_are_not_one_person() -> None:
    asked = [question(number, FORMER) for number in range(MOST)]
    praised = [Item(one, "1", (), (FORMER,)) for one in PRAISE]

    shown = choose([*asked, *praised])

    assert names(shown) == [f"help:{number}" for number in range(MOST)]
    assert offered(praised) == []
