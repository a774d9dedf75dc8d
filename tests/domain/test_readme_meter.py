"""The meter says of each part how it stands, and why."""

from dataclasses import replace

import pytest

from bot.domain.log import LogKind
from bot.domain.readme import Facts, Part
from bot.domain.readme_meter import ENOUGH, FORMS, Standing, State, measure
from tests.domain.readmes import FULL, ME, entry


def standing(facts: Facts, part: Part, *own: Part) -> Standing:
    return next(one for one in measure(facts, own) if one.part is part)


def test_of_a_full_learner_all_is_done_but_what_is_short() -> None:
    short = [one.part for one in measure(FULL, ()) if one.state is not State.DONE]

    assert short == [Part.OVERVIEW]
    assert standing(FULL, Part.OVERVIEW).why == "one more sentence of your own"


def test_of_whoever_has_nothing_all_is_missing_and_a_form_or_a_command_leads_to_it() -> None:
    found = measure(Facts(ME), ())

    assert {one.state for one in found} == {State.MISSING}
    assert {one.part for one in found} == {Part.OVERVIEW, *ENOUGH}
    assert set(FORMS) == set(ENOUGH)
    assert all(one.why for one in found)


def test_a_contract_counts_for_those_alone_who_have_a_partner() -> None:
    assert Part.CONTRACT not in {one.part for one in measure(Facts(ME), ())}
    assert standing(Facts(ME, has_pair=True), Part.CONTRACT).state is State.MISSING
    assert standing(FULL, Part.CONTRACT).state is State.DONE


def test_a_challenge_without_its_solution_is_thin() -> None:
    two = tuple(
        entry(LogKind.CHALLENGE, title, "", solution) for title, solution in (("a", "b"), ("c", ""))
    )

    assert standing(Facts(ME, two), Part.CHALLENGES) == Standing(
        Part.CHALLENGES, State.THIN, "1 of 2 without a solution"
    )
    assert standing(Facts(ME, two[:1]), Part.CHALLENGES).why == "1 challenge, 2 are better"


@pytest.mark.parametrize("part", [Part.OVERVIEW, *ENOUGH])
def test_what_their_own_text_says_is_there(part: Part) -> None:
    assert standing(Facts(ME), part, part).state is State.DONE


def test_the_programmes_text_alone_is_no_overview_of_ones_own() -> None:
    facts = Facts(ME, programme="A course.")

    assert standing(facts, Part.OVERVIEW).why == "the programme's text alone"
    assert standing(replace(facts, overview="x" * 80), Part.OVERVIEW).state is State.DONE
