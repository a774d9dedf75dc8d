"""What people typed reads in a document as they typed it, and stays where it was put."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.markdown import line, prose
from bot.domain.text import one_line

NASTY = [
    *("# A", "## B", "Setext\n===", "Setext\n---", "> quote", "---", "***", "1. one", "1) one"),
    *("+ plus", "- [ ] task", "[a](javascript:b)", "![a](b)", "[a]: b", "<script>", "<!--", "-->"),
    *("```", "~~~", "`", "``x`y``", "a | b\n--- | ---\n1 | 2", "&lt;b&gt;", "$a$", "\\", "\\\\"),
    *(
        "    code",
        "\tcode",
        "https://a.b/(c)",
        "<https://a.b>",
        "(https://a.b/c).",
        "__a__",
        "a_b_c",
    ),
    *("</details>", "*a*", "~~a~~", "a\\", "`` ` ``", "* \u200c", "-", "=", "1.", "#"),
]
pieces = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
hostile = st.lists(pieces, max_size=8).flatmap(
    lambda chosen: st.sampled_from(["\n", " ", "", "\n\n"]).map(lambda glue: glue.join(chosen))
)


def read(document: str) -> list[Token]:
    """What GitHub reads: tables and strikethrough, raw HTML, no typographer."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(document)


def words(token: Token) -> str:
    """The text of a line in which nothing is marked up but code and links."""
    said: list[str] = []
    for child in token.children or []:
        match child.type:
            case "link_open":
                assert child.markup == "autolink"
                assert str(child.attrs["href"]).startswith("http")
            case "text" | "text_special" | "code_inline":
                said.append(child.content)
            case "hardbreak":
                said.append("\n")
            case other:
                assert other == "link_close", child
    return "".join(said)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Plain words - and (more), really!", "Plain words - and (more), really!"),
        ("snake_case and `select_related()`", "snake_case and `select_related()`"),
        ("JWT: 5 * 3 > 2", r"JWT: 5 \* 3 > 2"),
        ("# not a heading, C# neither", r"\# not a heading, C# neither"),
        ("1. not a list", r"1\. not a list"),
        ("3.11 is a version", "3.11 is a version"),
        (
            "see (https://docs.djangoproject.com/en/).",
            "see (<https://docs.djangoproject.com/en/>).",
        ),
        ("a `b", r"a \`b"),
    ],
)
def test_a_line_is_escaped_only_where_it_would_mean_something(typed: str, written: str) -> None:
    assert line(typed) == written


def test_what_was_written_at_length_keeps_its_lines_bullets_and_code() -> None:
    typed = "Two causes:\n- the `N+1` query\n* no index\nSo:\nfixed\n```py\nQ.filter()\n```done"
    assert "\n".join(prose(typed, "  ")) == (
        "  Two causes:\n"
        "\n"
        "  - the `N+1` query\n"
        "  - no index\n"
        "\n"
        "  So:\\\n"
        "  fixed\n"
        "\n"
        "  ```py\n"
        "  Q.filter()\n"
        "  ```\n"
        "\n"
        "  done"
    )


def test_a_block_of_code_that_was_left_open_is_closed() -> None:
    assert list(prose("```\nx = 1")) == ["```text", "x = 1", "```"]


@given(hostile)
@example("\n".join(NASTY))
def test_a_line_says_in_a_heading_and_in_a_list_what_was_typed(typed: str) -> None:
    for mark, kind in (("## ", "heading_open"), ("- ", "list_item_open"), ("", "paragraph_open")):
        found = read(f"{mark}{line(typed)}\n\nAfter\n")
        inline = [words(one) for one in found if one.type == "inline"]
        said = "".join(re.sub(r"\s|`+|<|>", "", one) for one in inline)
        assert said == re.sub(r"\s|`+|<|>", "", one_line(typed)) + "After"
        assert len([one for one in found if one.type == "heading_open"]) == (mark == "## ")
        assert any(one.type == kind for one in found)


@given(hostile)
@example("\n".join(NASTY))
@example("\n\n".join(NASTY))
def test_nothing_written_at_length_gets_out_of_its_item(typed: str) -> None:
    body = "\n".join(prose(typed, "  "))
    found = read(f"# Title\n\n- **Item**\n\n{body}\n\n- **Next**\n\n## End\n")

    headings = [found[at + 1].content for at, one in enumerate(found) if one.type == "heading_open"]
    assert headings == ["Title", "End"]
    outermost = [one.type for one in found if one.level == 0]
    assert outermost == [
        *("heading_open", "heading_close"),
        *("bullet_list_open", "bullet_list_close"),
        *("heading_open", "heading_close"),
    ]
    own = [one for one in found if one.level == 1 and one.type == "list_item_open"]
    assert len(own) == 2
    assert not {one.type for one in found} & {"html_block", "table_open", "blockquote_open", "hr"}
    for one in found:
        if one.type == "inline" and not one.content.startswith("**"):
            words(one)
