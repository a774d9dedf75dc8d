"""No file does more than be refused, in words for a person, whatever somebody put into it."""

import codecs
import json
from typing import Any

import pytest

from bot.domain.contract import EXAMPLE_LIMIT, MOST_OPERATIONS
from bot.domain.errors import Refusal
from bot.domain.openapi_parsing import MOST_BYTES
from bot.domain.openapi_reading import Read, read
from bot.domain.openapi_writing import write
from bot.domain.text import units

START = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"


def document(paths: Any, **more: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths, **more}


def read_json(value: Any) -> Read:
    return read(json.dumps(value).encode(), "openapi.json")


def refused(data: bytes, filename: str = "openapi.json") -> str:
    with pytest.raises(Refusal) as no:
        read(data, filename)
    said = str(no.value)
    assert units(said) <= 300
    return said


def refused_yaml(text: str) -> str:
    return refused((START + text).encode(), "openapi.yaml")


def answering(schema: Any) -> dict[str, Any]:
    """A document of one operation, with what it answers with."""
    content = {"application/json": {"schema": schema}}
    return document({"/a": {"get": {"responses": {"200": {"content": content}}}}})


def test_ten_megabytes_are_refused_unread() -> None:
    assert "over 1 MB" in refused(b"[" * 10_000_000)
    assert "over 1 MB" in refused(b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    "bomb",
    [
        'a: &a ["x", "x"]\nb: &b [*a, *a]\npaths: *b\n',
        "paths: {/a: &here {get: {}}}\n",
        "x: *nowhere\n",
        "? &a b\n: c\n",
        "a: &a [*a]\n",
    ],
)
def test_yaml_with_anchors_or_aliases_is_refused(bomb: str) -> None:
    said = refused_yaml(bomb)
    assert "anchor" in said
    assert "line 3" in said
    assert "JSON" in said


@pytest.mark.parametrize(
    "tagged",
    [
        "a: !!python/object/apply:os.system ['true']\n",
        "a: !!binary aGk=\n",
        "!mine a: 1\n",
        "a: ! b\n",
        "a: !!str 1\n",
    ],
)
def test_yaml_with_tags_is_refused(tagged: str) -> None:
    assert "tag" in refused_yaml(tagged)


def test_what_is_said_twice_in_one_place_is_refused() -> None:
    assert "`/a` twice" in refused(b'{"openapi": "3.0.0", "paths": {"/a": {}, "/a": {}}}')
    assert "`/a` twice" in refused_yaml("paths:\n  /a: {}\n  /a: {}\n")
    assert "`\u02cb*x*` twice" in refused(b'{"`*x*": 1, "`*x*": 1}')


@pytest.mark.parametrize("many", [101, 1_000, 100_000])
def test_what_is_nested_deeply_is_refused(many: int) -> None:
    assert "nested too deeply" in refused(b'{"a":' * many + b"1" + b"}" * many)
    assert "nested too deeply" in refused(b"[" * many)
    assert "nested too deeply" in refused_yaml("a: " + "[" * many)
    assert "nested too deeply" in refused_yaml("a:\n  " + "- " * many)


def test_brackets_in_texts_are_no_nesting() -> None:
    text = '\\"' + "[{" * 500
    read_json(document({"/a": {"get": {"summary": text}}}))
    read((START + f"x: '{'[' * 500}'\n").encode(), "openapi.yaml")


def test_what_has_too_many_parts_is_refused() -> None:
    assert "too many parts" in refused(b"[" + b"[]," * 300_000 + b"[]]")
    assert "too many parts" in refused_yaml("a:\n" + "- 1\n" * 200_000)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    assert "number" in refused(f'{{"openapi": "3.0.0", "x": {number}}}'.encode())


def test_yaml_knows_the_numbers_of_json_and_no_more() -> None:
    assert "number" in refused_yaml(f"x: {'9' * 5_000}\n")
    assert "number" in refused_yaml("x: 1e999\n")
    long = ":".join(["59"] * 20_000)  # one number of base 60, to older readers
    read((START + f"x: {long}\ny: .inf\nz: 0x1F\n").encode(), "openapi.yaml")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\xff\xfe", "empty"),
        (b"# nothing\n", "holds nothing"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text in UTF-8"),
        (b'{"openapi": "3.0.0", "info": "\xe9"}', "not text in UTF-8"),
        (json.dumps(document({})).encode("utf-16-le"), "not text in UTF-8"),
        (b"\xff\xfe\x00\xd8", "not text in UTF-8"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"[]", "does not describe an API"),
        (b"hello", "does not describe an API"),
        (b"{}", "does not say `openapi: 3`"),
        (b'{"openapi": "2.0"}', "does not say `openapi: 3`"),
        (b'{"openapi": {"3": "."}}', "does not say `openapi: 3`"),
        (b'{"openapi": "3.0.0"', "not valid JSON at line 1"),
        (b"a: [\n", "not valid YAML at line"),
        (b"openapi: 3.0.0\n---\nopenapi: 3.0.0\n", "more than one document"),
        (b"? [a]\n: b\n", "a list or an object as a name"),
        (b"a: \x07\n", "not valid YAML"),
        (b'{"data": {"__schema": {}}}', "GraphQL schema"),
        (b'{"info": {"schema": "https://schema.postman.com/v2.1.0/"}}', "Postman"),
    ],
)
def test_what_is_no_openapi_file_is_refused_with_what_to_do_instead(data: bytes, says: str) -> None:
    assert says in refused(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("filename", ["a.json", "a.yaml", "a.yml", "A.YAML", "", "a.txt"])
def test_text_is_read_however_windows_wrote_it_down(encoding: str, filename: str) -> None:
    data = json.dumps(document({"/a": {"get": {"summary": "é"}}}), ensure_ascii=False)
    contract = read(data.encode(encoding), filename).contract
    assert [one.purpose for one in contract.operations] == ["é"]


def test_yaml_may_be_written_with_braces() -> None:
    data = b"{openapi: 3.0.0, info: {title: Shop}, paths: {/a: {get: {}}}}"
    assert read(data, "openapi.yml").contract.title == "Shop"
    assert "not valid JSON" in refused(data, "openapi.json")


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example.com/schema.json",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "other.yaml#/components/schemas/A",
        "//evil.example.com/a",
        "",
    ],
)
def test_what_is_outside_the_file_is_named_and_never_fetched(where: str) -> None:
    for value in (
        answering({"$ref": where}),
        answering({"type": "array", "items": {"$ref": where}}),
        document({"/a": {"$ref": where}, "/b": {"get": {}}}),
        document({"/a": {"get": {"requestBody": {"$ref": where}}}}),
    ):
        got = read_json(value)
        assert any("never fetch" in note and where[:20] in note for note in got.notes)
        assert len(got.contract.operations) == 1


def test_an_example_elsewhere_is_named_and_never_fetched() -> None:
    examples = {"a": {"externalValue": "https://evil.example.com/a"}, "b": {"value": {"a": 1}}}
    body = {"content": {"application/json": {"examples": examples}}}
    got = read_json(document({"/a": {"post": {"requestBody": body}}}))
    assert got.contract.operations[0].request == '{\n  "a": 1\n}'
    assert "https://evil.example.com/a" in got.notes[0]


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/A"}},
        {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
        {f"{place or 'A'}": {"$ref": f"#/components/schemas/{place + 1}"} for place in range(999)},
        {"A": {"$ref": "#/components/schemas/nowhere"}},
        {"A": {"$ref": "#/components/schemas/A/properties/a/b/0"}},
        {"A": {"$ref": "#"}},
        {"A": {"$ref": "#/" + "a/" * 100_000}},
        {"A": {"allOf": [{"$ref": "#/components/schemas/A"}] * 50}},
        {"A": {"anyOf": [{"$ref": "#/components/schemas/A"}]}},
    ],
)
def test_references_that_lead_nowhere_or_in_a_circle_end_in_no_example(schemas: Any) -> None:
    value = answering({"$ref": "#/components/schemas/A"})
    got = read_json({**value, "components": {"schemas": schemas}})
    assert [one.response for one in got.contract.operations] == [""]


def test_a_thing_that_holds_things_of_its_kind_is_shown_once() -> None:
    node = {"$ref": "#/components/schemas/Node"}
    schema = {
        "properties": {"id": {"type": "integer"}, "parent": node, "children": {"items": node}}
    }
    got = read_json({**answering(node), "components": {"schemas": {"Node": schema}}})
    assert json.loads(got.contract.operations[0].response) == {
        "id": 1,
        "parent": None,
        "children": [],
    }


def test_a_web_of_schemas_is_given_up_on() -> None:
    everything = [{"$ref": f"#/components/schemas/{place}"} for place in range(60)]
    schemas = {str(place): {"allOf": everything[place:] * 2} for place in range(60)}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/0"}}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"content": content}}}
    paths = {f"/{place}": {"put": operation} for place in range(MOST_OPERATIONS)}
    got = read_json(document(paths, components={"schemas": schemas}))
    assert len(got.contract.operations) == MOST_OPERATIONS
    assert "The file is very intricate: some of its examples were left out." in got.notes


@pytest.mark.parametrize(
    "example",
    [
        {f"name {place}": "v" * 2_500 for place in range(300)},
        {"n" * 100_000: 1, "a": "b"},
        [[[0] * 100] * 100] * 20,
        "x" * 500_000,
        {"text": "\u202e\u200b" * 50_000},
        json.dumps([{"a": "b" * 100}] * 1_000),
        [int("9" * 299)] * 1_000,
    ],
)
def test_an_example_of_any_size_is_cut_to_its_limit(example: Any) -> None:
    body = {"content": {"application/json": {"example": example}}}
    contract = read_json(document({"/a": {"post": {"requestBody": body}}})).contract
    assert units(contract.operations[0].request) <= EXAMPLE_LIMIT
    assert read(write(contract).encode(), "a.json").contract == contract


def test_a_long_list_is_cut_to_an_example_that_is_still_json() -> None:
    example = {"results": [{"id": place} for place in range(1_000)], "count": 1_000}
    body = {"content": {"application/json": {"example": example}}}
    contract = read_json(document({"/a": {"post": {"requestBody": body}}})).contract
    assert json.loads(contract.operations[0].request) == {
        "results": [{"id": 0}, {"id": 1}, {"id": 2}],
        "count": 1_000,
    }


def test_more_than_three_hundred_operations_are_refused() -> None:
    paths: dict[str, Any] = {f"/{place}": {"get": {}} for place in range(MOST_OPERATIONS)}
    assert len(read_json(document(paths)).contract.operations) == MOST_OPERATIONS
    paths["/more"] = {"get": {}}
    assert "more than 300 operations" in refused(json.dumps(document(paths)).encode())
    empty: dict[str, Any] = {f"/{place}": {} for place in range(20_000)}
    assert "more than 300 operations" in refused(json.dumps(document(empty)).encode())
    ours = [{"method": "QUERY", "path": f"q{place}"} for place in range(MOST_OPERATIONS + 1)]
    said = refused(json.dumps(document({}, **{"x-nexus-operations": ours})).encode())
    assert "more than 300 operations" in said


def test_a_path_that_is_too_long_is_left_out_and_named() -> None:
    got = read_json(document({"/" + "a" * 300: {"get": {}}, "/b": {"get": {}}}))
    assert [one.path for one in got.contract.operations] == ["/b"]
    assert "too long" in got.notes[0]


def test_many_notes_end_in_how_many_more_there_are() -> None:
    paths: dict[str, Any] = {f"/{place}": {"trace": {}} for place in range(50)}
    notes = read_json(document(paths)).notes
    assert len(notes) == 9
    assert notes[-1] == "… and 43 more like these."


def test_hostile_text_comes_out_clean() -> None:
    hostile = "a\u202e\u200b\0\n\nb\ud800"
    got = read_json(
        document(
            {f"/{hostile}": {"get": {"summary": hostile}}},
            info={"title": hostile},
            servers=[{"url": f"https://a.b/{hostile}"}],
        )
    )
    assert got.contract.title == "a b"
    assert got.contract.base_url == "https://a.b/a b"
    assert [(one.path, one.purpose) for one in got.contract.operations] == [("/a b", "a b")]
