"""An OpenAPI file becomes a pair's contract once its sender said so, and goes out again whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from simcord import InteractionResult, MemberActor

from bot.domain.openapi_parsing import MOST_BYTES
from tests.cogs.contract_acts import Two, end, pair_up
from tests.cogs.qa_acts import as_it_stands, rows
from tests.cogs.study_acts import press
from tests.world import World, card, seen

FILES = Path(__file__).parents[1] / "domain" / "openapi"
SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {"/products": {"get": {"summary": "All"}}, "/orders": {"post": {}}},
}


@pytest.fixture
async def two(world: World) -> Two:
    return await pair_up(world, world.member("Ann"), world.member("Ben"))


async def send(
    two: Two, who: MemberActor, data: bytes | dict[str, Any], name: str = "openapi.json"
) -> InteractionResult:
    sent = data if isinstance(data, bytes) else json.dumps(data).encode()
    return await two.say(who, "import", file=(name, sent))


@pytest.mark.parametrize(
    "name", ["job_board_fastapi.json", "shop_drf.yaml", "shop_drf.json", "feed_yasg.json"]
)
async def test_what_a_framework_wrote_comes_in_and_goes_out_and_nothing_is_different(
    two: Two, name: str
) -> None:
    shown = await send(two, two.ben, (FILES / name).read_bytes(), name)
    assert shown.response is not None
    assert rows(shown.response.components) <= 12
    await press(two.ben, shown, "Apply")
    applied = as_it_stands(two.world, shown)
    count = len((await two.shared()).endpoints)

    out = await two.say(two.ann, "export")
    files = two.world.files_in(out)
    OpenAPIV31SpecValidator(json.loads(files["openapi.json"])).validate()
    again = await send(two, two.ann, files["openapi.json"].encode())

    assert f"{count} new" in applied
    assert f"{count} endpoints" in card(two.contract_card())
    assert out.ephemeral
    assert files["api-contract.md"].startswith("## ")
    assert "Nothing is different" in seen(again)


async def test_a_file_changes_nothing_before_it_is_applied_and_the_partner_sees_none_of_it(
    two: Two,
) -> None:
    shown = await send(two, two.ben, SMALL)
    hers = await two.say(two.ann, "show")

    assert shown.ephemeral
    assert "Title: `E-Commerce` → `Shop`" in seen(shown)
    assert "1 detail, 2 new" in seen(shown)
    assert "New: `GET /products` (live)" in seen(shown)
    assert "Your API contract" in seen(hers)
    assert not (await two.shared()).is_begun

    await press(two.ben, shown, "Discard")
    assert "stays as it was" in as_it_stands(two.world, shown)


async def test_what_changed_meanwhile_is_shown_anew_before_it_is_applied(two: Two) -> None:
    shown = await send(two, two.ben, SMALL)
    await two.add(two.ann, "/orders", "POST")
    await press(two.ben, shown, "Apply")
    anew = as_it_stands(two.world, shown)
    unchanged = (await two.shared()).contract.operations
    await press(two.ben, shown, "Apply")

    assert "Your contract changed meanwhile." in anew
    assert "1 changed" in anew
    assert [one.name for one in unchanged] == ["POST /orders"]
    assert [one.name for one in (await two.shared()).contract.operations] == [
        "POST /orders",
        "GET /products",
    ]


async def test_what_is_live_and_not_in_the_file_is_deprecated_on_request(two: Two) -> None:
    await two.add(two.ben, "/old")
    await two.say(two.ben, "state", endpoint="old", state="live")
    shown = await send(two, two.ben, SMALL)
    before = seen(shown)
    await press(two.ben, shown, "Apply, and deprecate 1")

    old, *new = (await two.shared()).contract.operations
    assert "Not in the file: `GET /old` (live)" in before
    assert old.state == "deprecated"
    assert len(new) == 2


async def test_an_import_is_told_to_the_partner_like_any_change(two: Two) -> None:
    shown = await send(two, two.ben, SMALL)
    await press(two.ben, shown, "Apply")
    await two.gather()

    assert f"{two.ben.mention} changed 3 things:" in card(two.messages()[-1])


HOSTILE = (
    (b"a: &a [1]\nb: *a\n" * 9, "api.yaml", "I can't read that file"),
    (b"[" * 100_000, "api.json", "I can't read that file"),
    (b"{" + b" " * MOST_BYTES + b"}", "api.json", "over 1 MB"),
    (b"<html></html>", "api.json", "That is a web page"),
    (b"\xff\xfe\x00", "api.json", "That file"),
    (b"", "api.json", "That file is empty"),
    (b"!!python/object/apply:os.system ['id']", "api.yaml", "I can't read that file"),
)


async def test_a_hostile_file_is_refused_kindly(two: Two) -> None:
    for data, name, words in HOSTILE:
        told = await send(two, two.ben, data, name)
        assert told.ephemeral, name
        assert words in seen(told)
    assert not (await two.shared()).is_begun


async def test_a_reference_to_another_place_is_not_followed(two: Two) -> None:
    sent = len(two.world.env.http_requests)
    told = await send(
        two, two.ben, SMALL | {"paths": {"/a": {"$ref": "https://evil.example/a.json"}}}
    )

    assert told.ephemeral
    assert not [one for one in two.world.env.http_requests[sent:] if "evil" in one.path]


async def test_a_file_of_more_than_a_contract_holds_is_refused(two: Two) -> None:
    many: dict[str, Any] = {f"/things/{number}": {"get": {}} for number in range(301)}
    told = await send(two, two.ben, SMALL | {"paths": many})

    assert "more than 300 operations" in seen(told)


async def test_of_a_pair_that_ended_the_contract_goes_out_and_none_comes_in(two: Two) -> None:
    await press(two.ben, await send(two, two.ben, SMALL), "Apply")
    waiting = await send(two, two.ann, {**SMALL, "info": {"title": "Late", "version": "1"}})
    await end(two.world, two.pair)

    out = await two.say(two.ann, "export")
    late = await press(two.ann, waiting, "Apply")
    refused = await send(two, two.ann, SMALL)

    assert "GET /products" in two.world.files_in(out)["api-contract.md"]
    for told in (late, refused):
        assert "This pair has ended." in seen(told)


async def test_without_a_contract_there_is_nothing_to_export(two: Two) -> None:
    assert "There is no contract to export yet." in seen(await two.say(two.ann, "export"))


async def test_an_address_in_a_file_that_is_none_is_shown_as_it_stands_there(two: Two) -> None:
    broken = {"servers": [{"url": "http://["}], "externalDocs": {"url": "/docs"}}

    shown = await send(two, two.ben, {**SMALL, **broken})
    await press(two.ben, shown, "Apply")

    assert "Base `http://[`" in card(two.contract_card())
