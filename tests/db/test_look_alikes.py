"""Look-alikes are judged by labelled questions, and get no worse: `python -m bench search`."""

import asyncio
from math import ceil

import pytest

from bench.judging import ALARMS, Offers, best_cut_off, by_nexus, offers, score
from bench.problems import background, fresh, parts, problems
from bot.domain.similarity import THRESHOLD

TUNING, APART = parts(problems())


@pytest.fixture(scope="module")
def offered() -> Offers:
    return offers(asyncio.run(by_nexus()))


def test_misspelt_questions_and_those_of_the_same_title_are_found(offered: Offers) -> None:
    tuning, apart, new = (score(offered, part, THRESHOLD) for part in (TUNING, APART, fresh()))

    assert tuning.misspelt >= 0.96
    assert min(apart.misspelt, new.misspelt) == 1
    assert min(tuning.by_title, apart.by_title, new.by_title) == 1


def test_other_problems_in_the_same_words_are_seldom_offered(offered: Offers) -> None:
    tuning, apart, new = (score(offered, part, THRESHOLD) for part in (TUNING, APART, fresh()))

    assert tuning.alarms <= ALARMS
    assert apart.alarms <= 0.18
    assert new.alarms <= 0.09


def test_the_threshold_is_the_one_that_finds_most_with_so_few_alarms(offered: Offers) -> None:
    best = best_cut_off(offered, TUNING)

    assert ceil(best * 100) / 100 - 0.01 <= THRESHOLD <= best
    assert score(offered, TUNING, THRESHOLD) == score(offered, TUNING, best)


def test_there_are_enough_problems_and_each_is_asked_in_four_ways() -> None:
    every = [*problems(), *fresh()]
    posts = [post for one in every for post in (one.asked, one.reworded, one.misspelt, one.other)]

    assert [len(part) for part in (TUNING, APART, fresh())] == [96, 96, 60]
    assert len(background()) >= 300
    assert len({post.title for post in (*posts, *background())}) == len(posts) + len(background())
