"""Whatever people type is safe to show again, and fits."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.text import (
    MOST_MARKS,
    clean,
    code,
    escape,
    fit,
    listed,
    one_line,
    plural,
    prose,
    units,
)
from tests.domain.reading import plain, read

# Everything that Discord reads as more than a letter comes up all the time.
PIECES = (
    *"*_~|`<>[]()#@!&:;.,-\\/1 \n\t",
    *(
        "```",
        "``",
        "```py\n",
        "\n```\n",
        "||",
        "[a](",
        "<@",
        "<@1>",
        "@everyone",
        "<#2>",
        "</ask:3>",
    ),
    *(
        "https://",
        "https://alx.dev/api/docs",
        "<https://alx.dev>",
        "http://a.b/c_(d)",
        "HTTPS://a_b_",
    ),
    *(
        "1. ",
        "\n- ",
        "\n# ",
        "\n> ",
        "word",
        "\u202e",
        "\u200b",
        "\u200d",
        "\u3164",
        "😀",
        "👩‍💻",
        "é",
    ),
)
typed = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


def links(shown: str) -> list[str]:
    """The addresses that a click would open."""
    found: list[str] = []
    for kind, part in read(shown):
        if kind == "pointed":
            found.append(part)
        elif kind == "url":
            unopened = part.endswith(")") and part.count(")") > part.count("(")
            found.append(part[:-1] if unopened else part)
    return found


MEANS_SOMETHING = re.compile(r"[*_`~|\[<#]|@(?!\u200b)|^\s*([->]|\d+\.)", re.MULTILINE)


@given(typed)
@example("```\n\n``` x ```<@123> [click](https://evil.example)```")
@example("```py\n``` x ```<@1>```")
@example("`` ` `````~~a\n<@1>[a](https://evil.example)``b")
@example("https://x.yz`<@1>`")
@example("https://x.yz<@1>")
def test_nothing_that_was_typed_becomes_markdown(text: str) -> None:
    assert MEANS_SOMETHING.search(plain(escape(text))) is None
    assert MEANS_SOMETHING.search(plain(prose(text, 10_000))) is None


@given(typed)
def test_no_mention_comes_out_of_escaping(text: str) -> None:
    assert re.search(r"<@(?!\u200b)|<#|<t:\d+>|</\w+:\d+>", escape(text)) is None
    assert "@everyone" not in plain(escape(text))


@given(typed)
def test_no_masked_link_comes_out_of_escaping(text: str) -> None:
    assert re.search(r"(?<!\\)(?:\\\\)*\[[^\]]*\]\(", escape(text)) is None


@given(typed)
def test_escaping_shows_what_was_typed(text: str) -> None:
    shown = "".join(
        part[1:] if kind == "escaped" else f"<{part}>" if kind == "pointed" else part
        for kind, part in read(escape(text))
    )

    # Blanks beside links and the zero-width ones behind every @ are all that is added.
    assert re.sub("[ \u200b]", "", shown) == re.sub("[ \u200b]", "", text)


@pytest.mark.parametrize(
    "link",
    [
        "https://alx.dev/api/docs",
        "http://localhost:8000/swagger_ui/?a=1&b=*2#top-1",
        "https://en.wikipedia.org/wiki/Django_(web_framework)",
        "https://medium.com/@ann/my_post-1",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "see {}",
        "({})",
        "(see {}).",
        "[docs]({})",
        "[{}]",
        "<{}>",
        "**{}**",
        "_{}_",
        "||{}||",
        "`{}` {}",
        "{}, then",
        "{}.",
        "{}!",
        '"{}"',
        "> {}\n1. {}",
        "{}\n```py\nx\n```",
        "{}(and so on",
        "{}<@1>",
    ],
)
def test_a_link_stays_usable_whatever_stands_around_it(link: str, around: str) -> None:
    text = around.replace("{}", link)

    assert set(links(escape(text))) == {link}
    assert set(links(prose(text, 2000))) == {link}


def test_a_masked_link_shows_where_it_leads() -> None:
    shown = escape("[my docs](https://evil.example/x)")

    assert shown == r"\[my docs\]\(https://evil.example/x)"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold** and __under__", r"\*\*bold\*\* and \_\_under\_\_"),
        ("# Heading", r"\# Heading"),
        ("1. one\n2. two", "1\\. one\n2\\. two"),
        ("<@12> @everyone", "\\<@\u200b12\\> @\u200beveryone"),
        ("`code`", r"\`code\`"),
        ("a\\b", r"a\\b"),
        ("What is 2.5 in f(x)?", r"What is 2.5 in f\(x\)?"),
    ],
)
def test_escaped_text_reads_as_it_was_typed(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@pytest.mark.parametrize(
    "code",
    ["`a_b`", "``a`b``", "```py\nx = a[0](*b)  # <@1>\n```", "```\n- one\n\n- two\n```"],
)
def test_code_keeps_its_look_in_prose(code: str) -> None:
    assert prose(f"*so* {code} *it goes*", 500) == rf"\*so\* {code} \*it goes\*"


def test_a_block_that_its_author_left_open_is_closed() -> None:
    assert prose("so:\n```py\nx = 1", 500) == "so:\n```py\nx = 1\n```"


def test_a_block_that_was_cut_is_closed() -> None:
    shown = prose("```py\n" + "x = 1\n" * 100 + "```", 60)

    assert shown.startswith("```py\nx = 1\n")
    assert shown.endswith("\u2026\n```")


@given(typed, st.integers(0, 60))
def test_prose_fits_and_leaves_no_code_open(text: str, limit: int) -> None:
    shown = prose(text, limit)

    assert units(shown) <= limit
    assert "`" not in plain(shown)
    assert MEANS_SOMETHING.search(plain(shown)) is None


@given(st.text() | typed, st.integers(0, 40))
def test_what_is_fitted_never_exceeds_and_begins_as_it_was(text: str, limit: int) -> None:
    shown = fit(text, limit)

    assert units(shown) <= limit
    assert shown == text or text.startswith(shown.removesuffix("\u2026"))


@given(st.text(max_size=20))
def test_what_fits_is_left_alone(text: str) -> None:
    assert fit(text, units(text)) == text


@given(typed, st.integers(1, 40))
def test_a_cut_never_makes_the_ellipsis_an_escaped_one(text: str, limit: int) -> None:
    shown = fit(escape(text), limit)

    assert not re.search(r"(?<!\\)(\\\\)*\\\u2026$", shown)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("hello world", 11, "hello world"),
        ("hello world", 7, "hello\u2026"),
        ("ab😀cd", 4, "ab\u2026"),
        ("ab😀cd", 5, "ab😀\u2026"),
        ("abc", 1, "\u2026"),
        ("abc", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_cut_is_shown_and_never_splits_a_character(text: str, limit: int, shown: str) -> None:
    assert fit(text, limit) == shown


@given(st.text() | typed)
def test_no_control_and_no_direction_survives_cleaning(text: str) -> None:
    cleaned = clean(text)

    assert {
        char
        for char in cleaned
        if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\t\u200c\u200d"
    } == set()
    assert cleaned == clean(cleaned)
    assert cleaned == cleaned.strip()


@given(st.text() | typed)
def test_one_line_is_one(text: str) -> None:
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert line == one_line(line)
    assert "  " not in line


@pytest.mark.parametrize(
    "nothing",
    ["", " \n", "\u200d", "\u200b\u2060", " \u200c \u200d ", "\u3164", "\u2800", "\ufe0f\u034f"],
)
def test_what_nobody_can_see_counts_as_nothing(nothing: str) -> None:
    assert clean(nothing) == ""
    assert one_line(nothing) == ""


def test_cleaning_keeps_what_people_mean() -> None:
    assert clean("  a\r\nb\tc\rd \u202etxt.exe ") == "a\nb\tc\nd txt.exe"
    for kept in ("👩\u200d💻", "\u0645\u06cc\u200c\u062e\u0648"):
        assert clean(kept) == kept


def test_a_letter_keeps_no_more_marks_than_a_line_has_room_for() -> None:
    assert clean("Z" + "\u0335" * 40 + "a") == "Z" + "\u0335" * MOST_MARKS + "a"
    assert clean("Z" + "\u200b\u0335" * 40) == "Z" + "\u0335" * MOST_MARKS
    assert clean("\u0335\u0335 \u0335a") == "a"
    for kept in ("Tie\u0302\u0301ng", "\u0e1b\u0e35\u0e48", "1\ufe0f\u20e3", "\u0915\u094d\u0937"):
        assert clean(kept) == kept


def test_whatever_begins_a_line_somewhere_begins_one_here() -> None:
    assert clean("a\u2028b\u2029c\x85d\ve\ff\r\ng\rh") == "a\nb\nc\nd\ne\nf\ng\nh"


@pytest.mark.parametrize(("text", "length"), [("", 0), ("é", 1), ("😀", 2), ("\ud800", 1)])
def test_length_is_counted_as_discords_clients_count(text: str, length: int) -> None:
    assert units(text) == length


def test_counts_are_read_as_people_say_them() -> None:
    assert plural(1, "answer") == "1 answer"
    assert plural(2, "answer") == "2 answers"
    assert plural(0, "person", "people") == "0 people"


def test_lists_are_read_as_people_say_them() -> None:
    assert listed(()) == ""
    assert listed(("Ann",)) == "Ann"
    assert listed(("Ann", "Ben")) == "Ann and Ben"
    assert listed(("Ann", "Ben", "Cy")) == "Ann, Ben and Cy"
    assert listed(("Lagos", "Accra"), last="or") == "Lagos or Accra"
    assert listed(("Ann", "Ben", "Cy"), most=3) == "Ann, Ben and Cy"
    assert listed(("Ann", "Ben", "Cy"), most=2) == "Ann, Ben and 1 more"


@given(typed, st.integers(4, 40))
def test_a_code_span_is_one_whatever_stands_in_it(text: str, limit: int) -> None:
    shown = code(text, limit)
    assert re.fullmatch(r"`[^`\n]+`", shown)
    assert units(shown) <= limit + 2
    assert list(clean(shown)) == list(shown)
