"""Look-alikes are judged by labelled questions, and get no worse: `python -m bench search`."""

import asyncio

import pytest

from bench.judging import EVERYTHING, Offers, by_nexus, score
from bench.problems import background, parts, problems
from bot.domain.similarity import THRESHOLD


@pytest.fixture(scope="module")
def offers() -> Offers:
    return asyncio.run(by_nexus(THRESHOLD))


def test_misspelt_and_reworded_questions_are_found_as_well_as_they_were(offers: Offers) -> None:
    tuning, apart = (score(offers, part) for part in parts(problems()))

    assert tuning.recall >= 0.70
    assert tuning.misspelt >= 0.90
    assert tuning.reworded >= 0.48
    assert apart.recall >= 0.42
    assert apart.misspelt >= 0.85


def test_no_more_other_problems_are_taken_for_the_same_than_there_were(offers: Offers) -> None:
    tuning, apart = (score(offers, part) for part in parts(problems()))

    assert tuning.alarms <= 0.19
    assert apart.alarms <= 0.21


async def test_what_means_the_same_is_among_the_three_nearest() -> None:
    offers = await by_nexus(EVERYTHING)
    tuning, apart = (score(offers, part) for part in parts(problems()))

    assert tuning.recall >= 0.92
    assert apart.recall >= 0.69


def test_there_are_enough_problems_and_each_is_asked_in_four_ways() -> None:
    every = problems()
    posts = [post for one in every for post in (one.asked, one.reworded, one.misspelt, one.other)]

    assert len(every) * 3 >= 120
    assert [len(part) for part in parts(every)] == [96, 96]
    assert len(background()) >= 300
    assert len({post.title for post in (*posts, *background())}) == len(posts) + len(background())
