"""The section for a README says what the contract says, whatever somebody wrote into it."""

import html
import re

from hypothesis import example, given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.contract import Auth, Contract, Method, Operation, State
from bot.domain.contract_markdown import as_markdown
from bot.domain.text import one_line
from tests.domain.contracts import contracts

SHOP = Contract(
    "Shop",
    "https://shop.example.com",
    "https://shop.example.com/api/docs",
    Auth.JWT,
    operations=(
        Operation(Method.GET, "/orders/{id}", "One order", State.LIVE, "", '{\n  "id": 1\n}'),
        Operation(Method.POST, "/orders", "Buy | sell", State.PLANNED),
    ),
)
# Each would end the place it stands in, if it were taken by its word.
BREAKING = Contract(
    "A\n# B <script>",
    "https://a.b|c`d`",
    "https://a.b/> <b>",
    operations=(
        Operation(Method.GET, "/a|b`c``\\|", "x | y `z` \\", State.LIVE, "````\n</details>\n```"),
        Operation(Method.GET, "</code></summary>", "<!--", State.LIVE, "~~~\n# A", "\n```\n# B"),
        Operation(Method.GET, "/a\\", "[a](javascript:b) ![a](b) **a** :cat: $a$"),
        Operation(Method.GET, "/c|", "\\|"),
    ),
)
OUR_HTML = re.compile(r"<details>\n<summary><code>([^<>]*)</code></summary>\n?|</details>\n?")


def tokens(contract: Contract) -> list[Token]:
    """What GitHub reads: tables and strikethrough, raw HTML, no typographer."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return reader.parse(as_markdown(contract))


def plain(token: Token) -> str:
    """The text of a line in which nothing is marked up but code."""
    said: list[str] = []
    for child in token.children or []:
        assert child.type in {"text", "text_special", "code_inline", "html_inline"}, child
        if child.type == "html_inline":
            assert child.content in {"<code>", "</code>"}
        else:
            said.append(child.content)
    return "".join(said)


def rows(found: list[Token]) -> list[list[str]]:
    cells = [plain(found[at + 1]) for at, one in enumerate(found) if one.type == "td_open"]
    return [cells[at : at + 3] for at in range(0, len(cells), 3)]


def test_a_readme_shows_the_contract_as_it_is_meant() -> None:
    assert as_markdown(SHOP) == (
        "## Shop\n"
        "\n"
        "- **Base URL:** `https://shop.example.com`\n"
        "- **Docs:** <https://shop.example.com/api/docs>\n"
        "- **Auth:** JWT\n"
        "- **Style:** REST\n"
        "\n"
        "| Endpoint | What it is for | State |\n"
        "| --- | --- | --- |\n"
        "| `GET /orders/{id}` | One order | live |\n"
        "| `POST /orders` | Buy &#124; sell | planned |\n"
        "\n"
        "<details>\n"
        "<summary><code>GET /orders/{id}</code></summary>\n"
        "\n"
        "Response:\n"
        "\n"
        "```json\n"
        "{\n"
        '  "id": 1\n'
        "}\n"
        "```\n"
        "\n"
        "</details>\n"
    )


def test_a_contract_of_nothing_is_a_heading_and_what_it_takes_for_granted() -> None:
    assert as_markdown(Contract("")) == "## API\n\n- **Auth:** none\n- **Style:** REST\n"


@given(contracts)
@example(SHOP)
@example(BREAKING)
def test_nothing_in_a_contract_gets_out_of_its_place(contract: Contract) -> None:
    found = tokens(contract)

    headings = [plain(found[at + 1]) for at, one in enumerate(found) if one.type == "heading_open"]
    assert headings == [one_line(contract.title) or "API"]
    assert rows(found) == [
        [one_line(one.name), one_line(one.purpose), one.state.value] for one in contract.operations
    ]
    fences = [one.content for one in found if one.type == "fence"]
    examples = [text for one in contract.operations for text in (one.request, one.response) if text]
    assert [one.strip() for one in fences] == [text.strip() for text in examples]
    shown = [one.content for one in found if one.type == "html_block"]
    assert all(OUR_HTML.fullmatch(one) for one in shown)
    names = [
        html.unescape(match[1]) for one in shown if (match := OUR_HTML.fullmatch(one)) and match[1]
    ]
    assert names == [
        one_line(one.name) for one in contract.operations if one.request or one.response
    ]
    assert {one.type for one in found if one.level == 0} <= {
        *("heading_open", "heading_close", "inline", "bullet_list_open", "bullet_list_close"),
        *("table_open", "table_close", "html_block", "paragraph_open", "paragraph_close", "fence"),
    }


@given(contracts)
def test_addresses_are_text_or_lead_where_they_say(contract: Contract) -> None:
    lines = [one for one in tokens(contract) if one.type == "inline" and one.level == 3]
    said = [
        "".join(child.content for child in one.children or [] if child.type != "html_inline")
        for one in lines
    ]
    addresses = [
        f"{label}: {url}"
        for label, url in (("Base URL", contract.base_url), ("Docs", contract.docs_url))
        if url
    ]
    assert said[: len(addresses)] == addresses
    for one in lines:
        for child in one.children or []:
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith("http")
                assert child.markup == "autolink"
