"""What the cohort's frameworks write is read as its authors meant it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.contract import Auth, Contract, Method, Operation, State, Style
from bot.domain.openapi_reading import read

FILES = Path(__file__).parent / "openapi"


def contract_of(name: str) -> Contract:
    return read((FILES / name).read_bytes(), name).contract


def operation(contract: Contract, name: str) -> Operation:
    return next(one for one in contract.operations if one.name == name)


def only(value: dict[str, Any], version: str = "3.1.0") -> Operation:
    """The one operation of a document whose one path has these fields."""
    start: dict[str, Any] = {"openapi": version, "info": {"title": "Shop", "version": "1"}}
    data = json.dumps({**start, "paths": {"/a": value}}).encode()
    return read(data, "a.json").contract.operations[0]


def answer(schema: Any) -> Any:
    """What is made up for a schema."""
    content = {"application/json": {"schema": schema}}
    made = only({"get": {"responses": {"200": {"content": content}}}}).response
    return json.loads(made) if made else None


def test_a_job_board_by_fastapi() -> None:
    contract = contract_of("job_board_fastapi.json")

    assert contract.title == "Job Board API"
    assert contract.base_url == "https://jobs.example.com/api"
    assert contract.auth is Auth.JWT
    assert contract.style is Style.REST
    assert len(contract.operations) == 43
    assert operation(contract, "GET /auth/me").purpose == "Who I am"
    assert operation(contract, "GET /jobs/search").state is State.DEPRECATED
    assert operation(contract, "POST /jobs/").state is State.LIVE
    sent = json.loads(operation(contract, "POST /jobs/").request)
    assert sent["title"] == "Junior backend engineer"
    assert sent["salary"] == {"low": "120000.00", "high": "180000.00", "currency": "KES"}
    job = json.loads(operation(contract, "GET /jobs/{job_id}").response)
    assert job["category"] == {"id": 1, "name": "text", "parent": None, "children": []}
    assert job["salary"] == {"low": "250000.00", "high": "text", "currency": "NGN"}
    assert job["company"]["owner"]["email"] == "ada@example.com"
    form = json.loads(operation(contract, "POST /jobs/{job_id}/applications").request)
    assert list(form) == ["cover_letter", "resume"]
    assert operation(contract, "DELETE /jobs/{job_id}").response == ""


def test_a_shop_by_django_rest_framework() -> None:
    contract = contract_of("shop_drf.yaml")

    assert contract == contract_of("shop_drf.json")
    assert contract.title == "Project Nexus E-Commerce API"
    assert contract.base_url == "https://shop.example.com"
    assert contract.docs_url == "https://shop.example.com/api/docs/"
    assert contract.auth is Auth.JWT
    assert len(contract.operations) == 47
    assert operation(contract, "GET /api/cart/").purpose == "My cart"
    assert operation(contract, "GET /api/products/popular/").state is State.DEPRECATED
    sent = json.loads(operation(contract, "POST /api/products/").request)
    assert sent["name"] == "Tecno Spark 20"
    changed = json.loads(operation(contract, "PUT /api/products/{id}/").request)
    assert "category_id" in changed
    assert "category" not in changed, "what is read only is not sent"
    product = json.loads(operation(contract, "GET /api/products/{id}/").response)
    assert "category" in product
    assert "category_id" not in product, "what is written only does not come back"
    orders = json.loads(operation(contract, "GET /api/orders/").response)
    assert orders["results"][0]["items"][0]["product"]["category"]["slug"] == "text"
    assert operation(contract, "POST /api/orders/{id}/pay/").request == ""


def test_a_feed_by_drf_yasg_in_swagger_2() -> None:
    contract = contract_of("feed_yasg.json")

    assert contract.title == "Social Feed API"
    assert contract.base_url == "https://feed.example.com/api/v1"
    assert contract.auth is Auth.JWT
    assert len(contract.operations) == 14
    assert operation(contract, "POST /posts/{id}/like/").response == '{\n  "likes": 12\n}'
    sent = json.loads(operation(contract, "POST /comments/").request)
    assert sent == {"text": "text", "post": 1}
    photo = operation(contract, "PUT /posts/{id}/photo/")
    assert photo.state is State.DEPRECATED
    assert list(json.loads(photo.request)) == ["photo", "caption"]


def test_files_of_frameworks_leave_states_open() -> None:
    got = read((FILES / "job_board_fastapi.json").read_bytes(), "openapi.json")
    assert got.says_auth
    assert not got.is_ours
    assert got.stated == {(Method.GET, "/jobs/search")}


@pytest.mark.parametrize(
    ("said", "purpose"),
    [
        ({"summary": "List all", "description": "More.", "operationId": "a"}, "List all"),
        ({"description": "List\nall of them.\n\nMore.", "operationId": "a"}, "List all of them."),
        ({"operationId": "list_all"}, "list_all"),
        ({"summary": 1, "description": ["a"], "operationId": {}}, ""),
        ({"summary": "a" * 200}, "a" * 99 + "…"),
    ],
)
def test_the_purpose_is_the_best_that_the_file_says(said: dict[str, Any], purpose: str) -> None:
    assert only({"get": said}).purpose == purpose


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, State.LIVE),
        ({"deprecated": True}, State.DEPRECATED),
        ({"deprecated": "yes"}, State.LIVE),
        ({"x-nexus-state": "mocked"}, State.MOCKED),
        ({"x-nexus-state": "unheard of"}, State.LIVE),
        ({"x-nexus-state": "live", "deprecated": True}, State.DEPRECATED),
    ],
)
def test_the_state_is_what_the_file_says(said: dict[str, Any], state: State) -> None:
    assert only({"get": said}).state is state


BEARER: dict[str, Any] = {"type": "http", "scheme": "Bearer"}
COOKIE = {"type": "apiKey", "in": "cookie", "name": "sessionid"}
KEY = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
QUERY = {"type": "apiKey", "in": "query", "name": "key"}
OAUTH: dict[str, Any] = {"type": "oauth2", "flows": {}}
BASIC = {"type": "http", "scheme": "basic"}
YASG = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "JWT"}
TOKEN = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token abc"}

AUTHS: list[tuple[Any, Any, Auth | None]] = [
    ({"a": BEARER}, None, Auth.JWT),
    ({"a": OAUTH}, None, Auth.JWT),
    ({"a": YASG}, None, Auth.JWT),
    ({"a": TOKEN}, None, Auth.KEY),
    ({"a": KEY}, None, Auth.KEY),
    ({"a": QUERY}, None, Auth.KEY),
    ({"a": COOKIE}, None, Auth.SESSION),
    ({"a": COOKIE, "b": BEARER}, None, Auth.JWT),
    ({"a": COOKIE, "b": BEARER}, [{"a": []}], Auth.SESSION),
    ({"a": COOKIE, "b": BEARER}, [{}, {"b": []}], Auth.JWT),
    ({"a": COOKIE}, [], Auth.NONE),
    ({}, [], Auth.NONE),
    ({}, None, None),
    ({"a": BASIC}, None, None),
    ({"a": {"$ref": "#/components/securitySchemes/b"}, "b": KEY}, None, Auth.KEY),
]


@pytest.mark.parametrize(("schemes", "security", "auth"), AUTHS)
def test_auth_is_what_the_security_schemes_say(
    schemes: Any, security: Any, auth: Auth | None
) -> None:
    document: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": "Shop"},
        "paths": {},
        "components": {"securitySchemes": schemes},
    }
    if security is not None:
        document["security"] = security
    got = read(json.dumps(document).encode(), "a.json")
    assert got.says_auth is (auth is not None)
    assert got.contract.auth is (auth or Auth.NONE)


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({"servers": [{"url": "https://a.b/"}, {"url": "https://c.d"}]}, "https://a.b/"),
        ({"servers": [{"url": "/"}]}, ""),
        ({"servers": [{"url": "/api/v1"}]}, "/api/v1"),
        ({"servers": []}, ""),
        ({"servers": "https://a.b"}, ""),
        ({"servers": [{"url": "https://a.b/" + "c" * 300}]}, ""),
        (
            {"servers": [{"url": "https://{host}.b/{x}", "variables": {"host": {"default": "a"}}}]},
            "https://a.b/{x}",
        ),
    ],
)
def test_the_base_url_is_the_first_servers(said: dict[str, Any], url: str) -> None:
    document = {"openapi": "3.0.3", "info": {"title": "Shop"}, "paths": {}, **said}
    assert read(json.dumps(document).encode(), "a.json").contract.base_url == url


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T12:00:00Z"),
        ({"type": "string", "pattern": r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"}, "9.99"),
        ({"type": ["null", "integer"], "minimum": 18}, 18),
        ({"type": "number", "maximum": 5}, 5),
        ({"type": "boolean", "default": False}, False),
        ({"enum": ["paid", "sent"]}, "paid"),
        ({"const": "v1"}, "v1"),
        ({"type": "string", "example": "Lagos"}, "Lagos"),
        ({"type": "string", "examples": ["Lagos", "Accra"]}, "Lagos"),
        ({"items": {"type": "integer"}}, [1]),
        ({"type": "array"}, []),
        ({"additionalProperties": {"type": "integer"}}, {"key": 1}),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 1),
        ({"oneOf": [{"properties": {"a": {"type": "integer"}}}, {"type": "string"}]}, {"a": 1}),
        (
            {
                "allOf": [
                    {"properties": {"a": {"type": "integer"}}},
                    {"properties": {"b": {"type": "integer"}}},
                ],
                "properties": {"c": {"type": "integer"}},
            },
            {"a": 1, "b": 1, "c": 1},
        ),
        ({"allOf": [{"enum": ["paid"]}]}, "paid"),
        ({}, None),
        (True, None),
    ],
)
def test_where_there_is_no_example_one_is_made_up(schema: Any, value: Any) -> None:
    assert answer(schema) == value


def test_json_within_a_string_is_shown_as_json() -> None:
    body = {"content": {"application/json": {"example": '{"a": [1]}'}}}
    assert only({"post": {"requestBody": body}}).request == '{\n  "a": [\n    1\n  ]\n}'


def test_json_is_shown_rather_than_another_media_type() -> None:
    content = {"text/html": {"example": "<p>"}, "application/json": {"example": [1]}}
    made = only({"get": {"responses": {"200": {"content": content}}}})
    assert made.response == "[\n  1\n]"


def test_what_comes_back_is_what_comes_back_when_all_goes_well() -> None:
    def content(example: Any) -> dict[str, Any]:
        return {"content": {"application/json": {"example": example}}}

    responses = {"404": content([404]), "default": content([0]), "201": content([201])}
    assert only({"post": {"responses": responses}}).response == "[\n  201\n]"
    del responses["201"]
    assert only({"post": {"responses": responses}}).response == "[\n  0\n]"


def test_yaml_means_what_yaml_1_2_means() -> None:
    data = b"""
openapi: 3.1
info: {title: no, version: 2026-01-31}
paths:
  /a:
    post:
      summary: 1.10
      deprecated: true
      requestBody:
        content:
          application/json:
            example: {no: off, day: 2026-01-31, phone: 0712345678, n: ~, price: 9.50, id: 7}
      responses:
        200: {description: fine, content: {text/plain: {example: fine}}}
"""
    made = read(data, "a.yaml").contract
    assert made.title == "no"
    assert made.operations[0].response == "fine"
    assert json.loads(made.operations[0].request) == {
        "no": "off",
        "day": "2026-01-31",
        "phone": "0712345678",
        "n": None,
        "price": 9.5,
        "id": 7,
    }


def test_what_a_contract_has_no_place_for_is_named() -> None:
    data: dict[str, Any] = {
        "openapi": "3.0.0",
        "paths": {"/a": {"trace": {}, "get": [], "parameters": []}},
    }
    got = read(json.dumps(data).encode(), "a.json")
    assert got.notes == (
        "`TRACE /a` is nothing that I can read, and was left out.",
        "`GET /a` is nothing that I can read, and was left out.",
        "It has no operations.",
    )
