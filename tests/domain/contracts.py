"""Any contract at all, its texts as forms leave them: cleaned, and within their limits."""

import json
from collections.abc import Callable

from hypothesis import strategies as st

from bot.domain import json_text
from bot.domain.contract import (
    PATH_LIMIT,
    PURPOSE_LIMIT,
    TITLE_LIMIT,
    URL_LIMIT,
    Auth,
    Contract,
    Method,
    Operation,
    State,
    Style,
)
from bot.domain.example_text import kept
from bot.domain.text import fit, one_line

# All that means something to JSON, YAML, OpenAPI, Markdown or HTML comes up all the time.
PIECES = (
    *("/", "/a", "/{id}", "/{x}", "{", "}", "{a:b}", "{}", "?q=1", "#", "#/", "~1", "%2F", "//"),
    *("$ref", "x-", "`", "```", "\n", "\n\n", "|", "\\", "\\|", "<", ">", "</details>", "<b>"),
    *("<!--", "&lt;", "&#124;", "[a](javascript:b)", "![a](b)", "*", "_", "~~", "# ", "- ", "1. "),
    *("https://a.b", "www.a.b", "@a", ":cat:", "$a$", '"', "'", ": ", "{{", "é", "😀", "\u202e"),
    *("\u200d", "\u3164", "\u2028", "\ufeff", "\t", "word ", "---", "==="),
)
typed = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


def _line(limit: int) -> Callable[[str], str]:
    return lambda text: fit(one_line(text), limit)


names = typed | typed.map(lambda text: f"/{text}")
long_names = st.integers(1, 2 * PATH_LIMIT).map(lambda length: "/" + "a😀"[length % 2] * length)
paths = (names | long_names).map(_line(PATH_LIMIT)).filter(bool)
urls = st.sampled_from(
    ("", "https://a.b/api", "http://localhost:8000", "/api/v1", "https://{host}/", "javascript:a")
) | typed.map(_line(URL_LIMIT))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | typed,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(typed, inside, max_size=4),
    max_leaves=12,
)
# As long, as deep and as wide as what fits can be.
widest = st.integers(1, 400).map(lambda count: json_text.pretty([0] * count))
deepest = st.integers(1, 40).map(lambda depth: "[" * depth + "]" * depth)
nested = deepest.map(lambda text: json_text.pretty(json.loads(text)))
longest = st.integers(1, 2000).map(lambda length: json_text.pretty({"a": "b" * length}))
odd = st.sampled_from(("NaN", "[NaN]", "[1e999]", "[1.0, 1e5]", '{"a": 1, "a": 2}', "[1]", "null"))
examples = (
    typed
    | values.map(json_text.pretty)
    | values.map(json.dumps)
    | widest
    | nested
    | deepest
    | longest
    | odd
).map(kept)
operations = st.builds(
    Operation,
    st.sampled_from(Method),
    paths,
    typed.map(_line(PURPOSE_LIMIT)),
    st.sampled_from(State),
    examples,
    examples,
)


def _unique(operation: Operation) -> tuple[Method, str]:
    return operation.key


contracts = st.builds(
    Contract,
    typed.map(_line(TITLE_LIMIT)),
    urls,
    urls,
    st.sampled_from(Auth),
    st.sampled_from(Style),
    st.lists(operations, max_size=5, unique_by=_unique).map(tuple),
)
