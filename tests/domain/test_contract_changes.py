"""An import is shown before it is done, and takes nothing away that a person put there."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.contract import MOST_OPERATIONS, Auth, Contract, Method, Operation, State, Style
from bot.domain.contract_changes import Difference, apply, difference, imported, words
from bot.domain.errors import Refusal
from bot.domain.openapi_reading import Read, read
from bot.domain.openapi_writing import write
from tests.domain.contracts import contracts

ONE = '{\n  "id": 1\n}'
LIKE_ONE = '{\n  "id": 42\n}'
OTHER = '{\n  "id": 1,\n  "name": "Ada"\n}'


def orders(state: State, response: str = ONE, **more: Any) -> Contract:
    return Contract("Shop", operations=(Operation(Method.GET, "/orders", "", state, "", response),))


def found(*operations: Operation, **head: Any) -> Read:
    """A file of a framework's, which says no states."""
    return Read(Contract("Shop", operations=operations, **head), says_auth=False)


def from_framework(response: str) -> Read:
    return found(Operation(Method.GET, "/orders", "", State.LIVE, "", response))


def after(old: Contract, read: Read) -> Difference:
    return difference(old, imported(old, read))


@pytest.mark.parametrize(
    ("before", "response", "state"),
    [
        (State.PLANNED, ONE, State.LIVE),
        (State.MOCKED, OTHER, State.LIVE),
        (State.LIVE, ONE, State.LIVE),
        (State.LIVE, LIKE_ONE, State.LIVE),
        (State.LIVE, "", State.LIVE),
        (State.LIVE, OTHER, State.CHANGED),
        (State.LIVE, "no JSON", State.CHANGED),
        (State.CHANGED, ONE, State.CHANGED),
        (State.CHANGED, OTHER, State.CHANGED),
        (State.DEPRECATED, OTHER, State.DEPRECATED),
    ],
)
def test_a_file_without_states_leaves_them_as_people_set_them_but_for_what_it_shows(
    before: State, response: str, state: State
) -> None:
    new = imported(orders(before), from_framework(response))
    assert new.operations[0].state is state


def test_a_state_that_the_file_says_counts() -> None:
    file = Read(
        orders(State.DEPRECATED), says_auth=False, stated=frozenset({(Method.GET, "/orders")})
    )
    assert imported(orders(State.LIVE), file).operations[0].state is State.DEPRECATED


@pytest.mark.parametrize(
    ("before", "response", "kept"),
    [
        (ONE, LIKE_ONE, ONE),
        (ONE, '{\n  "id": null\n}', ONE),
        (ONE, '{\n  "id": 1.5\n}', ONE),
        (ONE, "", ONE),
        ("[\n  1,\n  2\n]", "[\n  1\n]", "[\n  1,\n  2\n]"),
        (ONE, '{\n  "id": "a"\n}', '{\n  "id": "a"\n}'),
        (ONE, '{\n  "id": true\n}', '{\n  "id": true\n}'),
        (ONE, OTHER, OTHER),
        ("as typed", ONE, ONE),
        ("", ONE, ONE),
    ],
)
def test_an_example_stays_as_long_as_its_shape_is_the_same(
    before: str, response: str, kept: str
) -> None:
    new = imported(orders(State.CHANGED, before), from_framework(response))
    assert new.operations[0].response == kept


def test_a_first_example_is_no_change_of_what_is_live() -> None:
    new = imported(orders(State.LIVE, ""), from_framework(ONE))
    assert new.operations[0].state is State.LIVE
    assert new.operations[0].response == ONE


def test_what_a_file_does_not_say_stays() -> None:
    old = Contract("Shop", "https://a.b", "https://a.b/docs", Auth.JWT, Style.GRAPHQL)
    file = Read(Contract(""), says_auth=False)
    assert imported(old, file) == old
    assert not after(old, file)


def test_what_a_file_says_is_told_in_words() -> None:
    old = Contract(
        "Shop",
        "https://a.b",
        operations=(
            Operation(Method.GET, "/orders", "All orders", State.LIVE, "", ONE),
            Operation(Method.GET, "/gone", state=State.LIVE),
            Operation(Method.GET, "/soon", state=State.PLANNED),
            Operation(Method.GET, "/old", state=State.DEPRECATED),
        ),
    )
    file = found(
        Operation(Method.GET, "/orders", "Orders", State.LIVE, "", OTHER),
        Operation(Method.POST, "/or`ders", state=State.LIVE),
        base_url="https://c.d",
        docs_url="https://c.d/docs",
    )

    change = after(old, file)

    assert words(change, 9) == [
        "Base URL: `https://a.b` → `https://c.d`",
        "Docs: nothing → `https://c.d/docs`",
        "Not in the file: `GET /gone` (live)",
        "Changed: `GET /orders`: live → changed, purpose, response",
        "New: `POST /orˋders` (live)",  # noqa: RUF001 - it ends no code span
        "Still to come: `GET /soon` (planned)",
    ]
    assert words(change, 3)[1:] == ["Docs: nothing → `https://c.d/docs`", "… and 4 more."]
    assert words(change, 1) == ["… and 6 more."]
    assert words(change, 0) == []


def test_what_is_not_in_the_file_stays_until_somebody_decides() -> None:
    old = Contract(
        "Shop",
        operations=tuple(Operation(Method.GET, f"/{state}", state=state) for state in State),
    )
    change = after(old, found(Operation(Method.GET, "/new", state=State.LIVE)))

    assert [one.state for one in change.removed] == [State.LIVE, State.CHANGED]
    assert [one.state for one in change.awaited] == [State.PLANNED, State.MOCKED]
    kept = apply(change)
    assert kept.operations[:-1] == old.operations
    assert kept.operations[-1].path == "/new"
    decided = apply(change, deprecate_removed=True)
    assert [one.state for one in decided.operations] == [
        State.PLANNED,
        State.MOCKED,
        State.DEPRECATED,
        State.DEPRECATED,
        State.DEPRECATED,
        State.LIVE,
    ]


def test_what_is_only_still_to_come_is_no_difference() -> None:
    old = Contract("Shop", operations=(Operation(Method.GET, "/soon", state=State.PLANNED),))
    assert not after(old, found())


def test_a_contract_does_not_grow_over_its_limit() -> None:
    old = Contract(
        "Shop",
        operations=tuple(Operation(Method.GET, f"/{place}") for place in range(MOST_OPERATIONS)),
    )
    with pytest.raises(Refusal, match="301 operations"):
        apply(after(old, found(Operation(Method.GET, "/more"))))
    assert len(apply(after(old, found())).operations) == MOST_OPERATIONS


def test_an_export_without_a_state_leaves_it_as_it_is() -> None:
    document = json.loads(write(orders(State.CHANGED)))
    del document["paths"]["/orders"]["get"]["x-nexus-state"]
    document["paths"]["/orders"]["get"]["summary"] = "All of them"

    file = read(json.dumps(document).encode(), "contract.json")

    new = imported(orders(State.CHANGED), file)
    assert new.operations[0].state is State.CHANGED
    assert new.operations[0].purpose == "All of them"


def as_a_file(contract: Contract) -> Read:
    """The contract as a framework would say it, which knows of no states but one."""
    said = {one.key for one in contract.operations if one.state is State.DEPRECATED}
    operations = tuple(
        one if one.key in said else replace(one, state=State.LIVE) for one in contract.operations
    )
    return Read(replace(contract, operations=operations), stated=frozenset(said))


def as_an_export(contract: Contract) -> Read:
    return read(write(contract).encode(), "contract.json")


@settings(max_examples=50)
@given(contracts, contracts, st.sampled_from([as_a_file, as_an_export]), st.data())
def test_what_was_imported_makes_no_difference_when_it_is_imported_again(
    old: Contract, new: Contract, written: Callable[[Contract], Read], data: st.DataObject
) -> None:
    file, deprecate = written(new), data.draw(st.booleans())
    once = apply(after(old, file), deprecate_removed=deprecate)

    again = after(once, file)

    assert (again.head, again.added, again.changed) == ((), (), ())
    if deprecate:
        assert again.removed == ()
        assert not again
    assert apply(again) == once
    assert {one.key for one in once.operations} == {
        one.key for one in (*old.operations, *new.operations)
    }


@settings(max_examples=30)
@given(contracts, contracts)
def test_no_line_of_words_is_longer_than_a_card_is_wide(old: Contract, new: Contract) -> None:
    for line in words(difference(old, new), 12):
        assert "\n" not in line
        assert len(line) <= 120
