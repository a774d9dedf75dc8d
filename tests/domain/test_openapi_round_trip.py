"""A contract goes out as OpenAPI that any tool takes, and comes in again with nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from bot.domain.contract import MOST_OPERATIONS, Auth, Contract, Method, Operation, State, Style
from bot.domain.contract_changes import apply, difference, imported
from bot.domain.openapi_reading import read
from bot.domain.openapi_writing import write
from tests.domain.contracts import contracts

FILES = sorted(
    path
    for path in (Path(__file__).parent / "openapi").iterdir()
    if path.suffix in {".json", ".yaml"}
)
file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)

GRAPHQL = Contract(
    "Feed",
    "https://feed.example.com/graphql",
    style=Style.GRAPHQL,
    operations=(
        Operation(
            Method.QUERY, "posts(first: Int)", "Newest first", State.LIVE, "{ posts { id } }"
        ),
        Operation(Method.GET, "/health"),
        Operation(Method.MUTATION, "like"),
    ),
)
SIMILAR = Contract(
    "Shop",
    operations=(
        Operation(Method.GET, "/a/{id}"),
        Operation(Method.GET, "/a/{name}"),
        Operation(Method.GET, "/b"),
        Operation(Method.POST, "/a/{id}"),
        Operation(Method.GET, "/a/{id}/{id}"),
        Operation(Method.GET, "no slash"),
        Operation(Method.GET, "/open{"),
    ),
)


def exported(contract: Contract) -> dict[str, Any]:
    """What an export says, once the validator has accepted it."""
    document = json.loads(write(contract))
    OpenAPIV31SpecValidator(document).validate()
    return document


def again(contract: Contract) -> Contract:
    return read(write(contract).encode(), "contract.json").contract


@given(contracts)
@example(GRAPHQL)
@example(SIMILAR)
def test_whatever_a_contract_holds_is_valid_openapi_and_is_read_again(contract: Contract) -> None:
    exported(contract)
    assert again(contract) == contract


anything = st.text(st.characters(exclude_categories=()), max_size=20)


@given(
    st.builds(
        Contract,
        anything,
        anything,
        anything,
        st.sampled_from(Auth),
        st.sampled_from(Style),
        st.lists(
            st.builds(
                Operation,
                st.sampled_from(Method),
                anything | anything.map(lambda text: f"/{text}"),
                anything,
                st.sampled_from(State),
                anything,
                anything,
            ),
            max_size=5,
        ).map(tuple),
    )
)
def test_even_what_no_form_lets_through_is_valid_and_is_readable(contract: Contract) -> None:
    exported(contract)
    once = again(contract)
    assert again(once) == once


@file
def test_what_a_framework_wrote_goes_out_and_comes_in_without_a_difference(path: Path) -> None:
    first = read(path.read_bytes(), path.name)
    exported(first.contract)

    second = read(write(first.contract).encode(), "contract.json")

    assert second.contract == first.contract
    assert second.notes == ()
    assert not difference(first.contract, imported(first.contract, second))
    assert not difference(first.contract, imported(first.contract, first))


@settings(max_examples=30)
@given(contracts, contracts)
def test_an_export_restores_what_it_was_made_of(contract: Contract, other: Contract) -> None:
    back = imported(other, read(write(contract).encode(), "contract.json"))
    assert back == contract
    assert not difference(contract, imported(contract, read(write(contract).encode(), "a.json")))
    applied = apply(difference(other, back))
    assert {one.key for one in applied.operations} >= {one.key for one in contract.operations}


def test_an_export_is_what_other_tools_expect() -> None:
    contract = Contract(
        "Shop",
        "https://shop.example.com",
        "https://shop.example.com/api/docs",
        Auth.JWT,
        operations=(
            Operation(
                Method.PUT,
                "/orders/{order_id}/items/{id}",
                "Change a line",
                State.DEPRECATED,
                '{\n  "quantity": 2\n}',
                "a line",
            ),
        ),
    )

    document = exported(contract)

    assert document["servers"] == [{"url": "https://shop.example.com"}]
    assert document["externalDocs"] == {"url": "https://shop.example.com/api/docs"}
    assert document["components"]["securitySchemes"]["jwt"]["scheme"] == "bearer"
    operation = document["paths"]["/orders/{order_id}/items/{id}"]["put"]
    assert operation["deprecated"] is True
    assert [one["name"] for one in operation["parameters"]] == ["order_id", "id"]
    assert operation["requestBody"]["content"]["application/json"]["example"] == {"quantity": 2}
    assert operation["responses"]["200"]["content"]["text/plain"]["example"] == "a line"
    assert "x-nexus-place" not in operation, "the order is told where it would be lost only"


def test_graphql_goes_out_beside_the_one_path_that_it_has() -> None:
    document = exported(GRAPHQL)

    assert list(document["paths"]) == ["/health", "/graphql"]
    assert [one["path"] for one in document["x-nexus-operations"]] == ["posts(first: Int)", "like"]
    assert again(GRAPHQL) == GRAPHQL


def test_three_hundred_operations_go_out_and_come_in() -> None:
    full = "[\n" + ",\n".join(["  0"] * 290) + "\n]"
    contract = Contract(
        "Large",
        operations=tuple(
            Operation(Method.GET, f"/things/{place}", request=full, response=full)
            for place in range(MOST_OPERATIONS)
        ),
    )

    assert again(contract) == contract
    assert read(write(contract).encode(), "contract.json").notes == ()
