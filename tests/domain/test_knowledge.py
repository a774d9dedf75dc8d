"""A knowledge base is a site that MkDocs builds, whatever its authors have typed."""

import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config  # pyright: ignore[reportUnknownVariableType]

from bot.domain import knowledge, knowledge_archive, site_text
from bot.domain.knowledge import OURS, Base, Learning, Solved, files
from bot.domain.log import LogKind

TODAY = date(2026, 3, 2)
EVIL = "</title><script>alert(1)</script>"
NASTY = [
    *("# A", "## B", "Setext\n===", "Setext\n---", "> quote", "---", "***", "1. one", "1) one"),
    *("+ plus", "[a](javascript:b)", "![a](b.png)", "[a](missing.md)", "[a]: b", "[TOC]", "*a*"),
    *("<script>alert(1)</script>", "<!--", "-->", "<img src=x onerror=y>", "{{ x }}", "{% x %}"),
    *("```", "~~~", "`", "``x`y``", "a | b\n--- | ---\n1 | 2", "&lt;b&gt;", "\\<b>", "\\\\"),
    *("    code", "\tcode", "https://a.b/(c)", "<https://a.b/[x](javascript:y)>", "__a__", "a_b_c"),
    *("<@123>", "<#123>", "<:ok:123>", "<t:1772452800:R>", "</qa ask:1>", "!!! note", "a: b"),
    *("```py\nif x:\n\treturn\n```", "```evil\n````\n# no\n```", "- a\n- b", "</details>", EVIL),
    *("---\ntitle: x\n---", "\u202e", "\u200b", "[^1]: x", "Term\n: what", "*[X]: y", ":::"),
]
pieces = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
hostile = st.lists(pieces, max_size=8).flatmap(
    lambda chosen: st.sampled_from(["\n", " ", "", "\n\n"]).map(lambda glue: glue.join(chosen))
)


def solved(number: int = 1, **more: Any) -> Solved:
    about: dict[str, Any] = {
        "topic": "Django",
        "title": "Why is my token expired?",
        "details": "It says so at once.",
        "tried": "",
        "code": "",
        "answer": "Set the clock in `settings.py`.",
        "asker": "Ann",
        "answerer": "Ben",
        "solved_on": date(2026, 2, 20),
    }
    return Solved(number, **about | more)


def learning(number: int = 1, kind: LogKind = LogKind.CHALLENGE, **more: Any) -> Learning:
    about: dict[str, Any] = {
        "title": "N+1 queries",
        "text": "The list was slow.",
        "solution": "select_related()",
        "author": "Ann",
        "helper": None,
        "day": date(2026, 2, 21),
    }
    return Learning(number, kind, **about | more)


def base(*found: Solved | Learning, name: str = "Cohort 5") -> Base:
    return Base(
        name,
        TODAY,
        [one for one in found if isinstance(one, Solved)],
        [one for one in found if isinstance(one, Learning)],
    )


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markdown: str) -> Tags:
    """As MkDocs reads it."""
    return Tags(Markdown(extensions=["toc", "tables", "fenced_code"]).convert(markdown))


def words(text: str) -> str:
    return "".join(text.split())


@given(hostile)
@settings(max_examples=200)
def test_nothing_that_is_typed_gets_out_of_its_place(typed: str) -> None:
    found = read(f"# Title\n\n{site_text.prose(typed)}\n\n## Next\n\nEnd")

    assert {tag for tag, _ in found.tags} <= {
        *("h1", "h2", "p", "a", "code", "pre", "ul", "li", "br"),
    }
    assert [tag for tag, _ in found.tags if tag.startswith("h")] == ["h1", "h2"]
    for tag, attributes in found.tags:
        if tag == "a":
            assert re.match("https?://", str(attributes["href"]))
            assert set(attributes) == {"href"}


@given(hostile)
@settings(max_examples=200)
def test_a_title_is_one_line_of_text(typed: str) -> None:
    found = read(f"# {site_text.title(typed)}\n\n- [{site_text.title(typed)}](1.md)")

    assert [tag for tag, _ in found.tags] == ["h1", "ul", "li", "a"]
    assert [attributes["href"] for tag, attributes in found.tags if tag == "a"] == ["1.md"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1. one\n2. two", "1. one\n2. two"),
        ("a * b * c & <b> \\ [x](y)", "a * b * c & <b> \\ [x](y)"),
        ("ask <@!12> in <#34> <:ok:5>", "ask @member in #channel :ok:"),
        ("due <t:1772452800:F>", "due 2 March 2026"),
        ("Two:\n- `a<b`\n- c", "Two:\n\na<b\nc\n"),
        ("+plus\n= is\n===", "+plus\n= is\n==="),
    ],
)
def test_what_was_typed_reads_as_it_was_typed(typed: str, text: str) -> None:
    assert words(read(site_text.prose(typed)).text) == words(text)


def test_code_keeps_its_lines_and_its_language() -> None:
    found = read(site_text.prose("Try:\n```py\nif x:\n\treturn `1`  # <b>\n```"))

    assert ("code", {"class": "language-py"}) in found.tags
    assert "if x:\n    return `1`  # <b>" in found.text


def test_every_question_has_a_page_and_is_listed_under_its_topic() -> None:
    made = files(
        base(
            solved(7, asker=None),
            solved(
                3, topic="REST & more", title="How? <b>", answerer=None, tried="*all*", code="x"
            ),
        )
    )

    assert "Solved by Ben on 20 February 2026" in made["docs/questions/7.md"]
    assert "Asked by" not in made["docs/questions/7.md"]
    assert "Asked by Ann, solved on" in made["docs/questions/3.md"]
    assert "[How? &#60;b&#62;](../questions/3.md)" in made["docs/topics/rest-more.md"]
    assert "**Tried**\n\n&#42;all&#42;" in made["docs/questions/3.md"]
    assert "(topics/rest-more.md): 1 question" in made["docs/index.md"]


def test_challenges_have_pages_and_other_learnings_stand_together() -> None:
    made = files(
        base(
            learning(4, helper="Cy"),
            learning(5, LogKind.PRACTICE, title="Small commits", author=None),
            learning(6, LogKind.PRACTICE, title="Tests first"),
        )
    )

    assert "By Ann, 21 February 2026; thanks to Cy" in made["docs/challenges/4.md"]
    assert "select&#95;related&#40;&#41;" in made["docs/challenges/4.md"]
    assert made["docs/learnings/practice.md"].count("\n## ") == 2
    assert "docs/questions" not in " ".join(made)
    assert "(learnings/practice.md): 2 entries" in made["docs/index.md"]


def test_topics_of_the_same_letters_do_not_share_a_page() -> None:
    made = files(base(*(solved(at, topic=one) for at, one in enumerate(["C", "C++", "\u4e2d"], 1))))

    assert {path for path in made if "topics" in path} == {
        "docs/topics/c.md",
        "docs/topics/c-2.md",
        "docs/topics/topic.md",
    }


@given(hostile, hostile)
def test_the_names_of_files_are_ours(topic: str, name: str) -> None:
    made = files(base(solved(topic=topic), learning(2, LogKind.TOOL), learning(3), name=name))

    assert all(OURS.fullmatch(path) for path in made)
    assert knowledge.is_one(made["mkdocs.yml"])
    assert isinstance(yaml.safe_load(made["mkdocs.yml"])["site_name"], str)


def test_a_base_of_nothing_says_so() -> None:
    made = files(base())

    assert set(made) == {"mkdocs.yml", "docs/index.md"}
    assert "nobody has allowed anything to be published" in made["docs/index.md"]


def all_of_it() -> Base:
    """Every nasty text in every place."""
    found: list[Solved | Learning] = []
    for number, text in enumerate([*NASTY, "\n".join(NASTY)], 1):
        said: dict[str, Any] = dict.fromkeys(("title", "details", "tried", "code", "answer"), text)
        found.append(solved(number, topic=text[:20], **said, asker=text, answerer=text))
        said = dict.fromkeys(("title", "text", "solution", "author", "helper"), text)
        found += [
            learning(number, LogKind.CHALLENGE, **said),
            learning(number + 1000, LogKind.CONCEPT, **said),
        ]
    return base(*found, name=f"Cohort {EVIL} & co: '5'")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile base, built as `mkdocs build --strict` builds it."""
    folder = tmp_path_factory.mktemp("knowledge")
    for path, text in files(all_of_it()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    # What a warning is for MkDocs ends a strict build.
    config = load_config(str(folder / "mkdocs.yml"), strict=True)
    build(config)
    return folder / "site"


def test_mkdocs_builds_it_strictly(site: Path) -> None:
    assert (site / "index.html").is_file()
    assert len([*(site / "questions").glob("*/index.html")]) == len(NASTY) + 1


def test_a_page_runs_and_loads_what_the_theme_brings_along_and_nothing_else(site: Path) -> None:
    pages = [one.read_text(encoding="utf-8") for one in site.rglob("*.html")]
    tags = [one for page in pages for one in Tags(page).tags]
    loaded = [
        str(attributes.get("src") or attributes.get("href"))
        for tag, attributes in tags
        if tag in {"script", "link", "img", "iframe"} and {"src", "href"} & attributes.keys()
    ]
    inline = [attributes for tag, attributes in tags if tag == "script" and "src" not in attributes]

    assert len(pages) > len(NASTY) * 2
    assert {one.rpartition("/")[2] for one in loaded if one.endswith(".js")} == {
        *("bootstrap.bundle.min.js", "base.js", "main.js"),
    }
    assert [one for one in loaded if "//" in one] == []
    assert len(inline) == len(pages)  # MkDocs says where the site's root is
    assert not any("<script>alert" in page for page in pages)
    assert not any(one.startswith("on") for _, attributes in tags for one in attributes)


def test_the_archive_is_the_folder_and_always_the_same() -> None:
    made = base(solved(1), learning(2), learning(3, LogKind.TOOL))
    archive = knowledge_archive.made(
        knowledge_archive.make(knowledge_archive.order(made, 1_000_000))
    )

    assert archive.left_out == 0
    assert archive.data == knowledge_archive.zipped(made)
    with ZipFile(BytesIO(archive.data)) as zipped:
        found = {
            one.removeprefix("knowledge-base/"): zipped.read(one).decode()
            for one in zipped.namelist()
        }
    assert found == files(made)


def test_an_archive_that_is_too_large_keeps_the_newest() -> None:
    made = base(*(solved(number, details=f"{number} " * 400) for number in range(60, 0, -1)))
    most = len(knowledge_archive.zipped(made)) // 2

    archive = knowledge_archive.within(made, most)

    assert len(archive.data) <= most
    assert 25 <= archive.left_out <= 50
    with ZipFile(BytesIO(archive.data)) as zipped:
        names = zipped.namelist()
    assert "knowledge-base/docs/questions/60.md" in names
    assert "knowledge-base/docs/questions/1.md" not in names
