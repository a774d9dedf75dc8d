"""Files in which something is wrong, wherever chance puts it, are read as far as they can be."""

import contextlib
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.openapi_reading import Read, read
from bot.domain.openapi_writing import write
from tests.domain.contracts import PIECES

FILES = Path(__file__).parent / "openapi"


def _read(value: Any) -> Read:
    return read(json.dumps(value).encode(), "openapi.json")


# Everything that the reader looks for somewhere, at the wrong place and of the wrong kind.
WORDS = (
    *("$ref", "#/paths", "#/components/schemas/Job", "https://a.b", "get", "post", "/a", "200"),
    *("allOf", "oneOf", "items", "properties", "schema", "example", "examples", "value", "enum"),
    *("type", "object", "array", "string", "integer", "content", "application/json", "security"),
    *("x-nexus-operations", "x-nexus-place", "x-nexus-state", "method", "QUERY", "path"),
)
wrong = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from((*WORDS, *PIECES)),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from((*WORDS, *PIECES)), inside, max_size=3)
    ),
    max_leaves=6,
)
BASES = [
    json.loads((FILES / name).read_text(encoding="utf-8"))
    for name in ("job_board_fastapi.json", "feed_yasg.json", "shop_drf.json")
]
OURS = json.loads(write(read((FILES / "feed_yasg.json").read_bytes(), "").contract))


def mutate(value: Any, data: st.DataObject) -> Any:
    """`value` with something wrong at one place of it."""
    if not isinstance(value, dict | list) or not value or data.draw(st.integers(0, 9)) == 0:
        return data.draw(wrong)
    found: Any = value  # pyright: ignore[reportUnknownVariableType]
    changed, is_list = found.copy(), isinstance(found, list)
    place = data.draw(st.sampled_from(range(len(found)) if is_list else list(found)))
    kind = data.draw(st.integers(0, 9))
    if kind == 0:
        del changed[place]
    elif kind == 1 and not is_list:
        changed[data.draw(st.sampled_from(WORDS))] = data.draw(wrong)
    else:
        changed[place] = mutate(changed[place], data)
    return changed


@given(st.data())
def test_what_is_wrong_anywhere_in_a_file_is_left_out_or_refused(data: st.DataObject) -> None:
    value: Any = data.draw(st.sampled_from([*BASES, OURS]))
    for _ in range(data.draw(st.integers(1, 8))):
        value = mutate(value, data)
    try:
        contract = _read(value).contract
    except Refusal:
        return
    assert read(write(contract).encode(), "a.json").contract == contract


@given(wrong, st.sampled_from(["3.1.0", "2.0"]))
def test_nonsense_that_claims_to_be_openapi_is_read_or_refused(value: Any, version: str) -> None:
    names = ("paths", "servers", "info", "security", "components", "securityDefinitions", "host")
    made = dict.fromkeys(names, value)
    with contextlib.suppress(Refusal):
        _read({"openapi" if version[0] == "3" else "swagger": version, **made})


broken = st.binary(max_size=60) | st.lists(
    st.sampled_from(
        [
            *PIECES,
            "openapi: 3.0.0\n",
            "paths:\n",
            "  ",
            ": ",
            "- ",
            "{",
            "[",
            "&a ",
            "*a ",
            "!!b ",
            "? ",
        ]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@given(broken, st.sampled_from(["a.json", "a.yaml"]))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes, filename: str) -> None:
    with contextlib.suppress(Refusal):
        read(data, filename)
